package connectors

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"salesops/connectors/csvfile"
	"salesops/internal/fault"
)

// line is a row as the importer takes it.
type line struct {
	number  int
	cells   []string
	problem *csvfile.Problem
	raw     []byte
}

// batch is some rows that travel together from the reader to the importer.
type batch struct {
	lines []line
	raw   []byte
	read  int64 // bytes since the batch before
}

const batchLines = 512

// rows calls fn with every row of a file. The file is read and cut up beside the work that
// fn does. tick is called with the bytes read since the last call.
func (f *file) rows(ctx context.Context, tick func(int64), fn func(*line) error) error {
	in, err := os.Open(f.path)
	if err != nil {
		return fault.Invalidf("%s cannot be read: %w", f.name, plainCause(err))
	}
	defer func() { _ = in.Close() }()
	r, err := csvfile.NewReader(in, f.format)
	if err != nil {
		return fmt.Errorf("read %s: %w", f.name, err)
	}
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
		for i := range b.lines {
			if err := fn(&b.lines[i]); err != nil {
				return err
			}
		}
		tick(b.read)
		total += b.read
		empty <- b
	}
	tick(f.size - total)
	return <-failed
}

// cut reads rows into batches until the file's end.
func (f *file) cut(ctx context.Context, r *csvfile.Reader, full chan<- *batch, empty <-chan *batch) error {
	var before int64
	for {
		var b *batch
		select {
		case b = <-empty:
		case <-ctx.Done():
			return ctx.Err()
		}
		lines := b.lines[:cap(b.lines)]
		b.lines, b.raw = b.lines[:0], b.raw[:0]
		var end error
		for len(b.lines) < batchLines {
			row, err := r.Next()
			if err != nil {
				end = err
				break
			}
			l := line{number: row.Line, problem: row.Problem}
			if n := len(b.lines); n < len(lines) {
				l.cells = lines[n].cells[:0]
			}
			if row.Problem == nil {
				l.cells = row.Texts(l.cells)
			}
			from := len(b.raw)
			b.raw = append(b.raw, row.Raw...)
			l.raw = b.raw[from:len(b.raw):len(b.raw)]
			b.lines = append(b.lines, l)
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
		case fault.KindOf(end) == fault.Invalid:
			return fault.Invalidf("%s, %w", f.name, end)
		default:
			return fmt.Errorf("read %s: %w", f.name, end)
		}
	}
}

// scan reads a file for what only the whole of it tells: the order of its dates, how its
// numbers are written, the types of unknown columns, and what its stages mean.
func (m *importer) scan(ctx context.Context, f *file, tick func(int64)) error {
	teach, names := m.stages.lesson(f), m.byName.lesson(f)
	frame, err := f.frame()
	if err != nil {
		return err
	}
	var made []string
	return f.rows(ctx, tick, func(row *line) error {
		if row.problem != nil {
			return nil // counted when the rows are taken
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
			where := func() string { return fmt.Sprintf("line %d", row.number) }
			switch {
			case c.known == nil:
				c.extra.see(s, &c.dates, where)
				c.commas += decimalComma(s)
			case c.dated:
				if len(s) < 8 || s[4] != '-' { // 2026-…: nothing to find out
					c.dates.see(s, where)
				}
			case c.known.numeric():
				if !isPlain(s) {
					c.commas += decimalComma(s)
				}
			case c.known.Use == PipelineID && len(m.recordTypes) < 100:
				m.recordTypes[s] = true
			}
		}
		teach(cells)
		if names != nil {
			names(cells)
		}
		return nil
	})
}

// settle decides how dates and numbers are read: by the column, else its file, else its
// folder. What is still open is an error that names the flag, before anything is written.
func settle(files []*file, given Order) error {
	folders := map[string]*evidence{}
	for _, f := range files {
		for i := range f.cols {
			c := &f.cols[i]
			c.comma = c.commas > 0
			if !c.dated {
				continue
			}
			f.rowEvidence.add(c.dates)
		}
		if folders[f.folder] == nil {
			folders[f.folder] = &evidence{}
		}
		folders[f.folder].add(f.rowEvidence)
	}
	for _, f := range files {
		found := Unordered
		for i := range f.cols {
			c := &f.cols[i]
			if !c.dated {
				continue
			}
			if c.known != nil && c.known.Dates != Unordered {
				c.order = c.known.Dates
			} else if c.order = given; given == Unordered {
				c.order = firstOrder(&c.dates, &f.rowEvidence, folders[f.folder])
			}
			if c.order == Unordered && c.dates.both > 0 {
				return undecided(f, c)
			}
			if c.order != Unordered && c.dates.both+c.dates.only[DMY]+c.dates.only[MDY] > 0 {
				found = c.order
			}
		}
		f.report.DateOrder = found.String()
	}
	return nil
}

func firstOrder(of ...*evidence) Order {
	for _, e := range of {
		if o := e.order(); o != Unordered {
			return o
		}
	}
	return Unordered
}

func undecided(f *file, c *column) error {
	why := "no date in the column, the file or the folder shows which"
	if c.dates.only[DMY] > 0 && c.dates.only[MDY] > 0 {
		why = "the column holds dates of both kinds"
	}
	return fault.Invalidf("%s, column %s, %s: %q can be day/month/year or month/day/year, and %s: run again with --dates dmy or --dates mdy (or --dates ymd); nothing was imported",
		filepath.ToSlash(f.name), c.header, c.dates.where, shorten(c.dates.first), why)
}
