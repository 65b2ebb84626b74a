DROP TABLE template_copies;
DROP TABLE templates;
