"""Expands calendars as another program would.

Reads a JSON list of objects with `text`, `from` and `to` (seconds since 1970) from the standard
input and prints for each the busy times in that window, as [start, end] in seconds, in order.
"""

import json
import sys
from datetime import datetime, timezone

import icalendar
import recurring_ical_events


def times(calendar):
    start, end = (datetime.fromtimestamp(calendar[key], timezone.utc) for key in ("from", "to"))
    events = recurring_ical_events.of(icalendar.Calendar.from_ical(calendar["text"]))
    found = []
    for event in events.between(start, end):
        begin, finish = event["DTSTART"].dt.timestamp(), event["DTEND"].dt.timestamp()
        if begin < calendar["to"] and finish > calendar["from"]:
            found.append([int(begin), int(finish)])
    return sorted(found)


json.dump([times(calendar) for calendar in json.load(sys.stdin)], sys.stdout)
