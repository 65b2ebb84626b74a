DROP TABLE energy_rules;
