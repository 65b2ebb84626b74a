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
