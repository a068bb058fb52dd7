package table

import (
	"context"
	"errors"
	"io"

	"salesops/internal/reason"
)

// Cut says of a table that its file breaks off: its rows end with a problem, unless they do so
// already.
func (t *Table) Cut(why reason.Reason) {
	whole := t.Open
	if whole == nil {
		return
	}
	t.Whole = false
	t.Open = func(ctx context.Context) (Rows, error) {
		rows, err := whole(ctx)
		if err != nil {
			return nil, err
		}
		return &shortened{Rows: rows, why: why}, nil
	}
}

type shortened struct {
	Rows
	why  reason.Reason
	line int
	said bool
}

func (c *shortened) Next(into []string) (Row, error) {
	row, err := c.Rows.Next(into)
	if errors.Is(err, io.EOF) && !c.said {
		c.said = true
		return Row{Line: c.line, Cells: into[:0], Problem: &Problem{Line: c.line, Reason: c.why, Rest: true}}, nil
	}
	if err == nil {
		c.line, c.said = row.Line, c.said || row.Problem != nil && row.Problem.Rest
	}
	return row, err
}
