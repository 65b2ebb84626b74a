DROP TABLE group_messages;
DROP TABLE group_members;
DROP TABLE group_rooms;
DROP TABLE group_bookings;
DROP TABLE group_sessions;
DROP TABLE group_rules;
