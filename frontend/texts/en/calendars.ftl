### Desk: calendars that come in, and addresses that go out

calendars = Calendars
calendars-in = Coming in
calendars-in-note = What is busy in other calendars is never offered here. Each address is read every quarter of an hour.
calendars-none = No calendar subscribed yet.
calendars-out = Going out
calendars-out-note = Your sessions in the calendar of your choice. Whoever knows the address sees them.
calendar-add = Subscribe to a calendar
calendar-url = Address
calendar-url-hint = The secret iCal address from Nextcloud, Google, Outlook or Apple. webcal:// works as well.
calendar-name = Name
calendar-name-hint = Empty: the name of the server.
calendar-tentative = What is tentative there blocks as well
calendar-subscribe = Subscribe
calendar-hand-in = Hand in a file
calendar-hand-in-now = Hand in
calendar-file = Calendar file
calendar-sync = Read now
calendar-state = How it stands
calendar-reading = being read
calendar-current = up to date
calendar-stale = out of date
calendar-failed = cannot be read
calendar-counts = Read { $when }: { $events ->
    [one] { $events }{"\u00A0"}event
   *[other] { $events }{"\u00A0"}events
}, { $times ->
    [one] { $times }{"\u00A0"}busy time
   *[other] { $times }{"\u00A0"}busy times
} in the next two years.
calendar-next = What was known before still blocks. Next attempt: { $when }.
calendar-skipped = { $count ->
    [one] { $count }{"\u00A0"}place could not be read
   *[other] { $count }{"\u00A0"}places could not be read
}
calendar-skipped-note = All the rest counts. The line helps to find it in the other program.
calendar-skipped-more = { $count ->
    [one] and { $count }{"\u00A0"}more
   *[other] and { $count }{"\u00A0"}more
}
calendar-line = Line { $count }:
calendar-change = Change
calendar-end = Unsubscribe
calendar-end-note = What this calendar blocked is free again then.
calendar-unsubscribe = Unsubscribe
sync-problem-bad-url = This address cannot be read.
sync-problem-private = This address leads into a private network. Nothing is read there from here.
sync-problem-unreachable = The server cannot be reached.
sync-problem-timeout = The server took too long.
sync-problem-too-large = The calendar is too large.
sync-problem-redirects = The address is redirected too often.
sync-problem-broken = The connection is not sound, perhaps because of the certificate.
sync-problem-forbidden = The server lets nobody in. Is the address still the right one?
sync-problem-gone = There is nothing at this address any more.
sync-problem-busy = The server asks for patience.
sync-problem-status = The server reports an error.
sync-problem-html = There is a web page at this address, not a calendar. Needed is the address that ends in .ics.
sync-problem-not-a-calendar = This is not a calendar.
skipped-unterminated = The entry does not end.
skipped-too-large = The entry is too large.
skipped-too-many = From here on there are too many entries.
skipped-no-start = The entry has no beginning that can be read.
skipped-bad-end = The end cannot be read. It counts as an hour or a day.
skipped-bad-rule = The recurrence cannot be read. The entry counts once.
skipped-bad-date = A date in a list cannot be read.
skipped-rule-cut = The recurrence is too dense. Not all of it counts.
skipped-unknown-zone = The time zone is unknown. Your own is taken.
skipped-not-utf8 = The characters are not UTF-8. Read as Latin-1.
feed-names = With names
feed-sessions = Without names
feed-busy-only = Free and busy only
feed-busy = Busy
feed-of = New address
feed-make = Make an address
feed-fetched = Last fetched { $when }.
feed-never = Never fetched yet.
feed-open = Open in a calendar program
feed-revoke = Revoke the address
ago-now = just now
ago-minutes = { $count ->
    [one] a minute
   *[other] { $count }{"\u00A0"}minutes
} ago
ago-hours = { $count ->
    [one] an hour
   *[other] { $count }{"\u00A0"}hours
} ago
ago-days = { $count ->
    [one] a day
   *[other] { $count }{"\u00A0"}days
} ago
done-subscribed = The calendar is subscribed.
done-unsubscribed = The calendar is unsubscribed. Its times are free again.
done-synced = The calendar has been read.
done-feed-made = The address is good from now on.
done-feed-revoked = The address is no longer good.
error-file-too-large = The file is too large: up to 5{"\u00A0"}MB.
calendars-both = Both ways
calendars-both-note = Apple Calendar, Thunderbird, DAVx5, Evolution and khal show your sessions and keep calendars of your own here. What is entered there blocks at once. A session that is moved there has moved.
apps = Connect programs
app-made = This password is shown here only. Once you leave the page, nobody shows it again.
app-password = App password
app-connect = Connect
app-connect-note = CalDAV. In each program these entries and an app password of its own.
app-server = Server
app-user = User name
app-apple = Apple: Settings, Calendar, Accounts, Other CalDAV account
app-thunderbird = Thunderbird: New calendar, On the network
app-davx5 = DAVx5: Login with URL and user name
app-list = Programs
app-list-note = Each program has a password of its own. It opens calendars alone and can be revoked alone.
app-none = No program connected yet.
app-label = Program
app-label-hint = For example: phone, Thunderbird
app-make = Make an app password
app-used = Last used { $when }.
app-never = Never used yet.
app-revoke = Revoke
done-app-revoked = The program is locked out.

