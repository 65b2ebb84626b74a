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

done-reminders = Gespeichert. Das gilt für alle Termine, die noch kommen.
done-reminders-standard = Wieder wie üblich: 24 Stunden und eine Stunde vor dem Beginn.
offer-tab-reminders = Erinnerungen

### Arbeitstisch: Erinnerungen

placeholder-again = die Seite dieses Angebots, um neu zu buchen
placeholder-coop = Name der Genossenschaft
placeholder-door = der Link zum Raum; nur bei Terminen online
placeholder-host = der eigene Name
placeholder-left = wie viele Sitzungen im Paket noch frei sind
placeholder-manage = der Link zum Verlegen oder Absagen
placeholder-name = wer gebucht hat
placeholder-place = Ort, oder wer wen anruft
placeholder-title = der Titel des Angebots
placeholder-when = Tag und Uhrzeit, in der Zeitzone der lesenden Person
placeholder-zone = diese Zeitzone, in Worten
placeholders = Platzhalter
placeholders-note = Allein in einer Zeile werden Zeit, Ort und Links groß gezeigt. Was es bei einem Termin nicht gibt, fällt weg. Eine geschweifte Klammer selbst wird doppelt geschrieben: {"{{ }}"}
reminder-add = Erinnerung dazu
reminder-announced = { $when }: { $to }
reminder-back = Zurück: { $title }
reminder-body-in-de = Text auf Deutsch
reminder-body-in-en = Text auf Englisch
reminder-down = Nach unten: { $when }
reminder-fill = Standardtext einsetzen
reminder-new = Neue Erinnerung
reminder-number = Wie viele
reminder-number-hint = Minuten, Stunden oder Tage. Bei einem Paket: wie viele Sitzungen noch frei sind.
reminder-occasion = Anlass
reminder-occasion-after = Nach dem Ende
reminder-occasion-before = Vor dem Beginn
reminder-occasion-no-show = Nicht gekommen
reminder-occasion-package = Paket fast aufgebraucht
reminder-own-words = Eigener Text
reminder-preview = Vorschau
reminder-preview-note = Mit einem erfundenen Termin. Nichts davon ist gespeichert.
reminder-standard-words = Standardtext
reminder-subject-in-de = Betreff auf Deutsch
reminder-subject-in-en = Betreff auf Englisch
reminder-texts = Text
reminder-texts-note = Bleibt ein Feld leer, gilt der Standardtext. Gelesen wird die Sprache, in der gebucht wurde. Anrede und Gruß kommen von selbst.
reminder-to = Geht an
reminder-to-both = Alle, auch die eigene Adresse
reminder-to-client = Wer gebucht hat, mit Gästen
reminder-to-host = Nur die eigene Adresse
reminder-to-whom = An wen
reminder-unit = Einheit
reminder-up = Nach oben: { $when }
reminder-when = Wann
reminder-when-after = { $time } nach dem Ende
reminder-when-after-at-once = Gleich nach dem Ende
reminder-when-before = { $time } vor dem Beginn
reminder-when-no-show = { $time } nach dem Vermerk „nicht gekommen“
reminder-when-no-show-at-once = Beim Vermerk „nicht gekommen“
reminder-when-package = { $count ->
    [one] Noch eine Sitzung im Paket
   *[other] Noch { $count } Sitzungen im Paket
}
reminders-announced = Erinnerungen
reminders-none = Für dieses Angebot geht keine Erinnerung raus.
reminders-note = Sie ziehen mit, wenn ein Termin verlegt wird. Nach einer Absage geht keine mehr raus.
reminders-standard-note = So ist es üblich. Änderungen gelten für alle Termine, die noch kommen.
reminders-to-standard = Zurück zum Üblichen
tone = Anrede
tone-du = du
tone-everywhere = In allen Angeboten
tone-here = In diesem Angebot
tone-neutral = ohne du und Sie
tone-note = Gilt für die deutschen Standardtexte. Eigene Texte bleiben, wie sie sind.
tone-sie = Sie
tone-usual = Wie in allen: { $tone }
