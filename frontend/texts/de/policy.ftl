### Was abgemacht ist: festhalten, absagen, verlegen, private Links, Sperrliste

policy-whole-price = den vollen Preis
policy-percent = { $percent }{"\u00A0"}% des Preises
policy-days = { $count ->
    [one] { $count }{"\u00A0"}Tag
   *[other] { $count }{"\u00A0"}Tage
}
policy-once = Einmal pro Person.
policy-open = { $count ->
    [one] Höchstens ein offener Termin.
   *[other] Höchstens { $count } offene Termine zugleich.
}
policy-cancel-free = Absagen ist bis zum Beginn frei.
policy-no-show-fee = Absagen ist bis zum Beginn frei. Wer nicht kommt, zahlt { $fee }.
policy-cancel-fee = Absagen ist bis { $window } vor Beginn frei. Wer danach absagt oder nicht kommt, zahlt { $fee }.
policy-move-ask = Verlegen geht nur nach Absprache.
policy-move-free = Verlegen geht bis zum Beginn.
policy-move-window = Verlegen geht bis { $window } vor Beginn.
policy-move-count = { $count ->
    [one] Verlegen geht einmal.
   *[other] Verlegen geht { $count }-mal.
}
policy-move-both = { $count ->
    [one] Verlegen geht einmal, bis { $window } vor Beginn.
   *[other] Verlegen geht { $count }-mal, bis { $window } vor Beginn.
}
policy-now-free = Absagen ist frei bis { $until }.
policy-now-fee = Die freie Zeit zum Absagen ist vorbei. Wer jetzt absagt, zahlt { $fee }.
policy-late = Abgesagt nach der freien Zeit. Offen: { $fee }.
policy-missed = Nicht gekommen. Offen: { $fee }.
policy-waived = Die Gebühr ist erlassen.
policy-ask-host = Für eine andere Zeit bitte direkt bei { $host } melden.

hold-offer = Zeit zehn Minuten festhalten
hold-offer-note = Dann nimmt sie niemand weg, während das Formular ausgefüllt wird.
hold-until = Diese Zeit ist festgehalten bis
hold-renew = Weitere zehn Minuten
hold-renewed = Verlängert bis { $until }.
hold-release = Freigeben und andere Zeit
hold-lapsed = Die zehn Minuten sind vorbei. Die Zeit ist noch frei.

refused-hold-over = Die zehn Minuten sind vorbei, und diese Zeit ist inzwischen vergeben.
refused-too-many-holds = Gerade halten schon viele eine Zeit fest. Buchen geht trotzdem.
refused-hold-gone = Diese Zeit ist nicht mehr festgehalten. Buchen geht, solange sie frei ist.
refused-hold-renewed-often = Länger lässt sich die Zeit nicht festhalten.
refused-too-many-open = Mehr offene Termine gehen mit dieser Adresse nicht. Nach dem nächsten Termin geht es weiter, oder am Telefon.
refused-once-per-person = Dieses Angebot gibt es einmal pro Person. Für weitere Termine bitte ein anderes aussuchen.
refused-please-call = Online geht das gerade nicht. Bitte anrufen.
refused-moves-used-up = Öfter lässt sich dieser Termin hier nicht verlegen. Die Telefonnummer für Fragen steht beim Termin.
refused-move-too-late = So kurz vorher lässt sich dieser Termin hier nicht mehr verlegen. Die Telefonnummer für Fragen steht beim Termin.
refused-link-used-up = Dieser Link ist aufgebraucht oder abgelaufen. Einen neuen gibt es bei der Person, von der er kam.
refused-link-for-another = Dieser Link gilt für eine andere E-Mail-Adresse.
refused-not-begun = Das geht erst, wenn die Sitzung begonnen hat.
refused-no-fee = Hier ist nichts offen.

error-policy-window = Höchstens 60 Tage.
error-policy-fee = 1 bis 100 Prozent, oder höchstens 10 000 Euro.
error-policy-moves = Höchstens 20-mal.
error-policy-open = 1 bis 100.
error-policy-answer = Zwischen 15 Minuten und zwei Wochen.
error-link-uses = 1 bis 1000.
error-link-past = Das ist schon vorbei.
error-link-price = Das ist zu viel.
error-block-pattern = Das ist weder eine E-Mail-Adresse noch eine Domain.
error-blocked-already = Steht schon auf der Liste.

offer-tab-policy = Regeln
policy-note = Gilt für neue Buchungen. Was schon gebucht ist, behält seine Regeln.
policy-preview = So steht es beim Buchen
policy-cancelling = Absagen
policy-moving = Verlegen
policy-booking = Buchen
policy-free-hours = Frei bis so viele Stunden vorher
policy-fee-kind = Danach kostet es
policy-fee-none = nichts
policy-fee-percent = Prozent des Preises
policy-fee-fixed = einen festen Betrag
policy-fee-value = Prozent oder Euro
policy-most-moves = Höchstens so oft
policy-most-moves-hint = Leer ist beliebig oft. Am Arbeitstisch geht Verlegen immer.
policy-move-hours = Bis so viele Stunden vorher
policy-max-open = Offene Termine pro Adresse
policy-max-open-hint = Leer ist beliebig viele.
policy-once-label = Nur einmal pro Person
policy-answer-hours = Stunden für die Antwort auf eine Anfrage
policy-answer-hint = Danach wird die Zeit wieder frei.

offer-tab-links = Private Links
links-note = Führen zu diesem Angebot, auch wenn es nicht gelistet oder geschlossen ist.
links-none = Noch kein Link.
link-new = Neuer Link
link-make = Link machen
link-revoke = Zurücknehmen
link-open = offen
link-used-up = aufgebraucht
link-over = abgelaufen
link-revoked = zurückgenommen
link-unnamed = Ohne Namen
link-label = Wofür
link-uses = Für so viele Buchungen
link-uses-hint = Leer ist beliebig viele.
link-until = Bis einschließlich
link-email = Nur für diese Adresse
link-price = Eigener Preis
link-used = { $uses } von { $most } gebucht
link-used-any = { $uses } gebucht
link-until-day = bis { $day }
link-for = für { $email }

blocks = Sperrliste
blocks-note = Wer hier steht, liest beim Buchen nur: bitte anrufen. Eine Domain gilt mit allem darunter.
blocks-none = Niemand steht auf der Liste.
block-pattern = Adresse oder Domain
block-note = Notiz
block-note-hint = Liest niemand sonst.
block-add = Sperren
block-remove = Entsperren

no-show = Nicht gekommen
no-show-mark = Als nicht gekommen vermerken
no-show-undo = Doch gekommen
agreed-heading = Was abgemacht ist
waive = Gebühr erlassen
waived-count = { $count ->
    [0] Bisher noch nie erlassen.
    [one] Bisher einmal erlassen.
   *[other] Bisher { $count }-mal erlassen.
}
done-policy = Gespeichert. Die Regeln gelten für neue Buchungen.
done-link-made = Der Link ist da und lässt sich kopieren.
done-link-revoked = Zurückgenommen. Mit diesem Link lässt sich nichts mehr buchen.
done-blocked = Gesperrt.
done-unblocked = Entsperrt.
done-no-show = Vermerkt.
done-no-show-undone = Der Vermerk ist weg.
done-waived = Die Gebühr ist erlassen.
