package mapping

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"salesops/connectors/table"
	"salesops/connectors/tool"
)

var joinKeys = []string{"file", "header", "on", "keep"}

// join is a table of the import in which an entry's rows look up columns.
type join struct {
	line   int
	name   string // its columns are called name.Column
	globs  []string
	header []string
	on     []joinOn
}

// joinOn compares a column of the row with one of the joined table.
type joinOn struct{ own, theirs named }

// joins reads the tables that an item of files joins.
func (m *Mapping) joins(r *reader, e *entry, p *pair) {
	for _, q := range r.pairs(p.value, "join") {
		j := join{line: q.line, name: strings.TrimSpace(q.key)}
		if j.name == "" || strings.Contains(j.name, ".") {
			r.fail(q.line, "%q cannot name a joined table: write a word without a point, such as customers", q.key)
			return
		}
		if slices.ContainsFunc(e.joins, func(other join) bool { return strings.EqualFold(other.name, j.name) }) {
			r.fail(q.line, "two joined tables are called %s: give one another name", j.name)
			return
		}
		var file, header *pair
		for _, k := range r.pairs(q.value, "a joined table", joinKeys...) {
			switch k.key {
			case "file":
				file = &k
			case "header":
				header = &k
			case "keep":
				for _, c := range r.list(k.value, "keep") {
					e.keep = append(e.keep, named{j.name + "." + strings.TrimSpace(c.name), c.line})
				}
			case "on":
				for _, c := range r.pairs(k.value, "on") {
					j.on = append(j.on,
						joinOn{named{c.key, c.line},
							named{r.text(c.value, "a column of the joined table"), c.value.Line}})
				}
			}
		}
		if r.err == nil && len(j.on) == 0 {
			r.fail(q.line,
				"%s needs on: write which column of the row is found in which column of the joined table, as in on: "+
					"{Customer No: No}", j.name)
		}
		j.globs, j.header = m.about(r, q.line, file, header)
		if r.err != nil {
			return
		}
		e.joins = append(e.joins, j)
	}
}

func (j *join) matches(f tool.Head) bool { return about(j.globs, j.header, f) }

// joinOf is the join that a name of a column is about; nil for a column of the row itself.
func (e *entry) joinOf(column string) *join {
	table, _, ok := strings.Cut(strings.TrimSpace(column), ".")
	for i := range e.joins {
		if ok && strings.EqualFold(e.joins[i].name, table) {
			return &e.joins[i]
		}
	}
	return nil
}

// columnsOf are the columns of the joined table that an entry names.
func (j *join) columnsOf(e *entry) []string {
	var list []string
	add := func(h string) {
		if !slices.ContainsFunc(list, func(have string) bool { return sameColumn(have, h) }) {
			list = append(list, h)
		}
	}
	for _, on := range j.on {
		add(on.theirs.name)
	}
	names := e.columns()
	for _, other := range e.joins {
		for _, on := range other.on {
			names = append(names, on.own)
		}
	}
	for _, c := range names {
		if of := e.joinOf(c.name); of != nil && of.name == j.name {
			_, column, _ := strings.Cut(strings.TrimSpace(c.name), ".")
			add(column)
		}
	}
	return list
}

// joining is an entry with the joined tables of one import.
type joining struct {
	entry *entry
	joins []*joinedTable
}

// joinedTable is a join with the files it is about.
type joinedTable struct {
	*join
	files  []int
	header []string // of the first of them
}

// joined finds the tables of an entry's joins among the files of an import.
func (m *Mapping) joined(e *entry, files []tool.Head) (*joining, error) {
	g := &joining{entry: e}
	for i := range e.joins {
		j := &e.joins[i]
		t := &joinedTable{join: j}
		var have, near []string
		var lacks *named
		for k, f := range files {
			have = append(have, path.Base(f.Path))
			if f.Header == nil || !j.matches(f) {
				continue
			}
			columns := newColumnsOf(f.Header)
			if at := slices.IndexFunc(j.on, func(on joinOn) bool { return columns.at(on.theirs.name) < 0 }); at >= 0 {
				lacks, near = &j.on[at].theirs, f.Header // another sheet of the same file may be meant
				continue
			}
			t.files = append(t.files, k)
		}
		switch {
		case len(t.files) > 0:
		case lacks != nil:
			return nil, m.noColumn(*lacks, near, "the joined table "+j.name)
		case len(j.globs) == 0:
			return nil, wrong(m.name, j.line, "no file has the columns %s that %s is joined by: give it too",
				strings.Join(j.header, ", "), j.name)
		default:
			if close := nearest(j.globs[0], have); close != "" {
				return nil, wrong(m.name, j.line, "no file is called %s, which %s is joined from; did you mean %s?",
					strings.Join(j.globs, ", "), j.name, close)
			}
			return nil, wrong(m.name, j.line, "no file is called %s, which %s is joined from: give it too",
				strings.Join(j.globs, ", "), j.name)
		}
		t.header = files[t.files[0]].Header
		g.joins = append(g.joins, t)
	}
	return g, nil
}

// names are the columns that the joins can give, under the names that the entry calls them by.
func (g *joining) names() []string {
	var names []string
	for _, j := range g.joins {
		for _, h := range j.header {
			names = append(names, j.name+"."+h)
		}
	}
	return names
}

