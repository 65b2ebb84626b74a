### The frame of every page

skip = Skip to content
language = Language and contact
contact = Contact
who-owns-this = Who owns this?
who-can-help = Who can help?
imprint = Imprint
privacy = Privacy
source = Source
desk = Desk
or = {" or "}
no = no
optional = optional
