DROP TABLE away_offers;
