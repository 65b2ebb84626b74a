### Umfrage: wann passt es?

poll-when = Wann?
poll-until = Offen bis { $when }. { $zone }.
poll-zone = { $zone }.
poll-when-can-you = Wann passt es?
poll-who = Wer antwortet?
poll-time = Zeit
poll-you = Hier
poll-sum = Ja + zur Not
poll-answers = Antworten
poll-yes = ja
poll-if-need-be = zur Not
poll-no = nein
poll-none = noch keine Antwort
poll-best = bisher am besten
poll-best-of-all = am besten
poll-gone = inzwischen vergeben
poll-full = schon voll
poll-hidden-until-answered = Was andere geantwortet haben, steht hier nach der eigenen Antwort.
poll-hidden-until-over = Was andere geantwortet haben, steht hier, wenn die Umfrage vorbei ist.
poll-email-hint = Für das Ergebnis. Die Einladung nennt alle, die eine Adresse hinterlassen.
poll-comment = Ein Wort an alle
poll-comment-hint = Lesen alle, die den Link haben.
poll-send = Antworten
poll-change = Antworten ändern
poll-thanks = Angekommen.
poll-keep-link = Unter diesem Link lässt sich die Antwort später ändern:
poll-comments = Dazu gesagt
poll-still-missing = Fehlt noch
poll-missing = { $count ->
    [one] Eine Antwort von denen, die gefragt sind, steht noch aus.
   *[other] { $count } Antworten von denen, die gefragt sind, stehen noch aus.
}
poll-more-answers = Weitere Antworten
poll-answers-before = Frühere Antworten
poll-answers-after = Weitere Antworten
poll-over = Die Zeit zum Antworten ist vorbei. { $host } sucht jetzt aus.
poll-closed = Es hat keine Zeit gepasst. Die Umfrage ist beendet.
poll-booked = Abgemacht.
poll-called-off = Der Termin wurde wieder abgesagt.
to-the-poll = Zur Umfrage
refused-poll-over = Diese Umfrage nimmt keine Antworten mehr an.
refused-poll-open = Diese Umfrage ist noch offen.
refused-poll-booked = Aus dieser Umfrage ist schon ein Termin geworden.
refused-poll-nothing-fits = Es ist keine Zeit übrig, die jemandem passt.
refused-poll-gone = Diese Zeit ist inzwischen vergeben. Eine andere steht zur Wahl.
refused-poll-nobody = Es hat noch niemand geantwortet.
refused-poll-full = Diese Umfrage nimmt keine weiteren Menschen auf.
refused-poll-reminded = Alle wurden in den letzten 24 Stunden erinnert.
error-time-gone = Diese Zeit ist inzwischen vergeben.
error-time-full = Mehr als so viele passen hier nicht hinein. „Zur Not“ geht noch.
error-unknown-time = Diese Zeit steht nicht mehr zur Wahl.
poll-mail-invitation-subject = Wann passt es? { $title }
poll-mail-invitation-heading = Wann passt es?
poll-mail-invitation-lead = { $host } sucht eine Zeit für „{ $title }“ ({ $duration }) und bittet um Antwort.
poll-mail-reminder-subject = Noch ohne Antwort: { $title }
poll-mail-reminder-heading = Wann passt es?
poll-mail-reminder-lead = { $host } sucht eine Zeit für „{ $title }“ ({ $duration }). Eine Antwort von hier fehlt noch.
poll-mail-nothing-subject = Keine gemeinsame Zeit: { $title }
poll-mail-nothing-heading = Keine gemeinsame Zeit.
poll-mail-nothing-lead = für „{ $title }“ hat sich keine Zeit gefunden. { $host } meldet sich, wenn es neue Vorschläge gibt.
poll-mail-about = Worum es geht
poll-mail-times = Vorschläge ({ $zone })
poll-mail-more = und { $count } weitere
poll-mail-answer = Antworten
poll-mail-deadline = Antworten sind möglich bis { $when }.
poll-mail-own-link = Dieser Link gilt nur für diese Adresse. Die Antwort lässt sich damit später ändern, ohne Konto.
poll-mail-answers-subject = Die Antworten sind da: { $title }
poll-mail-answers-heading = Die Antworten sind da.
poll-mail-answers-lead = die Zeit zum Antworten auf „{ $title }“ ist vorbei. { $count ->
    [0] Niemand hat geantwortet.
    [one] Eine Antwort ist da.
   *[other] { $count } Antworten sind da.
} Jetzt lässt sich am Arbeitstisch eine Zeit aussuchen; so lange, höchstens zwei Tage, bleibt sie gehalten.
poll-mail-answers-nothing = die Zeit zum Antworten auf „{ $title }“ ist vorbei. { $count ->
    [0] Niemand hat geantwortet.
   *[other] Keine Zeit war frei und hat gepasst.
} Die Umfrage ist beendet und lässt sich wieder öffnen.
poll-mail-choose = Zur Umfrage
