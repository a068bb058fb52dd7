package connectors

import (
	"context"
	"errors"
	"fmt"
	"io"

	"salesops/connectors/table"
	"salesops/connectors/tool"
	"salesops/internal/fault"
	"salesops/internal/reason"
)

// batch is some rows that travel together from the reader to the importer.
type batch struct {
	rows []table.Row
	raw  []byte
	read int64 // since the batch before, in the unit of the table's size
}

const batchRows = 512

// rows calls fn with every row of a file. The file is read and cut up beside the work that
// fn does. tick is called with what was read since the last call.
func (f *file) rows(ctx context.Context, tick func(int64), fn func(*table.Row) error) error {
	r, err := f.table.Open(ctx)
	if err != nil {
		return f.failed(err)
	}
	defer func() { _ = r.Close() }()
	ctx, stop := context.WithCancel(ctx)
	full, empty := make(chan *batch, 2), make(chan *batch, 4)
	for range cap(empty) {
		empty <- &batch{}
	}
	failed := make(chan error, 1)
	go func() {
		defer close(full)
		failed <- f.cut(ctx, r, full, empty)
	}()
	defer func() { // the reader must be done before the file is closed
		stop()
		for range full { //nolint:revive // only to let it end
		}
	}()
	total := int64(0)
	for b := range full {
		if err := ctx.Err(); err != nil {
			return err
		}
		for i := range b.rows {
			if err := fn(&b.rows[i]); err != nil {
				return err
			}
		}
		tick(b.read)
		total += b.read
		empty <- b
	}
	tick(f.table.Size - total)
	err = <-failed
	if err == nil {
		f.notes = r.Notes()
	}
	return err
}

// cut reads rows into batches until the table's end.
func (f *file) cut(ctx context.Context, r table.Rows, full chan<- *batch, empty <-chan *batch) error {
	var before int64
	for {
		var b *batch
		select {
		case b = <-empty:
		case <-ctx.Done():
			return ctx.Err()
		}
		used := b.rows[:cap(b.rows)]
		b.rows, b.raw = b.rows[:0], b.raw[:0]
		var end error
		for len(b.rows) < batchRows {
			var cells []string
			if n := len(b.rows); n < len(used) {
				cells = used[n].Cells
			}
			row, err := r.Next(cells)
			if err != nil {
				end = err
				break
			}
			from := len(b.raw)
			b.raw = append(b.raw, row.Raw...)
			row.Raw = b.raw[from:len(b.raw):len(b.raw)]
			b.rows = append(b.rows, row)
		}
		b.read = r.Offset() - before
		before = r.Offset()
		select {
		case full <- b:
		case <-ctx.Done():
			return ctx.Err()
		}
		switch {
		case end == nil:
		case errors.Is(end, io.EOF):
			return nil
		default:
			return f.failed(end)
		}
	}
}

// failed names the file in an error of reading it.
func (f *file) failed(err error) error {
	if fault.KindOf(err) == fault.Invalid {
		why := reason.Of("file_failed", "file", f.name, "why", reason.From(err))
		return &fault.Error{Kind: fault.Invalid, Message: why.Text, Why: why, Cause: err}
	}
	return fmt.Errorf("read %s: %w", f.name, plainCause(err))
}

// scan reads a file for what only the whole of it tells: the order of its dates, how its
// numbers are written, the types of unknown columns, and what its stages mean.
func (m *learner) scan(ctx context.Context, f *file, tick func(int64)) error {
	teach, names, rates := m.stages.lesson(f), m.byName.lesson(f), m.rateLesson(f)
	frame, err := f.frame()
	if err != nil {
		return err
	}
	coinless := m.coinless(f)
	if err := f.joins.open(ctx, m.o.SpillDir); err != nil {
		return err
	}
	var made []string
	return f.rows(ctx, tick, func(row *table.Row) error {
		if row.Problem != nil {
			return nil // counted when the rows are taken
		}
		if err := f.joins.widen(row); err != nil {
			return err
		}
		cells, keep, no := framed(frame, row, made)
		if made = cells; !keep || no != nil {
			return nil
		}
		for i, s := range cells {
			c := &f.cols[i]
			if s == "" || c.skip {
				continue
			}
			where := func() string { return fmt.Sprintf("%s %d", f.report.Unit, row.Line) }
			switch {
			case c.known == nil:
				c.extra.See(s, &c.dates, where)
				c.numbers.See(s, f.table.Numbers, false, where)
			case c.dated:
				if len(s) < 8 || s[4] != '-' { // 2026-…: nothing to find out
					c.dates.See(s, where)
				}
			case c.known.Numeric():
				c.numbers.See(s, f.table.Numbers, c.known.Kind == tool.Whole ||
					c.known.Kind == tool.Amount && coinless(cells), where)
			case c.known.Use == tool.PipelineID && len(m.recordTypes) < 100:
				m.recordTypes[s] = true
			}
		}
		teach(cells)
		rates(cells)
		if names != nil {
			names(cells)
		}
		return nil
	})
}
