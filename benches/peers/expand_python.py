"""Reads a calendar and expands it with icalendar and recurring-ical-events.

    expand_python.py FILE START END

Prints the seconds that took, and how many instances there were.
"""

import pathlib
import sys
import time
from datetime import datetime

import icalendar
import recurring_ical_events

path, *range_ = sys.argv[1:]
start, end = (datetime.strptime(it + "+0000", "%Y%m%dT%H%M%SZ%z") for it in range_)
text = pathlib.Path(path).read_bytes()
begun = time.monotonic()
calendar = icalendar.Calendar.from_ical(text)
found = recurring_ical_events.of(calendar).between(start, end)
print(time.monotonic() - begun, len(found))
