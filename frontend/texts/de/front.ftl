### Startseite und Auskunft

front-title = Zeit finden
two-people = Zwei Menschen,
one-hour = eine Stunde.
front-lead = Zeiten und Räume von { $coop }, gemacht von den Menschen, deren Zeit es ist.
front-lead-place = Zeiten und Räume von { $coop } in { $place }, gemacht von den Menschen, deren Zeit es ist.
front-new = Dieses Haus ist noch leer.
front-new-how = Beim Start nennt das Programm eine Adresse, unter der das erste Konto entsteht. Danach stehen hier die Menschen, die Zeit anbieten.
front-empty = Gerade bietet hier niemand Zeit an. Wer fragen möchte, findet unten einen Menschen dafür.
front-hosts = Wer Zeit hat
front-hosts-note = Mit der nächsten freien Zeit.
more-hosts = Weitere Menschen
front-page = Seite { $count }
how-it-goes = So geht es
how-choose = Aussuchen
how-choose-note = Einen Menschen, einen Tag, eine Uhrzeit. Ohne Konto.
how-agree = Abmachen
how-agree-note = Name und E-Mail genügen. Die Bestätigung kommt per Mail.
how-change = Ändern
how-change-note = Verlegen und absagen mit einem Link, ohne Anruf.
about-title = Über diese Seiten
about-lead = Diese Seiten betreibt { $coop }.
privacy-visit = Wer diese Seiten besucht, wird nicht gezählt und nicht wiedererkannt. Es gibt keine Cookies für Gäste, keine Werbung, und nichts wird von fremden Servern geladen.
privacy-booking = Wer bucht, gibt Name und E-Mail an, und was zur Sitzung gefragt wird. Das dient nur dieser Buchung. Der Mensch, bei dem gebucht wird, liest es; weitergegeben wird es nicht.
privacy-room = Wer einen Videoraum betritt, ist dort auf dem Server zu Gast, der auf der Seite des Angebots genannt ist.
source-licence = Hier läuft Zeitgenosse { $version }, freie Software unter der GNU Affero General Public License, Version 3 oder später.
source-how = Wer diese Seiten nutzt, hat ein Recht auf den Quelltext genau dieser Fassung. Eine Nachricht genügt:
