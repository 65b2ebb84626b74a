DROP TABLE deliveries;
DROP TABLE inbox_seen;
DROP TABLE follows;
DROP TABLE remote_actors;
DROP TABLE instances;
