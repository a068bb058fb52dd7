package mapping

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"salesops/connectors/cell"
	"salesops/connectors/table"
	"salesops/connectors/tool"
	"salesops/internal/period"
	"salesops/record"
)

// frame makes the cells that an entry's layout reads out of a row of its file.
type frame struct {
	header []string
	cells  []maker
	where  *condition
	id     int // index of the id's cell
	part   bool
	seen   map[string]int // with repeats kept: how often an id was made
}

// maker makes one cell of a row; row is set for expressions.
type maker func(cells []string, row *row) (string, error)

// Header names the cells.
func (f *frame) Header() []string { return f.header }

// Row makes the cells of one row.
func (f *frame) Row(cells, into []string) ([]string, bool, error) {
	r := row{cells: cells}
	if f.where != nil {
		match, err := f.where.holds(&r)
		if err != nil {
			return into, false, err
		}
		if !match {
			return into, false, nil
		}
	}
	from := len(into)
	for i, c := range f.cells {
		s, err := c(cells, &r)
		if err != nil {
			var at *tool.CellError
			if errors.As(err, &at) {
				return into, false, err
			}
			return into, false, &tool.CellError{Column: i, Err: err}
		}
		into = append(into, s)
	}
	id := &into[from+f.id]
	if *id == "" && f.part {
		return into, false, nil // the row says nothing of this object
	}
	if f.seen != nil && *id != "" {
		f.seen[*id]++
		if n := f.seen[*id]; n > 1 {
			*id += "#" + strconv.Itoa(n)
		}
	}
	return into, true, nil
}

// columnsOf finds a file's columns by name, regardless of capitals.
type columnsOf map[string]int

func newColumnsOf(header []string) columnsOf {
	c := columnsOf{}
	for i, h := range header {
		if key := strings.ToLower(strings.TrimSpace(h)); key != "" {
			if _, twice := c[key]; !twice {
				c[key] = i
			}
		}
	}
	return c
}

// at is a column's index; -1 when this file does not have it.
func (c columnsOf) at(name string) int {
	if i, ok := c[strings.ToLower(strings.TrimSpace(name))]; ok {
		return i
	}
	if i, ok := c[ofRecord+strings.ToLower(strings.TrimSpace(name))]; ok {
		return i
	}
	return -1
}

// ofRecord begins the columns of the record that a message brings; a mapping may leave it out.
const ofRecord = "record."

// names are what a mapping may call a column, in small letters.
func (c columnsOf) names(key string) []string {
	if short, ok := strings.CutPrefix(key, ofRecord); ok {
		if _, another := c[short]; !another {
			return []string{key, short}
		}
	}
	return []string{key}
}

func cellAt(i int) maker {
	if i < 0 {
		return func([]string, *row) (string, error) { return "", nil }
	}
	return func(cells []string, _ *row) (string, error) {
		if i >= len(cells) {
			return "", nil
		}
		return cells[i], nil
	}
}

// joined puts several columns together; empty ones leave no separator when that is a space.
func joined(at []int, separator string) maker {
	return func(cells []string, _ *row) (string, error) {
		var parts []string
		set := false
		for _, i := range at {
			s := ""
			if i >= 0 && i < len(cells) {
				s = strings.TrimSpace(cells[i])
			}
			set = set || s != ""
			if s != "" || separator != " " {
				parts = append(parts, s)
			}
		}
		if !set {
			return "", nil
		}
		return strings.Join(parts, separator), nil
	}
}

func trimmed(c maker) maker {
	return func(cells []string, r *row) (string, error) {
		s, err := c(cells, r)
		return strings.TrimSpace(s), err
	}
}

// translated gives their values the names that we have for them. "*" stands for every value
// that is not in the list, "" for an empty cell.
func translated(c maker, values map[string]string) maker {
	byKey := map[string]string{}
	for theirs, ours := range values {
		byKey[tool.NameKey(theirs)] = ours
	}
	other, hasOther := values["*"]
	return func(cells []string, r *row) (string, error) {
		s, err := c(cells, r)
		if err != nil {
			return "", err
		}
		key := tool.NameKey(s)
		if ours, ok := byKey[key]; ok {
			return ours, nil
		}
		if hasOther && key != "" {
			return other, nil
		}
		return s, nil
	}
}

