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
error-too-long = That is too long. At most { $max } characters fit in.
error-unprintable = It holds characters that cannot be shown.
error-choose = Choose a time.
error-malformed-email = That is not an e-mail address. For example: thea@post.example
error-must-agree = This needs to be ticked.
error-not-a-number = That is not a telephone number.
error-unknown-choice = That is not one of the choices.
error-unknown-question = That was not asked.
error-too-many = Those are too many.
error-unknown-zone = There is no such time zone.
error-already-taken = That is already taken.
error-name-length = Between 2 and 40 characters fit.
error-name-characters = Only a–z, 0–9, - and _ fit, with a letter or digit at both ends.
error-name-reserved = The program needs this word itself.
error-not-a-time = That is not a time. For example: 9:30
error-empty-range = The end is not after the beginning.
error-across-midnight = Across midnight takes two lines: one until 24:00, one from 0:00.
error-overlap = These times overlap.
error-date-twice = This day is already there.
error-durations = At least one length, in whole minutes, ascending.
error-step = The step between starts is too small or too large.
error-buffer = This buffer is too long.
error-notice = This notice is too long.
error-window = This window does not work out.
error-limit-zero = A limit is at least 1.
error-limit-order = A limit for longer must not be smaller than one for shorter.
error-seats = This number of seats does not work.
error-one-seat = For now an offer is for one person.
error-not-a-link = That is not a link with http:// or https://.
error-unknown-backend = There is no such room here.
error-unknown-schedule = There is no such schedule.
error-password-length = Between 12 and 200 characters fit.
error-not-a-picture = That is not a picture that can be read: JPEG, PNG or WebP.
error-question-key = This name for the answer does not work.
error-options = A choice needs at least two options.

## Pages for everyone

## The frame of every page

skip = Skip to content
language = Language and contact
contact = Contact
who-owns-this = Who owns this?
who-can-help = Who can help?
imprint = Imprint
privacy = Privacy
source = Source
desk = Desk
or = {" or "}
no = no
optional = optional

## Front page and about

front-title = Find an hour
two-people = Two people,
one-hour = one hour.
front-lead = Hours and rooms of { $coop }, run by the people whose time it is.
front-lead-place = Hours and rooms of { $coop } in { $place }, run by the people whose time it is.
front-new = This house is still empty.
front-new-how = When it starts, the program prints an address where the first account is made. After that, the people who offer their time stand here.
front-empty = Nobody offers time here at the moment. If you want to ask, there is a person for it below.
front-hosts = Who has time
front-hosts-note = With their next free time.
more-hosts = More people
front-page = Page { $count }
how-it-goes = How it goes
how-choose = Choose
how-choose-note = A person, a day, a time. No account.
how-agree = Agree
how-agree-note = A name and an e-mail address will do. The confirmation comes by mail.
how-change = Change
how-change-note = Move or cancel with one link, without a call.
about-title = About these pages
about-lead = These pages belong to { $coop }.
privacy-visit = Nobody counts or recognises visitors of these pages. There are no cookies for guests, no advertising, and nothing is loaded from other servers.
privacy-booking = Who books gives a name, an e-mail address, and what the session asks for. It serves this booking alone. The person who is booked reads it; it is passed on to nobody.
privacy-room = Who enters a video room is a guest of the server named on the page of the offer.
source-licence = This is Zeitgenosse { $version }, free software under the GNU Affero General Public License, version 3 or later.
source-how = Whoever uses these pages has a right to the source of exactly this version. A message is enough:

## People and offers

portrait-of = Portrait of { $name }
offers = Offers
offers-empty = { $host } offers nothing at the moment.
on-request = on request
answers-by-hand = { $host } answers every request by hand.
minutes = minutes
choose-time = Choose a time
from-moment = from { $when }
next-free-of = { $title }: { $when }
nothing-free-now = nothing free right now
about-person = About { $name }
reach-directly = Reach directly
phone = Telephone

## Month, day, time

event-title = { $title } with { $host }
with = with
next-free = Next free time: { $when }
duration = Length
zone = Time zone
change-zone = Change time zone
month = Month
month-is-over = { $month }, already over
month-is-beyond = { $month }, not bookable yet
month-is-empty = Nothing is free any more in { $month }.
day-is-empty = Nothing is free on { $day }.
nothing-free = Nothing is free at the moment.
next-free-day = Next free day: { $day }
free-on-day = { $day }: { $count ->
    [one] { $count }{"\u00A0"}free time
   *[other] { $count }{"\u00A0"}free times
}
free-times = Free times
today = today
full = full
little-free = little free
much-free = much free
morning = Morning
afternoon = Afternoon and evening
time-until = to { $time }
nothing-fits = Nothing fits? Call { $host }:
change-rule = Cancelling and moving: until it begins, no reasons needed.
room-heading = The room
room-software = Room
room-operator = Run by
room-address = Address
room-address-own = its own for every session
room-recording = Recording
room-account = Account or app needed
room-shared = Data to third parties
room-not-by-us = none by us
room-ask-operator = depends on who runs it
room-unknown = not set up at the moment
phone-heading = By telephone
phone-who-calls = Who calls
phone-number = Number
phone-number-yours = as given when booking
place-heading = On site
place-address = Address

