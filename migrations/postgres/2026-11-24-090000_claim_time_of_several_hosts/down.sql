DROP INDEX claims_event_type;
DELETE FROM claims
WHERE kind NOT IN ('pending', 'booked') OR holder_id NOT IN (SELECT id FROM bookings);
ALTER TABLE claims DROP CONSTRAINT claims_kind_check;
ALTER TABLE claims ADD CONSTRAINT claims_kind_check CHECK (kind IN ('hold', 'pending', 'booked'));
ALTER TABLE claims ALTER COLUMN event_type_id SET NOT NULL;
ALTER TABLE claims DROP CONSTRAINT claims_pkey;
ALTER TABLE claims RENAME COLUMN holder_id TO booking_id;
ALTER TABLE claims ADD PRIMARY KEY (booking_id);
ALTER TABLE claims ADD CONSTRAINT claims_booking_id_fkey
  FOREIGN KEY (booking_id) REFERENCES bookings (id) ON DELETE CASCADE;
