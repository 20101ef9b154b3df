-- Who was erased is remembered by a salted digest: the id itself would be what was to be erased.
CREATE TABLE erasure_salt (
  the_only boolean NOT NULL PRIMARY KEY DEFAULT true CHECK (the_only),
  salt     text NOT NULL
);

INSERT INTO erasure_salt (salt) VALUES (gen_random_uuid()::text || gen_random_uuid()::text);

UPDATE erased_customers
SET customer_id = encode(sha256(convert_to((SELECT salt FROM erasure_salt) || customer_id, 'UTF8')), 'hex');

ALTER TABLE erased_customers RENAME COLUMN customer_id TO digest;

COMMENT ON TABLE erased_customers IS 'Customers who asked to be forgotten, by digest, kept for 400 days';
COMMENT ON TABLE erasure_salt IS 'What digests of erased customers are made with; not to be changed by hand';
