DROP INDEX busy_person;
CREATE INDEX busy_person ON busy (person_id, ends_at, starts_at);
ALTER TABLE busy DROP COLUMN is_long;
