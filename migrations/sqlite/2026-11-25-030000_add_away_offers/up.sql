-- What the clients of a host who cannot come were offered, and what they chose. A session that is
-- offered again, because its new host cannot come either, has the later offer only.

CREATE TABLE away_offers (
  booking_id TEXT NOT NULL PRIMARY KEY REFERENCES bookings (id) ON DELETE CASCADE,
  person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  absence_id TEXT NOT NULL,
  message TEXT NOT NULL,
  substitute_id TEXT REFERENCES people (id) ON DELETE SET NULL,
  made_at BIGINT NOT NULL,
  answer TEXT CHECK (answer IN ('colleague', 'moved', 'cancelled', 'taken-back')),
  answered_at BIGINT,
  CHECK ((answer IS NULL) = (answered_at IS NULL))
);
CREATE INDEX away_offers_absence ON away_offers (absence_id);
CREATE INDEX away_offers_person ON away_offers (person_id);
CREATE INDEX away_offers_substitute ON away_offers (substitute_id);
