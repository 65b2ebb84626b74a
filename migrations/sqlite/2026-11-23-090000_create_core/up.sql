-- Instants are microseconds since 1970-01-01T00:00:00Z; ids are UUIDv7 as text. Tables that grow
-- with every booking are kept in the order of their key, without a second tree for it.

CREATE TABLE people (
  id TEXT NOT NULL PRIMARY KEY,
  username TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  zone TEXT NOT NULL,
  language TEXT NOT NULL,
  is_admin BOOLEAN NOT NULL,
  disabled_at BIGINT,
  headline TEXT NOT NULL,
  voice TEXT NOT NULL,
  about TEXT NOT NULL,
  phone TEXT NOT NULL,
  portrait_version BIGINT,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX people_email ON people (email);

CREATE TABLE portraits (
  person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  size TEXT NOT NULL,
  media_type TEXT NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (person_id, size)
);

CREATE TABLE credentials (
  person_id TEXT NOT NULL PRIMARY KEY REFERENCES people (id) ON DELETE CASCADE,
  password_hash TEXT NOT NULL
);

CREATE TABLE sessions (
  token_hash TEXT NOT NULL PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
) WITHOUT ROWID;
CREATE INDEX sessions_person ON sessions (person_id);

CREATE TABLE tokens (
  token_hash TEXT NOT NULL PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  label TEXT NOT NULL,
  created_at BIGINT NOT NULL
) WITHOUT ROWID;
CREATE INDEX tokens_person ON tokens (person_id);

CREATE TABLE settings (
  key TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
);

CREATE TABLE schedules (
  id TEXT NOT NULL PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  zone TEXT NOT NULL
);
CREATE INDEX schedules_person ON schedules (person_id);

-- One row is one range: of a weekday (0 is Monday), or of a date; a date without range is a day off.
CREATE TABLE schedule_rules (
  schedule_id TEXT NOT NULL REFERENCES schedules (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  weekday INTEGER,
  date TEXT,
  from_minute INTEGER,
  to_minute INTEGER,
  PRIMARY KEY (schedule_id, position)
);

CREATE TABLE event_types (
  id TEXT NOT NULL PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  schedule_id TEXT NOT NULL REFERENCES schedules (id),
  slug TEXT NOT NULL,
  title TEXT NOT NULL,
  description TEXT NOT NULL,
  durations TEXT NOT NULL,
  step INTEGER NOT NULL,
  buffer_before INTEGER NOT NULL,
  buffer_after INTEGER NOT NULL,
  buffers_add_up BOOLEAN NOT NULL,
  minimum_notice INTEGER NOT NULL,
  window_days INTEGER,
  window_from TEXT,
  window_to TEXT,
  per_day INTEGER,
  per_week INTEGER,
  per_month INTEGER,
  minutes_per_day INTEGER,
  seats INTEGER NOT NULL,
  needs_approval BOOLEAN NOT NULL,
  location_kind TEXT NOT NULL,
  location_value TEXT NOT NULL,
  visibility TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  UNIQUE (person_id, slug)
);
CREATE INDEX event_types_schedule ON event_types (schedule_id);

CREATE TABLE questions (
  event_type_id TEXT NOT NULL REFERENCES event_types (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  key TEXT NOT NULL,
  label TEXT NOT NULL,
  kind TEXT NOT NULL,
  options TEXT NOT NULL,
  is_required BOOLEAN NOT NULL,
  PRIMARY KEY (event_type_id, position)
);

CREATE TABLE bookings (
  id TEXT NOT NULL PRIMARY KEY,
  event_type_id TEXT NOT NULL REFERENCES event_types (id),
  person_id TEXT NOT NULL REFERENCES people (id),
  status TEXT NOT NULL,
  hold_until BIGINT,
  cancelled_at BIGINT,
  cancelled_by TEXT,
  starts_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  sequence INTEGER NOT NULL,
  title TEXT NOT NULL,
  location_kind TEXT NOT NULL,
  location_value TEXT NOT NULL,
  reason TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
) WITHOUT ROWID;
CREATE INDEX bookings_person ON bookings (person_id, starts_at);
CREATE INDEX bookings_event_type ON bookings (event_type_id);

CREATE TABLE attendees (
  id TEXT NOT NULL PRIMARY KEY,
  booking_id TEXT NOT NULL REFERENCES bookings (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  zone TEXT NOT NULL,
  language TEXT NOT NULL,
  guests TEXT NOT NULL
) WITHOUT ROWID;
CREATE UNIQUE INDEX attendees_booking ON attendees (booking_id);

CREATE TABLE answers (
  booking_id TEXT NOT NULL REFERENCES bookings (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  question TEXT NOT NULL,
  answer TEXT NOT NULL,
  PRIMARY KEY (booking_id, position)
) WITHOUT ROWID;

-- What a link opens. Only the hash of its token is kept.
CREATE TABLE links (
  token_hash TEXT NOT NULL PRIMARY KEY,
  booking_id TEXT NOT NULL REFERENCES bookings (id) ON DELETE CASCADE,
  purpose TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX links_booking ON links (booking_id);

CREATE TABLE rooms (
  booking_id TEXT NOT NULL PRIMARY KEY REFERENCES bookings (id) ON DELETE CASCADE,
  backend TEXT NOT NULL,
  name TEXT NOT NULL
);

-- Time that is busy elsewhere.
CREATE TABLE busy (
  id TEXT NOT NULL PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  starts_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  source TEXT NOT NULL,
  title TEXT NOT NULL,
  CHECK (starts_at < ends_at)
);
CREATE INDEX busy_person ON busy (person_id, ends_at, starts_at);

CREATE TABLE jobs (
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  detail TEXT NOT NULL,
  key TEXT NOT NULL UNIQUE,
  run_at BIGINT NOT NULL,
  attempts INTEGER NOT NULL,
  leased_until BIGINT,
  parked_at BIGINT,
  last_error TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX jobs_due ON jobs (run_at) WHERE parked_at IS NULL;

-- A mail that has left: its key is never sent again.
CREATE TABLE mails (
  key TEXT NOT NULL PRIMARY KEY,
  sent_at BIGINT NOT NULL
) WITHOUT ROWID;

CREATE TABLE idempotency (
  key_hash TEXT NOT NULL PRIMARY KEY,
  request_hash TEXT NOT NULL,
  booking_id TEXT NOT NULL REFERENCES bookings (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL
) WITHOUT ROWID;

-- The one table that decides about time. Two claims of one person never overlap: the database
-- refuses it. A claim is at most 24 hours long, so that few rows can touch a span, and those of one
-- person lie side by side.
CREATE TABLE claims (
  booking_id TEXT NOT NULL UNIQUE REFERENCES bookings (id) ON DELETE CASCADE,
  person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  event_type_id TEXT NOT NULL REFERENCES event_types (id),
  starts_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('hold', 'pending', 'booked')),
  expires_at BIGINT,
  buffer_before INTEGER NOT NULL,
  buffer_after INTEGER NOT NULL,
  PRIMARY KEY (person_id, starts_at, booking_id),
  CHECK (starts_at < ends_at AND ends_at - starts_at <= 86400000000)
) WITHOUT ROWID;

CREATE TRIGGER claims_never_overlap_on_insert BEFORE INSERT ON claims
WHEN EXISTS (
  SELECT 1 FROM claims
  WHERE person_id = NEW.person_id AND starts_at < NEW.ends_at
    AND starts_at > NEW.starts_at - 86400000000 AND ends_at > NEW.starts_at
)
BEGIN
  SELECT RAISE(ABORT, 'claims_never_overlap');
END;

CREATE TRIGGER claims_never_overlap_on_update BEFORE UPDATE OF person_id, starts_at, ends_at ON claims
WHEN EXISTS (
  SELECT 1 FROM claims
  WHERE person_id = NEW.person_id AND starts_at < NEW.ends_at
    AND starts_at > NEW.starts_at - 86400000000 AND ends_at > NEW.starts_at
    AND booking_id <> OLD.booking_id
)
BEGIN
  SELECT RAISE(ABORT, 'claims_never_overlap');
END;