var wordsInCEL = regexp.MustCompile(`[A-Za-z_][A-Za-z0-9_]*`)

// wanted are the joined columns that an entry uses, by join. Those that only a later join needs
// for its key are wanted too.
func (g *joining) wanted() [][]string {
	called := map[string]bool{}
	for _, c := range append(g.entry.columns(), stageColumns(g.entry)...) {
		called[strings.ToLower(strings.TrimSpace(c.name))] = true
	}
	words := map[string]bool{}
	for _, w := range wordsInCEL.FindAllString(g.entry.where, -1) {
		words[w] = true
	}
	for _, f := range g.entry.fields {
		for _, w := range wordsInCEL.FindAllString(f.cel, -1) {
			words[w] = true
		}
	}
	out := make([][]string, len(g.joins))
	for i := len(g.joins) - 1; i >= 0; i-- {
		j := g.joins[i]
		for k, h := range j.header {
			if name := j.name + "." + h; called[strings.ToLower(name)] || words[j.word(h, k+1)] {
				out[i] = append(out[i], h)
			}
		}
		if len(out[i]) == 0 {
			continue
		}
		for _, on := range j.on {
			called[strings.ToLower(strings.TrimSpace(on.own.name))] = true
		}
	}
	return out
}

func stageColumns(e *entry) []named {
	var list []named
	for _, d := range e.dates {
		list = append(list, d.column)
	}
	return list
}

// word is what expressions call a joined column; number counts the columns of its table from 1.
func (j *join) word(column string, number int) string {
	return Word(j.name, j.line) + "_" + Word(column, number)
}

// joinsOf is how the rows of one file are joined, and what expressions call the joined columns.
func (m *Mapping) joinsOf(g *joining, files []tool.Head, at int) (joins []tool.Join,
	words []string, err error) {
	header := slices.Clone(files[at].Header)
	own := newColumnsOf(header)
	for i, columns := range g.wanted() {
		j := g.joins[i]
		if len(columns) == 0 {
			continue
		}
		out := tool.Join{Name: j.name}
		here := newColumnsOf(header)
		var keys []string
		for _, on := range j.on {
			k := here.at(on.own.name)
			if k < 0 {
				return nil, nil, m.noColumn(on.own, header, path.Base(files[at].Path))
			}
			out.Key = append(out.Key, k)
			keys = append(keys, strings.TrimSpace(on.own.name))
		}
		out.KeyName = strings.Join(keys, ", ")
		for _, f := range j.files {
			t := tool.JoinTable{File: f}
			theirs := newColumnsOf(files[f].Header)
			for _, on := range j.on {
				t.Key = append(t.Key, theirs.at(on.theirs.name))
			}
			for _, c := range columns {
				k := theirs.at(c)
				if k < 0 {
					return nil, nil, m.noColumn(named{c, j.line}, files[f].Header, path.Base(files[f].Path))
				}
				t.Columns = append(t.Columns, k)
			}
			if files[f].Since1904 != files[at].Since1904 {
				return nil, nil, wrong(m.name, j.line,
					"%s and %s count days from different years (1900 and 1904), so that their dates cannot be told "+
						"apart: save one of the workbooks as CSV", path.Base(files[f].Path), path.Base(files[at].Path))
			}
			out.Tables = append(out.Tables, t)
		}
		for _, c := range columns {
			name := j.name + "." + c
			if own.at(name) >= 0 {
				return nil, nil, wrong(m.name, j.line,
					"%s has a column %s of its own: call the joined table something else than %s",
					path.Base(files[at].Path), name, j.name)
			}
			out.Columns = append(out.Columns, name)
			header = append(header, name)
			words = append(words, j.word(c, newColumnsOf(j.header).at(c)+1))
		}
		joins = append(joins, out)
	}
	return joins, words, m.sameWords(g, files[at].Header, words)
}

// sameWords refuses an expression in which a name could be a column of the file or a joined one.
func (m *Mapping) sameWords(g *joining, header, joined []string) error {
	seen := map[string]bool{}
	for i, h := range header {
		seen[Word(h, i+1)] = true
	}
	for _, word := range joined {
		said := func(text string) bool { return slices.Contains(wordsInCEL.FindAllString(text, -1), word) }
		if seen[word] &&
			(said(g.entry.where) || slices.ContainsFunc(g.entry.fields, func(f spec) bool { return said(f.cel) })) {
			return wrong(m.name, g.entry.line,
				"%s can be a column of the file or of the joined table: give the joined table another name", word)
		}
		seen[word] = true
	}
	return nil
}

// sureness is how sure it is how the numbers of a row are written, joined ones among them.
func sureness(joins []tool.Join, files []tool.Head, at int) table.Numbers {
	least := files[at].Numbers
	for _, j := range joins {
		for _, t := range j.Tables {
			least = min(least, files[t.File].Numbers)
		}
	}
	return least
}

func (m *Mapping) noColumn(c named, have []string, where string) error {
	if near := nearest(c.name, have); near != "" {
		return wrong(m.name, c.line, "there is no column %q in %s; did you mean %q?", c.name, where, near)
	}
	return wrong(m.name, c.line, "there is no column %q in %s: it has %s", c.name, where, strings.Join(have, ", "))
}
