DROP TABLE feeds;
DROP INDEX busy_source;
DROP TABLE subscriptions;
