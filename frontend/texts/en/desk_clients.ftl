### Desk: clients and notes

client-last = Last on { $date }
client-page = All sessions and notes
client-sessions = Sessions
client-sessions-note = Answers stand beside them for as long as they are kept.
client-sessions-pages = Pages of sessions
client-until = Booked until { $date }
clients-all = Show all
clients-none = Nobody has booked yet.
clients-not-found = Nobody of this name has booked.
clients-search = Name
clients-search-go = Search
desk-clients = Clients
done-note-deleted = The note is deleted.
done-noted = Noted.
next-step = Next step
next-step-note = What you agreed on.
note = Note
note-add = Add the note
note-changed = Changed on { $when }
note-delete = Delete
note-edit = Edit the note
note-new = New note
note-nth = Note { $number }
notes = Notes
notes-keep-days = Delete notes after, days
notes-keep-days-hint = Counted from the last session or the last change of the notes. 1095 days, three years, are usual.
notes-kept = { $count ->
    [0] Notes and next step are deleted right after the last session.
    [one] Notes and next step are deleted one day after the last session.
   *[other] Notes and next step are deleted { $count }{"\u00A0"}days after the last session.
}
notes-kept-until = These here on { $date }.
notes-none = Nothing noted yet.
notes-pages = Pages of notes
notes-private = Only you read your notes. Whoever runs the server does not see them here either.
