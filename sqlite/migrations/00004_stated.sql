-- +goose Up
-- What an import stated of records without changing them: an undo of an earlier import leaves it.
CREATE TABLE stated (
    cause INTEGER NOT NULL,
    first INTEGER NOT NULL,
    last  INTEGER NOT NULL,
    data  BLOB NOT NULL,
    PRIMARY KEY (cause, first)
) STRICT;
