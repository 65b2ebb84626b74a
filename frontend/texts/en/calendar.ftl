### Month, day, time

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
