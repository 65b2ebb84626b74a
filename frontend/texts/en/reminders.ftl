### Reminders: what they say. Words in braces are placeholders.

reminder-again = Choose another time
reminder-greeting-du = Hello { $name },
reminder-online-room = in the online room
reminder-until = See you soon.

reminder-before-heading = A reminder.
reminder-before-subject = Reminder: { $when }
reminder-before-subject-host = Reminder, { $name }: { $when }
reminder-before-body =
    Your session is coming up: { $title } with { $host }.
    { $when }
    { $door }
    { $place }
    { $manage }
reminder-before-body-host =
    Your session with { $name } is coming up: { $title }.
    { $when }
    { $door }
    { $place }
    { $manage }

reminder-after-heading = Thank you.
reminder-after-subject = Thank you for coming: { $title }
reminder-after-subject-host = After the session with { $name }
reminder-after-body =
    Thank you for coming: { $title } with { $host }. If you want to go on, these are the next free times.
    { $again }
reminder-after-body-host =
    Your session with { $name } is over: { $title }.
    { $when }
    { $manage }

reminder-no-show-heading = A pity.
reminder-no-show-subject = We missed you: { $title }
reminder-no-show-subject-host = Did not come: { $name }
reminder-no-show-body =
    A pity that you could not make it: { $title } with { $host }.
    { $when }
    Here you find another time.
    { $again }
reminder-no-show-body-host =
    { $name } did not come: { $title }.
    { $when }
    { $manage }

reminder-package-heading = Nearly used up.
reminder-package-subject = Your package is nearly used: { $title }
reminder-package-subject-host = { $name }’s package is nearly used
reminder-package-body =
    Your package with { $host } is nearly used: { $title }. Sessions left: { $left }.
    { $again }
reminder-package-body-host =
    { $name }’s package is nearly used: { $title }. Sessions left: { $left }.
    { $manage }

