### Menschen und Angebote

portrait-of = Porträt von { $name }
offers = Angebote
offers-empty = { $host } bietet gerade nichts an.
on-request = auf Anfrage
answers-by-hand = { $host } beantwortet jede Anfrage von Hand.
minutes = Minuten
choose-time = Zeit aussuchen
from-moment = ab { $when }
next-free-of = { $title }: { $when }
nothing-free-now = gerade nichts frei
about-person = Über { $name }
reach-directly = Direkt erreichen
phone = Telefon
