-- What a client answers is kept for as long as they were told, the coach's notes for as long as the
-- coach says. Both go; bookings and their history stay.

ALTER TABLE questions ADD COLUMN purpose TEXT NOT NULL DEFAULT '';
ALTER TABLE questions ADD COLUMN keep_days BIGINT NOT NULL DEFAULT 90;

ALTER TABLE answers ADD COLUMN kind TEXT NOT NULL DEFAULT 'text';
ALTER TABLE answers ADD COLUMN keep_days BIGINT NOT NULL DEFAULT 90;
-- From this instant on the answer is to be deleted; moves with the session.
ALTER TABLE answers ADD COLUMN delete_at BIGINT NOT NULL DEFAULT 0;
UPDATE answers SET delete_at = (
  SELECT least(bookings.ends_at, coalesce(bookings.cancelled_at, bookings.ends_at)) + 90 * 86400000000
  FROM bookings WHERE bookings.id = answers.booking_id
);
CREATE INDEX answers_delete ON answers (delete_at);

-- Whoever booked with a host, by address; only that host sees it. Their sessions are those that were
-- booked with the address.
CREATE TABLE clients (
  id TEXT NOT NULL PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  -- In small letters.
  email TEXT NOT NULL,
  name TEXT NOT NULL,
  -- The name in small letters, to be searched and sorted by.
  search_name TEXT NOT NULL,
  next_step TEXT NOT NULL,
  -- When the notes or the next step were changed last; null when there are none.
  noted_at BIGINT,
  -- From this instant on it is asked whether they are to be deleted: never later than that.
  review_at BIGINT,
  UNIQUE (person_id, email)
);
CREATE INDEX clients_name ON clients (person_id, search_name, id);
CREATE INDEX clients_person ON clients (person_id, id);
CREATE INDEX clients_review ON clients (review_at) WHERE review_at IS NOT NULL;

CREATE TABLE notes (
  id TEXT NOT NULL PRIMARY KEY,
  client_id TEXT NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
  body TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX notes_client ON notes (client_id, id);

-- How long a host keeps notes; without a row, three years.
CREATE TABLE note_settings (
  person_id TEXT NOT NULL PRIMARY KEY REFERENCES people (id) ON DELETE CASCADE,
  keep_days BIGINT NOT NULL
);

INSERT INTO clients (id, person_id, email, name, search_name, next_step)
SELECT replace(gen_random_uuid()::text, '-', ''), hosts.person_id, lower(attendees.email),
  max(attendees.name), lower(max(attendees.name)), ''
FROM attendees
JOIN (
  SELECT id AS booking_id, person_id FROM bookings
  UNION
  SELECT booking_id, person_id FROM booking_hosts
) AS hosts ON hosts.booking_id = attendees.booking_id
GROUP BY hosts.person_id, lower(attendees.email);

-- The sums of a team read a range of what was booked with it.
DROP INDEX bookings_event_type;
CREATE INDEX bookings_event_type ON bookings (event_type_id, starts_at);
