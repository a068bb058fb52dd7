package connectors

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"salesops/connectors/tool"
	"salesops/internal/fault"
	"salesops/internal/reason"
	"salesops/record"
	"salesops/sales"
)

// A list that did not come out of the CRM has no ids by which its rows are known here: an e-mail
// or a name says which record is meant. A row that could be of two records is rejected, never
// given to one of them.

// MatchReport counts what a file's rows were found to be.
type MatchReport struct {
	By        string `json:"by"`   // external, id, email or name
	Only      string `json:"only"` // create, update or "" for both
	Found     int64  `json:"found"`
	New       int64  `json:"new"`
	Skipped   int64  `json:"skipped"`   // of these two, because of Only
	Ambiguous int64  `json:"ambiguous"` // rows rejected because several records fit
}

// matcher finds the records of one object.
type matcher struct {
	object  int
	by      string
	known   map[string][]record.ID // by key; of many the first few
	many    map[string]int         // how many, where there are more than one
	fresh   map[string]string      // key → external id of what a row of this import makes
	binding map[record.ID]string   // what this source calls a record
}

// mostCandidates is how many records a report names.
const mostCandidates = 5

// finder is the stage that says which records the rows are about.
type finder struct {
	*setting
	*sources
	*subjects
}

// matching decides for each file by what its rows are found.
func (m *finder) matching(ctx context.Context) error {
	if err := tool.ParseMatch(m.o.Match, m.o.Only); err != nil {
		return err
	}
	matched := false
	for _, f := range m.files {
		by, only := f.layout.Match, f.layout.Only
		if by == "" && m.o.Match != "" && m.matchable(f, m.o.Match) {
			by = m.o.Match
		}
		if only == "" && m.matchable(f, tool.MatchExternal) {
			only = m.o.Only
		}
		if by == "" && only == "" {
			continue
		}
		if by == "" {
			by = tool.MatchExternal
		}
		if m.o.Full {
			return fault.Invalidf(
				"a complete export cannot be matched by something else than its ids, or create or update only: leave " +
					"--full away")
		}
		matched = true
		f.report.Match = &MatchReport{By: by, Only: only}
		var err error
		if f.matcher, err = m.matcherOf(ctx, f.object, by); err != nil {
			return err
		}
	}
	if m.o.Match != "" && !matched {
		return fault.Invalidf("no file has a column to match by %s: leave it away, or match by something else",
			m.o.Match)
	}
	return nil
}

// matchable says that the rows of a file can be found by something.
func (m *finder) matchable(f *file, by string) bool {
	object := m.reg.objects[f.object]
	if f.layout.Role != tool.Current || f.layout.Aside || f.layout.Link || object.Imported.OnlyNames ||
		object.Name == sales.Rate {
		return false
	}
	if by == tool.MatchEmail {
		return slices.ContainsFunc(f.cols,
			func(c column) bool { return c.known != nil && c.known.Use == tool.Value && c.known.Field == mailField })
	}
	return by != tool.MatchName || object.Title != ""
}

