CREATE TABLE old_claims (
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

INSERT INTO old_claims
SELECT holder_id, person_id, event_type_id, starts_at, ends_at, kind, expires_at, buffer_before,
  buffer_after
FROM claims WHERE kind IN ('pending', 'booked') AND holder_id IN (SELECT id FROM bookings);

DROP TABLE claims;
ALTER TABLE old_claims RENAME TO claims;

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
