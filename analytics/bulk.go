package analytics

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory/mallocator"

	"salesops/internal/fault"
)

// bulk writes many rows to the tables of records: values are gathered in Arrow's columns, in
// C's memory, and handed over at once. The Appender crosses into C for every single value.
type bulk struct {
	session *session
	view    string // what rows are handed over as: others that load need one of their own
	zone    *time.Location
	memory  *mallocator.Mallocator
	open    map[string]*gathered
}

// gathered are the rows of one table.
type gathered struct {
	name    string
	schema  *arrow.Schema
	builder *array.RecordBuilder
	values  []driver.Value
	rows    int
}

// bulkRows is how many rows of a table are handed over together: a vector's size times some.
const bulkRows = 20_480

func newBulk(s *session, view string, zone *time.Location) *bulk {
	return &bulk{session: s, view: view, zone: zone, memory: mallocator.NewMallocator(), open: map[string]*gathered{}}
}

// row adds a version to a table.
func (b *bulk) row(ctx context.Context, l *layout, t table, r *row) error {
	name := staged + l.name(t)
	g, ok := b.open[name]
	if !ok {
		fields := make([]arrow.Field, len(l.columns))
		for i, c := range l.columns {
			fields[i] = arrow.Field{Name: c.name, Type: arrowKinds[c.kind], Nullable: true}
		}
		g = &gathered{name: name, schema: arrow.NewSchema(fields, nil)}
		g.builder = array.NewRecordBuilder(b.memory, g.schema)
		b.open[name] = g
	}
	g.values = l.values(g.values[:0], r, b.zone)
	for i, v := range g.values {
		if !appendTo(g.builder.Field(i), v) {
			return fault.New(fault.Internal, "column %s of %s was given a %T", l.columns[i].name, name, v)
		}
	}
	if g.rows++; g.rows < bulkRows {
		return nil
	}
	return b.write(ctx, g)
}

var arrowKinds = map[string]arrow.DataType{
	"BIGINT": arrow.PrimitiveTypes.Int64, "BOOLEAN": arrow.FixedWidthTypes.Boolean, "VARCHAR": arrow.BinaryTypes.String,
	"DOUBLE": arrow.PrimitiveTypes.Float64, "DATE": arrow.FixedWidthTypes.Date32, "TIMESTAMP": &arrow.TimestampType{Unit: arrow.Microsecond},
}

func appendTo(b array.Builder, v driver.Value) bool {
	switch b := b.(type) {
	case *array.Int64Builder:
		if n, ok := v.(int64); ok {
			b.Append(n)
			return true
		}
	case *array.StringBuilder:
		if s, ok := v.(string); ok {
			b.Append(s)
			return true
		}
	case *array.BooleanBuilder:
		if yes, ok := v.(bool); ok {
			b.Append(yes)
			return true
		}
	case *array.Float64Builder:
		if f, ok := v.(float64); ok {
			b.Append(f)
			return true
		}
	case *array.Date32Builder:
		if at, ok := v.(time.Time); ok {
			b.Append(arrow.Date32(at.Unix() / 86400))
			return true
		}
	case *array.TimestampBuilder:
		if at, ok := v.(time.Time); ok {
			b.Append(arrow.Timestamp(at.UnixMicro()))
			return true
		}
	}
	if v == nil {
		b.AppendNull()
	}
	return v == nil
}

// write hands the rows of one table over.
func (b *bulk) write(ctx context.Context, g *gathered) (err error) {
	if g.rows == 0 {
		return nil
	}
	g.rows = 0
	batch := g.builder.NewRecordBatch()
	defer batch.Release()
	reader, err := array.NewRecordReader(g.schema, []arrow.RecordBatch{batch})
	if err != nil {
		return err
	}
	defer reader.Release()
	release, err := b.session.arrow.RegisterView(reader, b.view)
	if err != nil {
		return fmt.Errorf("handing over rows of %s: %w", g.name, err)
	}
	defer release()
	return b.session.exec(ctx, "INSERT INTO "+Ident(g.name)+" SELECT * FROM "+Ident(b.view)+"; DROP VIEW "+Ident(b.view))
}

// flush hands over all rows.
func (b *bulk) flush(ctx context.Context) error {
	var all []error
	for name, g := range b.open {
		all = append(all, b.write(ctx, g))
		g.builder.Release()
		delete(b.open, name)
	}
	return errors.Join(all...)
}
