### Finding a time

next-times = Next free times
filter = Narrow down: weekday and time of day
filter-weekday = Weekday
filter-time = Time of day
filter-active = What narrows it down
filter-only = Only:
filter-drop = (leave out)
filter-clear = Show everything
filter-language = Language of the session
filter-any-language = any language
filter-clear-language = Show all languages
filter-apply = Apply
filter-leaves-nothing = Narrowed down like this, nothing is free.
filter-without = Without it: { $when }
day-time-morning = Morning, to { $until }:00
day-time-afternoon = Afternoon, { $from }:00 to { $until }:00
day-time-evening = Evening, from { $from }:00
find-title = Find a time
find-lead = The next free times of everybody who offers time here.
find-what = Narrow down
find-count = { $count ->
    [one] { $count }{"\u00A0"}person has time.
   *[other] { $count }{"\u00A0"}people have time.
}
find-more = More times and people
find-later = Later times
speaks = Languages: { $languages }
unreadable-filter = Nothing can be narrowed down by “{ $value }”.
error-unknown-spoken = This language is not on the list. It is the code of two letters, such as tr.
error-unknown-weekday = There are mo, tu, we, th, fr, sa and su, divided by commas.
error-unknown-day-time = There are morning, afternoon and evening, divided by commas.
spoken-title = Languages of sessions
spoken-note = Who looks for a time can narrow it down by language. The languages are on your page, too.
spoken-choose = Choose languages
spoken-legend = Which languages can sessions be in? Ten at the most.

overlay-open = Put your own calendar beside it
overlay-file = Calendar file (.ics)
overlay-note = Read in this browser alone, neither sent nor kept. At most 2 MB.
overlay-remove = Take your calendar away
overlay-clash = you are busy
overlay-day = you have entries
overlay-read = Entries read: #. What clashes is hatched and named.
overlay-unread = Not readable and left out: #.
overlay-wrong = This file is not a calendar, or larger than 2 MB.

### Names of languages

spoken-am = Amharic
spoken-ar = Arabic
spoken-az = Azerbaijani
spoken-be = Belarusian
spoken-bg = Bulgarian
spoken-bn = Bengali
spoken-bs = Bosnian
spoken-cs = Czech
spoken-da = Danish
spoken-de = German
spoken-el = Greek
spoken-en = English
spoken-es = Spanish
spoken-et = Estonian
spoken-fa = Persian
spoken-fi = Finnish
spoken-fr = French
spoken-ga = Irish
spoken-he = Hebrew
spoken-hi = Hindi
spoken-hr = Croatian
spoken-hu = Hungarian
spoken-hy = Armenian
spoken-it = Italian
spoken-ja = Japanese
spoken-ka = Georgian
spoken-ko = Korean
spoken-ku = Kurdish
spoken-lt = Lithuanian
spoken-lv = Latvian
spoken-mk = Macedonian
spoken-nl = Dutch
spoken-no = Norwegian
spoken-pl = Polish
spoken-ps = Pashto
spoken-pt = Portuguese
spoken-ro = Romanian
spoken-ru = Russian
spoken-sk = Slovak
spoken-sl = Slovenian
spoken-so = Somali
spoken-sq = Albanian
spoken-sr = Serbian
spoken-sv = Swedish
spoken-ti = Tigrinya
spoken-tr = Turkish
spoken-uk = Ukrainian
