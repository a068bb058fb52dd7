// Package sqlite keeps the log in one SQLite file: WAL, synchronous=FULL, one connection
// that writes and a few that read.
//
// It knows no rule of the log: what a change means is record's business. Read DB, the
// schema in migrations/ and commit.go first.
package sqlite