account-new = Connect an account
account-note = Nextcloud, Radicale, Baïkal, Apple, Fastmail and other CalDAV servers: what is busy there blocks, and sessions go into a calendar there.
account-who = Account
account-who-note = It is used for calendars alone. The password is kept sealed.
account-server = Server
account-server-hint = For example cloud.example.org, a whole CalDAV address, or the e-mail address of the account.
account-password = App password
account-password-hint = Made in the settings of the account, under Security. Apple and Fastmail let programs in with such a password only.
account-look = Look for calendars
account-which = Calendars
account-which-note = Nothing is read or written before you save.
account-read = Busy there, not offered here
account-read-hint = Birthdays and calendars of others are better left out.
account-write = Write sessions into
account-write-none = no calendar
account-write-hint = Whoever moves or deletes a session there is asked here what holds. Sessions go into one calendar only.
account-reads = Reads { $names }.
account-writes = Sessions go into { $names }.
account-choose = to be chosen
account-asked = Read { $when }.
account-asked-next = Asked { $when }, next time { $next }.
account-end = Disconnect
account-end-note = What the account blocked is free again then. Sessions that were written there stay.
found = Changed in your calendar
found-note = Clients are told only once you have decided.
found-moved = Agreed: { $agreed }. In “{ $calendar }” now: { $there }.
found-deleted = Agreed: { $agreed }. Deleted in “{ $calendar }”.
found-move = Move the session
found-cancel = Cancel the session
found-keep = Leave it as agreed
done-account-removed = The account is disconnected. Its times are free again.
done-found-accepted = Done. The client is told.
done-found-refused = It stays as agreed and goes back into your calendar.
sync-problem-insecure = The connection would not be encrypted. The address must begin with https://.
sync-problem-login = The server does not know this user name and password. Many servers need an app password.
sync-problem-not-allowed = The server forbids it. Is this calendar read-only?
sync-problem-changed = The entry was changed there meanwhile. It is tried again.
sync-problem-full = The account there is full.
sync-problem-not-caldav = There is no calendar server at this address.
sync-problem-sealed = The password cannot be opened any more, because the secret of this instance is another one. Connect the account anew.

reply-declined-subject = Declined in the calendar: { $title }
reply-declined-heading = Declined, not cancelled.
reply-declined-lead = { $name } has declined the invitation to “{ $title }” in their calendar. The session still stands. A word with each other, or cancelling it, settles it.
booking-replies = From calendars
reply-accepted = { $who } has accepted
reply-declined = { $who } has declined
reply-tentative = { $who } comes perhaps
error-server-login = The server does not know this user name and password.
error-server-unusable = No calendar server that can be used is there.
own-calendars = Calendars kept here
own-calendars-note = With a public address, whoever knows it can read the whole calendar: as a subscription or by CalDAV, without a password. Nobody can write.
own-publish = Make a public address
own-withdraw = Withdraw the address
done-calendar-published = The calendar has a public address.
done-calendar-withdrawn = The address is no longer good.
