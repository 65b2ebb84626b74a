### Monat, Tag, Uhrzeit

event-title = { $title } mit { $host }
with = mit
next-free = Nächste freie Zeit: { $when }
duration = Dauer
zone = Zeitzone
change-zone = Zeitzone wechseln
month = Monat
month-is-over = { $month }, schon vorbei
month-is-beyond = { $month }, noch nicht buchbar
month-is-empty = Im { $month } ist nichts mehr frei.
day-is-empty = Am { $day } ist nichts frei.
nothing-free = Gerade ist nichts frei.
next-free-day = Nächster freier Tag: { $day }
free-on-day = { $day }: { $count ->
    [one] { $count }{"\u00A0"}freie Zeit
   *[other] { $count }{"\u00A0"}freie Zeiten
}
free-times = Freie Zeiten
today = heute
full = ausgebucht
little-free = wenig frei
much-free = viel frei
morning = Vormittag
afternoon = Nachmittag und Abend
time-until = bis { $time }
nothing-fits = Nichts dabei? { $host } anrufen:
change-rule = Absagen und verlegen: bis zum Beginn, ohne Angabe von Gründen.
room-heading = Der Raum
room-software = Raum
room-operator = Betrieb
room-address = Adresse
room-address-own = eigene für jede Sitzung
room-recording = Aufzeichnung
room-account = Konto oder App nötig
room-shared = Daten an Dritte
room-not-by-us = von uns keine
room-ask-operator = hängt vom Betrieb ab
room-unknown = gerade nicht eingerichtet
phone-heading = Am Telefon
phone-who-calls = Es ruft an
phone-number = Nummer
phone-number-yours = wie bei der Buchung angegeben
place-heading = Vor Ort
place-address = Adresse
