### Zeit

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
