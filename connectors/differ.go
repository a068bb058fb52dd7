package connectors

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"salesops/internal/period"
	"salesops/internal/problems"
	"salesops/record"
	"salesops/sales"
)

// Where a field was edited here and its source says something else, the system of record
// decides whose value counts, and the difference is told. The other value is in the log too:
// an edit that the source overrules lies before its change; what the source says beside an
// edit that stands is dated just before the edit.

// Difference is a field for which the source says something else than an edit made here.
type Difference struct {
	Object  string `json:"object"`
	ID      string `json:"id"`   // "deal_…"
	Name    string `json:"name"` // the external id when the name is personal
	Field   string `json:"field"`
	InForce string `json:"in_force"` // "here" or "source"
	// What is personal is not put into reports: its text is "".
	Here   Claim `json:"here"`
	Source Claim `json:"source"`
}

// Claim is what one side says, and who said it when.
type Claim struct {
	Value string `json:"value"`
	Who   string `json:"who"`
	At    string `json:"at"` // an edit's time, a row's last-modified time; "" when the row has none
}

// mostDifferences bounds what a report lists; it counts all.
const mostDifferences = 5_000

// edit is the person's change that holds a field of a record; nil when none does.
func (p *prior) edit(field string) *record.Change {
	var top *record.Change
	for i := range p.timeline {
		c := &p.timeline[i]
		if slices.ContainsFunc(c.Fields, func(f record.FieldValue) bool { return f.Name == field }) && later(c, top) {
			top = c
		}
	}
	if top == nil || top.Source != "" || top.Flags&(record.Import|record.Undo|record.Stub) != 0 {
		return nil
	}
	return top
}

func later(c, than *record.Change) bool {
	if than == nil {
		return true
	}
	return cmp.Or(cmp.Compare(c.EffectiveAt, than.EffectiveAt), cmp.Compare(c.KnownAt, than.KnownAt),
		cmp.Compare(c.Seq, than.Seq)) > 0
}

// overruled says that the source's value must come back although the source has not changed:
// it is the field's system of record, and an edit holds it.
func (a *assembler) overruled(o ord, field string, v record.Value, p *prior) bool {
	return v != p.state.Fields[field] && a.masters.For(a.reg.objectOf(o).Name, field) == sales.MasterCRM &&
		p.edit(field) != nil
}

// mayOverrule says, before a record's changes are read, that overruled could be so.
func (a *assembler) mayOverrule(o ord, c *current, p *prior) bool {
	if c == nil || p == nil {
		return false
	}
	return slices.ContainsFunc(c.fields, func(v record.FieldValue) bool {
		return v.Value != p.state.Fields[v.Name] && a.masters.For(a.reg.objectOf(o).Name, v.Name) == sales.MasterCRM
	})
}

