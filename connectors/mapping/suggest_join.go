package mapping

import (
	"path/filepath"
	"slices"
	"strings"
)

// keyWords are how the names of columns end that hold keys of other tables.
var keyWords = []string{"id", "no", "nr", "number", "code", "key", "ref"}

// joinFields joins the tables that nothing else reads: those whose own column has nearly all values
// of a column of this table, each once.
func (w *writer) joinFields(p *profile) {
	begun := false
	for _, other := range w.all {
		if other == p || other.object != "" || other.layout != "" || other.reason != "" || other.own || other.rows == 0 {
			continue
		}
		own, theirs, share := keyBetween(p, other)
		if own < 0 {
			continue
		}
		if !begun {
			w.line("    join:")
			begun = true
		}
		var keep []string
		for i := range other.columns {
			if c := &other.columns[i]; i != theirs && c.filled > 0 && !c.technical() {
				keep = append(keep, quote(c.name))
			}
		}
		name := strings.ReplaceAll(other.fileName(), ".", "_")
		w.line("      %s: {file: %s, on: {%s: %s}, keep: [%s]} # %s of the values of %s stand in it, each in one row", quote(name), quote(filepath.Base(other.path)),
			quote(p.columns[own].name), quote(other.columns[theirs].name), strings.Join(keep, ", "), percent(share), oneLine(p.columns[own].name))
	}
}

// keyBetween finds the column of one table whose values are a key of another; -1 without one.
func keyBetween(p, other *profile) (own, theirs int, share float64) {
	own, theirs = -1, -1
	for k := range other.columns {
		key := &other.columns[k]
		if !key.isKey(other.rows) || key.isDate() || len(key.values) < 2 {
			continue
		}
		for i := range p.columns {
			c := &p.columns[i]
			parts := strings.Split(c.word, "_")
			named := c.word == key.word || slices.Contains(keyWords, parts[len(parts)-1])
			if c.technical() || c.isDate() || i == p.id || len(c.values) < 2 || c.isNumber() && !named {
				continue
			}
			if s := c.within(key); s >= 0.95 && s > share {
				own, theirs, share = i, k, s
			}
		}
	}
	return own, theirs, share
}
