### Arbeitstisch: Kräfte, und warum eine Zeit frei ist

hours-tabs = Zeiten und Regeln
energy = Kräfte
energy-lead = Was alle Angebote zusammen kosten dürfen. Anfragen und Reservierungen zählen mit.
energy-quotas = So viel
energy-quotas-note = Leer ist ohne Grenze. Die Woche beginnt am Montag.
energy-day-sessions = Sitzungen am Tag
energy-day-minutes = Minuten am Tag
energy-week-sessions = Sitzungen in der Woche
energy-week-minutes = Minuten in der Woche
energy-row = Nacheinander
energy-row-note = Sitzungen folgen aufeinander, wenn weniger als die Pause dazwischen liegt.
energy-row-sessions = Sitzungen nacheinander
energy-row-pause = Dann Pause, in Minuten
energy-times = Tageszeit
energy-times-note = Ein Angebot nur in einem Teil des Tages. Leere Zeilen zählen nicht.
energy-rule = Regel { $number }
energy-offer = Angebot
energy-every = alle
energy-from = Nicht vor
energy-to = Vorbei um
energy-gaps = Abstand
energy-gaps-note = Zwischen zwei Angeboten, in dieser Reihenfolge. Leere Zeilen zählen nicht.
energy-after = Nach
energy-gap = mindestens, in Minuten
energy-before = vor
refused-pause = Zu dieser Zeit ist eine Pause.
refused-time-of-day = Das gibt es zu einer anderen Tageszeit.
refused-gap = Diese Zeit liegt zu nah an etwas anderem.
error-in-a-row = Höchstens 20 nacheinander, und eine Pause von 1 bis 1440 Minuten.
error-time-of-day = Dieser Teil des Tages geht nicht auf.
error-gap = Ein Abstand hat 1 bis 1440 Minuten.
error-not-a-count = Das ist keine ganze Zahl.

why-title = Warum ist diese Zeit frei?
why-short = Warum frei?
why-link = Warum ist eine Zeit frei oder nicht?
why-offer = Angebot
why-date = Tag
why-clock = Uhrzeit
why-ask = Nachsehen
why-free = frei
why-not-free = nicht frei
why-told = Beim Buchen steht dann:
why-against = Was dagegen spricht
why-for = Was sie frei macht
why-for-too = Was nicht im Weg steht
why-nobody = Hier ist niemand frei.
why-to-offer = Angebot
why-to-hours = Zeiten
why-to-time-off = Auszeiten
why-to-energy = Kräfte
why-to-booking = Termin
why-to-week = Woche
why-duration = Die Sitzung dauert { $duration }.
why-duration-not = { $duration } gehören nicht zum Angebot.
why-past = Diese Zeit ist vorbei.
why-to-come = Diese Zeit kommt noch.
why-notice = Mit dem Vorlauf geht es frühestens los: { $when }.
why-window-open = Voraus buchbar ohne Grenze.
why-window-rolling = { $count ->
    [one] Buchbar sind heute und ein Tag danach.
   *[other] Buchbar sind heute und { $count } Tage danach.
}
why-window-fixed = Buchbar von { $from } bis { $to }.
why-hours = { $day }: Zeiten der Woche { $hours }, { $zone }.
why-hours-none = { $day }: in der Woche frei.
why-hours-own = { $day }: eigene Zeiten { $hours }, { $zone }.
why-hours-own-none = { $day }: als einzelner Tag frei.
why-holiday = { $day }: { $name }.
why-travel = Unterwegs von { $from } bis { $to }: { $city }.
why-away = Abwesend von { $from } bis { $to }.
why-booking = { $name }, { $title }, { $time }.
why-held = Für jemanden gehalten, { $time }.
why-busy = { $count ->
    [0] Belegt, { $time }.
   *[other] Belegt: { $titles }, { $time }.
}
why-buffer-after = Dazwischen fehlt die Pause danach, { $minutes }.
why-buffer-before = Dazwischen fehlt die Pause davor, { $minutes }.
why-gap = Der Abstand zwischen diesen Angeboten ist { $minutes }.
why-joins = { $count ->
    [one] Hier trifft sich schon eine Gruppe, ein Platz ist frei.
   *[other] Hier trifft sich schon eine Gruppe, { $count } Plätze sind frei.
}
why-limit-day = Angebot: { $used } von { $bound } Sitzungen an diesem Tag.
why-limit-week = Angebot: { $used } von { $bound } Sitzungen in dieser Woche.
why-limit-month = Angebot: { $used } von { $bound } Sitzungen in diesem Monat.
why-limit-minutes = Angebot: { $used } von { $bound } Minuten an diesem Tag.
why-energy-day = Alle Angebote: { $used } von { $bound } Sitzungen an diesem Tag.
why-energy-day-minutes = Alle Angebote: { $used } von { $bound } Minuten an diesem Tag.
why-energy-week = Alle Angebote: { $used } von { $bound } Sitzungen in dieser Woche.
why-energy-week-minutes = Alle Angebote: { $used } von { $bound } Minuten in dieser Woche.
why-energy-row = Nacheinander: { $used } von { $bound } ohne { $pause } Pause.
why-energy-time = Nur zwischen { $from } und { $to }.
why-grid = Sitzungen fangen alle { $step } an, auch dann.
why-grid-not = Sitzungen fangen alle { $step } an, aber nicht um diese Zeit.
