### Arbeitstisch: Kalender, die hereinkommen, und Adressen, die hinausgehen

calendars = Kalender
calendars-in = Herein
calendars-in-note = Was in anderen Kalendern belegt ist, wird hier nie angeboten. Jede Adresse wird alle Viertelstunden gelesen.
calendars-none = Noch kein Kalender abonniert.
calendars-out = Hinaus
calendars-out-note = Die eigenen Sitzungen im Kalender der Wahl. Wer die Adresse kennt, sieht die Termine.
calendar-add = Kalender abonnieren
calendar-url = Adresse
calendar-url-hint = Die geheime iCal-Adresse aus Nextcloud, Google, Outlook oder Apple. webcal:// geht auch.
calendar-name = Name
calendar-name-hint = Leer: der Name des Servers.
calendar-tentative = Auch was dort unter Vorbehalt steht, sperrt
calendar-subscribe = Abonnieren
calendar-hand-in = Eine Datei einreichen
calendar-hand-in-now = Einreichen
calendar-file = Kalenderdatei
calendar-sync = Jetzt lesen
calendar-state = Stand
calendar-reading = wird gelesen
calendar-current = aktuell
calendar-stale = veraltet
calendar-failed = nicht lesbar
calendar-counts = Gelesen { $when }: { $events ->
    [one] { $events }{"\u00A0"}Eintrag
   *[other] { $events }{"\u00A0"}Einträge
}, { $times ->
    [one] { $times }{"\u00A0"}belegte Zeit
   *[other] { $times }{"\u00A0"}belegte Zeiten
} in den nächsten zwei Jahren.
calendar-next = Was bis jetzt bekannt war, bleibt gesperrt. Nächster Versuch: { $when }.
calendar-skipped = { $count ->
    [one] { $count }{"\u00A0"}Stelle war nicht lesbar
   *[other] { $count }{"\u00A0"}Stellen waren nicht lesbar
}
calendar-skipped-note = Alles andere zählt. Die Zeile hilft beim Nachsehen im anderen Programm.
calendar-skipped-more = { $count ->
    [one] und { $count }{"\u00A0"}weitere
   *[other] und { $count }{"\u00A0"}weitere
}
calendar-line = Zeile { $count }:
calendar-change = Ändern
calendar-end = Abbestellen
calendar-end-note = Was dieser Kalender gesperrt hat, ist danach wieder frei.
calendar-unsubscribe = Abbestellen
sync-problem-bad-url = Diese Adresse lässt sich nicht lesen.
sync-problem-private = Diese Adresse führt in ein privates Netz. Von hier wird dort nichts gelesen.
sync-problem-unreachable = Der Server ist nicht erreichbar.
sync-problem-timeout = Der Server hat zu lange gebraucht.
sync-problem-too-large = Der Kalender ist zu groß.
sync-problem-redirects = Die Adresse wird zu oft weitergeleitet.
sync-problem-broken = Die Verbindung ist nicht in Ordnung, vielleicht wegen des Zertifikats.
sync-problem-forbidden = Der Server lässt niemanden herein. Ist die Adresse noch die richtige?
sync-problem-gone = Unter dieser Adresse ist nichts mehr.
sync-problem-busy = Der Server bittet um Geduld.
sync-problem-status = Der Server meldet einen Fehler.
sync-problem-html = Unter dieser Adresse ist eine Webseite, kein Kalender. Gebraucht wird die Adresse, die auf .ics endet.
sync-problem-not-a-calendar = Das ist kein Kalender.
skipped-unterminated = Der Eintrag hört nicht auf.
skipped-too-large = Der Eintrag ist zu groß.
skipped-too-many = Von hier an sind es zu viele Einträge.
skipped-no-start = Der Eintrag hat keinen lesbaren Beginn.
skipped-bad-end = Das Ende ist nicht lesbar. Er zählt als eine Stunde oder ein Tag.
skipped-bad-rule = Die Wiederholung ist nicht lesbar. Der Eintrag zählt einmal.
skipped-bad-date = Ein Datum in einer Liste ist nicht lesbar.
skipped-rule-cut = Die Wiederholung ist zu dicht. Nicht alles davon zählt.
skipped-unknown-zone = Die Zeitzone ist unbekannt. Es gilt die eigene.
skipped-not-utf8 = Die Zeichen sind nicht in UTF-8. Gelesen als Latin-1.
feed-names = Mit Namen
feed-sessions = Ohne Namen
feed-busy-only = Nur frei und belegt
feed-busy = Belegt
feed-of = Neue Adresse
feed-make = Adresse machen
feed-fetched = Zuletzt abgeholt { $when }.
feed-never = Noch nie abgeholt.
feed-open = Im Kalenderprogramm öffnen
feed-revoke = Adresse sperren
ago-now = gerade eben
ago-minutes = vor { $count ->
    [one] einer Minute
   *[other] { $count }{"\u00A0"}Minuten
}
ago-hours = vor { $count ->
    [one] einer Stunde
   *[other] { $count }{"\u00A0"}Stunden
}
ago-days = vor { $count ->
    [one] einem Tag
   *[other] { $count }{"\u00A0"}Tagen
}
done-subscribed = Der Kalender ist abonniert.
done-unsubscribed = Der Kalender ist abbestellt. Seine Zeiten sind wieder frei.
done-synced = Der Kalender wurde gelesen.
done-feed-made = Die Adresse gilt ab jetzt.
done-feed-revoked = Die Adresse gilt nicht mehr.
error-file-too-large = Die Datei ist zu groß: 5{"\u00A0"}MB gehen.
calendars-both = In beide Richtungen
calendars-both-note = Apple Kalender, Thunderbird, DAVx5, Evolution und khal zeigen die Sitzungen und führen eigene Kalender, die hier liegen. Was dort eingetragen wird, sperrt sofort. Eine Sitzung, die dort verschoben wird, ist verschoben.
apps = Programme verbinden
app-made = Dieses Passwort steht nur hier. Nach dem Verlassen der Seite zeigt es niemand mehr.
app-password = App-Passwort
app-connect = Verbinden
app-connect-note = CalDAV. In jedem Programm diese Angaben und ein eigenes App-Passwort.
app-server = Server
app-user = Benutzername
app-apple = Apple: Einstellungen, Kalender, Accounts, Anderer CalDAV-Account
app-thunderbird = Thunderbird: Neuer Kalender, Im Netzwerk
app-davx5 = DAVx5: Mit URL und Benutzername anmelden
app-list = Programme
app-list-note = Jedes Programm hat sein eigenes Passwort. Es öffnet nur Kalender und lässt sich einzeln sperren.
app-none = Noch kein Programm verbunden.
app-label = Programm
app-label-hint = Zum Beispiel: Telefon, Thunderbird
app-make = App-Passwort machen
app-used = Zuletzt benutzt { $when }.
app-never = Noch nie benutzt.
app-revoke = Sperren
done-app-revoked = Das Programm ist ausgesperrt.

