### Alles, was Menschen lesen. en.ftl hat dieselben Schlüssel in derselben Reihenfolge.
### Die Seiten duzen und siezen nicht. Geschützte Leerzeichen stehen als {"\u00A0"}.

## Zeit

time-at = { $time }{"\u00A0"}Uhr
time-range = { $from } bis { $to }{"\u00A0"}Uhr
moment-today = heute, { $time }
moment-tomorrow = morgen, { $time }
duration-minutes = { $count ->
    [one] { $count }{"\u00A0"}Minute
   *[other] { $count }{"\u00A0"}Minuten
}
duration-hours = { $count ->
    [one] { $count }{"\u00A0"}Stunde
   *[other] { $count }{"\u00A0"}Stunden
}
zone-words = Zeit in { $city }
zone-athens = Athen
zone-brussels = Brüssel
zone-bucharest = Bukarest
zone-copenhagen = Kopenhagen
zone-kyiv = Kyjiw
zone-lisbon = Lissabon
zone-luxembourg = Luxemburg
zone-moscow = Moskau
zone-prague = Prag
zone-rome = Rom
zone-tokyo = Tokio
zone-vienna = Wien
zone-warsaw = Warschau
zone-zurich = Zürich

## Fehler am Feld: „error-“ und der Code

error-missing = Hier fehlt noch etwas.
error-no-at = Da fehlt das @. Zum Beispiel: thea@post.example
error-malformed = So sieht keine E-Mail-Adresse aus. Zum Beispiel: thea@post.example
error-too-long = Das ist zu lang. Höchstens { $max } Zeichen passen hinein.
error-unprintable = Darin stehen Zeichen, die sich nicht anzeigen lassen.

## Seiten für alle

## Post

mail-sender = { $name } über { $coop }
mail-summary = { $title }: { $name }
mail-greeting = Guten Tag { $name },
mail-greeting-guest = Guten Tag,
mail-requested-subject = Angefragt: { $when }
mail-requested-subject-host = Anfrage von { $name }: { $when }
mail-requested-heading = Angefragt.
mail-requested-heading-host = Eine Anfrage.
mail-requested-lead = die Anfrage ist bei { $host }: { $title }. Bis zur Antwort bleibt diese Zeit gehalten.
mail-requested-lead-host = { $client } fragt an: { $title }. Bis zur Antwort bleibt diese Zeit gehalten.
mail-requested-lead-guest = { $client } hat bei { $host } angefragt und diese Adresse als Gast genannt: { $title }. Die Antwort steht noch aus.
mail-hold = Eine Antwort ist möglich bis { $when }.
mail-confirmed-subject = Abgemacht: { $when }
mail-confirmed-subject-host = Abgemacht mit { $name }: { $when }
mail-confirmed-heading = Abgemacht.
mail-confirmed-lead = der Termin steht: { $title } mit { $other }.
mail-confirmed-lead-guest = der Termin steht: { $title } mit { $host }. { $client } hat diese Adresse als Gast genannt.
mail-rescheduled-subject = Verlegt: { $when }
mail-rescheduled-subject-host = Verlegt mit { $name }: { $when }
mail-rescheduled-heading = Verlegt.
mail-rescheduled-lead = der Termin hat eine neue Zeit: { $title } mit { $other }.
mail-cancelled-subject = Abgesagt: { $when }
mail-cancelled-subject-host = Abgesagt mit { $name }: { $when }
mail-cancelled-heading = Abgesagt.
mail-cancelled-lead = der Termin ist abgesagt: { $title } mit { $other }.
mail-cancelled-lead-by-client = { $client } hat den Termin abgesagt: { $title }.
mail-cancelled-lead-by-host = { $host } hat den Termin abgesagt: { $title }.
mail-declined-subject = Leider keine Zusage: { $when }
mail-declined-subject-host = Abgelehnt, Anfrage von { $name }: { $when }
mail-declined-heading = Leider keine Zusage.
mail-declined-heading-host = Abgelehnt.
mail-declined-lead = { $host } kann zu dieser Zeit nicht: { $title }.
mail-declined-lead-host = die Anfrage von { $client } ist abgelehnt: { $title }. Die Zeit ist wieder frei.
mail-expired-subject = Keine Antwort: { $when }
mail-expired-subject-host = Verfallen, Anfrage von { $name }: { $when }
mail-expired-heading = Keine Antwort.
mail-expired-lead = auf die Anfrage bei { $host } kam keine Antwort: { $title }. Diese Zeit ist nicht mehr gehalten.
mail-expired-lead-host = die Anfrage von { $client } blieb ohne Antwort: { $title }. Die Zeit ist wieder frei.
mail-elsewhere = Bei { $name }: { $time } ({ $zone })
mail-previous = Vorher
mail-reason = Grund
mail-door = Zum Raum
mail-room-note = Ein Browser reicht, ein Konto ist nicht nötig.
mail-room-later = Der Weg zum Raum kommt mit der Zusage.
mail-place = Ort
mail-phone = Telefon
mail-phone-host-calls = Das Gespräch ist am Telefon: { $host } ruft an.
mail-phone-call-client = Das Gespräch ist am Telefon: { $client } wartet auf den Anruf.
mail-phone-call-host = Das Gespräch ist am Telefon, { $host } ist erreichbar unter { $number }.
mail-phone-client-calls = Das Gespräch ist am Telefon: { $client } ruft an unter { $number }.
mail-client-email = E-Mail
mail-guests = Gäste
mail-manage = Verlegen oder absagen
mail-again = Eine andere Zeit aussuchen
mail-answer = Am Arbeitstisch antworten
mail-desk = Am Arbeitstisch ansehen
mail-calendar = Der Termin für den Kalender liegt bei.
mail-calendar-cancel = Die Absage für den Kalender liegt bei.
mail-questions = Bei Fragen einfach auf diese Mail antworten, sie geht an { $name }.
mail-questions-coop = Bei { $coop } hilft { $name } weiter: { $ways }.
mail-until = Bis { $day }.

## Arbeitstisch
