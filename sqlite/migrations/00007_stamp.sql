-- +goose Up
-- The time of the latest batch: see record.Batch. The log's own time does not go back when the program starts again
-- while the clock of the machine is behind it.
CREATE TABLE stamp (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    at  INTEGER NOT NULL
) STRICT;
