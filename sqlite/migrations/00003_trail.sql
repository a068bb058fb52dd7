-- +goose Up
-- The audit trail: which changes are administration. It follows from the log.
CREATE TABLE audited (
    seq INTEGER PRIMARY KEY
) STRICT;
