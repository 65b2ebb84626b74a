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
error-too-long = Das ist zu lang. Höchstens { $max } Zeichen passen hinein.
error-unprintable = Darin stehen Zeichen, die sich nicht anzeigen lassen.
error-choose = Bitte eine Zeit aussuchen.
error-malformed-email = So sieht keine E-Mail-Adresse aus. Zum Beispiel: thea@post.example
error-must-agree = Dafür fehlt noch das Häkchen.
error-not-a-number = Das ist keine Telefonnummer.
error-unknown-choice = Das steht nicht zur Auswahl.
error-unknown-question = Danach wurde nicht gefragt.
error-too-many = Das sind zu viele.
error-unknown-zone = Diese Zeitzone gibt es nicht.
error-already-taken = Das ist schon vergeben.
error-name-length = Zwischen 2 und 40 Zeichen passen.
error-name-characters = Nur a–z, 0–9, - und _ passen, mit Buchstabe oder Ziffer am Anfang und Ende.
error-name-reserved = Dieses Wort braucht das Programm selbst.
error-not-a-time = Das ist keine Uhrzeit. Zum Beispiel: 9:30
error-empty-range = Das Ende liegt nicht nach dem Anfang.
error-across-midnight = Über Mitternacht braucht es zwei Zeilen: eine bis 24:00, eine ab 0:00.
error-overlap = Diese Zeiten überschneiden sich.
error-date-twice = Diesen Tag gibt es hier schon.
error-durations = Mindestens eine Dauer, in ganzen Minuten, aufsteigend.
error-step = Der Abstand der Anfänge ist zu klein oder zu groß.
error-buffer = Diese Pause ist zu lang.
error-notice = Dieser Vorlauf ist zu lang.
error-window = Dieser Zeitraum geht nicht auf.
error-limit-zero = Eine Grenze ist mindestens 1.
error-limit-order = Eine Grenze für länger darf nicht kleiner sein als eine für kürzer.
error-seats = Diese Zahl von Plätzen geht nicht.
error-one-seat = Bisher ist ein Angebot für eine Person.
error-not-a-link = Das ist kein Link mit http:// oder https://.
error-unknown-backend = Diesen Raum gibt es hier nicht.
error-unknown-schedule = Diese Zeiten gibt es nicht.
error-password-length = Zwischen 12 und 200 Zeichen passen.
error-not-a-picture = Das ist kein Bild, das sich lesen lässt: JPEG, PNG oder WebP.
error-question-key = Dieser Name für die Antwort geht nicht.
error-options = Zur Auswahl gehören mindestens zwei Möglichkeiten.

## Seiten für alle

## Rahmen jeder Seite

skip = Zum Inhalt
language = Sprache und Kontakt
contact = Kontakt
who-owns-this = Wem gehört das hier?
who-can-help = Wer hilft weiter?
imprint = Impressum
privacy = Datenschutz
source = Quelltext
desk = Arbeitstisch
or = {" oder "}
no = nein
optional = freiwillig

## Startseite und Auskunft

