### Arbeitstisch: Zahlen

by-month = Monat
by-week = Woche
cancellations = Abgesagt
csv-group = Gruppe
csv-minutes = Minuten
csv-name = Name
days-between = { $from } bis { $to } Tage
days-exactly = { $count ->
    [one] { $count } Tag
   *[other] { $count } Tage
}
days-or-more = { $from } Tage und mehr
days-under-one = unter einem Tag
desk-insights = Zahlen
error-range-too-long = Höchstens fünf Jahre auf einmal.
event-type = Angebot
insights-all = Das ganze Haus
insights-by = Je
insights-csv = Als CSV
insights-from = Vom
insights-none = Noch nichts. In dieser Zeit liegt keine Sitzung und keine Absage.
insights-note = Gezählt wird, was in dieser Zeit beginnt. Offene Anfragen zählen nicht mit. Wer gebucht hat, steht hier nicht.
insights-own = Die eigenen
insights-show = Zeigen
insights-to = Bis zum
insights-whose = Wessen Zahlen
plot-event-types = Nach Angebot
plot-leads = Von der Buchung bis zur Sitzung
plot-no-shows = Nicht gekommen
plot-notices = Von der Absage bis zur Sitzung
plot-periods = Sitzungen
plot-periods-label = Säulen: { $sessions } Sitzungen, { $cancelled } abgesagt. Die Tabelle darunter nennt alle Zahlen.
plot-shares = Wer wie viele Sitzungen bekam
plot-table = Als Tabelle
plot-total-label = Säulen: { $heading }, zusammen { $total }. Die Tabelle darunter nennt alle Zahlen.
share-due = gerechter Anteil
sum-by-client = Abgesagt von der anderen Seite
sum-by-host = Von hier abgesagt
sum-declined = Anfragen abgelehnt
sum-expired = Anfragen ohne Antwort
sum-hours = Stunden
sum-no-shows = Nicht gekommen
sum-sessions = Sitzungen
sum-to-come = davon noch bevor
week-from = ab { $date }