## Form

form-two = Two details
form-some = A few details
form-look-again = Almost. Something is left to do:
leaf-zone = { $zone }
leaf-there = { $hours }, { $zone }
field-name = Name
field-email = E-mail
field-email-hint = Mail about this booking comes here. Nothing else.
field-guests = Who else comes
field-guests-hint = E-mail addresses, divided by commas. They get the invitation, too.
guests = Also there
request-note = This is a request. { $host } answers by hand; the time is held until then.
book = Book
request = Send request
other-time = Another time
nearest-times = What is free nearby
nearest-below = What is free nearby is listed below. Everything you typed is kept.
what-happens-with-data = What happens with these details
data-note = { $coop } is responsible. The details serve this booking alone. { $host } reads them, mail goes to the addresses given, and nobody else gets any of it.
data-questions = Questions are answered by

## The booking

booked-agreed = Agreed.
booked-asked = Requested.
booked-past = Already been.
booked-cancelled = Cancelled.
booked-cancelled-by-host = { $host } has cancelled.
booked-declined = { $host } cannot make this time.
booked-expired = Left without an answer.
booked-lead = { $when }: { $title } with { $host }.
booked-mail = The confirmation goes to { $email }.
booked-hold = { $host } answers by hand, by { $until } at the latest. The time is held until then.
booked-expired-note = { $host } did not answer the request in time. The time is not held any more.
booked-cancelled-note = The time is free again, and everybody knows.
to-the-calendar = To the calendar
to-the-room = To the room
room-opens = Opens ten minutes before.
change-heading = A change of mind?
reschedule = Move
cancel = Cancel
change-later = Later, too:
your-details = Details
book-again = Once more?
same-time = Again { $when }
any-questions = Any questions?
ask-contact = { $name } answers questions:
cancel-title = Really cancel?
cancel-lead = { $host } is told, and the time becomes free again.
cancel-session = Cancel the session
rather-reschedule = Move it instead
keep = Keep it
field-reason = A word about it?
field-reason-hint = { $host } reads this.
reschedule-title = Another time
reschedule-lead = The old time stays until a new one is chosen. { $host } is told then.
reschedule-confirm = Move to this time?
until-now = Until now
from-now = New

## The door to the room

door-early = A little while yet.
door-early-lead = The room opens { $when }.
door-open = The room is open.
door-open-lead = It begins at { $time }. Coming in early is welcome.
door-running-lead = It has begun.
door-waiting = Not agreed yet.
door-waiting-lead = { $host } has not answered the request yet.
door-over = The room is closed.
door-over-lead = This session is over.
door-cancelled = This session is cancelled.
door-cancelled-lead = There is nothing to enter here.
door-not-online = No room online.
door-not-online-lead = This session is not held online.
minutes-unit = { $count ->
    [one] minute
   *[other] minutes
}
enter = Enter
reload = Reload
microphone-note = The browser asks for microphone and camera only in the room. Both may stay off.
or-call = Or call { $name }:
to-the-booking = To the booking
to-the-front = To the front page
to-the-host = To the offers

## Why something was refused

refused-wrong-duration = This length is not offered.
refused-in-the-past = This time is in the past.
refused-minimum-notice = This time is too soon to be booked.
refused-beyond-window = This time lies outside the days that can be booked.
refused-outside-hours = Nothing is offered at this time.
refused-taken = This time has just been taken.
refused-limit-day = This day has no room for more.
refused-limit-week = This week has no room for more.
refused-limit-month = This month has no room for more.
refused-hold-expired = This request has run out.
refused-already-confirmed = This is already agreed.
refused-already-cancelled = This is already cancelled.
refused-already-begun = The session has already begun.
refused-same-time = This is the time it already has.
refused-sent-before = This form was sent before with other contents. Sending it again books another session.
refused-in-use = This is still in use.
unreadable-date = “{ $value }” is not a date.
unreadable-zone = “{ $value }” is not a time zone.
unreadable-duration = “{ $value }” is not a length in minutes.
unreadable-start = “{ $value }” is not a time that can be booked.
error-page-not-found = There is nothing here.
error-page-not-found-lead = The address is wrong, or the offer is closed at the moment.
error-page-forbidden = Not from here.
error-page-forbidden-lead = This page is for others, or the form came from another site.
error-page-conflict = Not right now.
error-page-conflict-lead = Something has changed meanwhile.
error-page-too-large = That is too much.
error-page-too-large-lead = This page does not take so much at once.
error-page-unreadable = That could not be read.
error-page-unreadable-lead = The address or the form is incomplete.
error-page-ours = That was our fault.
error-page-ours-lead = Something went wrong here. Nothing was changed; trying again in a minute often helps.

