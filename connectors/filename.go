package connectors

import (
	"path/filepath"
	"slices"
	"strings"

	"salesops/connectors/tool"
)

// An export may hold so few columns that its header could be of several objects: then the name
// of the file says which. It counts where the header is written as only the tool writes it, or
// where other files of the import are the tool's.

// named is recognise, with the file's name where headers of two layouts are alike: "Id, Name,
// IsActive" is a user's as well as a product's.
func named(f *file, tools []tool.Tool) (tool.Tool, *tool.Layout) {
	by, layout, alike := recognise(f.table.Header, tools)
	if named, l := byName(f, tools, nil); l != nil &&
		(layout == nil || l.Knows(f.table.Header) >= layout.Knows(f.table.Header)) {
		return named, l
	}
	f.alike = alike
	return by, layout
}

// byName finds the layout that a file's name names; nil when there is none.
func byName(f *file, tools []tool.Tool, inHand map[string]bool) (tool.Tool, *tool.Layout) {
	header := f.table.Header
	if ownList(header) {
		return nil, nil
	}
	has := map[string]bool{}
	for _, h := range header {
		has[strings.ToLower(h)] = true
	}
	systems := tool.NamesOf(tools)
	called := nameWords(f.name, systems)
	var by tool.Tool
	var best *tool.Layout
	most := 0
	for _, t := range tools {
		for _, l := range t.Layouts() {
			if len(l.Named) == 0 || !slices.Equal(called, nameWords(l.Name, systems)) ||
				!inHand[t.Name()] && !l.Written(header) {
				continue
			}
			bare := l
			bare.Needs, bare.Telling = l.Named, nil
			if n := l.Knows(header); n > most && bare.Lacks(nil, has, "").None() {
				by, best, most = t, &l, n
			}
		}
	}
	return by, best
}

// nameWords are the words of a file or a layout in small letters and the singular, without
// what says only that it is an export, or of which system: "Accounts-2026.csv" is account.
func nameWords(name string, systems map[string]bool) []string {
	name = filepath.Base(filepath.ToSlash(name))
	if file, sheet, ok := strings.Cut(name, " › "); ok {
		if name = sheet; strings.HasPrefix(strings.ToLower(sheet), "sheet") {
			name = file
		}
	}
	name, _, _ = strings.Cut(name, ".")
	var out []string
	for _, w := range tool.HeaderWords(name) {
		w = strings.TrimRight(w, "0123456789")
		if singular, ok := strings.CutSuffix(w, "ies"); ok {
			w = singular + "y"
		} else {
			w = strings.TrimSuffix(w, "s")
		}
		if w != "" && !sayNothing[w] && !systems[w] && !strings.Contains(tool.Separators, w) {
			out = append(out, w)
		}
	}
	return out
}

// sayNothing are words of file names, in the singular, that say nothing about the object.
var sayNothing = map[string]bool{
	"export": true, "extract": true, "table": true, "report": true, "all": true, "crm": true, "data": true, "csv": true,
}
