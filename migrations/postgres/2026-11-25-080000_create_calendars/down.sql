DROP TABLE app_passwords;
DROP TABLE calendar_changes;
DROP TABLE calendar_objects;
DROP TABLE calendars;
