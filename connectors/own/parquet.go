package own

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"

	"github.com/parquet-go/parquet-go"

	"salesops/connectors/parquetfile"
	"salesops/connectors/table"
	"salesops/internal/period"
	"salesops/record"
)

// Parquet files are typed: instants are timestamps, days dates, yes and no booleans. Amounts
// stay decimal texts beside their currency, because the columns of one file may hold
// currencies with different numbers of digits. Columns are optional and stand in the order
// of their names, as the format's writer puts them.

// typeOf is the Parquet type of a column, by the kind of its value.
func typeOf(kind record.Kind) parquet.Node {
	switch kind {
	case record.Int:
		return parquet.Int(64)
	case record.Number:
		return parquet.Leaf(parquet.DoubleType)
	case record.Bool:
		return parquet.Leaf(parquet.BooleanType)
	case record.Day:
		return parquet.Date()
	case record.Instant:
		return parquet.Timestamp(parquet.Microsecond)
	case record.Text, record.Money, record.Ref, record.Unset:
	}
	return parquet.String()
}

// kindOf is the kind of a column by its place.
func kindOf(i int, columns []column) record.Kind {
	switch {
	case i == colSeq || i == colCause:
		return record.Int
	case i == colEffective || i == colKnown:
		return record.Instant
	case i < len(fixed) || columns[i-len(fixed)].currency:
		return record.Text
	}
	return columns[i-len(fixed)].field.Kind
}

type parquetSheet struct {
	file  *os.File
	out   *parquet.GenericWriter[any]
	kinds []record.Kind
	place []int // of each column in the file
	row   parquet.Row
}

func newParquet(path string, columns []column) (sheet, error) {
	names := header(columns)
	group := parquet.Group{}
	s := &parquetSheet{}
	for i, name := range names {
		s.kinds = append(s.kinds, kindOf(i, columns))
		group[name] = parquet.Optional(typeOf(s.kinds[i]))
	}
	sorted := slices.Sorted(slices.Values(names))
	for _, name := range names {
		s.place = append(s.place, slices.Index(sorted, name))
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("write the export: %w", err)
	}
	s.file, s.row = file, make(parquet.Row, len(names))
	s.out = parquet.NewGenericWriter[any](file, parquet.NewSchema("changes", group), parquet.Compression(&parquet.Zstd),
		parquet.MaxRowsPerRowGroup(100_000))
	return s, nil
}

func (s *parquetSheet) add(cells []string) error {
	for i, cell := range cells {
		at := s.place[i]
		if cell == "" {
			s.row[at] = parquet.NullValue().Level(0, 0, at)
			continue
		}
		v, err := parquetValue(cell, s.kinds[i])
		if err != nil {
			return fmt.Errorf("write the export: %w", err)
		}
		s.row[at] = v.Level(0, 1, at)
	}
	_, err := s.out.WriteRows([]parquet.Row{s.row})
	return err
}

func parquetValue(cell string, kind record.Kind) (parquet.Value, error) {
	switch kind {
	case record.Int:
		n, err := strconv.ParseInt(cell, 10, 64)
		return parquet.Int64Value(n), err
	case record.Number:
		n, err := strconv.ParseFloat(cell, 64)
		return parquet.DoubleValue(n), err
	case record.Bool:
		b, err := strconv.ParseBool(cell)
		return parquet.BooleanValue(b), err
	case record.Day:
		d, err := period.ParseDay(cell)
		return parquet.Int32Value(int32(d)), err
	case record.Instant:
		i, err := parseStamp(cell)
		return parquet.Int64Value(int64(i)), err
	case record.Text, record.Money, record.Ref, record.Unset:
	}
	return parquet.ByteArrayValue([]byte(cell)), nil
}

func (s *parquetSheet) close() error {
	return errors.Join(s.out.Close(), s.file.Sync(), s.file.Close())
}

// parquetRows reads a file back, with the columns in the order of its header.
type parquetRows struct {
	in     table.Rows
	header []string
	places []int // of each column in the file
	cells  []string
}

func openParquet(ctx context.Context, path string) (*parquetRows, error) {
	t, err := parquetfile.Exact(path)
	if err != nil {
		return nil, err
	}
	if !t.Reason.None() {
		return nil, t.Reason
	}
	r := &parquetRows{header: slices.Clone(fixed)}
	for _, name := range fixed {
		at := slices.Index(t.Header, name)
		if at < 0 {
			return nil, fmt.Errorf("it lacks the column %s", name)
		}
		r.places = append(r.places, at)
	}
	for at, name := range t.Header {
		if !slices.Contains(fixed, name) {
			r.header, r.places = append(r.header, name), append(r.places, at)
		}
	}
	r.in, err = t.Open(ctx)
	return r, err
}

func (r *parquetRows) next() ([]string, error) {
	row, err := r.in.Next(r.cells)
	if err != nil {
		return nil, err
	}
	if row.Problem != nil {
		return nil, row.Problem.Reason
	}
	r.cells = row.Cells
	cells := make([]string, len(r.header))
	for i, at := range r.places {
		cells[i] = row.Cells[at]
	}
	return cells, nil
}

func (r *parquetRows) head() []string { return r.header }

func (r *parquetRows) close() error { return r.in.Close() }
