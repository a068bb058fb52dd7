package table

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"salesops/internal/fault"
	"salesops/internal/problems"
	"salesops/internal/reason"
)

// Trim passes over rows without any text, and over the totals and notes below the last row: only
// there, so that a record which happens to be called "Total" stays where it is.
func Trim(rows Rows, unit string) Rows { return &trimmed{Rows: Visible(rows, unit), unit: unit} }

// TrimReport does more for what people read, a sheet or a text: subtotals and counts between the
// rows are no rows, and neither are free lines below them. The header again, as in files that
// were put together, is none either.
func TrimReport(rows Rows, unit string, header []string) Rows {
	return &trimmed{Rows: Visible(rows, unit), unit: unit, report: &running{}, header: header}
}

type trimmed struct {
	Rows
	unit    string   // what Line counts, for notes
	report  *running // nil for a format that programs read
	waiting []Row    // footers, until a row behind them shows that they are none
	next    *Row
	end     error
	footers int64
	first   int
	between int64 // totals between the rows, the first of them in line middle
	middle  int
	lost    Note // rows with characters that could not be read
	header  []string
	again   int64 // rows that are the header, the first of them in line repeat
	repeat  int
	line    int  // of the row that was read last
	last    int  // of the same row: its last line, where a quoted cell holds several
	gap     bool // an empty row stands between it and the one that was given last
	least   int  // cells that the narrowest row so far has; 0 before the first
}

const mostFooters = 20

func (t *trimmed) Next(into []string) (Row, error) {
	for {
		switch {
		case len(t.waiting) > 0 && t.next == nil && t.end != nil:
			if errors.Is(t.end, io.EOF) {
				t.footers, t.first = int64(len(t.waiting)), t.waiting[0].Line
			}
			t.waiting = nil
			continue
		case len(t.waiting) > 0 && t.next != nil:
			row := t.waiting[0]
			if t.waiting = t.waiting[1:]; t.aside(row) {
				continue
			}
			return t.give(row), nil
		case t.next != nil:
			row := *t.next
			t.next = nil
			return t.give(row), nil
		case t.end != nil:
			return Row{}, t.end
		}
		row, err := t.Rows.Next(into)
		if err != nil {
			t.end = err
			if fault.KindOf(err) == fault.Invalid { // the rows before it are good
				t.end = io.EOF
				t.next = &Row{Line: t.line, Problem: &Problem{Line: t.line, Reason: reason.From(err), Rest: true}}
			}
			continue
		}
		t.gap = t.gap || t.line > 0 && row.Line > t.last+1
		if t.line, t.last = row.Line, row.Line; t.unit == "line" {
			t.last += breaks(row.Raw)
		}
		if blank(row.Cells) && (row.Problem == nil || len(row.Cells) > 0) {
			t.gap = true
			continue
		}
		if row.Problem == nil && t.isHeader(row.Cells) {
			if t.again++; t.again == 1 {
				t.repeat = row.Line
			}
			continue
		}
		footer := mayEnd(row.Cells) && IsFooter(row.Cells) || t.report != nil &&
			(t.loose(&row) || t.report.ends(row.Cells))
		if !footer && len(t.waiting) == 0 {
			return t.give(row), nil
		}
		into = nil // its memory is the row's now
		row.Raw = append([]byte(nil), row.Raw...)
		if footer && len(t.waiting) < mostFooters {
			t.waiting = append(t.waiting, row)
			continue
		}
		t.next = &row
	}
}

// isHeader says that a row says word for word what the header says.
func (t *trimmed) isHeader(cells []string) bool {
	if len(t.header) < 2 || len(cells) == 0 || cells[0] != t.header[0] && cells[0] != "" {
		return false
	}
	padded := make([]string, len(t.header))
	copy(padded, cells)
	names, _ := Names(padded)
	return slices.Equal(names, t.header)
}

// give takes note of a row that is one.
func (t *trimmed) give(row Row) Row {
	t.gap = false
	if row.Problem == nil && slices.ContainsFunc(row.Cells, Lossy) {
		if t.lost.Count++; t.lost.Count == 1 {
			t.lost = Note{problems.Lost, 1, fmt.Sprintf("%s %d", t.unit, row.Line)}
		}
	}
	if t.report != nil && row.Problem == nil {
		t.report.see(row.Cells)
		if n := width(row.Cells); t.least == 0 || n < t.least {
			t.least = n
		}
	}
	return row
}

// aside says that a row which waited is one of totals, although rows follow it.
func (t *trimmed) aside(row Row) bool {
	if t.report == nil || row.Problem != nil || !t.report.isTotal(row.Cells) {
		return false
	}
	t.report.cut()
	if t.between++; t.between == 1 {
		t.middle = row.Line
	}
	return true
}

// loose says that a row may be a free line below the table: much narrower than every row above
// it, and a single cell or behind an empty row. The beginning of a row that was cut off is none.
func (t *trimmed) loose(row *Row) bool {
	if t.least < 2 {
		return false
	}
	apart := t.gap || len(t.waiting) > 0
	switch n := width(row.Cells); {
	case n == 0:
		return false
	case n == 1 && row.Problem == nil:
		return apart || t.least >= 3
	case n == 1:
		return apart || strings.Count(row.Cells[first(row.Cells)], " ") >= 2
	default:
		return apart && n*2 <= t.least
	}
}

func (t *trimmed) Notes() []Note {
	notes := t.Rows.Notes()
	if t.again > 0 {
		notes = append(notes, Note{problems.HeaderAgain, t.again, fmt.Sprintf("%s %d", t.unit, t.repeat)})
	}
	if t.between > 0 {
		notes = append(notes, Note{problems.Subtotals, t.between, fmt.Sprintf("%s %d", t.unit, t.middle)})
	}
	if t.footers > 0 {
		notes = append(notes, Note{problems.Footer, t.footers, fmt.Sprintf("%s %d", t.unit, t.first)})
	}
	if t.lost.Count > 0 {
		notes = append(notes, t.lost)
	}
	return notes
}

// Lossy says that a text holds what stands for bytes that are no characters.
func Lossy(text string) bool { return strings.ContainsRune(text, utf8.RuneError) }

// width is the number of cells that are not empty.
func width(cells []string) int {
	n := 0
	for _, cell := range cells {
		if cell != "" {
			n++
		}
	}
	return n
}

// breaks counts the line ends within a row of text.
func breaks(raw []byte) int {
	return max(bytes.Count(raw, []byte{'\n'}), bytes.Count(raw, []byte{'\r'}))
}

func blank(cells []string) bool {
	for _, cell := range cells {
		if cell != "" {
			return false
		}
	}
	return true
}

// mayEnd is a quick look at the first cell: the first letters of all that a footer begins with.
func mayEnd(cells []string) bool {
	for _, cell := range cells {
		if cell != "" {
			return cell[0] >= 0x80 || strings.IndexByte("tgscermaqdepzTGSCERMAQDEPZ", cell[0]) >= 0
		}
	}
	return false
}
