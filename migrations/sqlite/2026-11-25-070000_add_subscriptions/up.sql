-- Calendars of others that say when a host is busy: addresses that are asked again and again, and
-- files that were handed in, whose text is kept because it has to be read anew as time goes on.

CREATE TABLE subscriptions (
  id TEXT NOT NULL PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  url TEXT,
  file BLOB,
  tentative_blocks BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL,
  etag TEXT,
  last_modified TEXT,
  next_at BIGINT NOT NULL,
  checked_at BIGINT,
  read_at BIGINT,
  failures INTEGER NOT NULL,
  problem TEXT,
  events INTEGER NOT NULL,
  times INTEGER NOT NULL,
  skipped INTEGER NOT NULL,
  skipped_lines TEXT NOT NULL,
  CHECK ((url IS NULL) <> (file IS NULL))
);
CREATE INDEX subscriptions_person ON subscriptions (person_id, created_at);
CREATE INDEX busy_source ON busy (source, starts_at);

-- The way out: addresses at which a host's or a team's sessions can be read as a calendar.

CREATE TABLE feeds (
  id TEXT NOT NULL PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  team_id TEXT REFERENCES teams (id) ON DELETE CASCADE,
  detail TEXT NOT NULL CHECK (detail IN ('names', 'sessions', 'busy')),
  token_hash TEXT NOT NULL UNIQUE,
  created_at BIGINT NOT NULL,
  fetched_at BIGINT
);
CREATE INDEX feeds_person ON feeds (person_id);
CREATE INDEX feeds_team ON feeds (team_id);
