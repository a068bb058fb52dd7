package mapping

import (
	"maps"
	"strings"

	"salesops/connectors/tool"
	"salesops/sales"
)

// Outline is what a mapping says, in structure: what a form shows of it.
type Outline struct {
	Source, Zone, Currency string
	Dates, Numbers         string // "" where it does not say
	Encoding               string
	Stages                 []StageLine
	Entries                []Entry
}

// StageLine is a stage with its outcome: open, won or lost.
type StageLine struct{ Name, Outcome string }

// Entry is one item of files.
type Entry struct {
	Files   []string
	Header  []string
	Object  string
	Log     bool // its rows are events of cases
	History bool
	Part    bool
	ID      []string // columns; none where no column tells the rows apart
	Match   string   // "" is by the ids
	Only    string   // "" is both
	Joins   []EntryJoin
	Fields  []EntryField
	Ignored []string
	// Others are the columns that nothing names: kept as fields of their own, or left out.
	OthersIgnored bool
	Undecided     []string
}

// EntryField says what a field is made of.
type EntryField struct {
	Field    string
	Columns  []string
	Constant string
	Computed bool // from an expression, or moved by days or months
	Values   map[string]string
	Lookup   string // of a reference: id, name or create (by name, and what is not there is made)
	Format   string
	Dates    string
}

// EntryJoin is a table in which the rows look up columns.
type EntryJoin struct {
	Name   string // its columns are called Name.Column
	Files  []string
	Header []string
	On     []JoinKey
	Kept   []string // its columns that become fields of their own
}

// JoinKey is a column of the row whose value is looked up in a column of the joined table.
type JoinKey struct{ Column, In string }

// logKeyOf is what the fields of an event log's activities are made of.
var logKeyOf = map[string]string{"deal": "case", "subject": "activity", "start_at": "time", "owner": "resource"}

// Outline gives what the mapping says.
func (m *Mapping) Outline() Outline {
	o := Outline{Source: m.source, Zone: m.zone, Currency: m.currency, Dates: m.order.String(),
		Numbers: m.numbers.String(), Encoding: m.encoding}
	for _, s := range m.stages {
		o.Stages = append(o.Stages, StageLine{s.Name, s.Outcome})
	}
	for i, e := range m.entries {
		if i > 0 && e.line == m.entries[i-1].line {
			continue // an event log is one item and several entries
		}
		o.Entries = append(o.Entries, m.outlineOf(i))
	}
	return o
}

func (m *Mapping) outlineOf(at int) Entry {
	e := m.entries[at]
	out := Entry{
		Files: e.globs, Header: e.header, Object: e.object, History: e.role == tool.Snapshot, Part: e.part,
		ID: namesOf(e.id.columns), Match: e.match, Only: e.only, Ignored: namesOf(e.ignore), OthersIgnored: e.all,
	}
	fields, decide := e.fields, e.decide
	if log := at+2 < len(m.entries) && m.entries[at+2].line == e.line; log {
		// the columns of the log by what they are; what else the item says is of the case
		out.Log, out.ID, out.Object = true, nil, sales.Deal
		deal := m.entries[at+1]
		fields, decide = nil, deal.decide
		for _, s := range e.fields {
			if key := logKeyOf[s.field]; key != "" && len(s.columns) > 0 {
				s.field, s.byName = key, tool.NotByName
				fields = append(fields, s)
			}
		}
		for _, s := range deal.fields {
			if s.line != fields[0].line && s.line != fields[2].line || s.field != "name" && s.field != "created" {
				fields = append(fields, s)
			}
		}
	}
	for _, j := range e.joins {
		out.Joins = append(out.Joins, j.outline(e))
	}
	for _, d := range decide {
		out.Undecided = append(out.Undecided, d.text)
	}
	for _, s := range fields {
		f := EntryField{Field: s.field, Columns: namesOf(s.columns), Constant: s.constant, Values: maps.Clone(s.values),
			Format: s.format, Dates: s.order.String()}
		f.Computed = s.cel != "" || len(s.shifts) > 0
		if o, ok := objectNamed(e.object); ok {
			if t, _ := targetOf(o, s.field); t.kind == tool.Reference {
				f.Lookup = map[tool.NameRule]string{tool.NotByName: "id", tool.NameKnown: "name",
					tool.NameCreate: "create"}[s.byName]
			}
		}
		out.Fields = append(out.Fields, f)
	}
	return out
}

func (j *join) outline(e *entry) EntryJoin {
	out := EntryJoin{Name: j.name, Files: j.globs, Header: j.header}
	for _, on := range j.on {
		out.On = append(out.On, JoinKey{on.own.name, on.theirs.name})
	}
	for _, k := range e.keep {
		if of := e.joinOf(k.name); of != nil && of.name == j.name {
			_, column, _ := strings.Cut(k.name, ".")
			out.Kept = append(out.Kept, column)
		}
	}
	return out
}

func namesOf(list []named) []string {
	var names []string
	for _, n := range list {
		names = append(names, n.name)
	}
	return names
}
