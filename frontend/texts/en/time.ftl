### Time

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
