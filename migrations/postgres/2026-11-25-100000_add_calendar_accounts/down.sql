DROP TABLE remote_sessions;
DROP TABLE remote_objects;
DROP TABLE remote_calendars;
DROP TABLE calendar_accounts;
