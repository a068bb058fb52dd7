package connectors

import (
	"path/filepath"
	"slices"
	"strings"

	"salesops/connectors/tool"
	"salesops/internal/reason"
)

// Messages about what a file lacks are in the words of the file's own tool and language: a
// person looks for the column in the export they have.

// nearest says why no layout reads a file. It names a layout only where the header is near it:
// it knows most of the file's columns, and its tool is the file's.
func nearest(f *file, tools []tool.Tool, inHand map[string]bool) reason.Reason {
	header := f.table.Header
	if len(header) > 0 && header[0] == "salesops_change" { // the mark of connectors/own
		return reason.Of("layout_export")
	}
	if ownList(header) {
		return reason.Of("layout_own")
	}
	has := map[string]bool{}
	for _, h := range header {
		if h != "" {
			has[strings.ToLower(h)] = true
		}
	}
	near, most := reason.Of("layout_unknown"), 0
	for _, t := range owners(f.name, tools, inHand) {
		for _, l := range t.Layouts() {
			n := l.KnowsOrIgnores(has)
			if n < 3 || 2*n < len(has) || n <= most {
				continue
			}
			if why := l.Lacks(header, has, tool.TitleOf(t)); !why.None() {
				near, most = why, n
			}
		}
	}
	return near
}

// owners are the tools that may have written a file: the one that its path names, else those
// of the other files of the import, else all.
func owners(path string, tools []tool.Tool, inHand map[string]bool) []tool.Tool {
	path = strings.ToLower(filepath.ToSlash(path))
	named := func(t tool.Tool) bool { return strings.Contains(path, strings.ToLower(t.Name())) }
	others := func(t tool.Tool) bool { return inHand[t.Name()] }
	for _, is := range []func(tool.Tool) bool{named, others} {
		var out []tool.Tool
		for _, t := range tools {
			if is(t) {
				out = append(out, t)
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	return tools
}

// lacking names the column that would hold a field and that no current file of an object has, with
// the file where it would stand; ok is false where one has it, and column "" where the layout has none.
func (s *sources) lacking(object string, holds func(*tool.Column) bool) (header, path string, ok bool) {
	var in *file
	for _, f := range s.files {
		if f.layout.Object != object || f.layout.Role != tool.Current || f.layout.Aside {
			continue
		}
		if slices.ContainsFunc(f.cols, func(c column) bool { return c.known != nil && holds(c.known) }) {
			return "", "", false
		}
		if in == nil && !f.layout.Part {
			in = f
		}
	}
	if in == nil {
		return "", "", false
	}
	var candidates []string
	for i := range in.layout.Columns {
		// "(name)" is made, not the file's
		if c := &in.layout.Columns[i]; holds(c) && !strings.HasSuffix(c.Header, ")") {
			candidates = append(candidates, c.Header)
		}
	}
	return tool.InStyle(in.table.Header, candidates), in.name, true
}

// ofField holds for the column with a field's values.
func ofField(name string) func(*tool.Column) bool {
	return func(c *tool.Column) bool {
		return c.Field == name && (c.Use == tool.Value || c.Use == tool.ConvertedFlag)
	}
}

// ofUse holds for columns of a use.
func ofUse(uses ...tool.Use) func(*tool.Column) bool {
	return func(c *tool.Column) bool { return slices.Contains(uses, c.Use) }
}
