// Package sqlite stores the log in one SQLite file, in WAL mode with synchronous=FULL. One
// connection writes the log and a few connections read.
//
// The package contains no rules of the log; they are in package record.
//
// Start with DB, the schema in migrations/ and commit.go.
package sqlite
