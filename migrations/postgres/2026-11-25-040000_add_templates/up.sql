-- Event types of a team from which its members have their own, and what of them members cannot
-- change: words divided by blanks.

CREATE TABLE templates (
  event_type_id TEXT NOT NULL PRIMARY KEY REFERENCES event_types (id) ON DELETE CASCADE,
  locks TEXT NOT NULL
);

CREATE TABLE template_copies (
  event_type_id TEXT NOT NULL PRIMARY KEY REFERENCES event_types (id) ON DELETE CASCADE,
  template_id TEXT NOT NULL REFERENCES templates (event_type_id) ON DELETE CASCADE
);
CREATE INDEX template_copies_template ON template_copies (template_id);
