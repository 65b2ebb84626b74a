### Errors of the API

error-to-before-from = Der letzte Tag liegt vor dem ersten.
error-too-many-days = Höchstens 100 Tage auf einmal.
error-not-a-date = Diesen Tag gibt es nicht. Zum Beispiel: 2026-12-01
error-not-an-instant = Das ist kein Zeitpunkt. Zum Beispiel: 2026-12-01T09:00:00+01:00
error-unknown-language = Es gibt Deutsch (de) und Englisch (en).
error-idempotency-key = Zwischen 1 und 200 Zeichen passen.
question-phone = Telefonnummer
