DROP TABLE holiday_choices;
DROP TABLE time_off;
