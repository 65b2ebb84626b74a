### Formular

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
