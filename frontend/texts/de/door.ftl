### Die Tür zum Raum

door-early = Noch ein wenig Zeit.
door-early-lead = Der Raum öffnet { $when }.
door-open = Der Raum ist offen.
door-open-lead = Um { $time } geht es los. Früher eintreten ist willkommen.
door-running-lead = Es hat schon angefangen.
door-waiting = Noch nicht zugesagt.
door-waiting-lead = { $host } hat auf die Anfrage noch nicht geantwortet.
door-over = Der Raum ist zu.
door-over-lead = Diese Sitzung ist vorbei.
door-cancelled = Diese Sitzung ist abgesagt.
door-cancelled-lead = Hier ist nichts zu betreten.
door-not-online = Kein Raum im Netz.
door-not-online-lead = Diese Sitzung findet nicht online statt.
minutes-unit = { $count ->
    [one] Minute
   *[other] Minuten
}
enter = Eintreten
reload = Neu laden
microphone-note = Mikrofon und Kamera fragt der Browser erst im Raum. Beides darf aus bleiben.
or-call = Oder kurz { $name } anrufen:
to-the-booking = Zur Buchung
to-the-front = Zur Startseite
to-the-host = Zum Angebot
