### Everything people read. de.ftl has the same keys in the same order.
### No-break spaces are written {"\u00A0"}.

## Time

time-at = { $time }
time-range = { $from } to { $to }
moment-today = today, { $time }
moment-tomorrow = tomorrow, { $time }
duration-minutes = { $count ->
    [one] { $count }{"\u00A0"}minute
   *[other] { $count }{"\u00A0"}minutes
}
duration-hours = { $count ->
    [one] { $count }{"\u00A0"}hour
   *[other] { $count }{"\u00A0"}hours
}
zone-words = { $city } time
zone-athens = Athens
zone-brussels = Brussels
zone-bucharest = Bucharest
zone-copenhagen = Copenhagen
zone-kyiv = Kyiv
zone-lisbon = Lisbon
zone-luxembourg = Luxembourg
zone-moscow = Moscow
zone-prague = Prague
zone-rome = Rome
zone-tokyo = Tokyo
zone-vienna = Vienna
zone-warsaw = Warsaw
zone-zurich = Zurich

## Errors at a field: "error-" and the code

error-missing = Something is missing here.
error-no-at = The @ is missing. For example: thea@post.example
error-malformed = That is not an e-mail address. For example: thea@post.example
error-too-long = That is too long. At most { $max } characters fit in.
error-unprintable = It holds characters that cannot be shown.

## Pages for everyone

## Mail

## Desk
