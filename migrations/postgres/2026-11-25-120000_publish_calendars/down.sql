DROP INDEX calendars_public;
ALTER TABLE calendars DROP COLUMN public_hash;
ALTER TABLE calendars DROP COLUMN public_id;
