DROP TABLE attendee_replies;
