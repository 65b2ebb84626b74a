ALTER TABLE packages DROP COLUMN ended_by;
