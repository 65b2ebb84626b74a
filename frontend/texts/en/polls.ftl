### A poll: when does it suit?

poll-when = when?
poll-until = Open until { $when }. { $zone }.
poll-zone = { $zone }.
poll-when-can-you = When can you?
poll-who = Who are you?
poll-time = Time
poll-you = You
poll-sum = Yes + if need be
poll-answers = Answers
poll-yes = yes
poll-if-need-be = if need be
poll-no = no
poll-none = no answer yet
poll-best = best so far
poll-best-of-all = best of all
poll-gone = taken meanwhile
poll-full = full
poll-hidden-until-answered = You see what others said once you have answered.
poll-hidden-until-over = You see what others said when the poll is over.
poll-email-hint = For the result. The invitation names everybody who leaves an address.
poll-comment = A word to everybody
poll-comment-hint = Everybody who has the link reads it.
poll-send = Send my answers
poll-change = Change my answers
poll-thanks = Received.
poll-keep-link = With this link you can change your answers later:
poll-comments = What people said
poll-still-missing = Still missing
poll-missing = { $count ->
    [one] One of those who were asked has not answered yet.
   *[other] { $count } of those who were asked have not answered yet.
}
poll-more-answers = More answers
poll-answers-before = Earlier answers
poll-answers-after = More answers
poll-over = The time to answer is over. { $host } is choosing now.
poll-closed = No time suited. This poll is over.
poll-booked = Agreed.
poll-called-off = The session was called off again.
to-the-poll = To the poll
refused-poll-over = This poll takes no more answers.
refused-poll-open = This poll is still open.
refused-poll-booked = This poll has already become a session.
refused-poll-nothing-fits = No time is left that suits anybody.
refused-poll-gone = This time has been taken meanwhile. You can choose another.
refused-poll-nobody = Nobody has answered yet.
refused-poll-full = This poll has no room for more people.
refused-poll-reminded = Everybody was reminded within the last 24 hours.
error-time-gone = This time has been taken meanwhile.
error-time-full = No more than so many fit here. “If need be” still works.
error-unknown-time = This time is not proposed any more.
poll-mail-invitation-subject = When does it suit? { $title }
poll-mail-invitation-heading = When does it suit?
poll-mail-invitation-lead = { $host } is looking for a time for “{ $title }” ({ $duration }) and asks for your answer.
poll-mail-reminder-subject = Not answered yet: { $title }
poll-mail-reminder-heading = When does it suit?
poll-mail-reminder-lead = { $host } is looking for a time for “{ $title }” ({ $duration }). Your answer is still missing.
poll-mail-nothing-subject = No common time: { $title }
poll-mail-nothing-heading = No common time.
poll-mail-nothing-lead = No time was found for “{ $title }”. { $host } will write again if there are new proposals.
poll-mail-about = What it is about
poll-mail-times = Proposals ({ $zone })
poll-mail-more = and { $count } more
poll-mail-answer = Answer
poll-mail-deadline = You can answer until { $when }.
poll-mail-own-link = This link is for your address alone. With it you can change your answers later, without an account.
poll-mail-answers-subject = The answers are in: { $title }
poll-mail-answers-heading = The answers are in.
poll-mail-answers-lead = The time to answer “{ $title }” is over. { $count ->
    [0] Nobody has answered.
    [one] One answer is in.
   *[other] { $count } answers are in.
} You can choose a time at your desk now; it is held until then, for two days at the most.
poll-mail-answers-nothing = The time to answer “{ $title }” is over. { $count ->
    [0] Nobody has answered.
   *[other] No time was both free and suited.
} The poll has ended and can be opened again.
poll-mail-choose = To the poll