front-title = Zeit finden
two-people = Zwei Menschen,
one-hour = eine Stunde.
front-lead = Zeiten und Räume von { $coop }, gemacht von den Menschen, deren Zeit es ist.
front-lead-place = Zeiten und Räume von { $coop } in { $place }, gemacht von den Menschen, deren Zeit es ist.
front-new = Dieses Haus ist noch leer.
front-new-how = Beim Start nennt das Programm eine Adresse, unter der das erste Konto entsteht. Danach stehen hier die Menschen, die Zeit anbieten.
front-empty = Gerade bietet hier niemand Zeit an. Wer fragen möchte, findet unten einen Menschen dafür.
front-hosts = Wer Zeit hat
front-hosts-note = Mit der nächsten freien Zeit.
more-hosts = Weitere Menschen
front-page = Seite { $count }
how-it-goes = So geht es
how-choose = Aussuchen
how-choose-note = Einen Menschen, einen Tag, eine Uhrzeit. Ohne Konto.
how-agree = Abmachen
how-agree-note = Name und E-Mail genügen. Die Bestätigung kommt per Mail.
how-change = Ändern
how-change-note = Verlegen und absagen mit einem Link, ohne Anruf.
about-title = Über diese Seiten
about-lead = Diese Seiten betreibt { $coop }.
privacy-visit = Wer diese Seiten besucht, wird nicht gezählt und nicht wiedererkannt. Es gibt keine Cookies für Gäste, keine Werbung, und nichts wird von fremden Servern geladen.
privacy-booking = Wer bucht, gibt Name und E-Mail an, und was zur Sitzung gefragt wird. Das dient nur dieser Buchung. Der Mensch, bei dem gebucht wird, liest es; weitergegeben wird es nicht.
privacy-room = Wer einen Videoraum betritt, ist dort auf dem Server zu Gast, der auf der Seite des Angebots genannt ist.
source-licence = Hier läuft Zeitgenosse { $version }, freie Software unter der GNU Affero General Public License, Version 3 oder später.
source-how = Wer diese Seiten nutzt, hat ein Recht auf den Quelltext genau dieser Fassung. Eine Nachricht genügt:

## Menschen und Angebote

portrait-of = Porträt von { $name }
offers = Angebote
offers-empty = { $host } bietet gerade nichts an.
on-request = auf Anfrage
answers-by-hand = { $host } beantwortet jede Anfrage von Hand.
minutes = Minuten
choose-time = Zeit aussuchen
from-moment = ab { $when }
next-free-of = { $title }: { $when }
nothing-free-now = gerade nichts frei
about-person = Über { $name }
reach-directly = Direkt erreichen
phone = Telefon

## Monat, Tag, Uhrzeit

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

## Formular

form-two = Noch zwei Angaben
form-some = Noch ein paar Angaben
form-look-again = Fast. Hier fehlt noch etwas:
leaf-zone = Uhr, { $zone }
leaf-there = { $hours }, { $zone }
field-name = Name
field-email = E-Mail
field-email-hint = Hierhin kommt die Post zu dieser Buchung. Sonst nichts.
field-guests = Wer noch kommt
field-guests-hint = E-Mail-Adressen, mit Komma getrennt. Sie bekommen die Einladung auch.
guests = Außerdem dabei
request-note = Das ist eine Anfrage. { $host } antwortet von Hand; so lange bleibt die Zeit gehalten.
book = Buchen
request = Anfragen
other-time = Andere Zeit
nearest-times = Was in der Nähe frei ist
nearest-below = Darunter steht, was in der Nähe frei ist. Alles Eingetragene bleibt erhalten.
what-happens-with-data = Was mit den Angaben passiert
data-note = Verantwortlich ist { $coop }. Die Angaben dienen nur dieser Buchung. { $host } liest sie, die Post geht an die genannten Adressen, und niemand sonst bekommt etwas davon.
data-questions = Fragen beantwortet

## Die Buchung

booked-agreed = Abgemacht.
booked-asked = Angefragt.
booked-past = Schon gewesen.
booked-cancelled = Abgesagt.
booked-cancelled-by-host = { $host } hat abgesagt.
booked-declined = { $host } kann zu dieser Zeit nicht.
booked-expired = Ohne Antwort geblieben.
booked-lead = { $when }: { $title } mit { $host }.
booked-mail = Die Bestätigung geht an { $email }.
booked-hold = { $host } antwortet von Hand, spätestens bis { $until }. So lange bleibt die Zeit gehalten.
booked-expired-note = { $host } hat die Anfrage nicht rechtzeitig beantwortet. Die Zeit ist nicht mehr gehalten.
booked-cancelled-note = Die Zeit ist wieder frei, und alle wissen Bescheid.
to-the-calendar = In den Kalender
to-the-room = Zum Raum
room-opens = Öffnet zehn Minuten vorher.
change-heading = Doch anders?
reschedule = Verlegen
cancel = Absagen
change-later = Auch später noch:
your-details = Angaben
book-again = Noch einmal?
same-time = Wieder { $when }
any-questions = Noch Fragen?
ask-contact = Fragen beantwortet { $name }:
cancel-title = Wirklich absagen?
cancel-lead = { $host } bekommt Bescheid, und die Zeit wird wieder frei.
cancel-session = Sitzung absagen
rather-reschedule = Lieber verlegen
keep = So lassen
field-reason = Ein Wort dazu?
field-reason-hint = Das liest { $host }.
reschedule-title = Andere Zeit
reschedule-lead = Die alte Zeit bleibt, bis eine neue ausgesucht ist. { $host } bekommt dann Bescheid.
reschedule-confirm = Auf diese Zeit verlegen?
until-now = Bisher
from-now = Neu