// settleEdits lets the systems of record decide over the planned changes of fields that
// somebody has edited here.
func (a *assembler) settleEdits(o ord, drafts []draft, c *current, s *story, p *prior, now map[string]uint64) []draft {
	if p == nil || p.timeline == nil {
		return drafts
	}
	object := a.reg.objectOf(o)
	var names []string
	for i := range drafts {
		for _, f := range drafts[i].fields {
			if !slices.Contains(names, f.Name) {
				names = append(names, f.Name)
			}
		}
	}
	for i := 0; c != nil && i < len(c.fields); i++ { // also what a history has told beneath an edit
		if name := c.fields[i].Name; now[name] != p.seen[name] && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	for _, name := range names {
		edit := p.edit(name)
		if edit == nil {
			continue
		}
		here := p.state.Fields[name]
		theirs, last := lastSaid(drafts, name)
		if c != nil {
			if v, ok := c.value(name); ok {
				theirs = v
			}
		}
		if theirs == here {
			continue
		}
		said := a.saidAt(c, s, name, last)
		wins := said > edit.KnownAt
		if master := a.masters.For(object.Name, name); master != sales.MasterNewest {
			wins = master == sales.MasterCRM
		}
		v := record.FieldValue{Name: name, Value: theirs}
		if wins {
			if a.after(drafts, p, name) != theirs {
				at := said
				if at == 0 {
					at = a.now
				}
				drafts = a.assert(drafts, p, at, 0, v)
			}
		} else {
			drafts = a.beneath(drafts, edit, said, v)
		}
		a.differs(o, c, edit, said, v, here, wins)
	}
	return drafts
}

// lastSaid is the latest value that drafts give to a field, and when it was so.
func lastSaid(drafts []draft, name string) (v record.Value, at period.Instant) {
	var known period.Instant
	for i := range drafts {
		d := &drafts[i]
		for _, f := range d.fields {
			if f.Name == name && (d.eff > at || d.eff == at && d.known >= known) {
				v, at, known = f.Value, d.eff, d.known
			}
		}
	}
	return v, at
}

// saidAt is when the source last said what it says of a field: its history's time, or the
// row's last-modified time; 0 when it tells neither.
func (a *assembler) saidAt(c *current, s *story, name string, last period.Instant) period.Instant {
	if c == nil {
		return last
	}
	at := min(c.modified, a.now)
	if t := s.track(name); t != nil {
		at = max(at, min(t.at, a.now))
	}
	return at
}

// beneath keeps an edit in force: what the source says later than it goes out of the plan, and
// what it says now is dated just before the edit.
func (a *assembler) beneath(drafts []draft, edit *record.Change, said period.Instant, v record.FieldValue) []draft {
	var kept []draft
	for _, d := range drafts {
		if d.eff >= edit.EffectiveAt && d.has(v.Name) {
			fields := slices.Clone(d.fields)
			if d.fields = without(fields, v.Name); len(d.fields) == 0 && d.kind == record.Set {
				continue
			}
		}
		kept = append(kept, d)
	}
	if value, _ := lastSaid(kept, v.Name); value == v.Value && inAny(kept, v.Name) {
		return kept
	}
	at := edit.EffectiveAt - 1
	if said != 0 {
		at = min(at, said)
	}
	return appendTo(kept, at, min(at, a.now), 0, v)
}

// differs notes a difference for the report.
func (a *assembler) differs(o ord, c *current, edit *record.Change, said period.Instant, theirs record.FieldValue,
	here record.Value, wins bool) {
	f, _ := a.reg.objectOf(o).Field(theirs.Name)
	if f == nil {
		return
	}
	a.report.DifferencesFound++
	s := a.reg.at(o)
	d := Difference{
		Object: a.reg.objectOf(o).Name, ID: record.FormatID(a.reg.objectOf(o).Name, s.id), Name: a.nameOf(o, c),
		Field: theirs.Name, InForce: "here",
		Here: Claim{Who: string(edit.Actor), At: edit.KnownAt.String()}, Source: Claim{Who: a.source},
	}
	if said != 0 {
		d.Source.At = said.String()
	}
	if wins {
		d.InForce = "source"
	}
	switch {
	case d.Object == sales.Rate && d.Field == "rate":
		d.Here.Value, d.Source.Value = rateText(c, here), rateText(c, theirs.Value)
	case !f.Personal:
		d.Here.Value, d.Source.Value = a.plain(here), a.plain(theirs.Value)
	}
	code := problems.EditsKept
	if wins {
		code = problems.EditsReplaced
	}
	a.problems.of(code).add(o, d.Name, d.Field+" of "+d.Name)
	if len(a.report.Differences) < mostDifferences {
		a.report.Differences = append(a.report.Differences, d)
	}
}

func (a *assembler) nameOf(o ord, c *current) string {
	if c == nil {
		return a.reg.at(o).external
	}
	return a.nameFor(o, c)
}

// plain is a value as a report shows it.
func (a *assembler) plain(v record.Value) string {
	switch v.Kind() {
	case record.Unset:
		return ""
	case record.Int:
		return strconv.FormatInt(v.Int(), 10)
	case record.Number:
		return strconv.FormatFloat(v.Number(), 'f', -1, 64)
	case record.Bool:
		return strconv.FormatBool(v.Bool())
	case record.Day:
		return v.Day().String()
	case record.Instant:
		return v.Instant().String()
	case record.Money:
		return strings.TrimSpace(v.Money().String() + " " + v.Money().Currency)
	case record.Ref:
		if v.Ref() < 0 {
			return "" // a record that only the log names
		}
		return a.reg.at(ord(v.Ref())).external
	case record.Text:
	}
	return clip(v.Text())
}
