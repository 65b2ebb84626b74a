### People and offers

portrait-of = Portrait of { $name }
offers = Offers
offers-empty = { $host } offers nothing at the moment.
on-request = on request
answers-by-hand = { $host } answers every request by hand.
minutes = minutes
choose-time = Choose a time
from-moment = from { $when }
next-free-of = { $title }: { $when }
nothing-free-now = nothing free right now
about-person = About { $name }
reach-directly = Reach directly
phone = Telephone
