-- When a host is out of office or elsewhere: whole days of their own zone (of the travel's for a
-- travel), or from one instant to another.

CREATE TABLE time_off (
  id TEXT NOT NULL PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  first_day TEXT,
  last_day TEXT,
  starts_at BIGINT,
  ends_at BIGINT,
  zone TEXT,
  message TEXT NOT NULL,
  substitute_id TEXT REFERENCES people (id) ON DELETE SET NULL,
  CHECK ((first_day IS NULL) = (last_day IS NULL) AND (starts_at IS NULL) = (ends_at IS NULL)
    AND (first_day IS NULL) <> (starts_at IS NULL) AND (zone IS NULL OR first_day IS NOT NULL))
);
CREATE INDEX time_off_person ON time_off (person_id);
CREATE INDEX time_off_substitute ON time_off (substitute_id);

-- Where a host lives, and the holidays that are switched, by key, divided by blanks.
CREATE TABLE holiday_choices (
  person_id TEXT NOT NULL PRIMARY KEY REFERENCES people (id) ON DELETE CASCADE,
  region TEXT NOT NULL,
  switched TEXT NOT NULL
);
