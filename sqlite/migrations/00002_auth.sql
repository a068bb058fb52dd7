-- +goose Up
-- Who may sign in. Secrets are no facts: nothing of this is in the log, and secrets stand
-- here as hashes only. Instants are microseconds since 1970; 0 is never.
CREATE TABLE auth_user (
    id           INTEGER PRIMARY KEY,
    login        TEXT NOT NULL UNIQUE,
    person       INTEGER NOT NULL UNIQUE,
    state        TEXT NOT NULL,
    password     TEXT NOT NULL,
    created_at   INTEGER NOT NULL,
    password_at  INTEGER NOT NULL,
    signed_in_at INTEGER NOT NULL
) STRICT;

CREATE TABLE auth_session (
    id         INTEGER PRIMARY KEY,
    hash       BLOB NOT NULL UNIQUE,
    user       INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    seen_at    INTEGER NOT NULL,
    agent      TEXT NOT NULL,
    address    TEXT NOT NULL,
    method     TEXT NOT NULL
) STRICT;
CREATE INDEX auth_session_user ON auth_session (user);

CREATE TABLE auth_token (
    id         INTEGER PRIMARY KEY,
    hash       BLOB NOT NULL UNIQUE,
    user       INTEGER NOT NULL,
    name       TEXT NOT NULL,
    start      TEXT NOT NULL,
    scopes     TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at    INTEGER NOT NULL
) STRICT;
CREATE INDEX auth_token_user ON auth_token (user);

CREATE TABLE auth_link (
    hash       BLOB PRIMARY KEY,
    kind       TEXT NOT NULL,
    user       INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX auth_link_user ON auth_link (user);
