### Gruppen: Sitzungen mit mehreren Plätzen

refused-full = Alle Plätze dieser Sitzung sind vergeben.
refused-too-few-seats = So viele Plätze sind in dieser Sitzung nicht mehr frei.
refused-signup-closed = Für diese Sitzung ist die Anmeldung geschlossen.
error-too-many-places = So viele können hier nicht gemeinsam kommen. Zusätzlich möglich: { $max }
error-seats-taken = So viele Plätze sind schon vergeben: { $max }. Weniger geht erst, wenn jemand absagt.
error-minimum-above-seats = So viele Menschen passen gar nicht hinein.
error-weeks = Zwischen 1 und 52 Wochen passen.
group-too-few = Leider haben sich nicht genug Menschen angemeldet.
group-mail-greeting = Guten Tag { $name },
group-goes-subject = Es findet statt: { $title }
group-goes-heading = Es findet statt.
group-goes-lead = genug Menschen haben sich angemeldet: { $title } findet statt.
group-mail-manage = Zur Buchung
group-message-lead = { $host } schreibt an alle, die kommen: { $title }.
sessions-heading = Termine
sessions-left = { $left } von { $seats } Plätzen frei
sessions-full = ausgebucht
sessions-closed = Anmeldung geschlossen
sessions-going = Es findet statt.
sessions-minimum = Findet ab { $minimum } Anmeldungen statt. Entschieden wird: { $when }.
sessions-book = Platz nehmen
sessions-none = Gerade steht kein Termin fest.
field-extra-places = Wie viele kommen noch mit?
field-extra-places-hint = Ohne Namen; höchstens { $max }. Gäste mit Adresse stehen im Feld darunter.
replay-heading = Noch einmal ansehen
replay-watch = Zur Aufzeichnung
replay-until = Verfügbar bis { $when }.
offer-tab-sessions = Plätze und Termine
groups-seats = Plätze
groups-seats-hint = Wie viele Menschen in eine Sitzung passen. 1 heißt: nur eine Person.
groups-set-times-only = Nur zu festen Terminen, nicht zu jeder freien Zeit
groups-extra = Wie viele dürfen mitkommen?
groups-extra-hint = Zusätzliche Plätze in einer Buchung.
groups-close = Anmeldung schließt, Stunden vorher
groups-close-hint = Leer: nach dem Vorlauf des Angebots.
groups-minimum = So viele müssen mindestens kommen
groups-minimum-hint = Leer: Es findet immer statt.
groups-decide = Entschieden wird, Stunden vorher
groups-decide-hint = Sind es dann zu wenige, wird abgesagt, und alle bekommen eine Mail.
groups-date = Tag
groups-time = Uhrzeit
groups-weeks = Wie viele Wochen
groups-weeks-hint = 1 ist ein einzelner Termin; sonst jede Woche zur selben Zeit.
groups-title = Titel
groups-title-hint = Leer: wie das Angebot.
groups-duration = Dauer in Minuten
groups-as-offer = Leer: wie im Angebot.
groups-taken = { $taken } von { $seats } Plätzen vergeben
groups-state-cancelled = abgesagt
groups-state-over = vorbei
groups-state-going = findet statt
groups-state-open = noch offen
groups-state-set = steht fest
groups-dates = Termine
groups-dates-empty = Noch kein Termin.
groups-new = Termin festlegen
groups-new-note = Auch außerhalb der Sprechzeiten. Bei einer Reihe gilt: alle oder keiner.
groups-new-go = Termin festlegen
groups-rules = Plätze
groups-rules-note = Gilt für neue Termine. Was schon feststeht, bleibt.
groups-members = Feste Mitglieder
groups-members-note = Sind bei jedem neuen Termin gleich dabei, zum Beispiel in einer Supervisionsgruppe.
groups-member-add = Mitglied hinzufügen
groups-subject = Betreff
groups-body = Nachricht
groups-replay = Link zur Aufzeichnung
groups-replay-hint = Erscheint nach dem Ende auf der Seite jeder Buchung.
groups-replay-until = Verfügbar bis
groups-replay-heading = Aufzeichnung
groups-people = { $people ->
    [one] Eine Person kommt
   *[other] { $people } Menschen kommen
}, { $seats } Plätze{ $kept ->
    [0] .
    [one] {", einer wird für die Warteliste gehalten."}
   *[other] , { $kept } werden für die Warteliste gehalten.
}
groups-attendance-of = Anwesenheit von { $name }
groups-attendance-open = noch offen
groups-attendance-present = anwesend
groups-attendance-absent = gefehlt
groups-attendance-excused = entschuldigt
groups-attendance = Anwesenheit
groups-attendance-save = Anwesenheit speichern
groups-places = Plätze
groups-guests = Gäste
groups-state = Stand
groups-csv = Liste als CSV
groups-nobody = Noch niemand angemeldet.
groups-all-dates = Alle Termine
groups-message = Nachricht an alle
groups-message-note = Alle, die kommen, bekommen je eine eigene Mail.
groups-message-write = Nachricht schreiben
groups-message-go = An alle senden
groups-change-note = Alle, die kommen, erfahren davon.
groups-cancel = Für alle absagen
done-message = Die Nachricht ist unterwegs.
certificate = Teilnahmebescheinigung
certificate-lead = hat teilgenommen an: { $title }
certificate-hours = { $count ->
    [one] Ein Termin
   *[other] { $count } Termine
}, { $hours } Stunden { $minutes ->
    [0] {""}
   *[other] { $minutes } Minuten
}
certificate-note = Gezählt sind die Termine, bei denen „anwesend“ vermerkt ist.
refused-seats-are-not-held = Plätze in Gruppen lassen sich nicht festhalten. Buchen geht trotzdem.
