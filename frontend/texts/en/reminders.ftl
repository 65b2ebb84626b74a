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

done-reminders = Saved. It holds for all sessions to come.
done-reminders-standard = Back to the usual: 24 hours and one hour before the start.
offer-tab-reminders = Reminders

### Desk: reminders

placeholder-again = the page of this offer, to book again
placeholder-coop = the name of the co-operative
placeholder-door = the link to the room; for sessions online only
placeholder-host = your own name
placeholder-left = how many sessions the package has left
placeholder-manage = the link to move or cancel
placeholder-name = who has booked
placeholder-place = the place, or who calls whom
placeholder-title = the title of the offer
placeholder-when = day and time, in the time zone of the reader
placeholder-zone = that time zone, in words
placeholders = Placeholders
placeholders-note = In a line of their own, time, place and links are shown large. What a session does not have is left out. Write a brace itself twice: {"{{ }}"}
reminder-add = Add a reminder
reminder-announced = { $when }: { $to }
reminder-back = Back: { $title }
reminder-body-in-de = Text in German
reminder-body-in-en = Text in English
reminder-down = Down: { $when }
reminder-fill = Fill in the standard text
reminder-new = New reminder
reminder-number = How many
reminder-number-hint = Minutes, hours or days. For a package: how many sessions are left.
reminder-occasion = Occasion
reminder-occasion-after = After the end
reminder-occasion-before = Before the start
reminder-occasion-no-show = Did not come
reminder-occasion-package = Package nearly used
reminder-own-words = Your own text
reminder-preview = Preview
reminder-preview-note = With a session that is made up. Nothing of it is saved.
reminder-standard-words = Standard text
reminder-subject-in-de = Subject in German
reminder-subject-in-en = Subject in English
reminder-texts = Text
reminder-texts-note = An empty field means the standard text. People read the language in which they booked. Greeting and closing come by themselves.
reminder-to = Goes to
reminder-to-both = Everybody, and you
reminder-to-client = Who has booked, with guests
reminder-to-host = Only you
reminder-to-whom = To whom
reminder-unit = Unit
reminder-up = Up: { $when }
reminder-when = When
reminder-when-after = { $time } after the end
reminder-when-after-at-once = Right after the end
reminder-when-before = { $time } before the start
reminder-when-no-show = { $time } after it is noted that nobody came
reminder-when-no-show-at-once = When it is noted that nobody came
reminder-when-package = { $count ->
    [one] One session left in the package
   *[other] { $count } sessions left in the package
}
reminders-announced = Reminders
reminders-none = No reminder is sent for this offer.
reminders-note = They move along with a session. Once it is cancelled, none is sent.
reminders-standard-note = This is the usual. Changes hold for all sessions to come.
reminders-to-standard = Back to the usual
tone = Form of address
tone-du = du
tone-everywhere = In all offers
tone-here = In this offer
tone-neutral = neither du nor Sie
tone-note = For the German standard texts. Your own texts stay as they are.
tone-sie = Sie
tone-usual = As in all: { $tone }
