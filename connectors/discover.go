package connectors

import (
	"cmp"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"salesops/connectors/csvfile"
	"salesops/internal/fault"
)

// file is one file of an import.
type file struct {
	path   string
	name   string // as the person named it
	folder string
	size   int64
	format csvfile.Format
	header []string // of the cells that the layout reads: the file's own, or those a Frame makes
	tool   Tool
	layout *Layout
	object int // registry index
	cols   []column
	width  int
	report FileReport

	rowEvidence evidence // of all its date columns
}

// discover lists the files that the paths mean, each once, in the order of their names.
func discover(paths []string) ([]*file, error) {
	if len(paths) == 0 {
		return nil, fault.Invalidf("name a file or a folder to import")
	}
	var files []*file
	seen := map[string]bool{}
	add := func(path, name string, size int64) {
		if abs, err := filepath.Abs(path); err == nil && !seen[abs] {
			seen[abs] = true
			files = append(files, &file{path: path, name: filepath.ToSlash(name), folder: filepath.Dir(path), size: size})
		}
	}
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil {
			return nil, fault.Invalidf("%s cannot be read: %w", path, plainCause(err))
		}
		if !info.IsDir() {
			add(path, path, info.Size())
			continue
		}
		found := 0
		err = filepath.WalkDir(path, func(p string, e fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if e.IsDir() && p != path && strings.HasPrefix(e.Name(), ".") {
				return filepath.SkipDir
			}
			if e.Type().IsRegular() && tabular(e.Name()) {
				info, err := e.Info()
				if err != nil {
					return err
				}
				found++
				add(p, p, info.Size())
			}
			return nil
		})
		if err != nil {
			return nil, fault.Invalidf("%s cannot be read: %w", path, plainCause(err))
		}
		if found == 0 {
			return nil, fault.Invalidf("%s holds no .csv, .tsv or .txt file", path)
		}
	}
	slices.SortFunc(files, func(a, b *file) int { return cmp.Compare(a.path, b.path) })
	return files, nil
}

func tabular(name string) bool {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".csv", ".tsv", ".tab", ".txt":
		return !strings.HasPrefix(name, ".")
	}
	return false
}

// plainCause takes the path out of an error that names it already.
func plainCause(err error) error {
	var p *fs.PathError
	if ok := asPathError(err, &p); ok {
		return p.Err
	}
	return err
}

// look finds out how a file is written. One that is no table is reported, not refused.
func (f *file) look() error {
	f.report.Path = f.name
	in, err := os.Open(f.path)
	if err != nil {
		return fault.Invalidf("%s cannot be read: %w", f.name, plainCause(err))
	}
	defer func() { _ = in.Close() }()
	f.format, err = csvfile.Sniff(in)
	if err != nil {
		if fault.KindOf(err) != fault.Invalid {
			return fmt.Errorf("read %s: %w", f.name, err)
		}
		f.report.Unknown, f.report.Reason = true, err.Error()
		return nil
	}
	f.report.Encoding = string(f.format.Encoding)
	f.report.Separator = separatorNames[f.format.Separator]
	return nil
}

var separatorNames = map[byte]string{',': "comma", ';': "semicolon", '\t': "tab", '|': "pipe"}

// recognise finds the layout whose header this is: all that it needs is there, and of
// several the one that knows most columns. The reason names the nearest one otherwise.
func recognise(header []string, tools []Tool) (Tool, *Layout, string) {
	has := map[string]bool{}
	for _, h := range header {
		has[strings.ToLower(h)] = true
	}
	var tool Tool
	var best *Layout
	known := 0
	near, nearKnown, missing := "", 0, ""
	for _, t := range tools {
		for _, l := range t.Layouts() {
			n := 0
			for _, c := range l.Columns {
				if has[strings.ToLower(c.Header)] {
					n++
				}
			}
			lacks := l.lacks(has)
			switch {
			case lacks == "" && n > known:
				tool, best, known = t, &l, n
			case lacks != "" && n > nearKnown && n >= 3:
				near, nearKnown, missing = l.Name, n, lacks
			}
		}
	}
	if best != nil {
		return tool, best, ""
	}
	if near != "" {
		return nil, nil, fmt.Sprintf("the header is nearest to %s, but %s", near, missing)
	}
	return nil, nil, "no known export has these columns"
}

// lacks says in words what a header has not that the layout needs; "" when it fits.
func (l *Layout) lacks(has map[string]bool) string {
	for _, any := range l.Needs {
		if !slices.ContainsFunc(any, func(h string) bool { return has[strings.ToLower(h)] }) {
			return "there is no column " + strings.Join(any, " or ")
		}
	}
	for _, h := range l.Not {
		if has[strings.ToLower(h)] {
			return "it has a column " + h
		}
	}
	return ""
}
