-- Who ended a package: its host, or its client, who withdrew from the contract.
ALTER TABLE packages ADD COLUMN ended_by TEXT CHECK (ended_by IN ('attendee', 'host'));
UPDATE packages SET ended_by = 'host' WHERE ended_at IS NOT NULL;