// matcherOf reads what the log holds of an object.
func (m *finder) matcherOf(ctx context.Context, object int, by string) (*matcher, error) {
	for _, f := range m.files {
		if f.matcher != nil && f.matcher.object == object && f.matcher.by == by {
			return f.matcher, nil
		}
	}
	x := &matcher{object: object, by: by, known: map[string][]record.ID{}, many: map[string]int{},
		fresh: map[string]string{}, binding: map[record.ID]string{}}
	o := m.reg.objects[object]
	err := m.log.EachExternal(ctx, m.source, o.Name, func(external string, id record.ID) error {
		if _, has := x.binding[id]; !has {
			x.binding[id] = strings.Clone(external)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("look up the source's ids: %w", err)
	}
	err = m.log.Each(ctx, everything, o.Name, func(r record.Record) error {
		if !r.Exists || r.Stub || m.wroteBefore(r.ID) {
			return nil
		}
		key := ""
		switch by {
		case tool.MatchEmail:
			key = tool.NameKey(r.Fields[mailField].Text())
		case tool.MatchName:
			key = tool.NameKey(r.Fields[o.Title].Text())
		case tool.MatchID:
			key = record.FormatID(o.Name, r.ID)
		default:
			key = x.binding[r.ID]
		}
		if key == "" {
			return nil
		}
		if ids := x.known[key]; len(ids) < mostCandidates {
			x.known[key] = append(ids, r.ID)
		}
		x.many[key]++
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read the records to match with: %w", err)
	}
	return x, nil
}

// matchRow finds the record of the row at hand. It says whether the row counts.
func (l *loader) matchRow() (bool, *refusal) {
	x, r := l.file.matcher, l.file.report.Match
	if x == nil {
		return true, nil
	}
	object := l.reg.objects[x.object]
	key := l.matchKey(x, object)
	if key == "" {
		return false, &refusal{-1, reason.Of("match_empty", "field", x.by)}
	}
	ids := x.known[key]
	if n := x.many[key]; n > 1 {
		r.Ambiguous++
		var names []string
		for _, id := range ids {
			names = append(names, record.FormatID(object.Name, id))
		}
		if n > len(names) {
			names = append(names, "…")
		}
		return false, &refusal{-1, reason.Of("match_ambiguous", "count", n, "field", x.by, "ids",
			strings.Join(names, ", "))}
	}
	if len(ids) == 0 {
		r.New++
		if r.Only == tool.OnlyUpdate {
			r.Skipped++
			return false, nil
		}
		l.isNew(x, object, key)
		return true, nil
	}
	r.Found++
	if r.Only == tool.OnlyCreate {
		r.Skipped++
		return false, nil
	}
	l.isKnown(x, ids[0])
	l.onlyWhatIsSaid(x, object)
	return true, nil
}

// matchKey is what the row is found by.
func (l *loader) matchKey(x *matcher, object *record.Object) string {
	field := mailField
	switch x.by {
	case tool.MatchExternal, tool.MatchID:
		return l.external
	case tool.MatchName:
		field = object.Title
	}
	for _, f := range l.now.fields {
		if f.Name == field && f.Value.Kind() == record.Text {
			return tool.NameKey(f.Value.Text())
		}
	}
	return ""
}

// isNew gives a row without a record here its id: two rows with one key are one record.
func (l *loader) isNew(x *matcher, object *record.Object, key string) {
	if x.by == tool.MatchExternal || x.by == tool.MatchID {
		return
	}
	external, again := x.fresh[key]
	if !again {
		external = l.external
		if l.file.layout.MadeIDs {
			external = tool.NameID(object, x.by+" "+key)
		}
		x.fresh[strings.Clone(key)] = strings.Clone(external)
	}
	l.external = external
}

// onlyWhatIsSaid leaves out what a list from elsewhere does not say about a record: its empty cells
// empty nothing, and the value it was found by is the same.
func (l *loader) onlyWhatIsSaid(x *matcher, object *record.Object) {
	if x.by == tool.MatchExternal {
		return
	}
	l.now.fields = slices.DeleteFunc(l.now.fields, func(f record.FieldValue) bool {
		return !f.Value.IsSet() || x.by == tool.MatchEmail && f.Name == mailField ||
			x.by == tool.MatchName && f.Name == object.Title
	})
}

// isKnown makes the row one about a record that is here.
func (l *loader) isKnown(x *matcher, id record.ID) {
	o, named := l.byRecord[id]
	if !named {
		external := x.binding[id]
		if external == "" {
			external = l.external
		}
		o = l.reg.ord(x.object, external)
		s := l.reg.at(o)
		s.id, s.existed, s.matched = id, true, true
		l.byRecord[id] = o
	}
	if _, known := l.reg.byID[x.object][l.external]; !known { // others may refer to it so
		l.reg.byID[x.object][strings.Clone(l.external)] = o
	}
	l.external = l.reg.at(o).external
}
