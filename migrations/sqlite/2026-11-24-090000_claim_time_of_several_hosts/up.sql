-- A claim belongs to whatever holds the time: a booking, a session with seats, a hold, an option of
-- a poll. It has one row for each host whose time it takes. Claims never move: they are given back
-- and taken anew.

CREATE TABLE new_claims (
  holder_id TEXT NOT NULL,
  person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  event_type_id TEXT REFERENCES event_types (id),
  starts_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('hold', 'pending', 'booked', 'option')),
  expires_at BIGINT,
  buffer_before INTEGER NOT NULL,
  buffer_after INTEGER NOT NULL,
  PRIMARY KEY (person_id, starts_at, holder_id),
  CHECK (starts_at < ends_at AND ends_at - starts_at <= 86400000000)
) WITHOUT ROWID;

INSERT INTO new_claims
SELECT booking_id, person_id, event_type_id, starts_at, ends_at, kind, expires_at, buffer_before,
  buffer_after
FROM claims;

DROP TABLE claims;
ALTER TABLE new_claims RENAME TO claims;
CREATE INDEX claims_holder ON claims (holder_id);
CREATE INDEX claims_event_type ON claims (event_type_id, starts_at);

CREATE TRIGGER claims_never_overlap BEFORE INSERT ON claims
WHEN EXISTS (
  SELECT 1 FROM claims
  WHERE person_id = NEW.person_id AND starts_at < NEW.ends_at
    AND starts_at > NEW.starts_at - 86400000000 AND ends_at > NEW.starts_at
)
BEGIN
  SELECT RAISE(ABORT, 'claims_never_overlap');
END;

CREATE TRIGGER claims_never_move BEFORE UPDATE OF holder_id, person_id, starts_at, ends_at ON claims
BEGIN
  SELECT RAISE(ABORT, 'claims_never_move');
END;
