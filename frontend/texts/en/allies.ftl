### Other instances

actor-book = Book a session
allies = Allies
allies-list = Who takes part
allies-manage = See and decide
allies-link-note = With whom this server works together.
allies-none = None yet. Ask a co-operative that runs a server like this one.
allies-note = Allies show each other their people. Both must agree, and each can leave at any time.
allies-off = This server does not take part: federation.mode is off.
ally-accept = Agree
done-ally-accept = Agreed.
ally-ask = Ask
done-ally-asked = Asked. As soon as the other side agrees, it says so here.
ally-asks = asks
ally-asks-note = Would like to be your ally.
ally-allowed = let in
ally-allied = allied
ally-block = Block
done-ally-block = Blocked. Nothing from there is taken any more.
ally-blocked = blocked
ally-decline = Decline
done-ally-decline = Declined.
ally-declined = declined
ally-failing = Nothing has arrived there since { $since }.
ally-half = half
ally-half-ours = The other side has agreed and has not asked in turn.
ally-half-theirs = Follows you; you have not asked in turn.
ally-host = Address
ally-host-hint = For example: booking.coop.example
ally-known = known
ally-leave = End the alliance
done-ally-leave = Ended. The other side is told.
ally-new = Ask a co-operative
ally-never-seen = Has not sent anything yet.
ally-seen = Last heard: { $ago }
ally-unblock = Let in again
done-ally-unblock = Let in again.
ally-waiting = { $count ->
    [one] One message waits.
   *[other] { $count } messages wait.
}
ally-was-asked = asked
ally-was-asked-note = Waits for the other side.
error-ally-blocked = This address is blocked.
error-ally-host = Please only the name of the server, without a path.
error-ally-nobody = No server answers there that could be an ally.
error-ally-self = This is your own server.
