### Errors of the API

error-to-before-from = The last day is before the first.
error-too-many-days = At most 100 days at once.
error-not-a-date = There is no such day. For example: 2026-12-01
error-not-an-instant = That is not an instant. For example: 2026-12-01T09:00:00+01:00
error-unknown-language = There is German (de) and English (en).
error-idempotency-key = Between 1 and 200 characters fit.
question-phone = Telephone number
