### Fragen beim Buchen und ihre Antworten

answer-deleted = Wird { $kept } gelöscht.
answer-no = Nein
answer-purpose = Wozu? { $purpose }
answer-yes = Ja
answers-note = Die Antworten liest nur, wer die Sitzung hält. Sie werden { $kept } gelöscht.
answers-note-each = Die Antworten liest nur, wer die Sitzung hält. Wann sie gelöscht werden, steht bei jeder Frage.
answers-told = { $count ->
    [one] Eine Antwort liegt bei { $host } und wird am { $date } gelöscht.
   *[other] { $count } Antworten liegen bei { $host } und werden bis zum { $date } gelöscht.
}
error-keep-days = Hier passt eine ganze Zahl von 0 bis 3650.
error-max-below-min = Das Größte darf nicht kleiner sein als das Kleinste.
error-not-a-decimal = Das ist keine Zahl. Zum Beispiel: 3 oder 2,5
error-option-twice = Eine Möglichkeit steht zweimal da.
error-too-large = Diese Zahl ist zu groß.
error-too-small = Diese Zahl ist zu klein.
kept-days = { $count ->
    [one] einen Tag nach Sitzung oder Absage
   *[other] { $count }{"\u00A0"}Tage nach Sitzung oder Absage
}
kept-until-over = gleich nach Sitzung oder Absage
mail-answers = { $count ->
    [one] Eine Antwort liegt am Arbeitstisch.
   *[other] { $count } Antworten liegen am Arbeitstisch.
}
number-between = Von { $min } bis { $max }.
number-least = Mindestens { $min }.
number-most = Höchstens { $max }.
question-keep-days = Antwort löschen nach, Tage
question-keep-days-hint = Gezählt ab Sitzung oder Absage. Wer bucht, liest das.
question-max = Höchstens
question-min = Mindestens
question-number = Zahl
question-phone-number = Telefonnummer
question-purpose = Wozu?
question-purpose-hint = Steht neben der Frage. Was keinen Zweck hat, muss niemand fragen.
question-several = Mehrere zum Ankreuzen
question-yes-no = Ja oder nein
several-hint = Mehrere sind möglich.
