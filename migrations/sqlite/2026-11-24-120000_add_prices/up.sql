-- What an event type costs: one row is a fixed price, three are a sliding scale, none is free.
CREATE TABLE prices (
  event_type_id TEXT NOT NULL REFERENCES event_types (id) ON DELETE CASCADE,
  duration INTEGER NOT NULL,
  position INTEGER NOT NULL,
  cents BIGINT NOT NULL CHECK (cents > 0),
  covers TEXT NOT NULL,
  currency TEXT NOT NULL,
  tax TEXT NOT NULL,
  PRIMARY KEY (event_type_id, duration, position)
);

-- What a booking costs, as it was when it was booked; a free one has no row. The right to withdraw
-- counts from agreed_at. consent is the version of the words that were agreed to, or empty.
CREATE TABLE charges (
  booking_id TEXT NOT NULL PRIMARY KEY REFERENCES bookings (id) ON DELETE CASCADE,
  cents BIGINT NOT NULL,
  currency TEXT NOT NULL,
  tax TEXT NOT NULL,
  step TEXT NOT NULL,
  agreed_at BIGINT,
  consent TEXT NOT NULL
);

CREATE TABLE withdrawals (
  booking_id TEXT NOT NULL PRIMARY KEY REFERENCES bookings (id) ON DELETE CASCADE,
  received_at BIGINT NOT NULL,
  cents BIGINT NOT NULL,
  currency TEXT NOT NULL
);

-- Who sends a host's invoices, and how.
CREATE TABLE invoice_senders (
  person_id TEXT NOT NULL PRIMARY KEY REFERENCES people (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  address TEXT NOT NULL,
  tax_number TEXT NOT NULL,
  vat_id TEXT NOT NULL,
  iban TEXT NOT NULL,
  bic TEXT NOT NULL,
  note TEXT NOT NULL,
  prefix TEXT NOT NULL,
  is_automatic BOOLEAN NOT NULL
);

-- The last number of each host's circle in a year.
CREATE TABLE invoice_numbers (
  person_id TEXT NOT NULL REFERENCES people (id),
  year INTEGER NOT NULL,
  last INTEGER NOT NULL,
  PRIMARY KEY (person_id, year)
);

-- An invoice never changes; one that is taken back has another that names it. Sender and client
-- are kept as they were. Days are days of the host.
CREATE TABLE invoices (
  id TEXT NOT NULL PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES people (id),
  year INTEGER NOT NULL,
  serial INTEGER NOT NULL,
  number TEXT NOT NULL,
  takes_back TEXT UNIQUE REFERENCES invoices (id),
  issued_on TEXT NOT NULL,
  client_name TEXT NOT NULL,
  client_address TEXT NOT NULL,
  client_email TEXT NOT NULL,
  client_language TEXT NOT NULL,
  sender_name TEXT NOT NULL,
  sender_address TEXT NOT NULL,
  sender_tax_number TEXT NOT NULL,
  sender_vat_id TEXT NOT NULL,
  sender_iban TEXT NOT NULL,
  sender_bic TEXT NOT NULL,
  sender_note TEXT NOT NULL,
  currency TEXT NOT NULL,
  cents BIGINT NOT NULL,
  UNIQUE (person_id, year, serial)
);

-- The sessions of an invoice. They are named in words, so that nothing they refer to can change
-- them.
CREATE TABLE invoice_lines (
  invoice_id TEXT NOT NULL REFERENCES invoices (id),
  position INTEGER NOT NULL,
  booking_id TEXT REFERENCES bookings (id) ON DELETE SET NULL,
  title TEXT NOT NULL,
  starts_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  zone TEXT NOT NULL,
  cents BIGINT NOT NULL,
  tax TEXT NOT NULL,
  PRIMARY KEY (invoice_id, position)
);
CREATE INDEX invoice_lines_booking ON invoice_lines (booking_id);

-- What a host marked as paid; apart from the invoice, which never changes.
CREATE TABLE payments (
  invoice_id TEXT NOT NULL PRIMARY KEY REFERENCES invoices (id),
  paid_on TEXT NOT NULL
);

CREATE TRIGGER invoices_never_change BEFORE UPDATE ON invoices
BEGIN
  SELECT RAISE(ABORT, 'invoices_never_change');
END;

CREATE TRIGGER invoice_lines_never_change
BEFORE UPDATE OF title, starts_at, ends_at, zone, cents, tax ON invoice_lines
BEGIN
  SELECT RAISE(ABORT, 'invoices_never_change');
END;
