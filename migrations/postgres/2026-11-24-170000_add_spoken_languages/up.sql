-- The languages a person speaks in sessions (ISO 639-1).
CREATE TABLE person_languages (
  person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  language TEXT NOT NULL,
  PRIMARY KEY (person_id, language)
);
