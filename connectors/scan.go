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

// rows calls fn with every row of a file, its cells as texts. tick is called with the
// bytes read since the last call.
func (f *file) rows(ctx context.Context, tick func(int64), fn func(row *csvfile.Row, cells []string) error) error {
	in, err := os.Open(f.path)
	if err != nil {
		return fault.Invalidf("%s cannot be read: %w", f.name, plainCause(err))
	}
	defer func() { _ = in.Close() }()
	r, err := csvfile.NewReader(in, f.format)
	if err != nil {
		return fmt.Errorf("read %s: %w", f.name, err)
	}
	var cells []string
	var before int64
	for n := 1; ; n++ {
		if n%4096 == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
			tick(r.Offset() - before)
			before = r.Offset()
		}
		row, err := r.Next()
		if errors.Is(err, io.EOF) {
			tick(f.size - before)
			return nil
		}
		if err != nil {
			if fault.KindOf(err) == fault.Invalid {
				return fault.Invalidf("%s, %w", f.name, err)
			}
			return fmt.Errorf("read %s: %w", f.name, err)
		}
		if row.Problem == nil {
			cells = row.Texts(cells)
		}
		if err := fn(row, cells); err != nil {
			return err
		}
	}
}

// scan reads a file for what only the whole of it tells: the order of its dates, how its
// numbers are written, the types of unknown columns, and what its stages mean.
func (m *importer) scan(ctx context.Context, f *file, tick func(int64)) error {
	teach := m.stages.lesson(f)
	return f.rows(ctx, tick, func(row *csvfile.Row, cells []string) error {
		if row.Problem != nil {
			return nil // counted when the rows are taken
		}
		for i, s := range cells {
			c := &f.cols[i]
			if s == "" || c.skip {
				continue
			}
			where := func() string { return fmt.Sprintf("line %d", row.Line) }
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
			if c.order = given; given == Unordered {
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
