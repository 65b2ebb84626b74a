-- An address at which everybody who knows it can read a calendar that is kept here.
ALTER TABLE calendars ADD COLUMN public_id TEXT;
ALTER TABLE calendars ADD COLUMN public_hash TEXT;
CREATE UNIQUE INDEX calendars_public ON calendars (public_hash);
