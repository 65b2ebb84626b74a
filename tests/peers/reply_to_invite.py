"""Answers an invitation as a mail program would.

    reply_to_invite.py MAIL.eml ATTENDEE PARTSTAT [FROM]

Prints the mail that carries the answer of ATTENDEE, sent by FROM or by themselves.
"""

import datetime
import email
import email.policy
import pathlib
import sys
from email.message import EmailMessage

from icalendar import Calendar, Event, vCalAddress

path, attendee, partstat, *sender = sys.argv[1:]
mail = email.message_from_bytes(pathlib.Path(path).read_bytes(), policy=email.policy.default)
part = next(p for p in mail.walk() if p.get_content_type() == "text/calendar")
invitation = next(iter(Calendar.from_ical(part.get_content()).walk("VEVENT")))

answer = Calendar()
answer.add("prodid", "-//Mail program//EN")
answer.add("version", "2.0")
answer.add("method", "REPLY")
event = Event()
for name in ("UID", "SEQUENCE", "DTSTART", "DTEND", "ORGANIZER", "SUMMARY"):
    event[name] = invitation[name]
event.add("dtstamp", datetime.datetime.now(datetime.timezone.utc))
address = vCalAddress(f"MAILTO:{attendee}")
address.params["PARTSTAT"] = partstat
event.add("attendee", address)
answer.add_component(event)

reply = EmailMessage()
reply["From"] = (sender or [attendee])[0]
reply["To"] = str(invitation["ORGANIZER"]).split(":", 1)[1]
reply["Subject"] = f"{partstat}: {invitation['SUMMARY']}"
reply.set_content("An answer from a calendar.\n")
reply.add_attachment(
    answer.to_ical(), maintype="text", subtype="calendar", params={"method": "REPLY"}
)
sys.stdout.buffer.write(reply.as_bytes())
