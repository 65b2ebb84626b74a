"""Lets caldav-server-tester look at a calendar server and prints what it finds as JSON.

    check_caldav.py --caldav-url URL --caldav-username USERNAME --caldav-password PASSWORD --format json

Its preparation makes a calendar for tasks and ends if there is none to be had. Here it notes that
there are none, as it does where a server takes them nowhere, and goes on.
"""

from caldav_server_tester import checks
from caldav_server_tester.caldav_server_tester import check_server_compatibility


def no_tasks(self, *_):
    self.set_feature("save-load.todo", False)
    self.checker.tasklist = self.checker.calendar
    return False


checks.PrepareCalendar._prepare_task_calendar = no_tasks
check_server_compatibility()