## Die Tür zum Raum

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

## Warum etwas nicht ging

refused-wrong-duration = Diese Dauer gibt es hier nicht.
refused-in-the-past = Diese Zeit ist schon vorbei.
refused-minimum-notice = Diese Zeit ist zu nah, um sie noch zu buchen.
refused-beyond-window = So weit voraus lässt sich noch nichts buchen.
refused-outside-hours = Zu dieser Zeit ist nichts frei.
refused-taken = Diese Zeit ist gerade vergeben worden.
refused-limit-day = An diesem Tag passt nichts mehr hinein.
refused-limit-week = In dieser Woche passt nichts mehr hinein.
refused-limit-month = In diesem Monat passt nichts mehr hinein.
refused-hold-expired = Diese Anfrage ist abgelaufen.
refused-already-confirmed = Das ist schon zugesagt.
refused-already-cancelled = Das ist schon abgesagt.
refused-already-begun = Die Sitzung hat schon angefangen.
refused-same-time = Das ist die Zeit, die schon abgemacht war.
refused-sent-before = Diese Angaben wurden schon einmal mit anderem Inhalt abgeschickt. Noch einmal absenden bucht eine weitere Sitzung.
refused-in-use = Das wird noch gebraucht.
unreadable-date = „{ $value }“ ist kein Datum.
unreadable-zone = „{ $value }“ ist keine Zeitzone.
unreadable-duration = „{ $value }“ ist keine Dauer in Minuten.
unreadable-start = „{ $value }“ ist keine Uhrzeit, die sich buchen lässt.
error-page-not-found = Hier ist nichts.
error-page-not-found-lead = Die Adresse stimmt nicht, oder es gibt das Angebot gerade nicht.
error-page-forbidden = Das geht von hier aus nicht.
error-page-forbidden-lead = Diese Seite ist anderen vorbehalten, oder das Formular kam von einer fremden Seite.
error-page-conflict = Das geht gerade nicht.
error-page-conflict-lead = Inzwischen hat sich etwas geändert.
error-page-too-large = Das ist zu viel.
error-page-too-large-lead = So viel auf einmal nimmt diese Seite nicht an.
error-page-unreadable = Das ließ sich nicht lesen.
error-page-unreadable-lead = Die Adresse oder das Formular ist unvollständig.
error-page-ours = Das lag an uns.
error-page-ours-lead = Hier ist etwas schiefgegangen. Nichts wurde geändert; ein neuer Versuch in einer Minute hilft oft.

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

## Errors of the API

error-to-before-from = Der letzte Tag liegt vor dem ersten.
error-too-many-days = Höchstens 100 Tage auf einmal.
error-not-a-date = Diesen Tag gibt es nicht. Zum Beispiel: 2026-12-01
error-not-an-instant = Das ist kein Zeitpunkt. Zum Beispiel: 2026-12-01T09:00:00+01:00
error-unknown-language = Es gibt Deutsch (de) und Englisch (en).
error-idempotency-key = Zwischen 1 und 200 Zeichen passen.
question-phone = Telefonnummer
