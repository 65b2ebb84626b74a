-- Accounts of hosts at CalDAV servers elsewhere, the calendars there, what was read from them, and
-- the sessions that were written into one. Passwords are sealed with the instance's secret.

CREATE TABLE calendar_accounts (
  id TEXT NOT NULL PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  url TEXT NOT NULL,
  username TEXT NOT NULL,
  password TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  next_at BIGINT NOT NULL,
  checked_at BIGINT,
  failures INTEGER NOT NULL,
  problem TEXT
);
CREATE INDEX calendar_accounts_person ON calendar_accounts (person_id, created_at);

CREATE TABLE remote_calendars (
  id TEXT NOT NULL PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES calendar_accounts (id) ON DELETE CASCADE,
  url TEXT NOT NULL,
  name TEXT NOT NULL,
  is_writable BOOLEAN NOT NULL,
  is_read BOOLEAN NOT NULL,
  is_written BOOLEAN NOT NULL,
  sync_token TEXT,
  ctag TEXT,
  read_at BIGINT,
  whole_at BIGINT,
  skipped INTEGER NOT NULL,
  problem TEXT,
  UNIQUE (account_id, url)
);

CREATE TABLE remote_objects (
  calendar_id TEXT NOT NULL REFERENCES remote_calendars (id) ON DELETE CASCADE,
  href TEXT NOT NULL,
  id TEXT NOT NULL UNIQUE,
  etag TEXT NOT NULL,
  PRIMARY KEY (calendar_id, href)
);

CREATE TABLE remote_sessions (
  booking_id TEXT NOT NULL REFERENCES bookings (id) ON DELETE CASCADE,
  calendar_id TEXT NOT NULL REFERENCES remote_calendars (id) ON DELETE CASCADE,
  href TEXT NOT NULL,
  etag TEXT NOT NULL,
  starts_at BIGINT NOT NULL,
  found TEXT CHECK (found IN ('moved', 'deleted')),
  found_starts_at BIGINT,
  found_at BIGINT,
  PRIMARY KEY (booking_id, calendar_id),
  CHECK (COALESCE(found = 'moved', FALSE) = (found_starts_at IS NOT NULL))
);
CREATE INDEX remote_sessions_calendar ON remote_sessions (calendar_id, href);
