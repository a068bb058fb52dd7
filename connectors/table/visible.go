package table

import (
	"fmt"
	"slices"
	"strings"

	"salesops/internal/problems"
	"salesops/internal/unseen"
)

// Visible gives the cells of rows without characters that nobody sees, and takes note of the rows that had some.
// unit is what Row.Line counts.
func Visible(rows Rows, unit string) Rows { return &visible{Rows: rows, unit: unit} }

type visible struct {
	Rows
	unit string
	note Note
}

func (v *visible) Next(into []string) (Row, error) {
	row, err := v.Rows.Next(into)
	if err != nil || row.Problem != nil || !slices.ContainsFunc(row.Cells, unseen.In) {
		return row, err
	}
	row.Cells = slices.Clone(row.Cells) // a format may give its own memory
	for i, cell := range row.Cells {
		row.Cells[i] = strings.TrimSpace(unseen.Without(cell))
	}
	if v.note.Count++; v.note.Count == 1 {
		v.note = Note{problems.Unseen, 1, fmt.Sprintf("%s %d", v.unit, row.Line)}
	}
	return row, nil
}

func (v *visible) Notes() []Note {
	if v.note.Count == 0 {
		return v.Rows.Notes()
	}
	return append(v.Rows.Notes(), v.note)
}
