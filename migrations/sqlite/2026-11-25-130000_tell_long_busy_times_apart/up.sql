-- Times of more than two days are few, and are looked for apart: all others that touch a range end
-- within two days of it, so that what lies far ahead is not looked at.
ALTER TABLE busy ADD COLUMN is_long BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE busy SET is_long = TRUE WHERE ends_at - starts_at > 172800000000;
DROP INDEX busy_person;
CREATE INDEX busy_person ON busy (person_id, is_long, ends_at, starts_at);
