package connectors

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"salesops/connectors/table"
	"salesops/connectors/tool"
	"salesops/internal/reason"
)

// choose finds the layouts of the files that could be opened: what a Chooser says of a file
// goes before its header. A file with several layouts becomes several, one for each.
func (m *recogniser) choose() error {
	heads := make([]tool.Head, len(m.all))
	for i, f := range m.all {
		heads[i].Path = filepath.ToSlash(f.name)
		if !f.report.Unknown {
			heads[i].Header, heads[i].Numbers, heads[i].Since1904 = f.table.Header, f.table.Numbers, f.table.Since1904
		}
	}
	chosen := make([][]*file, len(m.all))
	lookedUp := map[int]tool.Tool{}
	for _, t := range m.o.Tools {
		if placed, ok := t.(tool.Placed); ok {
			placed.In(m.zones)
		}
		chooser, ok := t.(tool.Chooser)
		if !ok {
			continue
		}
		layouts, err := chooser.Choose(heads)
		if err != nil {
			return err
		}
		for i := range layouts {
			if len(chosen[i]) > 0 || m.all[i].report.Unknown {
				continue
			}
			for k := range layouts[i] {
				f := *m.all[i]
				f.tool, f.layout = t, &layouts[i][k]
				f.join(m.all)
				for _, join := range f.layout.Joins {
					for _, joined := range join.Tables {
						lookedUp[joined.File] = t
					}
				}
				chosen[i] = append(chosen[i], &f)
			}
		}
	}
	var all []*file
	for i, f := range m.all {
		if len(chosen[i]) > 0 {
			all = append(all, chosen[i]...)
			continue
		}
		for _, f := range f.expanded(m.o.Tools) {
			if !f.report.Unknown {
				f.tool, f.layout = named(f, m.o.Tools)
			}
			if by := lookedUp[i]; f.layout == nil && by != nil {
				f.tool, f.layout = by, &joinedLayout
			}
			all = append(all, f)
		}
	}
	m.all = all
	inHand := map[string]bool{}
	for _, f := range m.all {
		if f.layout != nil {
			inHand[f.tool.Name()] = true
		}
	}
	for _, f := range m.all {
		if f.layout == nil && !f.report.Unknown {
			f.tool, f.layout = byName(f, m.o.Tools, inHand)
		}
		if f.layout == nil && !f.report.Unknown {
			f.report.refuse(nearest(f, m.o.Tools, inHand))
		}
	}
	for _, f := range m.all {
		if f.layout == nil {
			continue
		}
		f.report.Layout, f.report.Object = f.layout.Name, f.layout.Object
		frame, err := f.frame()
		if err != nil {
			return err
		}
		f.header = f.table.Header
		if frame != nil {
			f.header = frame.Header()
		}
	}
	return nil
}

// expanded are the tables that a tool finds inside a file's rows; the file alone when none does.
func (f *file) expanded(tools []tool.Tool) []*file {
	if f.report.Unknown {
		return []*file{f}
	}
	if f.table.Inner != "" {
		one := *f
		one.table = unwrapped(f.table)
		f = &one
	}
	for _, t := range tools {
		e, ok := t.(tool.Expander)
		if !ok {
			continue
		}
		inner := e.Expand(f.table)
		if len(inner) == 0 {
			continue
		}
		var out []*file
		for _, within := range inner {
			one := *f
			one.table = within
			if within.Name != f.table.Name {
				one.name = displayName(f.name, strings.TrimPrefix(strings.TrimPrefix(within.Name, f.table.Name), " › "))
			}
			one.report.Path = one.name
			out = append(out, &one)
		}
		return out
	}
	return []*file{f}
}

// frame is what makes the cells of one reading of the file; nil when they are the file's own.
func (f *file) frame() (tool.Frame, error) {
	if f.layout.Frame == nil {
		return nil, nil
	}
	frame, err := f.layout.Frame(f.table.Header)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", f.name, err)
	}
	return frame, nil
}

// framed makes a row's cells. With no frame they are what they are.
func framed(frame tool.Frame, row *table.Row, made []string) ([]string, bool, *refusal) {
	if frame == nil {
		return row.Cells, true, nil
	}
	made, keep, err := frame.Row(row.Cells, made[:0])
	if err == nil {
		return made, keep, nil
	}
	var cell *tool.CellError
	if errors.As(err, &cell) {
		return made, false, &refusal{cell.Column, reason.From(cell.Err)}
	}
	return made, false, &refusal{-1, reason.From(err)}
}
