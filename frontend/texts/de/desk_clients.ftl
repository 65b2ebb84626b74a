### Arbeitstisch: Menschen, die gebucht haben, und Notizen

client-last = Zuletzt am { $date }
client-page = Alle Termine und Notizen
client-sessions = Termine
client-sessions-note = Antworten stehen dabei, solange sie aufbewahrt werden.
client-sessions-pages = Seiten der Termine
client-until = Gebucht bis { $date }
clients-all = Alle zeigen
clients-none = Noch niemand hat gebucht.
clients-not-found = Unter diesem Namen hat niemand gebucht.
clients-search = Name
clients-search-go = Suchen
desk-clients = Menschen
done-note-deleted = Die Notiz ist gelöscht.
done-noted = Notiert.
next-step = Nächster Schritt
next-step-note = Was verabredet ist.
note = Notiz
note-add = Notieren
note-changed = Geändert am { $when }
note-delete = Löschen
note-edit = Notiz ändern
note-new = Neue Notiz
note-nth = Notiz { $number }
notes = Notizen
notes-keep-days = Notizen löschen nach, Tage
notes-keep-days-hint = Gezählt ab der letzten Sitzung oder der letzten Änderung der Notizen. Üblich sind 1095 Tage, drei Jahre.
notes-kept = { $count ->
    [0] Notizen und nächster Schritt werden gleich nach der letzten Sitzung gelöscht.
    [one] Notizen und nächster Schritt werden einen Tag nach der letzten Sitzung gelöscht.
   *[other] Notizen und nächster Schritt werden { $count }{"\u00A0"}Tage nach der letzten Sitzung gelöscht.
}
notes-kept-until = Diese hier am { $date }.
notes-none = Noch nichts notiert.
notes-pages = Seiten der Notizen
notes-private = Notizen liest nur, wer sie schreibt. Auch wer den Server verwaltet, sieht sie hier nicht.
