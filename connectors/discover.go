package connectors

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"salesops/connectors/cell"
	"salesops/connectors/table"
	"salesops/connectors/tool"
	"salesops/internal/fault"
	"salesops/internal/reason"
)

// file is one table of an import: a file, or a part of one that holds several.
type file struct {
	name   string // as the person named it; "book.xlsx › Sheet1" when the file holds several
	folder string
	table  *table.Table
	header []string // of the cells that the layout reads: the table's own, or those a Frame makes
	tool   tool.Tool
	layout *tool.Layout
	alike  string // another layout that fits as well
	object int    // registry index
	cols   []column
	width  int
	report FileReport
	notes  []table.Note
	// matcher finds the records of the rows; nil when their ids do.
	matcher *matcher
	joins   *joiner // nil when its rows need no columns of other tables

	rowEvidence cell.OrderEvidence // of all its date columns
}

// found is a file on disk.
type found struct {
	path, name string
	unread     bool // of a kind that no import reads, among others in a folder
}

// discover lists the files that the options' paths mean, each once, in the order of their names.
func discover(o *Options) ([]found, error) {
	paths := o.Paths
	if len(paths) == 0 {
		return nil, fault.Invalidf("name a file or a folder to import")
	}
	var files []found
	seen := map[string]bool{}
	add := func(path string, unread bool) {
		if abs, err := filepath.Abs(path); err == nil && !seen[abs] {
			seen[abs] = true
			files = append(files, found{path, cmp.Or(o.Called[path], filepath.ToSlash(path)), unread})
		}
	}
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil {
			return nil, fault.Missingf("%s cannot be read: %w", path, plainCause(err))
		}
		if !info.IsDir() {
			add(path, false) // named by itself: looked at whatever it is called
			continue
		}
		readable := 0
		err = filepath.WalkDir(path, func(p string, e fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if e.IsDir() && p != path && strings.HasPrefix(e.Name(), ".") {
				return filepath.SkipDir
			}
			if e.Type().IsRegular() && !hiddenName(e.Name()) {
				add(p, !tabular(e.Name()))
				if tabular(e.Name()) {
					readable++
				}
			}
			return nil
		})
		if err != nil {
			return nil, fault.Invalidf("%s cannot be read: %w", path, plainCause(err))
		}
		if readable == 0 {
			return nil, fault.Invalidf(
				"%s holds no file that can be imported: give CSV, Excel (.xlsx), JSON, JSON lines, Parquet or "+
					"iCalendar (.ics)", path)
		}
	}
	slices.SortFunc(files, func(a, b found) int { return cmp.Compare(a.path, b.path) })
	return files, nil
}

// plainCause takes the path out of an error that names it already.
func plainCause(err error) error {
	var p *fs.PathError
	if ok := asPathError(err, &p); ok {
		return p.Err
	}
	return err
}

// look finds out what a file holds, table by table. One that cannot be read is reported, not
// refused.
func (d *found) look(s *shelf) ([]*file, error) {
	if d.unread {
		f := &file{name: d.name, folder: filepath.Dir(d.path), table: &table.Table{}}
		f.report = FileReport{Path: d.name, Unit: "line"}
		f.report.refuse(unread(d.name))
		return []*file{f}, nil
	}
	tables, err := s.tables(d.path)
	if err != nil {
		if errors.Is(err, syscall.ENOSPC) { // the file is not to blame
			return nil, fmt.Errorf("%s: %w", d.name, err)
		}
		return nil, fault.Invalidf("%s cannot be read: %w", d.name, plainCause(err))
	}
	var files []*file
	for _, t := range tables {
		f := &file{name: displayName(d.name, t.Name), folder: filepath.Dir(d.path), table: t}
		f.report = FileReport{Path: f.name, Unit: cmp.Or(t.Unit, "line"), Encoding: t.Encoding, Separator: t.Separator}
		if t.Reason.Code == "file_encoding" { // a question, not a file that is of no use
			return nil, fault.Because(fault.Invalid, reason.Of("encoding_undecided", "file", f.name))
		}
		if !t.Reason.None() {
			f.report.refuse(t.Reason)
		}
		files = append(files, f)
	}
	return files, nil
}

// recognise finds the layout whose header this is: all that it needs is there, and of
// several the one that knows most columns; nil when there is none. alike is another that knows
// as many and reads something else: the first counts.
func recognise(header []string, tools []tool.Tool) (by tool.Tool, best *tool.Layout, alike string) {
	if ownList(header) {
		return nil, nil, ""
	}
	has := map[string]bool{}
	for _, h := range header {
		has[strings.ToLower(h)] = true
	}
	known := 0
	for _, t := range tools {
		for _, l := range t.Layouts() {
			n := 0
			for _, c := range l.Columns {
				if has[strings.ToLower(c.Header)] {
					n++
				}
			}
			if n == 0 || n < known || !l.Lacks(nil, has, "").None() {
				continue
			}
			switch {
			case n > known:
				by, best, known, alike = t, &l, n, ""
			case alike == "" && (t.Name() != by.Name() || l.Name != best.Name || l.Object != best.Object):
				alike = t.Name() + " " + l.Name
			}
		}
	}
	return by, best, alike
}

// refuse notes why a file is not taken.
func (r *FileReport) refuse(why reason.Reason) {
	r.Unknown, r.Reason, r.ReasonCode, r.ReasonParts = true, why.Text, why.Code, why.Parts
}
