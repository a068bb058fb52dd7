package parquetfile

import (
	"context"
	"errors"
	"io"
	"os"
	"strings"

	"github.com/parquet-go/parquet-go"

	"salesops/connectors/table"
	"salesops/internal/fault"
	"salesops/internal/reason"
)

const (
	mostColumns = 4096
	mostFooter  = 64 << 20 // bytes of the description of the file
	mostRow     = 4 << 20
	mostExact   = 64 << 20 // a record's texts are not cut when they are written out
	atOnce      = 128      // rows
)

// Table opens a Parquet file. One that cannot be read is a table with a reason.
func Table(file string) (*table.Table, error) { return find(file, false) }

// Exact opens a Parquet file that a program wrote for a program: names and texts come byte by
// byte as they stand in it, rows without values and totals are rows like others, and an
// instant in a year that no date names is the file's number. A damaged end is an error of
// Next, of kind Invalid.
func Exact(file string) (*table.Table, error) { return find(file, true) }

func find(file string, exact bool) (*table.Table, error) {
	in, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer func() { _ = in.Close() }()
	t := &table.Table{Unit: "row", Numbers: table.Stored}
	f, leaves, err := open(in, exact)
	if err != nil {
		if fault.KindOf(err) != fault.Invalid {
			return nil, err
		}
		t.Reason = reason.From(err)
		return t, nil
	}
	names := make([]string, len(leaves))
	for i, l := range leaves {
		names[i] = l.name
	}
	t.Header = names
	if !exact {
		t.Header, _ = table.Names(names)
	}
	t.Size = f.NumRows()
	t.Open = func(context.Context) (table.Rows, error) {
		in, err := os.Open(file)
		if err != nil {
			return nil, err
		}
		f, leaves, err := open(in, exact)
		if err != nil || len(leaves) != len(names) {
			_ = in.Close()
			return nil, errors.Join(err, fault.Because(fault.Invalid, reason.Of("file_changed")))
		}
		r := &rows{file: in, groups: f.RowGroups(), leaves: leaves, exact: exact}
		if exact {
			return r, nil
		}
		return table.Trim(r, "row"), nil
	}
	return t, nil
}

// open reads the file's description. The library panics on some damaged files: that is an
// error of the file like others.
func open(in *os.File, exact bool) (f *parquet.File, leaves []leaf, err error) {
	defer guard(&err)
	info, err := in.Stat()
	if err != nil {
		return nil, nil, err
	}
	if err := checkFooter(in, info.Size()); err != nil {
		return nil, nil, err
	}
	f, err = parquet.OpenFile(in, info.Size(), parquet.SkipBloomFilters(true), parquet.SkipPageIndex(true))
	if err != nil {
		var path *os.PathError
		if errors.As(err, &path) {
			return nil, nil, err
		}
		return nil, nil, errDamaged
	}
	leaves = leavesOf(f.Root(), exact)
	switch {
	case len(leaves) == 0:
		return nil, nil, fault.Because(fault.Invalid, reason.Of("parquet_no_columns"))
	case len(leaves) > mostColumns:
		return nil, nil, fault.Because(fault.Invalid, reason.Of("parquet_columns", "most", mostColumns))
	}
	check := newPages(in, info.Size())
	for _, g := range f.Metadata().RowGroups {
		for i := range g.Columns {
			if err := check.column(&g.Columns[i].MetaData, leaves[i].repeated); err != nil {
				return nil, nil, err
			}
		}
	}
	return f, leaves, nil
}

// checkFooter looks at the file's description before the library takes it for true.
func checkFooter(in io.ReaderAt, size int64) error {
	tail := make([]byte, 8)
	if size < 12 {
		return errDamaged
	}
	if _, err := in.ReadAt(tail, size-8); err != nil {
		return err
	}
	switch string(tail[4:]) {
	case "PAR1":
	case "PARE":
		return fault.Because(fault.Invalid, reason.Of("parquet_encrypted"))
	default:
		return errDamaged
	}
	length := int64(tail[0]) | int64(tail[1])<<8 | int64(tail[2])<<16 | int64(tail[3])<<24
	if length > size-12 || length > mostFooter {
		return errDamaged
	}
	footer := make([]byte, length)
	if _, err := in.ReadAt(footer, size-8-length); err != nil {
		return err
	}
	if _, err := checkThrift(footer); err != nil {
		return errDamaged
	}
	return nil
}

