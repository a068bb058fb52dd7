package sqlite

import (
	"context"

	"salesops/internal/fault"
	"salesops/record"
)

// Options for Open; the zero value is right for most.
type Options struct {
	// Readers is how many connections read at the same time; 0 means 4.
	Readers int
}

// DB is one open database file.
type DB struct{}

// Open opens or creates the file. A file of a newer format, or of another program, is refused.
func Open(ctx context.Context, path string, o Options) (*DB, error) {
	return nil, fault.New(fault.Internal, "not built yet")
}

// Store is the log's store in this file.
func (db *DB) Store() record.Store { return nil }

// Close checkpoints and closes the file.
func (db *DB) Close() error { return nil }
