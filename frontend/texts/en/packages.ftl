### Packages and series: so many sessions at once

package = Package
package-title = { $size } × { $title }
package-lead = For { $name }, with { $host }.
package-state-left = { $count ->
    [one] one session left
   *[other] { $count } sessions left
}
package-state-used-up = all planned
package-state-frozen = frozen
package-state-expired = expired
package-state-ended = ended
package-left-of = { $count ->
    [one] of one session is left
   *[other] of { $count } sessions are left
}
package-booked = { $count ->
    [one] One session is booked. The confirmation comes by mail.
   *[other] { $count } sessions are booked. A mail with all dates is on its way.
}
package-note-frozen = The package has been frozen since { $day }. What is planned stays. When it runs again, its last day moves by the days of rest.
package-note-expired = The package was valid until { $day }. What was booked before stays booked.
package-note-used-up = All sessions are planned or used. Whoever cancels in time gets the session back.
package-note-ended = The package has ended.
package-note-refund = The package has ended. { $refund } go back.
package-ledger = Balance
package-used = Used
package-planned = Planned
package-left = Left
package-valid = Valid until
package-valid-until = valid until { $day }
package-forever = without end
package-planned-none = Nothing is planned at the moment.
package-history = History
package-history-when = What and when
package-session-asked = requested
package-session-planned = planned
package-session-used = used
package-session-missed = missed
package-session-late = cancelled too late
package-session-returned = given back
package-session-counts = This session counts as used in the package.
package-entry-sold = Package begun
package-entry-booked = Booked: { $when }
package-entry-returned = Given back: { $when }
package-entry-kept = Cancelled too late, counts: { $when }
package-entry-frozen = The package was frozen
package-entry-thawed = { $count ->
    [0] The package runs again
    [one] The package runs again, one day longer
   *[other] The package runs again, { $count } days longer
}
package-entry-ended = Package ended
package-entry-erased = an erased session
to-the-package = To the package
package-book-next = Book the next session
package-choose-lead = In the package: { $left }, valid until { $day }.
package-choose-lead-forever = In the package: { $left }.
package-book-one = Book this session?
package-book-several = { $count ->
    [one] Book this session?
   *[other] Book these { $count } sessions?
}
package-book-all-or-none = All of them or none. Where a time cannot be had, another stands beside it.
package-book-one-go = Book the session
package-book-all-go = Book all
package-date-free = free
package-date-other = another time
package-date-taken = This time is not free.
package-date-beyond = The package is only valid until { $day }.
package-date-instead = Instead
package-date-leave-out = leave out
package-date-none = Nothing is free nearby.
package-series-heading = Several at once?
package-series-note = Always on the same weekday at the same time. The list of all dates comes before booking.
package-every = How often
package-weekly = every week
package-fortnightly = every two weeks
package-count = How many sessions
package-series-show = Show the dates
again-lead = { $title } with { $host }. Name and address are in the form already.

desk-packages = Packages
packages-none = No package yet. A package is several sessions at once, booked by a link without an account.
package-new = New package
package-no-offer = A package consists of sessions of an offer. There is none yet.
package-what-note = The length of the sessions stays, even if the offer changes later.
package-of = Sessions of
package-size = How many
package-last-day = Valid until
package-last-day-hint = The last day on which a session can begin. Empty means: without end.
package-who = For whom
package-email-hint = The link to the package goes here.
package-price-note = The single sessions then cost nothing.
package-price = Price of all
package-price-hint = Final price. Empty means: free.
package-single = Price of a single one
package-single-hint = So much a used session counts if the package ends early. Empty means: the price of the offer, or else an even share.
package-sell = Make the package
package-give-back = Give back
package-give-back-note = As goodwill, a session can be given back.
package-invoice = Write and send the invoice
package-rest = Freeze
package-rest-note = For illness or travel. What is planned stays, the last day moves by the days of rest.
package-freeze = Freeze from today on
package-thaw = Let it run again
package-end = End
package-end-go = End the package
package-end-note = { $count ->
    [0] Nothing is planned.
    [one] One planned session is cancelled.
   *[other] { $count } planned sessions are cancelled.
}
package-end-refund = { $refund } go back. An invoice is taken back and another written for what was used.
package-to-desk = See it at the desk
done-package-sold = The package is made, its link leaves by mail.
done-package-frozen = The package is frozen.
done-package-thawed = The package runs again.
done-package-ended = The package has ended.
done-package-given-back = The session is given back.
done-package-invoice = The invoice is written and leaves by mail.

invoice-days = { $from } to { $to }
package-refund = Goes back
package-mail-sold-subject = Package: { $size } × { $title }
package-mail-sold-heading = Here is the package.
package-mail-sold-lead = here is the link to your package with { $host }: { $size } sessions, { $minutes } each. Book them one by one or several at once.
package-mail-frozen-subject = The package is frozen: { $title }
package-mail-frozen-heading = The package is frozen.
package-mail-frozen-lead = your package with { $host } is frozen from today on. What is planned stays. Its last day moves by the days of rest.
package-mail-thawed-subject = The package runs again: { $title }
package-mail-thawed-heading = It goes on.
package-mail-thawed-lead = your package with { $host } runs again.
package-mail-expiring-subject = The package expires soon: { $title }
package-mail-expiring-heading = Two weeks left.
package-mail-expiring-lead = your package with { $host } expires in two weeks, and there are sessions left.
package-mail-ended-subject = The package has ended: { $title }
package-mail-ended-heading = Ended.
package-mail-ended-lead = your package with { $host } has ended. What was still planned is cancelled.
package-mail-book = Book sessions
package-mail-private = Whoever has the link can book. It is best kept among those the package is for.
package-series-subject = { $count ->
    [one] One session: { $title }
   *[other] { $count } sessions: { $title }
}
package-series-lead = these sessions with { $host } are booked. The attached file puts all of them into your calendar.
package-series-lead-asked = these sessions with { $host } are requested. An answer to each comes by mail.
package-series-lead-host = { $name } has booked these sessions from their package. The attached file puts all of them into your calendar.
package-series-lead-host-asked = { $name } requests these sessions from their package. Each needs an answer.
package-series-times = Dates, { $zone }

refused-package-used-up = All sessions of this package are planned or used.
refused-package-too-many = This package has fewer sessions left. With fewer dates it works.
refused-package-frozen = The package is frozen. When it runs again, sessions can be booked again.
refused-package-expired = The package has expired. What was booked before stays booked.
refused-package-beyond = The package is not valid any more at this time. An earlier time works.
refused-package-ended = The package has ended.
refused-package-not-frozen = The package is not frozen.
refused-package-host-gone = Nobody offers these sessions here at the moment. The office knows what becomes of the package.
refused-package-not-counted = This session does not count as used.
error-package-size = Between 1 and 100 sessions.
error-package-day = From today on, five years at the most.
error-series-count = Between 1 and 30 sessions.
