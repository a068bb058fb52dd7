-- +goose Up
-- Work to be done. It is no fact and not in the log; what a job writes and that it is done are one transaction.
-- Instants are microseconds since 1970.
CREATE TABLE job (
    id    INTEGER PRIMARY KEY,
    kind  TEXT NOT NULL,
    key   TEXT NOT NULL,
    state TEXT NOT NULL,
    wake  INTEGER NOT NULL,
    data  TEXT NOT NULL
) STRICT;
CREATE INDEX job_wake ON job (wake) WHERE state IN ('waiting', 'running');
CREATE INDEX job_key ON job (key) WHERE state IN ('waiting', 'running');
CREATE INDEX job_kind ON job (kind, id);
