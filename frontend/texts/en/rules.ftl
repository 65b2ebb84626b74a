### Desk: energy, and why a time is free

hours-tabs = Hours and rules
energy = Energy
energy-lead = What all offers together may take. Requests and holds count too.
energy-quotas = So much
energy-quotas-note = Empty is without limit. The week begins on Monday.
energy-day-sessions = Sessions a day
energy-day-minutes = Minutes a day
energy-week-sessions = Sessions a week
energy-week-minutes = Minutes a week
energy-row = In a row
energy-row-note = Sessions are in a row when less than the pause lies between them.
energy-row-sessions = Sessions in a row
energy-row-pause = Then a pause, in minutes
energy-times = Time of day
energy-times-note = An offer only in a part of the day. Empty rows do not count.
energy-rule = Rule { $number }
energy-offer = Offer
energy-every = all
energy-from = Not before
energy-to = Over by
energy-gaps = Gaps
energy-gaps-note = Between two offers, in this order. Empty rows do not count.
energy-after = After
energy-gap = at least, in minutes
energy-before = before
refused-pause = There is a pause at this time.
refused-time-of-day = This is offered at another time of day.
refused-gap = This time is too close to something else.
error-in-a-row = At most 20 in a row, and a pause of 1 to 1440 minutes.
error-time-of-day = This part of the day does not work out.
error-gap = A gap has 1 to 1440 minutes.
error-not-a-count = This is not a whole number.

why-title = Why is this time free?
why-short = Why free?
why-link = Why is a time free or not?
why-offer = Offer
why-date = Day
why-clock = Time
why-ask = Look
why-free = free
why-not-free = not free
why-told = Whoever tries to book it reads:
why-against = What is against it
why-for = What makes it free
why-for-too = What is not in the way
why-nobody = Nobody is free here.
why-to-offer = Offer
why-to-hours = Hours
why-to-time-off = Time off
why-to-energy = Energy
why-to-booking = Session
why-to-week = Week
why-duration = The session takes { $duration }.
why-duration-not = { $duration } are not part of the offer.
why-past = This time is over.
why-to-come = This time is still to come.
why-notice = With the notice it can start at the earliest: { $when }.
why-window-open = It can be booked ahead without limit.
why-window-rolling = { $count ->
    [one] Today and one day after it can be booked.
   *[other] Today and { $count } days after it can be booked.
}
why-window-fixed = It can be booked from { $from } to { $to }.
why-hours = { $day }: weekly hours { $hours }, { $zone }.
why-hours-none = { $day }: free in the week.
why-hours-own = { $day }: hours of its own { $hours }, { $zone }.
why-hours-own-none = { $day }: a single day off.
why-holiday = { $day }: { $name }.
why-travel = Travelling from { $from } to { $to }: { $city }.
why-away = Away from { $from } to { $to }.
why-booking = { $name }, { $title }, { $time }.
why-held = Held for somebody, { $time }.
why-busy = { $count ->
    [0] Busy, { $time }.
   *[other] Busy: { $titles }, { $time }.
}
why-buffer-after = The buffer after the session is missing between them, { $minutes }.
why-buffer-before = The buffer before the session is missing between them, { $minutes }.
why-gap = The gap between these offers is { $minutes }.
why-joins = { $count ->
    [one] A group meets here already, one seat is free.
   *[other] A group meets here already, { $count } seats are free.
}
why-limit-day = Offer: { $used } of { $bound } sessions on this day.
why-limit-week = Offer: { $used } of { $bound } sessions in this week.
why-limit-month = Offer: { $used } of { $bound } sessions in this month.
why-limit-minutes = Offer: { $used } of { $bound } minutes on this day.
why-energy-day = All offers: { $used } of { $bound } sessions on this day.
why-energy-day-minutes = All offers: { $used } of { $bound } minutes on this day.
why-energy-week = All offers: { $used } of { $bound } sessions in this week.
why-energy-week-minutes = All offers: { $used } of { $bound } minutes in this week.
why-energy-row = In a row: { $used } of { $bound } without a pause of { $pause }.
why-energy-time = Only between { $from } and { $to }.
why-grid = Sessions begin every { $step }, also then.
why-grid-not = Sessions begin every { $step }, but not at this time.
