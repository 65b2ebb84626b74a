"""Reads mails as another program would.

    read_invite.py MAIL.eml…

Prints a JSON list with one object per mail: its headers, its parts, its texts, and its calendar
part as the icalendar package understands it. `vtimezone_offset` is the offset of the start in
seconds by the rules of the VTIMEZONE alone, without the reader's own zone database.
"""

import email
import email.policy
import json
import pathlib
import sys
from email.header import decode_header, make_header
from email.utils import getaddresses

from icalendar import Calendar
from icalendar.timezone import tzp


def part_types(message):
    if message.is_multipart():
        return [message.get_content_type(), [part_types(p) for p in message.iter_parts()]]
    return message.get_content_type()


def find(message, content_type):
    found = [p for p in message.walk() if p.get_content_type() == content_type]
    return found[0] if found else None


def text_of(part):
    return part.get_payload(decode=True).decode("utf-8") if part else None


def person(address):
    return {"address": str(address), **{k.lower(): str(v) for k, v in address.params.items()}}


def as_list(value):
    return value if isinstance(value, list) else [] if value is None else [value]


def vtimezone_offset(calendar, event):
    start = event["DTSTART"]
    for zone in calendar.walk("VTIMEZONE"):
        if str(zone["TZID"]) == start.params.get("TZID"):
            rules = zone.to_tz(tzp, lookup_tzid=False)
            return rules.utcoffset(start.dt.replace(tzinfo=None)).total_seconds()
    return None


def read_calendar(part, attachment):
    text = text_of(part)
    calendar = Calendar.from_ical(text)
    (event,) = calendar.walk("VEVENT")
    return {
        "method_parameter": part.get_param("method"),
        "charset": part.get_param("charset"),
        "attachment_is_same": text_of(attachment) == text,
        "attachment_name": attachment.get_filename(),
        "method": str(calendar["METHOD"]),
        "prodid": str(calendar["PRODID"]),
        "uid": str(event["UID"]),
        "sequence": int(event["SEQUENCE"]),
        "status": str(event["STATUS"]),
        "dtstamp": event["DTSTAMP"].dt.isoformat(),
        "dtstart": event["DTSTART"].dt.isoformat(),
        "dtend": event["DTEND"].dt.isoformat(),
        "tzid": event["DTSTART"].params.get("TZID"),
        "vtimezone_offset": vtimezone_offset(calendar, event),
        "summary": str(event["SUMMARY"]),
        "description": str(event.get("DESCRIPTION", "")),
        "location": str(event.get("LOCATION", "")),
        "conference": str(event.get("CONFERENCE", "")),
        "organizer": person(event["ORGANIZER"]),
        "attendees": [person(a) for a in as_list(event.get("ATTENDEE"))],
        "errors": [str(error) for error in event.errors],
    }


def mailboxes(raw, name):
    """The addresses of a header. The modern policy of Python 3.11 puts blanks between the encoded
    words of a name, against RFC 2047 section 6.2; the older parser does not."""
    message = email.message_from_bytes(raw, policy=email.policy.compat32)
    unfolded = "".join((message[name] or "").splitlines())
    return [
        {"name": str(make_header(decode_header(label))), "address": address}
        for label, address in getaddresses([unfolded])
    ]


def read(path):
    raw = pathlib.Path(path).read_bytes()
    message = email.message_from_bytes(raw, policy=email.policy.default)
    calendar = find(message, "text/calendar")
    return {
        "from": mailboxes(raw, "From"),
        "to": mailboxes(raw, "To"),
        "reply_to": mailboxes(raw, "Reply-To"),
        "subject": str(message["Subject"]),
        "headers": {name.lower(): str(value) for name, value in message.items()},
        "longest_line": max(len(line) for line in raw.split(b"\r\n")),
        "is_ascii": raw.isascii(),
        "defects": [str(d) for part in message.walk() for d in part.defects],
        "parts": part_types(message),
        "text": text_of(find(message, "text/plain")),
        "html": text_of(find(message, "text/html")),
        "calendar": read_calendar(calendar, find(message, "application/ics")) if calendar else None,
    }


print(json.dumps([read(path) for path in sys.argv[1:]]))
