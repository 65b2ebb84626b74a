-- Whose host has chosen the reminders of an event type; the standard holds for all others, so that
-- they need no rows.
CREATE TABLE reminder_plans (
  event_type_id TEXT NOT NULL PRIMARY KEY REFERENCES event_types (id) ON DELETE CASCADE,
  tone TEXT CHECK (tone IN ('neutral', 'du', 'sie'))
);

-- The amount is minutes, or how many sessions a package has left. An empty text is the standard's.
CREATE TABLE reminders (
  event_type_id TEXT NOT NULL REFERENCES reminder_plans (event_type_id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('before', 'after', 'no-show', 'package')),
  amount INTEGER NOT NULL,
  audience TEXT NOT NULL CHECK (audience IN ('client', 'host', 'both')),
  subject_de TEXT NOT NULL,
  body_de TEXT NOT NULL,
  subject_en TEXT NOT NULL,
  body_en TEXT NOT NULL,
  PRIMARY KEY (event_type_id, position),
  UNIQUE (event_type_id, id)
);

-- How the standard texts of a host address their reader.
CREATE TABLE reminder_tones (
  person_id TEXT NOT NULL PRIMARY KEY REFERENCES people (id) ON DELETE CASCADE,
  tone TEXT NOT NULL CHECK (tone IN ('neutral', 'du', 'sie'))
);

-- What was booked before is reminded of too: first a day before its start, and where that is over,
-- an hour before.
INSERT INTO jobs (id, kind, subject, detail, key, run_at, attempts, last_error)
SELECT id, 'remind', id, CAST(moment AS TEXT), 'remind-' || id || '-' || CAST(moment AS TEXT), moment, 0, ''
FROM (
  SELECT id, CASE WHEN starts_at - 86400000000 > present THEN starts_at - 86400000000
    ELSE starts_at - 3600000000 END AS moment, present
  FROM bookings, (SELECT CAST(strftime('%s', 'now') AS INTEGER) * 1000000 AS present) AS clock
  WHERE status = 'confirmed'
) AS planned
WHERE moment > present;
