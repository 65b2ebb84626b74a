DELETE FROM jobs WHERE kind IN ('package-mail', 'package-series');
DROP TABLE package_invoices;
DROP TABLE package_entries;
DROP TABLE package_sessions;
DROP TABLE packages;
