package connectors

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"salesops/connectors/cell"
	"salesops/connectors/tool"
	"salesops/internal/problems"
	"salesops/internal/spelling"
	"salesops/record"
	"salesops/sales"
)

// nameBook finds the records that columns refer to by name: among the rows of the import,
// and in the log. Names are compared without regard to case and to how many spaces they have.
type nameBook struct {
	*setting
	sources *sources
	reg     *registry
	objects []*namedObject // by registry index; nil when nothing refers to it by name
}

// namedObject are the names of one object's records.
type namedObject struct {
	fed    bool              // a file of the import has its records
	byKey  map[string]string // name → external id; "" when two records have the name
	all    []string          // the names as they are written, for suggestions
	missed map[string]*missedName
	made   map[ord]bool // records made of a name
	// elsewhere are records that another source has brought or somebody has entered, which are
	// referred to by address; nil when nothing is.
	elsewhere map[string]record.ID
}

// missedName is a name that no record has.
type missedName struct {
	name, nearest, external string
	rows                    int64
	sums                    map[string]int64
	taken                   bool // the suggestion was taken
	twice                   bool // two records have it
}

func newNameBook(in *setting, from *sources, reg *registry) *nameBook {
	return &nameBook{setting: in, sources: from, reg: reg, objects: make([]*namedObject, len(reg.objects))}
}

// prepare notes the objects that columns refer to by name.
func (b *nameBook) prepare() {
	for _, f := range b.sources.files {
		for i := range f.layout.Columns {
			if c := &f.layout.Columns[i]; c.ByName != tool.NotByName {
				at := b.reg.index[c.Object]
				if b.objects[at] == nil {
					b.objects[at] = &namedObject{byKey: map[string]string{},
						missed: map[string]*missedName{}, made: map[ord]bool{}}
				}
				if c.ByName == tool.AddressKnown || c.ByName == tool.AddressCreate {
					b.objects[at].elsewhere = map[string]record.ID{}
				}
			}
		}
	}
	for _, f := range b.sources.files {
		if n := b.objects[f.object]; n != nil && f.layout.Role == tool.Current && !f.layout.Aside {
			n.fed = true
		}
	}
}

// lesson is a function that learns the names of a file's records; nil when nobody asks.
func (b *nameBook) lesson(f *file) func(cells []string) {
	n := b.objects[f.object]
	if n == nil || f.layout.Role != tool.Current {
		return nil
	}
	id, name, mail := -1, -1, -1
	title := b.reg.objects[f.object].Title
	for i := range f.cols {
		switch k := f.cols[i].known; {
		case k == nil:
		case k.Use == tool.ID:
			id = i
		case k.Use == tool.Value && k.Field == title && k.Kind == tool.Text:
			name = i
		case k.Use == tool.Value && k.Field == mailField &&
			(n.elsewhere != nil || b.reg.objects[f.object].Name == sales.Person):
			mail = i
		}
	}
	if id < 0 || name < 0 && mail < 0 {
		return nil
	}
	return func(cells []string) {
		if external, ok := f.tool.ID(cells[id]); ok && !cell.DamagedID(cells[id]) {
			if name >= 0 {
				n.learn(cells[name], external)
			}
			if mail >= 0 {
				n.alias(cells[mail], external)
			}
		}
	}
}

// mailField is the field by which people are also found.
const mailField = "email"

// alias is another name of a record, which is no suggestion for a name that nobody has.
func (n *namedObject) alias(name, external string) {
	if key := tool.NameKey(name); key != "" && n.byKey[key] == "" {
		n.byKey[strings.Clone(key)] = strings.Clone(external)
	}
}

func (n *namedObject) learn(name, external string) {
	key := tool.NameKey(name)
	if key == "" {
		return
	}
	have, known := n.byKey[key]
	switch {
	case !known:
		n.byKey[key] = strings.Clone(external)
		n.all = append(n.all, strings.Clone(name))
	case have != external:
		n.byKey[key] = ""
	}
}

// fromLog adds the names that the log has of this source's records: what an earlier import
// brought can be referred to.
func (b *nameBook) fromLog(ctx context.Context) error {
	for at, n := range b.objects {
		if n == nil {
			continue
		}
		object := b.reg.objects[at]
		externals, made := map[record.ID]string{}, map[string]string{}
		var ids []record.ID
		err := b.log.EachExternal(ctx, b.source, object.Name, func(external string, id record.ID) error {
			externals[id] = external
			ids = append(ids, id)
			return nil
		})
		if err != nil {
			return fmt.Errorf("read the names of records: %w", err)
		}
		slices.Sort(ids)
		const step = 5000
		for len(ids) > 0 {
			page := ids[:min(step, len(ids))]
			states, err := b.log.States(ctx, everything, page)
			if err != nil {
				return fmt.Errorf("read the names of records: %w", err)
			}
			for _, id := range page {
				s, ok := states[id]
				if !ok || !s.Exists || s.Stub {
					continue
				}
				name := s.Fields[object.Title].Text()
				if _, known := n.byKey[tool.NameKey(name)]; !known {
					n.learn(name, externals[id])
				}
				switch {
				case n.elsewhere != nil && tool.IsMadeID(externals[id]):
					made[s.Fields[mailField].Text()] = externals[id]
				case object.Name == sales.Person || n.elsewhere != nil:
					n.alias(s.Fields[mailField].Text(), externals[id])
				}
			}
			ids = ids[len(page):]
		}
		if n.elsewhere != nil {
			if err := b.fromElsewhere(ctx, n, object, externals); err != nil {
				return err
			}
		}
		for mail, external := range made {
			n.alias(mail, external)
		}
		slices.Sort(n.all)
	}
	return nil
}

