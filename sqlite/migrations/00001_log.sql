-- +goose Up
-- The log: one row per change. data is the row's hash (32 bytes), then its canonical encoding
-- (record/encode.go); every other table but personal follows from it.
CREATE TABLE change (
    seq  INTEGER PRIMARY KEY,
    data BLOB NOT NULL
) STRICT;

-- Salts and values of personal fields, apart so that they can be erased.
CREATE TABLE personal (
    seq  INTEGER PRIMARY KEY,
    data BLOB NOT NULL
) STRICT;

-- The current state by record; data is NULL while the record has one change.
CREATE TABLE state (
    id     INTEGER PRIMARY KEY,
    object INTEGER NOT NULL,
    seq    INTEGER NOT NULL,
    data   BLOB
) STRICT;

-- Custom fields are read at every start: find them without reading every state.
CREATE INDEX state_builtin ON state (object) WHERE object < 10;

-- Sources by number.
CREATE TABLE source (
    code INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE binding (
    source   INTEGER NOT NULL,
    object   INTEGER NOT NULL,
    external TEXT NOT NULL,
    id       INTEGER NOT NULL,
    PRIMARY KEY (source, object, external)
) STRICT, WITHOUT ROWID;

CREATE TABLE seen (
    source INTEGER NOT NULL,
    id     INTEGER NOT NULL,
    data   BLOB NOT NULL,
    PRIMARY KEY (source, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE alias (
    id      INTEGER PRIMARY KEY,
    into_id INTEGER NOT NULL
) STRICT;

-- Where the changes of a batch lie.
CREATE TABLE cause (
    seq   INTEGER PRIMARY KEY,
    first INTEGER NOT NULL,
    last  INTEGER NOT NULL
) STRICT;

PRAGMA user_version = 1;
