package analytics

import "context"

// Derived is a table that is computed from other tables. It is made again, whole, in the
// transaction of every batch that touches one of the objects it reads.
type Derived struct {
	Name    string
	Columns []DerivedColumn
	// Reads are the objects whose changes make the table stale.
	Reads []string
	// Build appends the table's rows; it is empty when Build is called.
	Build func(ctx context.Context, b *Builder) error
}

// DerivedColumn is a column of a derived table.
type DerivedColumn struct {
	Name string
	Type string // BIGINT, DOUBLE, VARCHAR, BOOLEAN, DATE or TIMESTAMP
}

// Builder is what a derived table is built with.
type Builder struct{}

// Query reads inside the transaction that is being written; see Columns.Query.
func (b *Builder) Query(ctx context.Context, sql string, args []any, fn func(*Batch) error) error {
	return errTodo
}

// Append adds a row: int64, record.ID, float64, string, bool, period.Day, period.Instant or nil per column.
func (b *Builder) Append(values ...any) error { return errTodo }