// find is the external id that a name stands for; "" when two records have the name.
func (l *loader) find(k *tool.Column, name string) string {
	at := l.reg.index[k.Object]
	n, object := l.byName.objects[at], l.reg.objects[at]
	if n.elsewhere != nil && (k.ByName == tool.AddressKnown || k.ByName == tool.AddressCreate) {
		return l.findAddress(k, name)
	}
	key := tool.NameKey(name)
	external, known := n.byKey[key]
	if known && external != "" {
		return external
	}
	if !known && (k.ByName == tool.NameCreate || !n.fed) {
		external = tool.NameID(object, name)
		if o := l.reg.ord(at, external); !n.made[o] {
			n.made[o] = true
			l.makes = append(l.makes, made{o, strings.Clone(name)})
		}
		return external
	}
	miss := n.missed[key]
	if miss == nil {
		miss = &missedName{name: strings.Clone(name), external: tool.NameID(object, name),
			sums: map[string]int64{}, twice: known}
		if !known {
			miss.nearest = n.nearest(name)
		}
		if to := n.byKey[tool.NameKey(miss.nearest)]; to != "" && l.o.Accept {
			miss.taken, miss.external = true, to
		}
		n.missed[strings.Clone(key)] = miss
	}
	l.misses = append(l.misses, miss)
	if known {
		return "" // two records have the name: which one is meant cannot be told
	}
	if !miss.taken {
		if o := l.reg.ord(at, miss.external); l.reg.names[o] == "" {
			l.reg.names[o] = miss.name
		}
	}
	return miss.external
}

// made is a record that a name makes.
type made struct {
	o    ord
	name string
}

// weigh adds a row's amount to the names that it missed.
func (l *loader) weigh() {
	for _, miss := range l.misses {
		miss.rows++
		for _, f := range l.now.fields {
			if f.Value.Kind() == record.Money &&
				(f.Name == "amount" || f.Name == "total" || f.Name == "value" || f.Name == "mrr") {
				miss.sums[f.Value.Money().Currency] += f.Value.Money().Minor
				break
			}
		}
	}
}

// unmake takes back what a refused row would have made.
func (l *loader) unmake() {
	for _, m := range l.makes {
		delete(l.byName.objects[l.reg.at(m.o).object].made, m.o)
	}
}

// handMade gives the records that names make to the sorter, as rows that hold a name.
func (l *loader) handMade() error {
	for _, m := range l.makes {
		object := l.reg.objectOf(m.o)
		f := facts{role: tool.Current, file: l.number, line: l.now.line}
		f.fields = []record.FieldValue{{Name: object.Title, Value: record.TextValue(m.name)}}
		if object.Name == sales.Person && strings.Count(m.name, "@") == 1 && !strings.ContainsAny(m.name, " ,;") {
			f.fields = append(f.fields, record.FieldValue{Name: mailField, Value: record.TextValue(m.name)})
		}
		l.reg.at(m.o).row = true
		key := sortKey{uint64(l.rank(l.reg.index[object.Name]))<<40 | uint64(m.o)<<8}
		if err := l.groups.add(key, l.pack.facts(&f)); err != nil {
			return err
		}
	}
	l.makes = l.makes[:0]
	return nil
}

// nearest is the known name that a missed one was probably meant to be; "" when none is near.
func (n *namedObject) nearest(name string) string {
	bare := bareName(name)
	best, least := "", 3
	if len([]rune(bare)) < 6 {
		least = 2 // one slip in a short name is much
	}
	for _, known := range n.all {
		other := bareName(known)
		d := spelling.Distance(bare, other, least-1)
		if d < least {
			best, least = known, d
		}
		if d == 0 {
			break
		}
	}
	return best
}

// bareName is a name's letters and digits: "GTX Pro" and "GTXPro" have the same.
func bareName(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, name)
}

// inspectNames reports the names that no record has, the most rows first.
func (r *reporter) inspectNames() {
	for at, n := range r.byName.objects {
		if n == nil {
			continue
		}
		list := make([]*missedName, 0, len(n.missed))
		for _, m := range n.missed {
			list = append(list, m)
		}
		slices.SortFunc(list,
			func(x, y *missedName) int { return cmp.Or(-cmp.Compare(x.rows, y.rows), cmp.Compare(x.name, y.name)) })
		object := r.reg.objects[at]
		for _, m := range list {
			code := problems.NamesUnknown
			switch {
			case m.twice:
				code = problems.NamesTwice
			case m.taken:
				code = problems.NamesAccepted
			}
			f := r.problems.of(code)
			f.add(noRecord, shownName(object, m.name, m.external), missedText(object, m))
			f.of += m.rows
			for currency, minor := range m.sums {
				f.sums[currency] += minor
			}
		}
	}
}

// shownName keeps the names of people out of reports, which are kept for good.
func shownName(o *record.Object, name, external string) string {
	if tool.PersonalName(o) {
		return external
	}
	return clip(name)
}

func missedText(o *record.Object, m *missedName) string {
	text := fmt.Sprintf("%s %q, %d %s", strings.ToLower(o.Label), shownName(o, m.name, m.external),
		m.rows, verb(m.rows, "row", "rows"))
	if m := largest(m.sums); m != nil {
		text += " worth " + m.text()
	}
	if m.nearest != "" && !tool.PersonalName(o) {
		text += fmt.Sprintf(", nearest is %q", clip(m.nearest))
	}
	return text
}
