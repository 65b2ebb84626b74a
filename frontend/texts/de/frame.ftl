### Rahmen jeder Seite

skip = Zum Inhalt
language = Sprache und Kontakt
contact = Kontakt
who-owns-this = Wem gehört das hier?
who-can-help = Wer hilft weiter?
imprint = Impressum
privacy = Datenschutz
source = Quelltext
desk = Arbeitstisch
or = {" oder "}
no = nein
optional = freiwillig