## Mail

mail-sender = { $name } via { $coop }
mail-summary = { $title }: { $name }
mail-greeting = Hello { $name },
mail-greeting-guest = Hello,
mail-requested-subject = Requested: { $when }
mail-requested-subject-host = Request from { $name }: { $when }
mail-requested-heading = Requested.
mail-requested-heading-host = A request.
mail-requested-lead = Your request is with { $host }: { $title }. This time is held for you until there is an answer.
mail-requested-lead-host = { $client } asks for: { $title }. This time is held until there is an answer.
mail-requested-lead-guest = { $client } has sent { $host } a request and named you as a guest: { $title }. There is no answer yet.
mail-hold = An answer is possible until { $when }.
mail-confirmed-subject = Agreed: { $when }
mail-confirmed-subject-host = Agreed with { $name }: { $when }
mail-confirmed-heading = Agreed.
mail-confirmed-lead = The session is set: { $title } with { $other }.
mail-confirmed-lead-guest = The session is set: { $title } with { $host }. { $client } named you as a guest.
mail-rescheduled-subject = Moved: { $when }
mail-rescheduled-subject-host = Moved with { $name }: { $when }
mail-rescheduled-heading = Moved.
mail-rescheduled-lead = The session has a new time: { $title } with { $other }.
mail-cancelled-subject = Cancelled: { $when }
mail-cancelled-subject-host = Cancelled with { $name }: { $when }
mail-cancelled-heading = Cancelled.
mail-cancelled-lead = The session is cancelled: { $title } with { $other }.
mail-cancelled-lead-by-client = { $client } has cancelled the session: { $title }.
mail-cancelled-lead-by-host = { $host } has cancelled the session: { $title }.
mail-declined-subject = Not possible: { $when }
mail-declined-subject-host = Declined, request from { $name }: { $when }
mail-declined-heading = Not possible.
mail-declined-heading-host = Declined.
mail-declined-lead = { $host } cannot make this time: { $title }.
mail-declined-lead-host = The request from { $client } is declined: { $title }. The time is free again.
mail-expired-subject = No answer: { $when }
mail-expired-subject-host = Expired, request from { $name }: { $when }
mail-expired-heading = No answer.
mail-expired-lead = { $host } has not answered your request: { $title }. This time is no longer held.
mail-expired-lead-host = The request from { $client } was not answered: { $title }. The time is free again.
mail-elsewhere = For { $name }: { $time } ({ $zone })
mail-previous = Before
mail-reason = Reason
mail-door = To the room
mail-room-note = A browser is enough, you need no account.
mail-room-later = The way to the room comes once it is agreed.
mail-place = Place
mail-phone = Telephone
mail-phone-host-calls = You speak by telephone: { $host } calls you.
mail-phone-call-client = You speak by telephone: { $client } expects your call.
mail-phone-call-host = You speak by telephone: call { $host } at { $number }.
mail-phone-client-calls = You speak by telephone: { $client } calls { $number }.
mail-client-email = E-mail
mail-guests = Guests
mail-manage = Move or cancel
mail-again = Choose another time
mail-answer = Answer at the desk
mail-desk = See it at the desk
mail-calendar = The entry for your calendar is attached.
mail-calendar-cancel = The cancellation for your calendar is attached.
mail-questions = If you have questions, just answer this mail, it goes to { $name }.
mail-questions-coop = At { $coop }, { $name } can help: { $ways }.
mail-until = See you on { $day }.

## Desk

## Errors of the API

error-to-before-from = The last day is before the first.
error-too-many-days = At most 100 days at once.
error-not-a-date = There is no such day. For example: 2026-12-01
error-not-an-instant = That is not an instant. For example: 2026-12-01T09:00:00+01:00
error-unknown-language = There is German (de) and English (en).
error-idempotency-key = Between 1 and 200 characters fit.
question-phone = Telephone number
