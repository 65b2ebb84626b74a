### Questions when booking, and their answers

answer-deleted = Deleted { $kept }.
answer-no = No
answer-purpose = What for? { $purpose }
answer-yes = Yes
answers-note = Only whoever holds the session reads the answers. They are deleted { $kept }.
answers-note-each = Only whoever holds the session reads the answers. Each question says when its answer is deleted.
answers-told = { $count ->
    [one] { $host } has one answer. It is deleted on { $date }.
   *[other] { $host } has { $count } answers. They are deleted by { $date }.
}
error-keep-days = A whole number from 0 to 3650 fits here.
error-max-below-min = The most must not be less than the least.
error-not-a-decimal = This is not a number. For example: 3 or 2.5
error-option-twice = One option is there twice.
error-too-large = This number is too large.
error-too-small = This number is too small.
kept-days = { $count ->
    [one] one day after session or cancellation
   *[other] { $count }{"\u00A0"}days after session or cancellation
}
kept-until-over = right after session or cancellation
mail-answers = { $count ->
    [one] One answer is at the desk.
   *[other] { $count } answers are at the desk.
}
number-between = From { $min } to { $max }.
number-least = At least { $min }.
number-most = At most { $max }.
question-keep-days = Delete the answer after, days
question-keep-days-hint = Counted from session or cancellation. Whoever books reads it.
question-max = At most
question-min = At least
question-number = Number
question-phone-number = Telephone number
question-purpose = What for?
question-purpose-hint = It stands beside the question. What has no purpose need not be asked.
question-several = Several to tick
question-yes-no = Yes or no
several-hint = You can choose more than one.
