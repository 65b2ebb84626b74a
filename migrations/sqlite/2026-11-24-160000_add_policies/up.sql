-- A time that a client keeps while they fill in the form. Its hosts are in the claims of the holder.
CREATE TABLE holds (
  token_hash TEXT NOT NULL PRIMARY KEY,
  holder_id TEXT NOT NULL UNIQUE,
  event_type_id TEXT NOT NULL REFERENCES event_types (id) ON DELETE CASCADE,
  starts_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  renewals INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX holds_event_type ON holds (event_type_id);
CREATE INDEX holds_expiry ON holds (expires_at);

-- What is agreed about cancelling, moving and booking again. Minutes are counted back from the
-- start; a fee is in per cent of the price or in cents.
CREATE TABLE policies (
  event_type_id TEXT NOT NULL PRIMARY KEY REFERENCES event_types (id) ON DELETE CASCADE,
  free_until INTEGER NOT NULL,
  fee_kind TEXT NOT NULL CHECK (fee_kind IN ('none', 'percent', 'fixed')),
  fee_value INTEGER NOT NULL,
  most_moves INTEGER,
  move_until INTEGER NOT NULL,
  max_open INTEGER,
  once_per_person BOOLEAN NOT NULL,
  answer_within INTEGER NOT NULL
) WITHOUT ROWID;

-- The same as it was when a session was booked, and what came of it.
CREATE TABLE booking_policies (
  booking_id TEXT NOT NULL PRIMARY KEY REFERENCES bookings (id) ON DELETE CASCADE,
  free_until INTEGER NOT NULL,
  fee_kind TEXT NOT NULL CHECK (fee_kind IN ('none', 'percent', 'fixed')),
  fee_value INTEGER NOT NULL,
  most_moves INTEGER,
  move_until INTEGER NOT NULL,
  max_open INTEGER,
  once_per_person BOOLEAN NOT NULL,
  answer_within INTEGER NOT NULL,
  moves INTEGER NOT NULL,
  late_at BIGINT,
  waived_at BIGINT,
  waived_by TEXT REFERENCES people (id) ON DELETE SET NULL
) WITHOUT ROWID;
CREATE INDEX booking_policies_waived ON booking_policies (waived_by);

-- Finds the bookings of a client by their address, however it is spelt.
CREATE INDEX attendees_address ON attendees (lower(email));

CREATE TABLE no_shows (
  booking_id TEXT NOT NULL PRIMARY KEY REFERENCES bookings (id) ON DELETE CASCADE,
  marked_at BIGINT NOT NULL
) WITHOUT ROWID;

-- Links to an event type that is not open to everybody. Without `most_uses` they can be used any
-- number of times, without `expires_at` for ever, without `email` by anybody.
CREATE TABLE private_links (
  id TEXT NOT NULL PRIMARY KEY,
  token_hash TEXT NOT NULL UNIQUE,
  event_type_id TEXT NOT NULL REFERENCES event_types (id) ON DELETE CASCADE,
  label TEXT NOT NULL,
  most_uses INTEGER,
  uses INTEGER NOT NULL CHECK (uses >= 0),
  expires_at BIGINT,
  email TEXT,
  price_cents INTEGER,
  created_at BIGINT NOT NULL,
  revoked_at BIGINT,
  CHECK (most_uses IS NULL OR uses <= most_uses)
) WITHOUT ROWID;
CREATE INDEX private_links_event_type ON private_links (event_type_id, id);

CREATE TABLE private_link_uses (
  booking_id TEXT NOT NULL PRIMARY KEY REFERENCES bookings (id) ON DELETE CASCADE,
  link_id TEXT NOT NULL REFERENCES private_links (id) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX private_link_uses_link ON private_link_uses (link_id);

-- Who cannot book with a host: an address, or everybody below a domain; in lower case.
CREATE TABLE blocks (
  id TEXT NOT NULL PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  pattern TEXT NOT NULL,
  note TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  UNIQUE (person_id, pattern)
) WITHOUT ROWID;
