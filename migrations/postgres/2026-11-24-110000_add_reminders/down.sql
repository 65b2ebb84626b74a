DELETE FROM jobs WHERE kind IN ('remind', 'reminder');
DROP TABLE reminder_tones;
DROP TABLE reminders;
DROP TABLE reminder_plans;
