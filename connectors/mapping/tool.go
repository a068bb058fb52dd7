package mapping

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"
	"unicode"

	"salesops/connectors"
	"salesops/connectors/cell"
	"salesops/connectors/tool"
	"salesops/internal/fault"
	"salesops/sales"
)

// Name is the source's name when none is given.
func (m *Mapping) Name() string {
	if m.source != "" {
		return m.source
	}
	return "mapping"
}

// Layouts has none: Choose gives them for the files at hand.
func (m *Mapping) Layouts() []tool.Layout { return nil }

// ID takes any text of one line for an id, without the spaces around it. Where the source is one
// that is known, or the id shows that it is of one, two ways to write an id are one record here as
// in its own exports.
func (m *Mapping) ID(text string) (string, bool) {
	text = strings.TrimSpace(text)
	if m.like != nil {
		if id, ok := m.like.ID(text); ok {
			return id, true
		}
	}
	for _, tool := range m.kin {
		if _, theirs := tool.ObjectOf(text); theirs && strings.ContainsFunc(text, unicode.IsLetter) {
			return tool.ID(text)
		}
	}
	return tool.LineID(text)
}

// Order: ids of unknown systems do not tell their order.
func (m *Mapping) Order(string) uint64 { return 0 }

// ObjectOf: nor do they show what they are of.
func (m *Mapping) ObjectOf(string) (string, bool) { return "", false }

// Stages are those that the mapping names.
func (m *Mapping) Stages() []tool.Stage { return m.stages }

// StageOutcome reads the forecast categories that every system knows.
func (m *Mapping) StageOutcome(category string, probability float64) string { return "" }

// Complete gives options what the mapping says of them and the caller did not.
func (m *Mapping) Complete(o *connectors.Options) error {
	if o.Source == "" {
		o.Source = m.source
	}
	for _, tool := range o.Tools {
		if name := tool.Name(); strings.EqualFold(name, m.source) || strings.EqualFold(name, o.Source) {
			m.like = tool
		}
	}
	if m.kin = nil; m.like == nil {
		m.kin = o.Tools
	}
	if o.Zone == nil && m.zone != "" {
		zone, err := sales.ParseZone(m.zone)
		if err != nil {
			return err
		}
		o.Zone = zone
	}
	if o.Dates == "" {
		o.Dates = m.order.String()
	}
	if o.Numbers == "" {
		o.Numbers = m.numbers.String()
	} else if w, err := cell.ParseDecimals(o.Numbers); err == nil {
		m.numbers = w // also in expressions
	}
	o.Encoding = cmp.Or(o.Encoding, m.encoding)
	m.foundBy(o.Match)
	o.Tools = append([]tool.Tool{m}, o.Tools...)
	return nil
}

// In is told in which zones an import's times were written and its days begin.
func (m *Mapping) In(zones cell.Zones) { m.zones = zones }

// place are those zones; nobody says them where only columns are looked at.
func (m *Mapping) place() cell.Zones {
	if m.zones.File == nil {
		return cell.Zones{File: time.UTC, Company: time.UTC}
	}
	return m.zones
}

// Choose finds the entries of each file and checks that the columns they name are there.
func (m *Mapping) Choose(files []tool.Head) ([][]tool.Layout, error) {
	of := make([][]*entry, len(files))
	any := false
	var absent []*entry
	joins := map[*entry]*joining{}
	for _, e := range m.entries {
		var matched []int
		for i, f := range files {
			if f.Header != nil && e.matches(f) {
				of[i] = append(of[i], e)
				matched = append(matched, i)
				any = true
			}
		}
		if len(matched) == 0 {
			absent = append(absent, e)
			continue
		}
		if len(e.decide) > 0 {
			return nil, wrong(m.name, e.decide[0].line, "%s: then take this `decide` away; nothing was imported",
				strings.TrimSuffix(e.decide[0].text, "."))
		}
		g, err := m.joined(e, files)
		if err != nil {
			return nil, err
		}
		joins[e] = g
		if err := m.checkColumns(e, files, matched, g.names()); err != nil {
			return nil, err
		}
	}
	if !any && len(m.entries) > 0 {
		return nil, m.noFile(files)
	}
	for _, e := range absent {
		if err := m.notHere(e, files); err != nil {
			return nil, err
		}
	}
	layouts := make([][]tool.Layout, len(files))
	for i := range files {
		used := map[string]bool{}
		for _, e := range of[i] {
			for _, c := range e.columns() {
				used[strings.ToLower(strings.TrimSpace(c.name))] = true
			}
		}
		keeper := false
		for k, e := range of[i] {
			here := *e
			joined, words, err := m.joinsOf(joins[e], files, i)
			if err != nil {
				return nil, err
			}
			here.stored, here.old, here.own = sureness(joined, files, i), files[i].Since1904, len(files[i].Header)
			here.words = words
			here.rest = e.role == tool.Current && !keeper && !e.all && e.object != sales.Rate
			keeper = keeper || here.rest
			here.part = e.part || k > 0 && e.role == tool.Current && !e.id.keep
			l := m.layout(&here, used)
			l.Joins = joined
			layouts[i] = append(layouts[i], l)
		}
	}
	return layouts, nil
}

