### Erinnerungen: was darin steht. Worte in geschweiften Klammern sind Platzhalter.

reminder-again = Eine neue Zeit aussuchen
reminder-greeting-du = Hallo { $name },
reminder-online-room = im Online-Raum
reminder-until = Bis bald.

reminder-before-heading = Zur Erinnerung.
reminder-before-subject = Zur Erinnerung: { $when }
reminder-before-subject-host = Zur Erinnerung, { $name }: { $when }
reminder-before-body =
    { $tone ->
        [du] dein Termin rückt näher: { $title } mit { $host }.
        [sie] Ihr Termin rückt näher: { $title } mit { $host }.
       *[neutral] der Termin rückt näher: { $title } mit { $host }.
    }
    { $when }
    { $door }
    { $place }
    { $manage }
reminder-before-body-host =
    der Termin mit { $name } rückt näher: { $title }.
    { $when }
    { $door }
    { $place }
    { $manage }

reminder-after-heading = Danke.
reminder-after-subject = { $tone ->
    [du] Danke, dass du da warst: { $title }
    [sie] Danke, dass Sie da waren: { $title }
   *[neutral] Danke für das Gespräch: { $title }
}
reminder-after-subject-host = Nach dem Termin mit { $name }
reminder-after-body =
    { $tone ->
        [du] danke, dass du da warst: { $title } mit { $host }. Wenn du weitermachen willst, findest du hier eine neue Zeit.
        [sie] danke, dass Sie da waren: { $title } mit { $host }. Wenn Sie weitermachen möchten, finden Sie hier eine neue Zeit.
       *[neutral] danke für das Gespräch: { $title } mit { $host }. Soll es weitergehen? Hier stehen die nächsten freien Zeiten.
    }
    { $again }
reminder-after-body-host =
    der Termin mit { $name } ist vorbei: { $title }.
    { $when }
    { $manage }

reminder-no-show-heading = Schade.
reminder-no-show-subject = { $tone ->
    [du] Wir haben dich vermisst: { $title }
    [sie] Wir haben Sie vermisst: { $title }
   *[neutral] Schade, diesmal hat es nicht geklappt: { $title }
}
reminder-no-show-subject-host = Nicht gekommen: { $name }
reminder-no-show-body =
    { $tone ->
        [du] schade, dass du nicht da warst: { $title } mit { $host }.
        [sie] schade, dass Sie nicht da waren: { $title } mit { $host }.
       *[neutral] schade, diesmal hat es nicht geklappt: { $title } mit { $host }.
    }
    { $when }
    { $tone ->
        [du] Hier findest du eine neue Zeit.
        [sie] Hier finden Sie eine neue Zeit.
       *[neutral] Hier stehen die nächsten freien Zeiten.
    }
    { $again }
reminder-no-show-body-host =
    { $name } war nicht da: { $title }.
    { $when }
    { $manage }

reminder-package-heading = Bald aufgebraucht.
reminder-package-subject = { $tone ->
    [du] Dein Paket geht zu Ende: { $title }
    [sie] Ihr Paket geht zu Ende: { $title }
   *[neutral] Das Paket geht zu Ende: { $title }
}
reminder-package-subject-host = Das Paket von { $name } geht zu Ende
reminder-package-body =
    { $tone ->
        [du] dein Paket bei { $host } geht zu Ende: { $title }. Sitzungen, die noch frei sind: { $left }.
        [sie] Ihr Paket bei { $host } geht zu Ende: { $title }. Sitzungen, die noch frei sind: { $left }.
       *[neutral] das Paket bei { $host } geht zu Ende: { $title }. Sitzungen, die noch frei sind: { $left }.
    }
    { $again }
reminder-package-body-host =
    das Paket von { $name } geht zu Ende: { $title }. Sitzungen, die noch frei sind: { $left }.
    { $manage }

