package analytics

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory/mallocator"

	"salesops/internal/fault"
	"salesops/record"
)

// bulk writes many rows to the tables of records. It collects values in Arrow columns, in C memory,
// and hands them to DuckDB at once. This is faster than the Appender, which calls into C for every
// value.
type bulk struct {
	session *session
	view    string // name of the view from which DuckDB reads the rows; each concurrent loader needs its own
	prefix  string // prefix of the table names
	zone    *time.Location
	memory  *mallocator.Mallocator
	open    map[bulkName]*gathered
}

type bulkName struct {
	layout *layout
	table  table
}

// gathered holds rows of one table that are not written yet.
type gathered struct {
	name    string
	schema  *arrow.Schema
	builder *array.RecordBuilder
	rows    int
}

// bulkRows is the number of rows of a table that are written together: a multiple of DuckDB's
// vector size.
const bulkRows = 20_480

func newBulk(s *session, view string, zone *time.Location) *bulk {
	return &bulk{session: s, view: view, prefix: staged, zone: zone, memory: mallocator.NewMallocator(),
		open: map[bulkName]*gathered{}}
}

// row adds a version to a table.
func (b *bulk) row(ctx context.Context, l *layout, t table, r *row) error {
	g, ok := b.open[bulkName{l, t}]
	if !ok {
		name := b.prefix + l.name(t)
		fields := make([]arrow.Field, len(l.columns))
		for i, c := range l.columns {
			fields[i] = arrow.Field{Name: c.name, Type: arrowKinds[c.kind], Nullable: true}
		}
		g = &gathered{name: name, schema: arrow.NewSchema(fields, nil)}
		g.builder = array.NewRecordBuilder(b.memory, g.schema)
		b.open[bulkName{l, t}] = g
	}
	backfilled := l.backfilledFields(r.cells)
	for i := range l.columns {
		if !l.appendTo(g.builder.Field(i), &l.columns[i], r, b.zone, backfilled) {
			return fault.New(fault.Internal, "column %s of %s cannot hold what it was given", l.columns[i].name, g.name)
		}
	}
	if g.rows++; g.rows < bulkRows {
		return nil
	}
	return b.write(ctx, g)
}

var arrowKinds = map[string]arrow.DataType{
	"BIGINT": arrow.PrimitiveTypes.Int64, "BOOLEAN": arrow.FixedWidthTypes.Boolean, "VARCHAR": arrow.BinaryTypes.String,
	"DOUBLE": arrow.PrimitiveTypes.Float64, "DATE": arrow.FixedWidthTypes.Date32,
	"TIMESTAMP": &arrow.TimestampType{Unit: arrow.Microsecond},
}

// appendTo appends a version's value for one column. The value is the same as that of layout.value
// for the Appender, but is not boxed, which would dominate the time for millions of values. It
// returns false when the column has another type.
func (l *layout) appendTo(b array.Builder, c *column, r *row, zone *time.Location, backfilled string) bool {
	switch c.part {
	case partID:
		return appendInt(b, int64(r.id))
	case partEffFrom:
		return appendInt(b, int64(r.effFrom))
	case partEffTo:
		return appendInt(b, int64(r.effTo))
	case partKnownFrom:
		return appendInt(b, int64(r.knownFrom))
	case partKnownTo:
		return appendInt(b, int64(r.knownTo))
	case partSeq:
		return appendInt(b, int64(r.seq))
	case partCreatedSeq:
		return appendInt(b, int64(r.createdSeq))
	case partValue:
		return appendValueTo(b, r.cells[c.slot].value)
	case partStub, partBackfilled, partBackfilledFields, partClosedOn, partCurrency, partDay:
	}
	return appendAny(b, l.value(c, r, zone, backfilled))
}

func appendInt(b array.Builder, n int64) bool {
	to, ok := b.(*array.Int64Builder)
	if ok {
		to.Append(n)
	}
	return ok
}

// appendValueTo appends a field's value in the form of sqlValue.
func appendValueTo(b array.Builder, v record.Value) bool {
	switch v.Kind() {
	case record.Unset:
		b.AppendNull()
		return true
	case record.Int:
		return appendInt(b, v.Int())
	case record.Money:
		return appendInt(b, v.Money().Minor)
	case record.Ref:
		return appendInt(b, int64(v.Ref()))
	case record.Text:
		to, ok := b.(*array.StringBuilder)
		if ok {
			to.Append(strings.ToValidUTF8(v.Text(), "\uFFFD"))
		}
		return ok
	case record.Day:
		to, ok := b.(*array.Date32Builder)
		if ok {
			to.Append(arrow.Date32(v.Day()))
		}
		return ok
	case record.Instant:
		to, ok := b.(*array.TimestampBuilder)
		if ok {
			to.Append(arrow.Timestamp(v.Instant()))
		}
		return ok
	case record.Number, record.Bool:
	}
	return appendAny(b, sqlValue(v))
}

// appendAny appends a value in the form that the Appender takes.
func appendAny(b array.Builder, v driver.Value) bool {
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

// write writes the collected rows of one table.
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
	return b.session.exec(ctx, "INSERT INTO "+Ident(g.name)+" SELECT * FROM "+Ident(b.view)+
		"; DROP VIEW "+Ident(b.view))
}

// flush writes all collected rows.
func (b *bulk) flush(ctx context.Context) error {
	var all []error
	for name, g := range b.open {
		all = append(all, b.write(ctx, g))
		g.builder.Release()
		delete(b.open, name)
	}
	return errors.Join(all...)
}
