
# A line of the profile, beside the address of the page.
actor-book = Termin buchen
