-- Who waits for a time of an event type, in the order in which they came. What is offered to
-- somebody is held for them: a time by a claim that the entry holds, places by the seats of a
-- session.
CREATE TABLE waiting (
  id TEXT NOT NULL PRIMARY KEY,
  event_type_id TEXT NOT NULL REFERENCES event_types (id) ON DELETE CASCADE,
  token_hash TEXT NOT NULL UNIQUE,
  wish TEXT NOT NULL CHECK (wish IN ('time', 'within', 'any')),
  wish_from BIGINT,
  wish_to BIGINT,
  duration INTEGER NOT NULL,
  places INTEGER NOT NULL CHECK (places > 0),
  state TEXT NOT NULL
    CHECK (state IN ('waiting', 'offered', 'booked', 'declined', 'expired', 'left')),
  offers INTEGER NOT NULL,
  offer_from BIGINT,
  offer_to BIGINT,
  offer_until BIGINT,
  session_id TEXT REFERENCES group_sessions (id),
  booking_id TEXT REFERENCES bookings (id) ON DELETE SET NULL,
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  zone TEXT NOT NULL,
  language TEXT NOT NULL,
  guests TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  ended_at BIGINT,
  CHECK ((ended_at IS NULL) = (state IN ('waiting', 'offered'))),
  CHECK ((state = 'offered') = (offer_until IS NOT NULL))
);
CREATE INDEX waiting_queue ON waiting (event_type_id, state, created_at, id);
CREATE INDEX waiting_state ON waiting (state);
CREATE INDEX waiting_session ON waiting (session_id);
CREATE INDEX waiting_ended ON waiting (ended_at);

CREATE TABLE waiting_answers (
  waiting_id TEXT NOT NULL REFERENCES waiting (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  question TEXT NOT NULL,
  answer TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('text', 'several', 'yes', 'no')),
  keep_days BIGINT NOT NULL,
  PRIMARY KEY (waiting_id, position)
) WITHOUT ROWID;
