### Groups: sessions with several seats

refused-full = All seats of this session are taken.
refused-too-few-seats = This session does not have that many seats left.
refused-signup-closed = Sign-up for this session is closed.
error-too-many-places = You cannot bring that many. How many more may come: { $max }
error-seats-taken = This many seats are taken already: { $max }. It can only have fewer when somebody cancels.
error-minimum-above-seats = That is more people than fit in.
error-weeks = Between 1 and 52 weeks are possible.
group-too-few = Unfortunately, too few people have signed up.
group-mail-greeting = Hello { $name },
group-goes-subject = It takes place: { $title }
group-goes-heading = It takes place.
group-goes-lead = enough people have signed up: { $title } takes place.
group-mail-manage = See your booking
group-message-lead = { $host } writes to everybody who comes: { $title }.
sessions-heading = Dates
sessions-left = { $left } of { $seats } seats free
sessions-full = fully booked
sessions-closed = sign-up closed
sessions-going = It takes place.
sessions-minimum = Takes place from { $minimum } people on. Decided: { $when }.
sessions-book = Take a seat
sessions-none = No date is set at the moment.
field-extra-places = How many more come along?
field-extra-places-hint = Without names; { $max } at the most. Guests with an address go into the field below.
replay-heading = Watch it again
replay-watch = To the recording
replay-until = Available until { $when }.
offer-tab-sessions = Seats and dates
groups-seats = Seats
groups-seats-hint = How many people fit into a session. 1 means: one person only.
groups-set-times-only = Only at set dates, not at every free time
groups-extra = How many may come along?
groups-extra-hint = More seats within one booking.
groups-close = Sign-up closes, hours before
groups-close-hint = Empty: by the notice of the offer.
groups-minimum = This many have to come at least
groups-minimum-hint = Empty: it always takes place.
groups-decide = Decided, hours before
groups-decide-hint = If there are too few then, it is called off and everybody gets a mail.
groups-date = Day
groups-time = Time
groups-weeks = How many weeks
groups-weeks-hint = 1 is a single date; otherwise every week at the same time.
groups-title = Title
groups-title-hint = Empty: as the offer.
groups-duration = Duration in minutes
groups-as-offer = Empty: as in the offer.
groups-taken = { $taken } of { $seats } seats taken
groups-state-cancelled = called off
groups-state-over = over
groups-state-going = takes place
groups-state-open = still open
groups-state-set = set
groups-dates = Dates
groups-dates-empty = No date yet.
groups-new = Set a date
groups-new-note = Also beyond your hours. Of a series, all are set or none.
groups-new-go = Set the date
groups-rules = Seats
groups-rules-note = For new dates. What is set already stays.
groups-members = Fixed members
groups-members-note = They are part of every new date, as in a supervision group.
groups-member-add = Add a member
groups-subject = Subject
groups-body = Message
groups-replay = Link to the recording
groups-replay-hint = Appears on the page of each booking after the end.
groups-replay-until = Available until
groups-replay-heading = Recording
groups-people = { $people ->
    [one] One person comes
   *[other] { $people } people come
}, { $seats } seats{ $kept ->
    [0] .
    [one] {", one is kept for the waiting list."}
   *[other] , { $kept } are kept for the waiting list.
}
groups-attendance-of = Attendance of { $name }
groups-attendance-open = not yet known
groups-attendance-present = present
groups-attendance-absent = absent
groups-attendance-excused = excused
groups-attendance = Attendance
groups-attendance-save = Save attendance
groups-places = Seats
groups-guests = Guests
groups-state = State
groups-csv = List as CSV
groups-nobody = Nobody has signed up yet.
groups-all-dates = All dates
groups-message = Message to all
groups-message-note = Everybody who comes gets a mail of their own.
groups-message-write = Write a message
groups-message-go = Send to all
groups-change-note = Everybody who comes is told.
groups-cancel = Call it off for all
done-message = The message is on its way.
certificate = Certificate of attendance
certificate-lead = has attended: { $title }
certificate-hours = { $count ->
    [one] One date
   *[other] { $count } dates
}, { $hours } hours { $minutes ->
    [0] {""}
   *[other] { $minutes } minutes
}
certificate-note = Dates marked “present” are counted.
refused-seats-are-not-held = Seats in groups cannot be held. Booking still works.
