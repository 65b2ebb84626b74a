
# A line of the profile in the fediverse, beside the address of the page.
actor-book = Book a session
