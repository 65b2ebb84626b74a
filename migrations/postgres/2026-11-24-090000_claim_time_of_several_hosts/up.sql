-- A claim belongs to whatever holds the time: a booking, a session with seats, a hold, an option of
-- a poll. It has one row for each host whose time it takes.

ALTER TABLE claims DROP CONSTRAINT claims_booking_id_fkey;
ALTER TABLE claims DROP CONSTRAINT claims_pkey;
ALTER TABLE claims RENAME COLUMN booking_id TO holder_id;
ALTER TABLE claims ADD PRIMARY KEY (holder_id, person_id);
ALTER TABLE claims ALTER COLUMN event_type_id DROP NOT NULL;
ALTER TABLE claims DROP CONSTRAINT claims_kind_check;
ALTER TABLE claims ADD CONSTRAINT claims_kind_check
  CHECK (kind IN ('hold', 'pending', 'booked', 'option'));
CREATE INDEX claims_event_type ON claims (event_type_id, starts_at);
