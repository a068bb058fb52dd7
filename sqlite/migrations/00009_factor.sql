-- +goose Up
-- An app that shows codes, as a second factor; one for each user. The secret is encrypted with a key that is not in this
-- file. Recovery codes are links of their own kind.
CREATE TABLE auth_totp (
    user         INTEGER PRIMARY KEY,
    secret       BLOB NOT NULL,
    step         INTEGER NOT NULL,
    created_at   INTEGER NOT NULL,
    confirmed_at INTEGER NOT NULL,
    used_at      INTEGER NOT NULL
) STRICT;
