-- +goose Up
-- In which language a user gets mail, and on which devices the user signed in before: a sign-in on another one is told
-- by mail. A device is a hash, because it is only compared.
ALTER TABLE auth_user ADD COLUMN language TEXT NOT NULL DEFAULT '';
CREATE TABLE auth_device (
    user    INTEGER NOT NULL,
    hash    BLOB NOT NULL,
    seen_at INTEGER NOT NULL,
    PRIMARY KEY (user, hash)
) STRICT, WITHOUT ROWID;
