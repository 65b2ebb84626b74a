-- Others in the fediverse, as far as we have met them. What is told about an instance is told of
-- its name: host, and port where it is not the usual one.
CREATE TABLE instances (
  host TEXT NOT NULL PRIMARY KEY,
  trust TEXT NOT NULL CHECK (trust IN ('known', 'allowed', 'blocked')),
  actor TEXT,
  created_at BIGINT NOT NULL,
  seen_at BIGINT,
  failing_since BIGINT,
  failures INTEGER NOT NULL,
  last_error TEXT NOT NULL
);

-- Actors elsewhere, with the key they sign with.
CREATE TABLE remote_actors (
  id TEXT NOT NULL PRIMARY KEY,
  host TEXT NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  inbox TEXT NOT NULL,
  shared_inbox TEXT,
  key_id TEXT NOT NULL,
  public_key TEXT NOT NULL,
  fetched_at BIGINT NOT NULL
);
CREATE INDEX remote_actors_key ON remote_actors (key_id);
CREATE INDEX remote_actors_host ON remote_actors (host);

-- Who follows whom: addresses of actors, one of them ours.
CREATE TABLE follows (
  follower TEXT NOT NULL,
  followed TEXT NOT NULL,
  id TEXT NOT NULL,
  host TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('requested', 'accepted', 'rejected')),
  created_at BIGINT NOT NULL,
  PRIMARY KEY (follower, followed)
);
CREATE INDEX follows_followed ON follows (followed, state);
CREATE INDEX follows_host ON follows (host);

-- What was received, so that it is done once: the row is written with the effect.
CREATE TABLE inbox_seen (
  origin TEXT NOT NULL,
  activity TEXT NOT NULL,
  body_hash TEXT NOT NULL,
  received_at BIGINT NOT NULL,
  PRIMARY KEY (origin, activity)
);
CREATE INDEX inbox_seen_received ON inbox_seen (received_at);

-- What others must still be told. It is written out when it is sent, and signed anew each time.
CREATE TABLE deliveries (
  id TEXT NOT NULL PRIMARY KEY,
  actor_id TEXT NOT NULL REFERENCES actors (id) ON DELETE CASCADE,
  host TEXT NOT NULL,
  inbox TEXT NOT NULL,
  kind TEXT NOT NULL,
  follow TEXT NOT NULL,
  follower TEXT NOT NULL,
  followed TEXT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX deliveries_host ON deliveries (host);
