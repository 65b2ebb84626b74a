"""Uses a calendar server through the caldav library and prints what it met as JSON.

    use_caldav.py URL USERNAME PASSWORD
"""

import json
import sys
from datetime import datetime, timedelta, timezone

import caldav
from caldav.lib import error

START = datetime(2026, 2, 3, 10, tzinfo=timezone.utc)
met = {}


def refused(act):
    try:
        act()
    except error.DAVError as failure:
        return type(failure).__name__
    return None


url, username, password = sys.argv[1:]
with caldav.DAVClient(url=url, username=username, password=password) as client:
    principal = client.principal()
    met["names"] = sorted(calendar.get_display_name() for calendar in principal.calendars())
    met["addresses"] = [str(a) for a in principal.calendar_user_address_set()]

    calendar = principal.make_calendar(name="Chor", cal_id="chor")
    met["components"] = calendar.get_supported_components()
    calendar.add_event(dtstart=START, dtend=START + timedelta(hours=1), summary="Probe", uid="one@elsewhere")
    calendar.add_event(
        dtstart=START, dtend=START + timedelta(hours=2), summary="Jede Woche", uid="many@elsewhere",
        rrule={"FREQ": "WEEKLY"},
    )
    met["found"] = sorted(
        str(event.component["summary"])
        for event in calendar.search(start=START + timedelta(days=7), end=START + timedelta(days=8), event=True)
    )
    met["instances"] = sorted(
        event.component["dtstart"].dt.isoformat()
        for event in calendar.search(
            start=START, end=START + timedelta(days=15), event=True, expand=True
        )
    )
    met["by_uid"] = str(calendar.event_by_uid("one@elsewhere").component["summary"])

    changes = calendar.objects_by_sync_token(load_objects=True)
    met["first_sync"] = len(list(changes))
    event = calendar.event_by_uid("one@elsewhere")
    event.component["summary"] = "Generalprobe"
    event.save()
    calendar.event_by_uid("many@elsewhere").delete()
    changed, deleted = changes.sync()
    met["second_sync"] = [len(list(changed)), len(list(deleted))]

    met["task"] = refused(lambda: calendar.save_todo(summary="Noten kopieren"))
    busy = calendar.freebusy_request(START, START + timedelta(days=1))
    met["free_busy"] = str(busy.data).count("FREEBUSY:")
    calendar.delete()
    met["left"] = len(principal.calendars())

json.dump(met, sys.stdout)
