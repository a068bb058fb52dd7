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
		if other == p || !other.onlyJoined() {
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
		for _, name := range other.groups(theirs) {
			keep = append(keep, quote(name))
		}
		name := strings.ReplaceAll(other.fileName(), ".", "_")
		w.line("      %s: {file: %s, on: {%s: %s}, keep: [%s]} # %s of the values of %s stand in it, each in one row",
			quote(name), quote(filepath.Base(other.path)),
			quote(p.columns[own].name), quote(other.columns[theirs].name), strings.Join(keep, ", "), percent(share),
			oneLine(p.columns[own].name))
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

// onlyJoined says that a table can be no more than columns of others.
func (p *profile) onlyJoined() bool {
	return p.object == "" && p.layout == "" && p.reason == "" && !p.own && p.rows > 0
}

// groups are the columns of a table by whose values rows can be grouped: texts that several rows
// share. Names, addresses and notes are of one row each.
func (p *profile) groups(key int) (names []string) {
	for i := range p.columns {
		c := &p.columns[i]
		if i != key && c.filled > 0 && !c.technical() && !c.isDate() && c.shown() != nil &&
			(len(c.values) < c.filled || p.rows <= 3) {
			names = append(names, c.name)
		}
	}
	return names
}

// joinedTo says what a table that no object fits is joined to, and by what; false when it is not.
func (w *writer) joinedTo(other *profile) bool {
	joined := false
	for _, p := range w.all {
		if p == other || p.object == "" || p.layout != "" || p.log || p.wide || p.own || !other.onlyJoined() {
			continue
		}
		own, theirs, _ := keyBetween(p, other)
		if own < 0 {
			continue
		}
		if !joined {
			w.line("# %s (%s): no object fits its columns.", filepath.Base(other.path), several(other.rows, "row"))
			w.whose(other)
		}
		joined = true
		name := strings.ReplaceAll(other.fileName(), ".", "_")
		w.line("# Each row of %s gets its row by %s = %s: a field can be %s.COLUMN.", filepath.Base(p.path),
			oneLine(p.columns[own].name), oneLine(other.columns[theirs].name), name)
		kept := other.groups(theirs)
		var left []string
		for i := range other.columns {
			if c := &other.columns[i]; i != theirs && !c.technical() && !slices.Contains(kept, c.name) {
				left = append(left, oneLine(c.name))
			}
		}
		if len(left) > 0 {
			w.line("# Not kept, name them under keep or fields to take them: %s", strings.Join(left, ", "))
		}
	}
	return joined
}
