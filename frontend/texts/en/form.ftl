### Form

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
