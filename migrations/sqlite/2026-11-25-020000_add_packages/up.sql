-- So many sessions at once, taken one by one. `taken` counts what is planned or used; the database
-- itself refuses more than were sold. Days are days in the package's zone; what was sold keeps its
-- title and length, whatever becomes of the event type, which cannot be removed meanwhile.
CREATE TABLE packages (
  id TEXT NOT NULL PRIMARY KEY,
  token_hash TEXT NOT NULL UNIQUE,
  event_type_id TEXT NOT NULL REFERENCES event_types (id),
  seller_id TEXT NOT NULL REFERENCES people (id),
  title TEXT NOT NULL,
  minutes INTEGER NOT NULL CHECK (minutes > 0),
  client_name TEXT NOT NULL,
  client_email TEXT NOT NULL,
  client_zone TEXT NOT NULL,
  client_language TEXT NOT NULL,
  size INTEGER NOT NULL CHECK (size BETWEEN 1 AND 100),
  taken INTEGER NOT NULL,
  cents BIGINT CHECK (cents > 0),
  single_cents BIGINT,
  currency TEXT NOT NULL,
  tax TEXT NOT NULL,
  zone TEXT NOT NULL,
  last_day TEXT,
  frozen_on TEXT,
  ended_at BIGINT,
  refund_cents BIGINT,
  created_at BIGINT NOT NULL,
  CONSTRAINT packages_never_oversold CHECK (taken BETWEEN 0 AND size)
) WITHOUT ROWID;
CREATE INDEX packages_event_type ON packages (event_type_id, id);
CREATE INDEX packages_seller ON packages (seller_id);

-- The sessions that were booked from packages; one that does not count was given back. Those that
-- were booked at once share a series.
CREATE TABLE package_sessions (
  booking_id TEXT NOT NULL PRIMARY KEY REFERENCES bookings (id) ON DELETE CASCADE,
  package_id TEXT NOT NULL REFERENCES packages (id) ON DELETE CASCADE,
  counts BOOLEAN NOT NULL,
  series_id TEXT
) WITHOUT ROWID;
CREATE INDEX package_sessions_package ON package_sessions (package_id);
CREATE INDEX package_sessions_series ON package_sessions (series_id);

-- What happened to packages, append-only: the changes of a package add up to what it has left.
CREATE TABLE package_entries (
  id TEXT NOT NULL PRIMARY KEY,
  package_id TEXT NOT NULL REFERENCES packages (id) ON DELETE CASCADE,
  booking_id TEXT REFERENCES bookings (id) ON DELETE SET NULL,
  kind TEXT NOT NULL CHECK (kind IN
    ('sold', 'booked', 'returned', 'kept', 'frozen', 'thawed', 'ended')),
  change INTEGER NOT NULL,
  days INTEGER NOT NULL,
  at BIGINT NOT NULL
) WITHOUT ROWID;
CREATE INDEX package_entries_package ON package_entries (package_id, id);
CREATE INDEX package_entries_booking ON package_entries (booking_id);

-- The invoices about a package as a whole, stornos too.
CREATE TABLE package_invoices (
  invoice_id TEXT NOT NULL PRIMARY KEY REFERENCES invoices (id),
  package_id TEXT NOT NULL REFERENCES packages (id) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX package_invoices_package ON package_invoices (package_id);
