DROP TABLE waiting_answers;
DROP TABLE waiting;
