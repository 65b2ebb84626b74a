### Desk: insights

by-month = Month
by-week = Week
cancellations = Called off
csv-group = Group
csv-minutes = Minutes
csv-name = Name
days-between = { $from } to { $to } days
days-exactly = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
days-or-more = { $from } days or more
days-under-one = under one day
desk-insights = Insights
error-range-too-long = Five years at once at the most.
event-type = Offer
insights-all = The whole house
insights-by = By
insights-csv = As CSV
insights-from = From
insights-none = Nothing yet. There is no session and no cancellation in this time.
insights-note = What begins in this time is counted. Open requests are not. Who booked is not told here.
insights-own = Your own
insights-show = Show
insights-to = To
insights-whose = Whose numbers
plot-event-types = By offer
plot-leads = From booking to session
plot-no-shows = Not come
plot-notices = From cancellation to session
plot-periods = Sessions
plot-periods-label = Columns: { $sessions } sessions, { $cancelled } called off. The table below has all numbers.
plot-shares = Who was given how many sessions
plot-table = As a table
plot-total-label = Columns: { $heading }, { $total } in all. The table below has all numbers.
share-due = fair share
sum-by-client = Called off by the other side
sum-by-host = Called off by you
sum-declined = Requests declined
sum-expired = Requests without an answer
sum-hours = Hours
sum-no-shows = Did not come
sum-sessions = Sessions
sum-to-come = of these still to come
week-from = from { $date }
