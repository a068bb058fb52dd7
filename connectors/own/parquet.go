package own

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"

	"github.com/parquet-go/parquet-go"

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
	s.out = parquet.NewGenericWriter[any](file, parquet.NewSchema("changes", group), parquet.Compression(&parquet.Zstd), parquet.MaxRowsPerRowGroup(100_000))
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
	file    *os.File
	rows    *parquet.GenericReader[any]
	buf     []parquet.Row
	at, n   int
	header  []string
	kinds   []record.Kind
	columns []int
}

func openParquet(path string, schema *record.Schema) (*parquetRows, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	f, err := parquet.OpenFile(file, info.Size())
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s is no Parquet file: %w", path, err), file.Close())
	}
	r := &parquetRows{file: file, rows: parquet.NewGenericReader[any](f), buf: make([]parquet.Row, 256)}
	for i, c := range f.Schema().Columns() {
		if len(c) != 1 {
			return nil, errors.Join(fmt.Errorf("%s holds nested columns: it is no export of salesops", path), r.close())
		}
		_ = i
		r.header = append(r.header, c[0])
	}
	// fixed columns first, in their order
	names := r.header
	r.header = slices.Clone(fixed)
	for _, name := range names {
		if !slices.Contains(fixed, name) {
			r.header = append(r.header, name)
		}
	}
	for _, name := range r.header {
		r.columns = append(r.columns, slices.Index(names, name))
		leaf, ok := f.Schema().Lookup(name)
		if !ok {
			return nil, errors.Join(fmt.Errorf("%s lacks the column %s", path, name), r.close())
		}
		r.kinds = append(r.kinds, kindOfNode(leaf.Node))
	}
	return r, nil
}

func kindOfNode(n parquet.Node) record.Kind {
	t := n.Type()
	if l := t.LogicalType(); l != nil {
		switch t.String() {
		case parquet.Date().Type().String():
			return record.Day
		case parquet.Timestamp(parquet.Microsecond).Type().String():
			return record.Instant
		case parquet.String().Type().String():
			return record.Text
		}
	}
	switch t.Kind() {
	case parquet.Boolean:
		return record.Bool
	case parquet.Double:
		return record.Number
	case parquet.Int64:
		return record.Int
	}
	return record.Text
}

func (r *parquetRows) next() ([]string, error) {
	if r.at == r.n {
		n, err := r.rows.ReadRows(r.buf)
		if n == 0 {
			if err == nil {
				err = io.EOF
			}
			return nil, err
		}
		r.at, r.n = 0, n
	}
	row := r.buf[r.at]
	r.at++
	cells := make([]string, len(r.header))
	for i, at := range r.columns {
		if at < 0 || at >= len(row) || row[at].IsNull() {
			continue
		}
		cells[i] = parquetText(row[at], r.kinds[i])
	}
	return cells, nil
}

func parquetText(v parquet.Value, kind record.Kind) string {
	switch kind {
	case record.Int:
		return strconv.FormatInt(v.Int64(), 10)
	case record.Number:
		return strconv.FormatFloat(v.Double(), 'g', -1, 64)
	case record.Bool:
		return strconv.FormatBool(v.Boolean())
	case record.Day:
		return period.Day(v.Int32()).String()
	case record.Instant:
		return stamp(period.Instant(v.Int64()))
	case record.Text, record.Money, record.Ref, record.Unset:
	}
	return string(v.ByteArray())
}

func (r *parquetRows) head() []string { return r.header }

func (r *parquetRows) close() error { return errors.Join(r.rows.Close(), r.file.Close()) }
