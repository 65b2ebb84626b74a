-- Calendars that are kept here and shared over CalDAV, what is in them, and the passwords of the
-- programs that use them. A change has a number of its calendar, and of every name only its last
-- change is kept: that is what a program asks for that has seen all up to some number.

CREATE TABLE calendars (
  id TEXT NOT NULL PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  slug TEXT NOT NULL,
  name TEXT NOT NULL,
  color TEXT NOT NULL,
  position INTEGER NOT NULL,
  description TEXT NOT NULL,
  changes BIGINT NOT NULL,
  UNIQUE (person_id, slug)
);

CREATE TABLE calendar_objects (
  id TEXT NOT NULL PRIMARY KEY,
  calendar_id TEXT NOT NULL REFERENCES calendars (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  uid TEXT NOT NULL,
  etag TEXT NOT NULL,
  body TEXT NOT NULL,
  starts_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  modified_at BIGINT NOT NULL,
  indexed_at BIGINT NOT NULL,
  UNIQUE (calendar_id, name),
  UNIQUE (calendar_id, uid)
);
CREATE INDEX calendar_objects_time ON calendar_objects (calendar_id, ends_at);
CREATE INDEX calendar_objects_indexed ON calendar_objects (indexed_at);

CREATE TABLE calendar_changes (
  calendar_id TEXT NOT NULL REFERENCES calendars (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  number BIGINT NOT NULL,
  PRIMARY KEY (calendar_id, name)
);
CREATE INDEX calendar_changes_number ON calendar_changes (calendar_id, number);

CREATE TABLE app_passwords (
  id TEXT NOT NULL PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  label TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE,
  created_at BIGINT NOT NULL,
  last_used_at BIGINT
);
CREATE INDEX app_passwords_person ON app_passwords (person_id);