// counted reads the plain numbers of a workbook that counts days from 1904 like those of others.
func counted(c maker, old bool) maker {
	if !old {
		return c
	}
	return func(cells []string, r *row) (string, error) {
		s, err := c(cells, r)
		return cell.From1900(s), err
	}
}

// shifted moves a date; the amount may stand in a column.
func shifted(c maker, s shift, by maker, months func(period.Day, int) period.Day, order cell.Order,
	zones cell.Zones) maker {
	return func(cells []string, r *row) (string, error) {
		text, err := c(cells, r)
		if err != nil || text == "" {
			return "", err
		}
		day, err := cell.ReadDayIn(text, order, zones)
		if err != nil {
			return "", fmt.Errorf("%w; write dates: dmy, mdy or ymd in the mapping if the order is not clear", err)
		}
		n := s.count
		if by != nil {
			t, err := by(cells, r)
			if err != nil || strings.TrimSpace(t) == "" {
				return "", err
			}
			f, err := cell.ReadNumber(t, cell.Unwritten, table.AsText)
			if err != nil {
				return "", err
			}
			if f < -100_000 || f > 100_000 {
				return "", fmt.Errorf("%q is too much to move a date by", t)
			}
			n = int(f)
		}
		n *= s.sign
		if s.months {
			if n < -12_000 || n > 12_000 {
				return "", fmt.Errorf("%d months are too much to move a date by", n)
			}
			return months(day, n).String(), nil
		}
		return (day + period.Day(n)).String(), nil
	}
}

// pointed rewrites numbers whose writing a person has named: 1.234,56 or 1,234.56.
func pointed(c maker, format string) maker {
	group, point := ",", "."
	if format == "comma" {
		group, point = ".", ","
	}
	return func(cells []string, r *row) (string, error) {
		s, err := c(cells, r)
		return strings.Replace(strings.ReplaceAll(s, group, ""), point, ".", 1), err
	}
}

// divided reads an amount that is written in millionths, exactly: the point moves, nothing is
// rounded here.
func divided(c maker) maker {
	return func(cells []string, r *row) (string, error) {
		s, err := c(cells, r)
		if s = strings.TrimSpace(s); err != nil || s == "" {
			return "", err
		}
		digits, negative := strings.CutPrefix(s, "-")
		whole, fraction, _ := strings.Cut(digits, ".")
		if whole == "" || strings.Trim(whole+fraction, "0123456789") != "" {
			return "", fmt.Errorf("%q is not a number of millionths", s)
		}
		if n := 7 - len(whole); n > 0 {
			whole = strings.Repeat("0", n) + whole
		}
		at := len(whole) - 6
		s = whole[:at] + "." + strings.TrimRight(whole[at:]+fraction, "0")
		if negative {
			s = "-" + s
		}
		return strings.TrimSuffix(s, "."), nil
	}
}

// madeID is the id of a row that has none: its name, else what it refers to, and its date.
func madeID(o record.Object, name maker, others []maker, order cell.Order) maker {
	return func(cells []string, r *row) (string, error) {
		id := ""
		if name != nil {
			s, err := name(cells, r)
			if err != nil {
				return "", err
			}
			id = tool.NameID(&o, s)
		}
		for _, c := range others {
			s, err := c(cells, r)
			if err != nil {
				return "", err
			}
			s = strings.TrimSpace(s)
			if s == "" && name != nil {
				continue
			}
			if day, err := cell.ReadDay(s, order); err == nil && len(s) <= 10 {
				s = day.String()
			}
			id += "|" + tool.NameKey(s)
		}
		if strings.Trim(id, "|") == "" {
			return "", nil
		}
		if len(id) > 250 {
			id = tool.NameID(&o, id+strings.Repeat(" .", 100)) // a fingerprint
		}
		return id, nil
	}
}
