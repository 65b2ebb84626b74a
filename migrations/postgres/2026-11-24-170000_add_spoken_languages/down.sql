DROP TABLE person_languages;
