### Front page and about

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
