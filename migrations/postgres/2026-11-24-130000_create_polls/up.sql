-- Meeting polls: times that a host proposes, those who are asked, and what they say. Only hashes
-- of the tokens are kept. A poll that became a session names it; the session does not need it.

CREATE TABLE polls (
  id TEXT NOT NULL PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  event_type_id TEXT NOT NULL REFERENCES event_types (id),
  token_hash TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  description TEXT NOT NULL,
  zone TEXT NOT NULL,
  language TEXT NOT NULL,
  minutes INTEGER NOT NULL,
  deadline BIGINT,
  closes_itself BOOLEAN NOT NULL,
  reminds BOOLEAN NOT NULL,
  holds BOOLEAN NOT NULL,
  sight TEXT NOT NULL CHECK (sight IN ('open', 'answered', 'over')),
  most_yes INTEGER,
  status TEXT NOT NULL CHECK (status IN ('open', 'closed', 'booked')),
  option_id TEXT,
  booking_id TEXT,
  reminded_at BIGINT,
  created_at BIGINT NOT NULL
);
CREATE INDEX polls_person ON polls (person_id, id);
CREATE INDEX polls_event_type ON polls (event_type_id);

CREATE TABLE poll_options (
  id TEXT NOT NULL PRIMARY KEY,
  poll_id TEXT NOT NULL REFERENCES polls (id) ON DELETE CASCADE,
  starts_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  UNIQUE (poll_id, starts_at),
  CHECK (starts_at < ends_at)
);

-- Who was asked or has answered; person_id is a host whose time the session takes too.
CREATE TABLE poll_participants (
  id TEXT NOT NULL PRIMARY KEY,
  poll_id TEXT NOT NULL REFERENCES polls (id) ON DELETE CASCADE,
  person_id TEXT REFERENCES people (id) ON DELETE CASCADE,
  token_hash TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  email TEXT,
  zone TEXT NOT NULL,
  language TEXT NOT NULL,
  comment TEXT NOT NULL,
  answered_at BIGINT
);
CREATE INDEX poll_participants_poll ON poll_participants (poll_id, answered_at, id);
CREATE INDEX poll_participants_person ON poll_participants (person_id, poll_id);

CREATE TABLE poll_votes (
  option_id TEXT NOT NULL REFERENCES poll_options (id) ON DELETE CASCADE,
  participant_id TEXT NOT NULL REFERENCES poll_participants (id) ON DELETE CASCADE,
  answer TEXT NOT NULL CHECK (answer IN ('yes', 'if-need-be', 'no')),
  PRIMARY KEY (participant_id, option_id)
);
CREATE INDEX poll_votes_option ON poll_votes (option_id, answer);
