package connectors

import (
	"context"
	"encoding/binary"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"salesops/connectors/cell"
	"salesops/connectors/table"
	"salesops/connectors/tool"
	"salesops/internal/fault"
	"salesops/internal/reason"
)

// joiner widens the rows of one file.
type joiner struct {
	joins   []tool.Join
	tables  [][]*file // by join
	indexes []*keyIndex
	wide    []string
	width   int   // of the file's own rows
	missed  []int // joins that had no row for the last one
	blank   []bool
}

// joinedLayout is of tables that are only looked up in.
var joinedLayout = tool.Layout{Name: "joined table", Aside: true, Joined: true}

// joined connects a file with the tables that its layout joins; files are those that the Chooser
// was told of.
func (f *file) join(files []*file) {
	if len(f.layout.Joins) == 0 {
		return
	}
	j := &joiner{joins: f.layout.Joins, width: len(f.table.Header)}
	header, numbers := slices.Clone(f.table.Header), f.table.Numbers
	for _, join := range j.joins {
		var of []*file
		for _, t := range join.Tables {
			of = append(of, files[t.File])
			numbers = min(numbers, files[t.File].table.Numbers) // as sure as the least sure of them
		}
		j.tables = append(j.tables, of)
		header = append(header, join.Columns...)
	}
	one := *f.table
	one.Header, one.Numbers = header, numbers
	f.joins, f.table = j, &one
}

// open reads the joined tables.
func (j *joiner) open(ctx context.Context, spill string) error {
	if j == nil || j.indexes != nil {
		return nil
	}
	for i := range j.joins {
		x, err := j.index(ctx, i, spill)
		if err != nil {
			return err
		}
		j.indexes = append(j.indexes, x)
	}
	return nil
}

func (j *joiner) close() {
	if j == nil {
		return
	}
	for _, x := range j.indexes {
		x.close()
	}
	j.indexes = nil
}

// index reads the tables of one join. Two rows with one key must say the same.
func (j *joiner) index(ctx context.Context, at int, spill string) (*keyIndex, error) {
	join := &j.joins[at]
	b := newKeyIndexer(spill)
	defer b.close()
	var key, values []byte
	for i, t := range join.Tables {
		err := j.tables[at][i].rows(ctx, func(int64) {}, func(row *table.Row) error {
			if row.Problem != nil {
				return nil // told where the table itself is read
			}
			var empty bool
			if key, empty = keyOf(row.Cells, t.Key, key[:0]); empty {
				return nil
			}
			values = values[:0]
			for _, c := range t.Columns {
				values = appendText(values, cellOf(row.Cells, c))
			}
			return b.add(key, place{i, row.Line}, values)
		})
		if err != nil {
			return nil, err
		}
	}
	return b.index(func(key []byte, first, second keyed) error { return j.conflict(at, key, first, second) })
}

// conflict is the error of two rows with one key that differ; nil when they say the same.
func (j *joiner) conflict(at int, key []byte, first, second keyed) error {
	join := &j.joins[at]
	a, b := texts(first.values), texts(second.values)
	for i, column := range join.Columns {
		if a[i] == b[i] {
			continue
		}
		where := func(p place) string { return j.tables[at][p.table].name + ":" + strconv.Itoa(p.line) }
		_, name, _ := strings.Cut(column, join.Name+".")
		return fault.Because(fault.Invalid,
			reason.Of("join_differs", "first", where(first.at), "second", where(second.at),
				"key", strconv.Quote(cell.Shorten(strings.Join(texts(key), " | "))), "column", name, "value",
				strconv.Quote(cell.Shorten(a[i])), "other", strconv.Quote(cell.Shorten(b[i]))))
	}
	return nil
}

// widen gives a row its joined cells. They are empty where no row has its key.
func (j *joiner) widen(row *table.Row) error {
	if j == nil {
		return nil
	}
	j.wide, j.missed = append(j.wide[:0], row.Cells...), j.missed[:0]
	for len(j.wide) < j.width {
		j.wide = append(j.wide, "")
	}
	j.wide, j.blank = j.wide[:j.width], j.blank[:0]
	for range j.width {
		j.blank = append(j.blank, false)
	}
	var key []byte
	for i := range j.joins {
		join := &j.joins[i]
		var values []byte
		var empty, found bool
		if key, empty = keyOf(j.wide, join.Key, key[:0]); !empty {
			var err error
			if values, found, err = j.indexes[i].find(key); err != nil {
				return fmt.Errorf("look up a row of %s: %w", join.Name, err)
			}
		}
		// What hangs on a row that was not found is not counted a second time.
		if !found && !slices.ContainsFunc(join.Key, func(k int) bool { return j.blank[k] }) {
			j.missed = append(j.missed, i)
		}
		for range join.Columns {
			s := ""
			if found {
				s, values = nextText(values)
			}
			j.wide, j.blank = append(j.wide, s), append(j.blank, !found)
		}
	}
	row.Cells = j.wide
	return nil
}

// count reports the joins that had no row for the last one.
func (j *joiner) count(f *file, row *table.Row, b *problemBook) {
	if j == nil {
		return
	}
	for _, i := range j.missed {
		join := &j.joins[i]
		var parts []string
		for _, k := range join.Key {
			parts = append(parts, row.Cells[k])
		}
		key := strings.Trim(strings.Join(parts, " | "), " |")
		b.unjoined(join.Name+" "+key, fmt.Sprintf("%s, %s %d: %s %q → %s", f.name, f.report.Unit,
			row.Line, join.KeyName, cell.Shorten(key), join.Name))
	}
}

func cellOf(cells []string, i int) string {
	if i < len(cells) {
		return strings.TrimSpace(cells[i])
	}
	return ""
}

// keyOf appends the key of a row; empty says that none of its cells has a value.
func keyOf(cells []string, at []int, into []byte) (key []byte, empty bool) {
	empty = true
	for _, i := range at {
		s := cellOf(cells, i)
		empty = empty && s == ""
		into = appendText(into, s)
	}
	return into, empty
}

func appendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

func nextText(b []byte) (string, []byte) {
	n, size := binary.Uvarint(b)
	return string(b[size : size+int(n)]), b[size+int(n):]
}

func texts(b []byte) []string {
	var list []string
	for len(b) > 0 {
		var s string
		s, b = nextText(b)
		list = append(list, s)
	}
	return list
}