// matches says whether an entry is about a file.
func (e *entry) matches(f tool.Head) bool { return about(e.globs, e.header, f) }

func about(globs, header []string, f tool.Head) bool {
	if len(globs) > 0 && !slices.ContainsFunc(globs, func(g string) bool { return fits(g, f.Path) }) {
		return false
	}
	columns := newColumnsOf(f.Header)
	return !slices.ContainsFunc(header, func(h string) bool { return columns.at(h) < 0 })
}

// fits compares a file's name, or the end of its path, with a pattern. "book.xlsx › Sheet 2"
// is one table of a file that has several.
func fits(glob, file string) bool {
	glob, file = strings.ToLower(strings.TrimPrefix(glob, "./")), strings.ToLower(file)
	if whole, inner, in := strings.Cut(file, " › "); in && !strings.Contains(glob, "›") {
		for _, own := range []string{inner, path.Base(inner), path.Base(file)} {
			if ok, err := path.Match(glob, own); err == nil && ok {
				return true // a stream, a sheet or a member of an archive by its own name, without its folders
			}
		}
		file = whole // … or that of its file, which stands for each
	}
	parts := strings.Split(file, "/")
	n := strings.Count(glob, "/") + 1
	if n > len(parts) {
		return false
	}
	ok, err := path.Match(glob, strings.Join(parts[len(parts)-n:], "/"))
	return err == nil && ok
}

func validGlob(glob string) bool {
	_, err := path.Match(glob, "x")
	return err == nil
}

// columns are all columns that an entry names.
func (e *entry) columns() []named {
	all := slices.Concat(e.id.columns, e.keep)
	for _, f := range e.fields {
		all = append(all, f.columns...)
		if f.since.name != "" {
			all = append(all, f.since)
		}
		for _, by := range f.shifts {
			if by.column.name != "" {
				all = append(all, by.column)
			}
		}
	}
	return all
}

// checkColumns refuses a column that none of an entry's files has.
func (m *Mapping) checkColumns(e *entry, files []tool.Head, matched []int, joined []string) error {
	all := e.columns()
	for _, d := range e.dates {
		all = append(all, d.column)
	}
	all = append(all, e.ignore...)
	for column, line := range e.typesAt {
		all = append(all, named{column, line})
	}
	slices.SortStableFunc(all, func(x, y named) int { return x.line - y.line })
	var have []string
	for _, i := range matched {
		have = append(have, files[i].Header...)
	}
	have = append(have, joined...)
	columns := newColumnsOf(have)
	for _, c := range all {
		if columns.at(c.name) >= 0 {
			continue
		}
		where := path.Base(files[matched[0]].Path)
		if nearest(c.name, have) == "" {
			have = slices.Concat(files[matched[0]].Header, joined)
		}
		return m.noColumn(c, have, where)
	}
	return nil
}

// notHere refuses an entry that names a file which is not there: what it should have brought
// would be missing without a word. Another entry may be about the same file and other headers.
func (m *Mapping) notHere(e *entry, files []tool.Head) error {
	if e.optional || len(e.globs) == 0 || slices.ContainsFunc(files, func(f tool.Head) bool {
		return slices.ContainsFunc(e.globs, func(g string) bool { return fits(g, f.Path) })
	}) {
		return nil
	}
	var have []string
	for _, f := range files {
		have = append(have, path.Base(f.Path))
	}
	want := strings.Join(e.globs, ", ")
	if near := nearest(e.globs[0], have); near != "" {
		return wrong(m.name, e.line, "no file is called %s; did you mean %s?", want, near)
	}
	return wrong(m.name, e.line,
		"no file is called %s: give it too, write `optional: true` if it comes on another day, or take this entry away",
		want)
}

// noFile says which files the mapping is about when none of them is there.
func (m *Mapping) noFile(files []tool.Head) error {
	var want, have []string
	for _, e := range m.entries {
		want = append(want, e.globs...)
	}
	for _, f := range files {
		have = append(have, path.Base(f.Path))
	}
	slices.Sort(want)
	want = slices.Compact(want)
	if len(have) > 10 {
		have = append(have[:10], "…")
	}
	about := "the headers it names"
	if len(want) > 0 {
		about = strings.Join(want, ", ")
	}
	return fault.Invalidf("%s is about %s, and none of the files is: %s", m.name, about,
		fmt.Sprint(strings.Join(have, ", ")))
}
