-- What attendees answered to invitations from their calendars; the last answer of each.
CREATE TABLE attendee_replies (
  booking_id TEXT NOT NULL REFERENCES bookings (id) ON DELETE CASCADE,
  email TEXT NOT NULL,
  answer TEXT NOT NULL CHECK (answer IN ('accepted', 'declined', 'tentative')),
  sequence INTEGER NOT NULL,
  replied_at BIGINT NOT NULL,
  PRIMARY KEY (booking_id, email)
);