account-new = Konto verbinden
account-note = Nextcloud, Radicale, Baïkal, Apple, Fastmail und andere CalDAV-Server: Was dort belegt ist, sperrt, und Sitzungen kommen dort in einen Kalender.
account-who = Konto
account-who-note = Es dient nur für Kalender. Das Passwort liegt hier versiegelt.
account-server = Server
account-server-hint = Zum Beispiel cloud.example.org, eine ganze CalDAV-Adresse oder die E-Mail-Adresse des Kontos.
account-password = App-Passwort
account-password-hint = Es entsteht in den Einstellungen des Kontos unter Sicherheit. Apple und Fastmail lassen Programme nur damit herein.
account-look = Kalender suchen
account-which = Kalender
account-which-note = Vor dem Speichern wird nichts gelesen und nichts geschrieben.
account-read = Dort belegt, hier nicht angeboten
account-read-hint = Geburtstage und Kalender anderer bleiben besser weg.
account-write = Sitzungen schreiben in
account-write-none = keinen Kalender
account-write-hint = Wer eine Sitzung dort verschiebt oder löscht, wird hier gefragt, was gilt. Sitzungen stehen nur in einem Kalender.
account-reads = Liest { $names }.
account-writes = Sitzungen stehen in { $names }.
account-choose = Auswahl fehlt
account-asked = Gelesen { $when }.
account-asked-next = Gefragt { $when }, wieder { $next }.
account-end = Trennen
account-end-note = Was das Konto gesperrt hat, ist danach wieder frei. Sitzungen, die dort stehen, bleiben dort.
found = Im eigenen Kalender geändert
found-note = Bescheid bekommt erst jemand, wenn entschieden ist.
found-moved = Vereinbart: { $agreed }. In „{ $calendar }“ jetzt: { $there }.
found-deleted = Vereinbart: { $agreed }. In „{ $calendar }“ gelöscht.
found-move = Sitzung verschieben
found-cancel = Sitzung absagen
found-keep = Bei der Vereinbarung bleiben
done-account-removed = Das Konto ist getrennt. Seine Zeiten sind wieder frei.
done-found-accepted = Erledigt. Wer gebucht hat, bekommt Bescheid.
done-found-refused = Es bleibt wie vereinbart und kommt zurück in den Kalender.
sync-problem-insecure = Die Verbindung wäre nicht verschlüsselt. Die Adresse muss mit https:// beginnen.
sync-problem-login = Der Server kennt diesen Namen und dieses Passwort nicht. Viele Server brauchen ein App-Passwort.
sync-problem-not-allowed = Der Server verbietet es. Lässt sich der Kalender nur lesen?
sync-problem-changed = Der Eintrag wurde dort inzwischen geändert. Ein neuer Versuch folgt.
sync-problem-full = Das Konto dort ist voll.
sync-problem-not-caldav = Unter dieser Adresse ist kein Kalenderserver.
sync-problem-sealed = Das Passwort lässt sich nicht mehr öffnen, weil diese Instanz ein anderes Geheimnis hat. Das Konto bitte neu verbinden.

reply-declined-subject = Im Kalender abgelehnt: { $title }
reply-declined-heading = Abgelehnt, nicht abgesagt.
reply-declined-lead = { $name } hat die Einladung zu „{ $title }“ im Kalender abgelehnt. Die Sitzung steht noch. Ein kurzes Wort miteinander oder eine Absage klärt es.
booking-replies = Aus Kalendern
reply-accepted = { $who } hat zugesagt
reply-declined = { $who } hat abgelehnt
reply-tentative = { $who } kommt vielleicht
error-server-login = Der Server kennt diesen Namen und dieses Passwort nicht.
error-server-unusable = Dort ist kein Kalenderserver, der sich nutzen lässt.
own-calendars = Kalender, die hier liegen
own-calendars-note = Mit einer öffentlichen Adresse liest den ganzen Kalender, wer sie kennt: als Abonnement oder über CalDAV, ohne Passwort. Schreiben kann niemand.
own-publish = Öffentliche Adresse anlegen
own-withdraw = Adresse zurückziehen
done-calendar-published = Der Kalender hat eine öffentliche Adresse.
done-calendar-withdrawn = Die Adresse gilt nicht mehr.
