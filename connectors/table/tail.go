package table

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"salesops/internal/fault"
	"salesops/internal/reason"
)

// Trim passes over rows without any text, and over the totals and notes below the last row: only
// there, so that a record which happens to be called "Total" stays where it is.
func Trim(rows Rows, unit string) Rows { return &trimmed{Rows: rows, unit: unit} }

type trimmed struct {
	Rows
	unit    string // what Line counts, for notes
	waiting []Row  // footers, until a row behind them shows that they are none
	next    *Row
	end     error
	footers int64
	first   int
	line    int // of the row that was read last
}

const mostFooters = 8

func (t *trimmed) Next(into []string) (Row, error) {
	for {
		switch {
		case len(t.waiting) > 0 && t.next == nil && t.end != nil:
			if errors.Is(t.end, io.EOF) {
				t.footers, t.first = int64(len(t.waiting)), t.waiting[0].Line
			}
			t.waiting = nil
		case len(t.waiting) > 0 && t.next != nil:
			row := t.waiting[0]
			t.waiting = t.waiting[1:]
			return row, nil
		case t.next != nil:
			row := *t.next
			t.next = nil
			return row, nil
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
		t.line = row.Line
		if blank(row.Cells) && (row.Problem == nil || len(row.Cells) > 0) {
			continue
		}
		footer := mayEnd(row.Cells) && IsFooter(row.Cells)
		if !footer && len(t.waiting) == 0 {
			return row, nil
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

func (t *trimmed) Notes() []Note {
	notes := t.Rows.Notes()
	if t.footers > 0 {
		notes = append(notes, Note{Footer, t.footers, fmt.Sprintf("%s %d", t.unit, t.first)})
	}
	return notes
}

func blank(cells []string) bool {
	for _, cell := range cells {
		if cell != "" {
			return false
		}
	}
	return true
}

// mayEnd is a quick look at the first cell: the first letter of all that a footer begins with.
func mayEnd(cells []string) bool {
	for _, cell := range cells {
		if cell != "" {
			return cell[0] >= 0x80 || strings.IndexByte("tgscerTGSCER", cell[0]) >= 0
		}
	}
	return false
}
