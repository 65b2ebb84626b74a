-- Who acts here in the fediverse: the instance, people and teams, each with a key of its own. The
-- part of it that signs is sealed with the instance's secret.
CREATE TABLE actors (
  id TEXT NOT NULL PRIMARY KEY,
  person_id TEXT UNIQUE REFERENCES people (id) ON DELETE CASCADE,
  team_id TEXT UNIQUE REFERENCES teams (id) ON DELETE CASCADE,
  public_key TEXT NOT NULL,
  sealed_key TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  CHECK (person_id IS NULL OR team_id IS NULL)
);
