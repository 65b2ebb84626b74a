### What is agreed: holding, cancelling, moving, private links, the blocklist

policy-whole-price = the full price
policy-percent = { $percent }% of the price
policy-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
policy-once = Once per person.
policy-open = { $count ->
    [one] One open booking at a time.
   *[other] At most { $count } open bookings at a time.
}
policy-cancel-free = Cancelling is free until it begins.
policy-no-show-fee = Cancelling is free until it begins. Not coming costs { $fee }.
policy-cancel-fee = Cancelling is free until { $window } before it begins. After that, or without a word, it costs { $fee }.
policy-move-ask = Moving has to be asked for.
policy-move-free = It can be moved until it begins.
policy-move-window = It can be moved until { $window } before it begins.
policy-move-count = { $count ->
    [one] It can be moved once.
   *[other] It can be moved { $count } times.
}
policy-move-both = { $count ->
    [one] It can be moved once, until { $window } before it begins.
   *[other] It can be moved { $count } times, until { $window } before it begins.
}
policy-now-free = Cancelling is free until { $until }.
policy-now-fee = The time to cancel for free is over. Cancelling now costs { $fee }.
policy-late = Cancelled after the free time. Owed: { $fee }.
policy-missed = Missed. Owed: { $fee }.
policy-waived = The fee is waived.
policy-ask-host = For another time, please ask { $host } directly.

hold-offer = Hold this time for ten minutes
hold-offer-note = Then nobody takes it while you fill in the form.
hold-until = This time is held for you until
hold-renew = Ten more minutes
hold-renewed = Extended until { $until }.
hold-release = Give it back and choose another time
hold-lapsed = The ten minutes are over. The time is still free.

refused-hold-over = The ten minutes are over, and this time has been taken meanwhile.
refused-too-many-holds = Many are holding a time just now. Booking still works.
refused-hold-gone = This time is not held any more. It can be booked as long as it is free.
refused-hold-renewed-often = This time cannot be held any longer.
refused-too-many-open = This address cannot have more open bookings. After the next session it can book again, or by phone.
refused-once-per-person = This is offered once per person. Please choose another offer for further sessions.
refused-please-call = This does not work online just now. Please call.
refused-moves-used-up = This session cannot be moved here any more. The number to call is on the page of the booking.
refused-move-too-late = It is too late to move this session here. The number to call is on the page of the booking.
refused-link-used-up = This link has been used up or has run out. Whoever gave it to you can make another.
refused-link-for-another = This link is for another e-mail address.
refused-not-begun = This is possible once the session has begun.
refused-no-fee = Nothing is owed here.

error-policy-window = At most 60 days.
error-policy-fee = 1 to 100 per cent, or at most 10,000 euros.
error-policy-moves = At most 20 times.
error-policy-open = 1 to 100.
error-policy-answer = Between 15 minutes and two weeks.
error-link-uses = 1 to 1000.
error-link-past = This is in the past.
error-link-price = This is too much.
error-block-pattern = This is neither an e-mail address nor a domain.
error-blocked-already = This is on the list already.

offer-tab-policy = Rules
policy-note = For new bookings. What is booked already keeps its rules.
policy-preview = What clients read
policy-cancelling = Cancelling
policy-moving = Moving
policy-booking = Booking
policy-free-hours = Free until so many hours before
policy-fee-kind = After that it costs
policy-fee-none = nothing
policy-fee-percent = per cent of the price
policy-fee-fixed = a fixed amount
policy-fee-value = Per cent or euros
policy-most-moves = At most so often
policy-most-moves-hint = Empty is any number. You can always move it at the desk.
policy-move-hours = Until so many hours before
policy-max-open = Open bookings per address
policy-max-open-hint = Empty is any number.
policy-once-label = Once per person only
policy-answer-hours = Hours to answer a request
policy-answer-hint = After that the time is free again.

offer-tab-links = Private links
links-note = They lead to this offer even if it is unlisted or closed.
links-none = No link yet.
link-new = A new link
link-make = Make the link
link-revoke = Take back
link-open = open
link-used-up = used up
link-over = run out
link-revoked = taken back
link-unnamed = Without a name
link-label = What for
link-uses = For so many bookings
link-uses-hint = Empty is any number.
link-until = Up to and including
link-email = For this address only
link-price = Own price
link-used = { $uses } of { $most } booked
link-used-any = { $uses } booked
link-until-day = until { $day }
link-for = for { $email }

blocks = Blocklist
blocks-note = Who is listed here only reads: please call. A domain takes everything below it along.
blocks-none = Nobody is listed.
block-pattern = Address or domain
block-note = Note
block-note-hint = Nobody else reads it.
block-add = Block
block-remove = Unblock

no-show = Did not come
no-show-mark = Note that they did not come
no-show-undo = They did come
agreed-heading = What is agreed
waive = Waive the fee
waived-count = { $count ->
    [0] You have not waived a fee so far.
    [one] You have waived a fee once so far.
   *[other] You have waived a fee { $count } times so far.
}
done-policy = Saved. The rules hold for new bookings.
done-link-made = The link is ready to be copied.
done-link-revoked = Taken back. Nothing can be booked with this link any more.
done-blocked = Blocked.
done-unblocked = Unblocked.
done-no-show = Noted.
done-no-show-undone = The note is gone.
done-waived = The fee is waived.
