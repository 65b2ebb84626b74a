### The door to the room

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
