### Pakete und Reihen: so viele Sitzungen auf einmal

package = Paket
package-title = { $size } × { $title }
package-lead = Für { $name }, mit { $host }.
package-state-left = { $count ->
    [one] noch eine Sitzung frei
   *[other] noch { $count } Sitzungen frei
}
package-state-used-up = alle verplant
package-state-frozen = ruht
package-state-expired = abgelaufen
package-state-ended = beendet
package-left-of = { $count ->
    [one] von einer Sitzung ist noch frei
   *[other] von { $count } Sitzungen sind noch frei
}
package-booked = { $count ->
    [one] Eine Sitzung ist gebucht. Die Bestätigung kommt per Mail.
   *[other] { $count } Sitzungen sind gebucht. Eine Mail mit allen Terminen ist unterwegs.
}
package-note-frozen = Das Paket ruht seit { $day }. Geplante Sitzungen bleiben. Wenn es weitergeht, rückt der letzte Tag um die Ruhetage nach hinten.
package-note-expired = Das Paket galt bis { $day }. Was schon gebucht war, bleibt gebucht.
package-note-used-up = Alle Sitzungen sind geplant oder genommen. Wer rechtzeitig absagt, bekommt die Sitzung zurück.
package-note-ended = Das Paket ist beendet.
package-note-refund = Das Paket ist beendet. Zurück gehen { $refund }.
package-ledger = Stand
package-used = Genommen
package-planned = Geplant
package-left = Noch frei
package-valid = Gültig bis
package-valid-until = gültig bis { $day }
package-forever = ohne Ablauf
package-planned-none = Gerade ist nichts geplant.
package-history = Verlauf
package-history-when = Was und wann
package-session-asked = angefragt
package-session-planned = geplant
package-session-used = genommen
package-session-missed = nicht gekommen
package-session-late = zu spät abgesagt
package-session-returned = zurückgegeben
package-session-counts = Diese Sitzung zählt im Paket als genommen.
package-entry-sold = Paket begonnen
package-entry-booked = Gebucht: { $when }
package-entry-returned = Zurückgegeben: { $when }
package-entry-kept = Zu spät abgesagt, zählt: { $when }
package-entry-frozen = Das Paket ruht
package-entry-thawed = { $count ->
    [0] Das Paket läuft weiter
    [one] Das Paket läuft weiter, einen Tag länger
   *[other] Das Paket läuft weiter, { $count } Tage länger
}
package-entry-ended = Paket beendet
package-entry-erased = eine gelöschte Sitzung
to-the-package = Zum Paket
package-book-next = Nächste Sitzung buchen
package-choose-lead = Im Paket: { $left }, gültig bis { $day }.
package-choose-lead-forever = Im Paket: { $left }.
package-book-one = Diese Sitzung buchen?
package-book-several = { $count ->
    [one] Diese Sitzung buchen?
   *[other] Diese { $count } Sitzungen buchen?
}
package-book-all-or-none = Alle zusammen oder keine. Wo eine Zeit nicht geht, steht eine andere daneben.
package-book-one-go = Sitzung buchen
package-book-all-go = Alle buchen
package-date-free = frei
package-date-other = andere Zeit
package-date-taken = Diese Zeit ist nicht frei.
package-date-beyond = Das Paket gilt nur bis { $day }.
package-date-instead = Stattdessen
package-date-leave-out = weglassen
package-date-none = In der Nähe ist nichts frei.
package-series-heading = Gleich mehrere?
package-series-note = Immer am selben Wochentag zur selben Uhrzeit. Vor dem Buchen kommt die Liste aller Termine.
package-every = Wie oft
package-weekly = jede Woche
package-fortnightly = alle zwei Wochen
package-count = Wie viele Sitzungen
package-series-show = Termine zeigen
again-lead = { $title } mit { $host }. Name und Adresse stehen schon im Formular.

