### Eine Zeit finden

next-times = Nächste freie Zeiten
filter = Eingrenzen: Wochentag und Tageszeit
filter-weekday = Wochentag
filter-time = Tageszeit
filter-active = Was gerade eingrenzt
filter-only = Nur:
filter-drop = (weglassen)
filter-clear = Alles zeigen
filter-language = Sprache in der Sitzung
filter-any-language = alle Sprachen
filter-clear-language = Alle Sprachen zeigen
filter-apply = Anwenden
filter-leaves-nothing = So eingegrenzt ist nichts frei.
filter-without = Ohne Eingrenzung: { $when }
day-time-morning = Vormittag, bis { $until }{"\u00A0"}Uhr
day-time-afternoon = Nachmittag, { $from } bis { $until }{"\u00A0"}Uhr
day-time-evening = Abend, ab { $from }{"\u00A0"}Uhr
find-title = Eine Zeit finden
find-lead = Die nächsten freien Zeiten aller, die hier Zeit anbieten.
find-what = Eingrenzen
find-count = { $count ->
    [one] { $count }{"\u00A0"}Mensch hat Zeit.
   *[other] { $count }{"\u00A0"}Menschen haben Zeit.
}
find-more = Weitere Zeiten und Menschen
find-later = Spätere Zeiten
speaks = Sprachen: { $languages }
unreadable-filter = „{ $value }“ lässt sich nicht eingrenzen.
error-unknown-spoken = Diese Sprache steht nicht in der Liste. Es gilt der Code mit zwei Buchstaben, zum Beispiel tr.
error-unknown-weekday = Es gibt mo, tu, we, th, fr, sa und su, mit Komma getrennt.
error-unknown-day-time = Es gibt morning, afternoon und evening, mit Komma getrennt.
spoken-title = Sprachen in Sitzungen
spoken-note = Wer sucht, kann nach der Sprache eingrenzen. Die Sprachen stehen auch auf der eigenen Seite.
spoken-choose = Sprachen wählen
spoken-legend = In welchen Sprachen können Sitzungen sein? Höchstens zehn.

overlay-open = Eigenen Kalender danebenlegen
overlay-file = Kalenderdatei (.ics)
overlay-note = Wird nur in diesem Browser gelesen, nicht gesendet und nicht aufgehoben. Höchstens 2 MB.
overlay-remove = Eigenen Kalender wegnehmen
overlay-clash = schon etwas vor
overlay-day = eigene Termine
overlay-read = Gelesene Termine: #. Was sich überschneidet, ist schraffiert und benannt.
overlay-unread = Nicht lesbar und nicht berücksichtigt: #.
overlay-wrong = Diese Datei ist kein Kalender oder größer als 2 MB.

### Namen der Sprachen

spoken-am = Amharisch
spoken-ar = Arabisch
spoken-az = Aserbaidschanisch
spoken-be = Belarussisch
spoken-bg = Bulgarisch
spoken-bn = Bengalisch
spoken-bs = Bosnisch
spoken-cs = Tschechisch
spoken-da = Dänisch
spoken-de = Deutsch
spoken-el = Griechisch
spoken-en = Englisch
spoken-es = Spanisch
spoken-et = Estnisch
spoken-fa = Persisch
spoken-fi = Finnisch
spoken-fr = Französisch
spoken-ga = Irisch
spoken-he = Hebräisch
spoken-hi = Hindi
spoken-hr = Kroatisch
spoken-hu = Ungarisch
spoken-hy = Armenisch
spoken-it = Italienisch
spoken-ja = Japanisch
spoken-ka = Georgisch
spoken-ko = Koreanisch
spoken-ku = Kurdisch
spoken-lt = Litauisch
spoken-lv = Lettisch
spoken-mk = Mazedonisch
spoken-nl = Niederländisch
spoken-no = Norwegisch
spoken-pl = Polnisch
spoken-ps = Paschtu
spoken-pt = Portugiesisch
spoken-ro = Rumänisch
spoken-ru = Russisch
spoken-sk = Slowakisch
spoken-sl = Slowenisch
spoken-so = Somali
spoken-sq = Albanisch
spoken-sr = Serbisch
spoken-sv = Schwedisch
spoken-ti = Tigrinya
spoken-tr = Türkisch
spoken-uk = Ukrainisch
