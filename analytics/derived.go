package analytics

import (
	"context"
	"database/sql/driver"
	"fmt"
	"slices"
	"strings"

	"salesops/internal/fault"
)

// Derived is a table that is computed from other tables. It is rebuilt completely in the
// transaction of every batch that changes one of the objects in Reads.
type Derived struct {
	Name    string
	Columns []DerivedColumn
	// Reads are the objects from which the table is built.
	Reads []string
	// Build appends the table's rows. The table is empty when Build is called.
	Build func(ctx context.Context, b *Builder) error
}

// DerivedColumn is a column of a derived table.
type DerivedColumn struct {
	Name string
	Type string // BIGINT, DOUBLE, VARCHAR, BOOLEAN or DATE
}

// Builder is passed to Derived.Build.
type Builder struct {
	session *session
	writer  *writer
	table   Derived
	shape   *shape
}

// Query is Columns.Query inside the transaction that writes the table.
func (b *Builder) Query(ctx context.Context, sql string, args []any, fn func(*Batch) error) error {
	return b.session.query(ctx, sql, args, fn)
}

// Rows is View.Rows inside the transaction that writes the table, without a scope.
func (b *Builder) Rows(object string, columns []string, at When, bind func(any) string) (string, error) {
	l, ok := b.shape.layouts[object]
	if !ok {
		return "", fault.Invalidf("there is no object %q", object)
	}
	return l.rows(columns, at, bind)
}

// Beliefs returns a SELECT of every version of an object's records that is or was believed, each
// with its full rectangle. It is meant for objects that are planned ahead.
func (b *Builder) Beliefs(object string, columns []string) (string, error) {
	l, ok := b.shape.layouts[object]
	if !ok {
		return "", fault.Invalidf("there is no object %q", object)
	}
	one, err := l.rows(columns, When{}, nil)
	if err != nil {
		return "", err
	}
	var all []string
	for _, t := range []table{tableNow, tableVer, tablePast} {
		all = append(all, strings.ReplaceAll(one, Ident(l.name(tableNow)), Ident(l.name(t))))
	}
	return strings.Join(all, " UNION ALL "), nil
}

// Append adds a row. Each value is an int64, record.ID, float64, string, bool, period.Day,
// period.Instant (stored as microseconds) or nil.
func (b *Builder) Append(values ...any) error {
	row := make([]driver.Value, len(values))
	for i, v := range values {
		var ok bool
		if row[i], ok = derivedValue(v); !ok {
			return fault.New(fault.Internal, "column %d of %s was given a %T", i+1, b.table.Name, v)
		}
	}
	a, err := b.writer.table(b.table.Name)
	if err != nil {
		return err
	}
	return a.AppendRow(row...)
}

func (d *Derived) create() string {
	columns := make([]string, len(d.Columns))
	for i, c := range d.Columns {
		columns[i] = Ident(c.Name) + " " + c.Type
	}
	return "CREATE TABLE " + Ident(d.Name) + " (" + strings.Join(columns, ", ") + ")"
}

// derive rebuilds the derived tables that read a changed object.
func (c *Columns) derive(ctx context.Context, s *session, touched func(object string) bool) error {
	for _, d := range c.options.Derived {
		if !slices.ContainsFunc(d.Reads, touched) {
			continue
		}
		if err := s.exec(ctx, "DELETE FROM "+Ident(d.Name)); err != nil {
			return err
		}
		w := newWriter(s, nil)
		err := d.Build(ctx, &Builder{session: s, writer: w, table: d, shape: c.shape.Load()})
		if end := w.flush(); err == nil {
			err = end
		}
		if err != nil {
			return fmt.Errorf("building the table %s: %w", d.Name, err)
		}
	}
	return nil
}

// checkDerived checks that the file holds the declared tables with the declared columns. Otherwise
// the file is stale.
func (c *Columns) checkDerived(ctx context.Context, s *session) error {
	have := map[string][]string{}
	err := s.query(ctx,
		`SELECT table_name, column_name || ' ' || data_type
		FROM duckdb_columns()
		WHERE NOT internal
		ORDER BY table_name, column_index`, nil, func(b *Batch) error {
			for i := range b.Rows() {
				have[b.Text(0, i)] = append(have[b.Text(0, i)], b.Text(1, i))
			}
			return nil
		})
	if err != nil {
		return err
	}
	for _, d := range c.options.Derived {
		want := make([]string, len(d.Columns))
		for i, column := range d.Columns {
			want[i] = column.Name + " " + column.Type
		}
		if !slices.Equal(want, have[d.Name]) {
			return errStale
		}
	}
	return nil
}
