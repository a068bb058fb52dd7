package analytics

import (
	"context"
	"errors"

	"salesops/record"
)

// Options of Columns. The zero value is a sane default.
type Options struct {
	MemoryLimit string // DuckDB's; "" means 600MB
	Threads     int    // DuckDB's; 0 means the number of processors
	Gate        int    // queries that run at the same time; 0 means 2
	// Derived are tables computed from other tables whenever those change.
	Derived []Derived
}

// Columns follows a log into columns and answers queries on them. It is safe for
// concurrent use; queries never wait for the follower.
type Columns struct{}

var errTodo = errors.New("not yet")

// Open opens the columns kept in the file at path and creates, or deletes and creates again,
// what is missing, damaged or of another version; "" keeps them in memory. It does not
// catch up with the log: Run or CatchUp do. Nothing else may open the file.
func Open(ctx context.Context, path string, log record.Reader, options Options) (*Columns, error) {
	return nil, errTodo
}

// Close waits for running queries and closes the file.
func (c *Columns) Close() error { return errTodo }

// Run follows the log until ctx ends, whose error it returns.
func (c *Columns) Run(ctx context.Context) error { return errTodo }

// CatchUp takes in everything that the log holds now and returns the position reached.
// It is what a command calls that does not Run.
func (c *Columns) CatchUp(ctx context.Context) (record.Seq, error) { return 0, errTodo }

// Position is the last change the columns hold.
func (c *Columns) Position() record.Seq { return 0 }

// Await returns when the columns hold the change seq, or with ctx's error.
func (c *Columns) Await(ctx context.Context, seq record.Seq) error { return errTodo }

// Rebuild makes all columns again from the log, beside running queries, which see the
// old ones until it is done. progress may be nil.
func (c *Columns) Rebuild(ctx context.Context, progress func(done, total record.Seq)) error {
	return errTodo
}

// Check compares the columns with a replay of the log. The error names the first table
// and record that differ.
func (c *Columns) Check(ctx context.Context) error { return errTodo }

// At gives columns as they were when the log had reached position, and a function that
// gives them back. They are replayed when asked for; the latest ones asked for are kept.
func (c *Columns) At(ctx context.Context, position record.Seq) (*Columns, func(), error) {
	return nil, nil, errTodo
}

// Query runs a SELECT and calls fn with its rows, batch by batch. It returns the log
// position the answer rests on, read in the same snapshot.
//
// args are bound to $1, $2 …: int, int64, record.ID, record.Seq, float64, bool, string, period.Day (a
// DATE), period.Instant (microseconds; a TIMESTAMP where the text says $n::TIMESTAMP), *big.Int,
// []int64, []record.ID, []string, or nil. Every argument must be used and every $n given.
// Queries wait for their turn (Options.Gate); fn must not call Query.
func (c *Columns) Query(ctx context.Context, sql string, args []any, fn func(*Batch) error) (record.Seq, error) {
	return 0, errTodo
}

// Rows is a SELECT of the named columns of an object's records at a moment, one row per
// record, without parentheses: WITH d AS (…) or FROM (…) d. Values are bound by bind, which
// takes a value and returns its placeholder ("$3::BIGINT" is written as bind(v) + "::BIGINT").
//
// Columns are the object's fields by name, "x_currency" beside a money field x, "x_on" beside
// an instant x_at (the day in the company's zone), closed_on of deals, and id, stub, backfilled,
// backfilled_fields, eff_from, eff_to, known_from, known_to, seq, created_seq. An unknown object
// or column is fault.Invalid.
func (c *Columns) Rows(object string, columns []string, at When, bind func(any) string) (string, error) {
	return "", errTodo
}

// Ident quotes a name for SQL.
func Ident(name string) string { return "" }