desk-packages = Pakete
packages-none = Noch kein Paket. Ein Paket sind mehrere Sitzungen auf einmal; gebucht wird über einen Link, ohne Konto.
package-new = Neues Paket
package-no-offer = Ein Paket besteht aus Sitzungen eines Angebots. Es gibt noch keines.
package-what-note = Die Länge der Sitzungen bleibt, auch wenn sich das Angebot später ändert.
package-of = Sitzungen von
package-size = Anzahl
package-last-day = Gültig bis
package-last-day-hint = Der letzte Tag, an dem eine Sitzung beginnen kann. Leer heißt: ohne Ablauf.
package-who = Für wen
package-email-hint = Hierhin geht der Link zum Paket.
package-price-note = Die einzelnen Sitzungen kosten dann nichts mehr.
package-price = Preis für alle
package-price-hint = Endpreis. Leer heißt: kostenlos.
package-single = Preis einer einzelnen
package-single-hint = So viel zählt eine genommene Sitzung, wenn das Paket vorzeitig endet. Leer heißt: der Preis aus dem Angebot, sonst der gleiche Anteil.
package-sell = Paket anlegen
package-give-back = Zurückgeben
package-give-back-note = Aus Kulanz lässt sich eine Sitzung zurückgeben.
package-invoice = Rechnung schreiben und schicken
package-rest = Ruhen lassen
package-rest-note = Bei Krankheit oder Reise. Geplantes bleibt, der letzte Tag rückt um die Ruhetage nach hinten.
package-freeze = Ab heute ruhen lassen
package-thaw = Weiterlaufen lassen
package-end = Beenden
package-end-go = Paket beenden
package-end-note = { $count ->
    [0] Geplant ist nichts.
    [one] Eine geplante Sitzung wird abgesagt.
   *[other] { $count } geplante Sitzungen werden abgesagt.
}
package-end-refund = Zurück gehen { $refund }. Eine Rechnung wird storniert und über das Genommene neu geschrieben.
package-to-desk = Am Arbeitstisch ansehen
done-package-sold = Das Paket ist angelegt, der Link geht per Mail hinaus.
done-package-frozen = Das Paket ruht.
done-package-thawed = Das Paket läuft weiter.
done-package-ended = Das Paket ist beendet.
done-package-given-back = Die Sitzung ist zurückgegeben.
done-package-invoice = Die Rechnung ist geschrieben und geht per Mail hinaus.

invoice-days = { $from } bis { $to }
package-refund = Zurück gehen
package-mail-sold-subject = Paket: { $size } × { $title }
package-mail-sold-heading = Das Paket ist da.
package-mail-sold-lead = hier ist der Link zum Paket mit { $host }: { $size } Sitzungen, je { $minutes }. Sie lassen sich einzeln buchen oder mehrere auf einmal.
package-mail-frozen-subject = Das Paket ruht: { $title }
package-mail-frozen-heading = Das Paket ruht.
package-mail-frozen-lead = das Paket mit { $host } ruht ab heute. Geplante Sitzungen bleiben. Der letzte Tag rückt um die Ruhetage nach hinten.
package-mail-thawed-subject = Das Paket läuft weiter: { $title }
package-mail-thawed-heading = Es geht weiter.
package-mail-thawed-lead = das Paket mit { $host } läuft weiter.
package-mail-expiring-subject = Das Paket läuft bald ab: { $title }
package-mail-expiring-heading = Noch zwei Wochen.
package-mail-expiring-lead = das Paket mit { $host } läuft in zwei Wochen ab, und es sind noch Sitzungen frei.
package-mail-ended-subject = Das Paket ist beendet: { $title }
package-mail-ended-heading = Beendet.
package-mail-ended-lead = das Paket mit { $host } ist beendet. Was noch geplant war, ist abgesagt.
package-mail-book = Sitzungen buchen
package-mail-private = Wer den Link hat, kann buchen. Am besten bleibt er unter denen, für die das Paket ist.
package-series-subject = { $count ->
    [one] Eine Sitzung: { $title }
   *[other] { $count } Sitzungen: { $title }
}
package-series-lead = diese Sitzungen mit { $host } sind gebucht. Die Datei im Anhang trägt alle in den Kalender ein.
package-series-lead-asked = diese Sitzungen mit { $host } sind angefragt. Zu jeder kommt eine Antwort per Mail.
package-series-lead-host = { $name } hat diese Sitzungen aus dem Paket gebucht. Die Datei im Anhang trägt alle in den Kalender ein.
package-series-lead-host-asked = { $name } fragt diese Sitzungen aus dem Paket an. Jede braucht eine Antwort.
package-series-times = Termine, { $zone }

refused-package-used-up = Alle Sitzungen dieses Pakets sind geplant oder genommen.
refused-package-too-many = So viele Sitzungen sind in diesem Paket nicht mehr frei. Mit weniger Terminen geht es.
refused-package-frozen = Das Paket ruht gerade. Wenn es weitergeht, lassen sich wieder Sitzungen buchen.
refused-package-expired = Das Paket ist abgelaufen. Was schon gebucht war, bleibt gebucht.
refused-package-beyond = Zu dieser Zeit gilt das Paket nicht mehr. Eine frühere Zeit geht.
refused-package-ended = Das Paket ist beendet.
refused-package-not-frozen = Das Paket ruht nicht.
refused-package-host-gone = Hier bietet gerade niemand diese Sitzungen an. Was mit dem Paket wird, weiß das Büro.
refused-package-not-counted = Diese Sitzung zählt nicht als genommen.
error-package-size = Zwischen 1 und 100 Sitzungen.
error-package-day = Von heute an, höchstens fünf Jahre.
error-series-count = Zwischen 1 und 30 Sitzungen.
