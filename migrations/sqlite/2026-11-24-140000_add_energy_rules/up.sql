-- What a host asks of all their sessions together, one rule a row; a rule about an event type goes
-- with it. What `amount` and `more` count is said by `kind` (src/store/energy.rs).

CREATE TABLE energy_rules (
  person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('sessions_per_day', 'minutes_per_day', 'sessions_per_week',
    'minutes_per_week', 'in_a_row', 'time_of_day', 'gap')),
  event_type_id TEXT REFERENCES event_types (id) ON DELETE CASCADE,
  other_event_type_id TEXT REFERENCES event_types (id) ON DELETE CASCADE,
  amount INTEGER,
  more INTEGER,
  PRIMARY KEY (person_id, position)
);
CREATE INDEX energy_rules_event_type ON energy_rules (event_type_id);
CREATE INDEX energy_rules_other_event_type ON energy_rules (other_event_type_id);
