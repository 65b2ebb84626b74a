### Other instances

actor-book = Termin buchen
allies = Verbündete
allies-list = Wer dabei ist
allies-manage = Ansehen und entscheiden
allies-link-note = Mit wem dieser Server zusammenarbeitet.
allies-none = Noch keine. Fragen Sie eine Genossenschaft, die auch einen solchen Server betreibt.
allies-note = Verbündete zeigen einander ihre Leute. Beide müssen zustimmen, jede kann jederzeit gehen.
allies-off = Dieser Server nimmt nicht teil: federation.mode steht auf off.
ally-accept = Zustimmen
done-ally-accept = Zugestimmt.
ally-ask = Anfragen
done-ally-asked = Angefragt. Sobald die andere Seite zustimmt, steht es hier.
ally-asks = fragt an
ally-asks-note = Möchte mit Ihnen verbündet sein.
ally-allowed = zugelassen
ally-allied = verbündet
ally-block = Sperren
done-ally-block = Gesperrt. Nichts von dort wird mehr angenommen.
ally-blocked = gesperrt
ally-decline = Ablehnen
done-ally-decline = Abgelehnt.
ally-declined = abgelehnt
ally-failing = Seit { $since } kommt dort nichts an.
ally-half = halb
ally-half-ours = Die andere Seite hat zugestimmt und noch nicht selbst angefragt.
ally-half-theirs = Folgt Ihnen; Sie haben noch nicht angefragt.
ally-host = Adresse
ally-host-hint = Zum Beispiel: termine.genossenschaft.example
ally-known = bekannt
ally-leave = Bündnis beenden
done-ally-leave = Beendet. Die andere Seite erfährt es.
ally-new = Eine Genossenschaft anfragen
ally-never-seen = Hat noch nichts geschickt.
ally-seen = Zuletzt gehört: { $ago }
ally-unblock = Wieder zulassen
done-ally-unblock = Wieder zugelassen.
ally-waiting = { $count ->
    [one] Eine Nachricht wartet.
   *[other] { $count } Nachrichten warten.
}
ally-was-asked = angefragt
ally-was-asked-note = Wartet auf die andere Seite.
error-ally-blocked = Diese Adresse ist gesperrt.
error-ally-host = Bitte nur den Namen des Servers, ohne Pfad.
error-ally-nobody = Dort antwortet kein Server, mit dem man sich verbünden kann.
error-ally-self = Das ist Ihr eigener Server.
