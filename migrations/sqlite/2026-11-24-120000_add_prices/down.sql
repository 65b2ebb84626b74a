DROP TABLE payments;
DROP TABLE invoice_lines;
DROP TABLE invoices;
DROP TABLE invoice_numbers;
DROP TABLE invoice_senders;
DROP TABLE withdrawals;
DROP TABLE charges;
DROP TABLE prices;
