-- +goose Up
-- What a user may see and do: the name of a built-in role, or the id of one of the company's own. Before there were
-- roles the first user was admitted to everything and nobody else to anything.
ALTER TABLE auth_user ADD COLUMN role TEXT NOT NULL DEFAULT 'rep';
UPDATE auth_user SET role = 'administrator' WHERE id = (SELECT min(id) FROM auth_user);