var errDamaged = fault.Because(fault.Invalid, reason.Of("parquet_damaged"))

// guard turns a panic of the library into an error: it takes what a file says for true.
func guard(err *error) {
	if recover() != nil {
		*err = errDamaged
	}
}

// rows are the rows of a file.
type rows struct {
	file   *os.File
	groups []parquet.RowGroup
	leaves []leaf
	exact  bool
	group  parquet.Rows
	buffer []parquet.Row
	held   []parquet.Row // read and not yet handed out
	done   int64
	last   bool // the group has no more
	raw    []byte
	lists  [][]byte // of a row, by column
}

func (r *rows) Offset() int64       { return r.done }
func (r *rows) Notes() []table.Note { return nil }

func (r *rows) Close() (err error) {
	defer guard(&err)
	defer func() { err = errors.Join(err, r.file.Close()) }()
	if r.group != nil {
		return r.group.Close()
	}
	return nil
}

func (r *rows) Next(into []string) (table.Row, error) {
	for len(r.held) == 0 {
		if err := r.fill(); err != nil {
			return table.Row{}, err
		}
	}
	row := r.held[0]
	r.held = r.held[1:]
	r.done++
	return r.give(row, into)
}

// fill reads some rows ahead.
func (r *rows) fill() (err error) {
	defer guard(&err)
	if r.group == nil || r.last {
		if r.group != nil {
			if err := r.group.Close(); err != nil {
				return r.broken(err)
			}
			r.group = nil
		}
		if len(r.groups) == 0 {
			return io.EOF
		}
		r.group, r.groups, r.last = r.groups[0].Rows(), r.groups[1:], false
	}
	if r.buffer == nil {
		r.buffer = make([]parquet.Row, atOnce)
	}
	n, err := r.group.ReadRows(r.buffer)
	switch {
	case errors.Is(err, io.EOF), err == nil && n == 0:
		r.last = true
	case err != nil:
		return r.broken(err)
	}
	r.held = r.buffer[:n]
	return nil
}

func (r *rows) broken(err error) error {
	var path *os.PathError
	if errors.As(err, &path) {
		return err
	}
	return fault.Invalidf("row %d: %w", r.done+1, errDamaged)
}

// give makes the cells of a row.
func (r *rows) give(values parquet.Row, into []string) (row table.Row, err error) {
	defer guard(&err)
	line := int(r.done)
	row = table.Row{Line: line, Cells: into[:0]}
	for range r.leaves {
		row.Cells = append(row.Cells, "")
	}
	if r.lists == nil {
		r.lists = make([][]byte, len(r.leaves))
	}
	size, most := 0, mostRow
	if r.exact {
		most = mostExact
	}
	for _, v := range values {
		i := v.Column()
		if i < 0 || i >= len(r.leaves) || v.IsNull() {
			continue
		}
		text, err := r.leaves[i].text(v)
		if err != nil && row.Problem == nil {
			row.Problem = &table.Problem{Line: line, Column: i + 1, Reason: reason.From(err)}
		}
		if size += len(text) + 1; size > most {
			row.Problem = &table.Problem{Line: line, Reason: reason.Of("row_too_long", "megabytes", most>>20)}
			break
		}
		if !r.exact {
			text = strings.TrimSpace(text)
		}
		if !r.leaves[i].repeated {
			row.Cells[i] = text
			continue
		}
		if len(r.lists[i]) > 0 {
			r.lists[i] = append(r.lists[i], ';')
		}
		r.lists[i] = append(r.lists[i], text...)
	}
	for i, list := range r.lists {
		if r.leaves[i].repeated {
			row.Cells[i], r.lists[i] = string(list), list[:0]
		}
	}
	if !r.exact {
		r.raw = table.AppendRaw(r.raw[:0], row.Cells)
		row.Raw = r.raw
	}
	return row, nil
}
