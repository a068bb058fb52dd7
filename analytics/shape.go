package analytics

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"salesops/record"
)

// readShape reads which columns the tables have and adds those that the schema has in addition.
func (s *session) readShape(ctx context.Context, schema *record.Schema) (*shape, error) {
	have := map[string][]string{}
	if err := s.query(ctx,
		"SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal ORDER BY table_name, column_index",
		nil, func(b *Batch) error {
			for i := range b.Rows() {
				name := b.Text(0, i)
				have[name] = append(have[name], b.Text(1, i))
			}
			return nil
		}); err != nil {
		return nil, err
	}
	sh := &shape{schema: schema, layouts: map[string]*layout{}}
	for _, name := range schema.Names() {
		o, ok := schema.Object(name)
		if !ok {
			continue
		}
		l := newLayout(o)
		if columns := have[l.name(tableNow)]; columns == nil {
			for _, t := range l.tables() {
				if err := s.exec(ctx, l.createTable(l.name(t))); err != nil {
					return nil, err
				}
			}
		} else {
			ordered, missing, ok := l.inOrderOf(columns)
			for _, t := range l.tables() {
				if !ok || !slices.Equal(columns, have[l.name(t)]) {
					return nil, fmt.Errorf("the tables of %s differ: %w", name, errStale)
				}
				if err := s.addColumns(ctx, l.name(t), missing); err != nil {
					return nil, err
				}
			}
			l = ordered
		}
		sh.layouts[name] = l
		sh.names = append(sh.names, name)
	}
	return sh, nil
}

// fewColumns is the maximum number of columns that are added one by one.
const fewColumns = 8

// addColumns adds columns to a table. DuckDB adds one column per statement and keeps the table as
// it was before each, so for many columns the table is copied once instead.
func (s *session) addColumns(ctx context.Context, table string, columns []column) error {
	if len(columns) <= fewColumns {
		for _, c := range columns {
			if err := s.exec(ctx, "ALTER TABLE "+Ident(table)+" ADD COLUMN "+Ident(c.name)+" "+c.kind); err != nil {
				return err
			}
		}
		return nil
	}
	var wider strings.Builder
	for _, c := range columns {
		wider.WriteString(", NULL::" + c.kind + " AS " + Ident(c.name))
	}
	return s.exec(ctx, "CREATE TABLE "+Ident(staged+table)+" AS SELECT *"+wider.String()+" FROM "+Ident(table)+
		"; DROP TABLE "+Ident(table)+"; ALTER TABLE "+Ident(staged+table)+" RENAME TO "+Ident(table))
}

// reshape adapts the tables to the log's schema. When values came before their field was known, the
// columns are rebuilt to fill them in.
func (c *Columns) reshape(ctx context.Context) error {
	if err := c.widen(ctx); err != nil {
		return err
	}
	if c.shape.Load().knowsAny(c.state.skipped) {
		return c.load(ctx, nil, neverSurges)
	}
	return nil
}

// widen adds columns for fields that are new in the log's schema.
func (c *Columns) widen(ctx context.Context) error {
	schema := c.log.Schema()
	if schema == c.shape.Load().schema {
		return nil
	}
	err := withSession(c.writer, func(s *session) error {
		return s.transaction(ctx, func() error {
			sh, err := s.readShape(ctx, schema)
			if err == nil {
				c.shape.Store(sh)
			}
			return err
		})
	})
	if err != nil {
		return fmt.Errorf("adding columns: %w", err)
	}
	return nil
}

// knowsAny reports whether one of the names, each "object.field" or "object.", has a column or tables now.
func (sh *shape) knowsAny(skipped map[string]bool) bool {
	for name := range skipped {
		object, field, _ := strings.Cut(name, ".")
		if l, ok := sh.layouts[object]; ok {
			if _, known := l.slots[field]; known || field == "" {
				return true
			}
		}
	}
	return false
}

// fieldColumn returns the name of a field's column.
func (l *layout) fieldColumn(slot int) string {
	i := slices.IndexFunc(l.columns, func(c column) bool { return c.part == partValue && c.slot == slot })
	return l.columns[i].name
}
