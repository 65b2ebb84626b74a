CREATE TABLE teams (
  id TEXT NOT NULL PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  description TEXT NOT NULL,
  zone TEXT NOT NULL,
  created_at BIGINT NOT NULL
);

CREATE TABLE memberships (
  team_id TEXT NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
  person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  role TEXT NOT NULL CHECK (role IN ('lead', 'member')),
  weight INTEGER NOT NULL CHECK (weight BETWEEN 0 AND 100),
  joined_at BIGINT NOT NULL,
  PRIMARY KEY (team_id, person_id)
);
CREATE INDEX memberships_person ON memberships (person_id);

-- An event type belongs to a host, with one of their schedules, or to a team, whose hosts have
-- schedules of their own.
ALTER TABLE event_types ALTER COLUMN person_id DROP NOT NULL;
ALTER TABLE event_types ALTER COLUMN schedule_id DROP NOT NULL;
ALTER TABLE event_types ADD COLUMN team_id TEXT REFERENCES teams (id) ON DELETE CASCADE;
CREATE UNIQUE INDEX event_types_team ON event_types (team_id, slug);

-- Who holds the sessions of a team's event type: one of each part.
CREATE TABLE event_type_hosts (
  event_type_id TEXT NOT NULL REFERENCES event_types (id) ON DELETE CASCADE,
  person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  part INTEGER NOT NULL,
  is_optional BOOLEAN NOT NULL,
  PRIMARY KEY (event_type_id, person_id)
);
CREATE INDEX event_type_hosts_person ON event_type_hosts (person_id);

-- The hosts of a booking but for the first one, who is in the booking.
CREATE TABLE booking_hosts (
  booking_id TEXT NOT NULL REFERENCES bookings (id) ON DELETE CASCADE,
  person_id TEXT NOT NULL REFERENCES people (id),
  position INTEGER NOT NULL,
  PRIMARY KEY (booking_id, position)
);
CREATE INDEX booking_hosts_person ON booking_hosts (person_id);

-- How the sessions of a team were shared out: entries are only ever added. The change of a balance
-- is in shares, of which a session has 1,000,000,000.
CREATE TABLE fairness (
  id TEXT NOT NULL PRIMARY KEY,
  team_id TEXT NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
  person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  booking_id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('asked', 'taken', 'declined', 'absent', 'returned')),
  reason TEXT NOT NULL,
  weight INTEGER NOT NULL,
  change BIGINT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX fairness_booking ON fairness (booking_id);
CREATE INDEX fairness_team ON fairness (team_id, id);

-- The sums of these entries, so that nobody has to add them up.
CREATE TABLE balances (
  team_id TEXT NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
  person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  balance BIGINT NOT NULL,
  asked INTEGER NOT NULL,
  taken INTEGER NOT NULL,
  declined INTEGER NOT NULL,
  absent INTEGER NOT NULL,
  last_taken_at BIGINT,
  PRIMARY KEY (team_id, person_id)
);
