"""Uses a calendar server through Evolution's data server and prints what it met as JSON.

    dbus-run-session -- use_evolution.py PORT USERNAME PASSWORD

Others in that session write to the standard output as well, before the JSON. Wants a HOME of its own.
The calendars `own` and `sessions` of the person are opened; in the first an event is kept, changed and
one is taken away, in the second the only session is moved by an hour.
"""

import json
import os
import pathlib
import sys
import threading
import time

import gi

gi.require_version("EDataServer", "1.2")
gi.require_version("ECal", "2.0")
gi.require_version("ICalGLib", "3.0")
from gi.repository import ECal, EDataServer, ICalGLib

SOURCE = """[Data Source]
DisplayName={slug}
Enabled=true
Parent=caldav-stub

[Authentication]
Host=127.0.0.1
Method=plain/password
Port={port}
User={username}

[Calendar]
BackendName=caldav

[Security]
Method=none

[WebDAV Backend]
ResourcePath=/dav/calendars/{username}/{slug}/
"""
EVENT = """BEGIN:VEVENT
UID:{uid}
DTSTAMP:20260108T080000Z
DTSTART;TZID=Europe/Berlin:20260114T100000
DTEND;TZID=Europe/Berlin:20260114T113000
SUMMARY:{summary}
END:VEVENT
"""
WHOLE = ECal.ObjModType.ALL

port, username, password = sys.argv[1:]
slugs = ["own", "sessions"]
home = pathlib.Path(os.environ["HOME"])
run = home / "run"
run.mkdir(mode=0o700)
os.environ["XDG_RUNTIME_DIR"] = str(run)
sources = home / ".config/evolution/sources"
sources.mkdir(parents=True)
for slug in slugs:
    text = SOURCE.format(slug=slug, port=port, username=username)
    (sources / f"{slug}.source").write_text(text)

registry = EDataServer.SourceRegistry.new_sync(None)
credentials = EDataServer.NamedParameters.new()
credentials.set("username", username)
credentials.set("password", password)


def opened(slug):
    """A calendar, connected. The password is given while the connection waits for one."""
    source = registry.ref_source(slug)
    clients = []

    def connect():
        clients.append(ECal.Client.connect_sync(source, ECal.ClientSourceType.EVENTS, 1, None))

    waiting = threading.Thread(target=connect)
    waiting.start()
    while waiting.is_alive():
        try:
            source.invoke_authenticate_sync(credentials, None)
        except Exception:  # Not yet asked for.
            pass
        waiting.join(0.5)
    return clients[0]


def objects(client, until):
    """All events, refreshed until they are as wanted, at most 20 seconds."""
    for _ in range(100):
        client.refresh_sync(None)
        _, found = client.get_object_list_as_comps_sync("#t", None)
        if until(found):
            break
        time.sleep(0.2)
    return found


own = opened("own")
seen = objects(own, lambda found: found)
for uid, summary in [("kept@elsewhere", "Zahnarzt"), ("gone@elsewhere", "Probe")]:
    event = ICalGLib.Component.new_from_string(EVENT.format(uid=uid, summary=summary))
    own.create_object_sync(event, ECal.OperationFlags.NONE, None)
_, event = own.get_object_sync("kept@elsewhere", None, None)
event.set_summary("Zahnarzt, später")
event.set_dtstart(ICalGLib.Time.new_from_string("20260114T140000Z"))
event.set_dtend(ICalGLib.Time.new_from_string("20260114T150000Z"))
own.modify_object_sync(event, WHOLE, ECal.OperationFlags.NONE, None)
own.remove_object_sync("gone@elsewhere", None, WHOLE, ECal.OperationFlags.NONE, None)

sessions = opened("sessions")
session = objects(sessions, lambda found: found)[0].get_icalcomponent()
for at, move in [(session.get_dtstart(), session.set_dtstart), (session.get_dtend(), session.set_dtend)]:
    at.adjust(0, 1, 0, 0)
    move(at)
sessions.modify_object_sync(session, WHOLE, ECal.OperationFlags.NONE, None)

print(json.dumps({
    "own": sorted(one.get_summary().get_value() for one in seen),
    "session": session.get_summary(),
    "is_readonly": [own.is_readonly(), sessions.is_readonly()],
}))
