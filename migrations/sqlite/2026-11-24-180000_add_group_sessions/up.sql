-- How an event type with seats is offered; without a row it is by the host's hours, without a
-- minimum. Times before the start are in minutes.
CREATE TABLE group_rules (
  event_type_id TEXT NOT NULL PRIMARY KEY REFERENCES event_types (id) ON DELETE CASCADE,
  set_times_only BOOLEAN NOT NULL,
  minimum INTEGER NOT NULL,
  decide_before INTEGER NOT NULL,
  close_before INTEGER,
  extra_places INTEGER NOT NULL
);

-- A session that several people book. It takes its hosts' time once, by claims that its id holds;
-- each booking of it has a life of its own and no claim. The database itself refuses to sell a
-- seat twice.
CREATE TABLE group_sessions (
  id TEXT NOT NULL PRIMARY KEY,
  event_type_id TEXT NOT NULL REFERENCES event_types (id),
  title TEXT NOT NULL,
  starts_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  seats INTEGER NOT NULL,
  seats_taken INTEGER NOT NULL,
  minimum INTEGER NOT NULL,
  decide_at BIGINT,
  signup_closes_at BIGINT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('open', 'going', 'cancelled')),
  is_set BOOLEAN NOT NULL,
  replay_url TEXT NOT NULL,
  replay_until BIGINT,
  sequence INTEGER NOT NULL,
  CHECK (starts_at < ends_at),
  CONSTRAINT group_sessions_never_oversold CHECK (seats_taken >= 0 AND seats_taken <= seats)
);
CREATE INDEX group_sessions_event_type ON group_sessions (event_type_id, starts_at);

CREATE TABLE group_bookings (
  booking_id TEXT NOT NULL PRIMARY KEY REFERENCES bookings (id) ON DELETE CASCADE,
  session_id TEXT NOT NULL REFERENCES group_sessions (id),
  places INTEGER NOT NULL CHECK (places > 0),
  attendance TEXT NOT NULL CHECK (attendance IN ('', 'present', 'absent', 'excused'))
) WITHOUT ROWID;
CREATE INDEX group_bookings_session ON group_bookings (session_id);

-- The one room in which everybody of a session meets.
CREATE TABLE group_rooms (
  session_id TEXT NOT NULL PRIMARY KEY REFERENCES group_sessions (id) ON DELETE CASCADE,
  backend TEXT NOT NULL,
  name TEXT NOT NULL
);

-- Who comes to every session that is set.
CREATE TABLE group_members (
  id TEXT NOT NULL PRIMARY KEY,
  event_type_id TEXT NOT NULL REFERENCES event_types (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  language TEXT NOT NULL,
  UNIQUE (event_type_id, email)
);

-- What a host wrote to everybody who comes to a session.
CREATE TABLE group_messages (
  id TEXT NOT NULL PRIMARY KEY,
  session_id TEXT NOT NULL REFERENCES group_sessions (id) ON DELETE CASCADE,
  subject TEXT NOT NULL,
  body TEXT NOT NULL,
  sent_at BIGINT NOT NULL
);
CREATE INDEX group_messages_session ON group_messages (session_id);
