package connectors

import (
	"slices"
	"time"

	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

// assembler turns what is known of one record (its current row, its history, what the log
// holds) into changes. The rules:
//
//   - History rows become changes at the source's own times: effective and known then.
//   - A record is created at its created date with its name and owner. Values that were never
//     in a history are effective from creation, flagged Backfilled and known since the import.
//   - Values with a date of their own (a stage with a dated column, the closing stage of a
//     deal without history, a lead's conversion) are effective on that date.
//   - A value before the first change of its field, told by that change's old value, is
//     effective and known from creation: the source itself remembers it.
//   - Where the current row differs from the end of its history, one change flagged
//     Reconciled at the last-modified time closes the gap.
//   - Without a creation date a record exists from the earliest day that it or a record naming
//     it proves: a contract from its start, an account from its first deal. Where nothing proves
//     anything it exists from the import on. What only structures others (person, team, product,
//     stage, pipeline) is as old as its first use even where its own row is younger.
//   - A fact dated before creation carries the other values of its row with it, so that a deal
//     entered after it was won is never won without its amount.
type assembler struct {
	*setting
	*sources
	*subjects
	*learnt
	*gathered
	*planned
	*tally
	pack          packer
	usedStages    map[string]ord
	stageOf       map[ord]usedStage
	usedPipelines map[string]ord
	knownOutcome  map[string]string // stage key → outcome in the log
	knownEvidence map[string]uint64 // … and what it was learnt from; more than any evidence when somebody said it

	spans     map[ord]span       // of the records of merges
	shares    splitBook          // how deals are shared
	foreign   map[string]int64   // amounts by currency, but the company's
	paired    map[[2]string]bool // currencies between which there is a rate
	firstTeam period.Instant     // the earliest use of any team

	reversals []win     // of the record at hand
	taken     prints    // … and its fingerprints
	placed    []placed  // … and its changes in their order
	room      fieldRoom // for the values of the records at hand
}

// newAssembler makes the stage that plans the changes of what a reader has read.
func newAssembler(of *reader, to *planned) *assembler {
	return &assembler{
		setting: of.setting, sources: of.sources, subjects: of.subjects, learnt: of.learnt, gathered: of.gathered,
		planned: to, tally: of.tally, pack: packer{names: of.names}, taken: newPrints(of.names),
		spans: map[ord]span{}, shares: newSplitBook(), foreign: map[string]int64{}, paired: map[[2]string]bool{},
		firstTeam: period.Forever, usedStages: map[string]ord{}, stageOf: map[ord]usedStage{},
		usedPipelines: map[string]ord{}, knownOutcome: map[string]string{}, knownEvidence: map[string]uint64{},
	}
}

// closingFields begin with the stage that closes a deal.
var closingFields = []string{stageField, "outcome", "probability", "forecast_category", "lost_reason"}

// current is a record's row with its stage resolved.
type current struct {
	*facts
	fields []record.FieldValue
	dated  []dated
}

func (c *current) value(name string) (record.Value, bool) {
	for i := range c.fields {
		if c.fields[i].Name == name {
			return c.fields[i].Value, true
		}
	}
	return record.Value{}, false
}

// resolve gives a current row its stage and pipeline as references.
func (a *assembler) resolve(pipeline string, f *facts) *current {
	c := &current{facts: f, fields: f.fields, dated: f.dated}
	if f.stage != "" {
		stage := a.stageValues(pipeline, f.stage, f.closed, f.won)
		c.fields = append(append(a.room.take(len(stage)+len(f.fields)+1), stage...), f.fields...)
		c.fields = append(c.fields, record.FieldValue{Name: "pipeline", Value: a.pipelineRef(pipeline)})
	}
	return c
}

// compose plans a record that the log does not know, or of which it is not known how far an
// earlier import came.
func (a *assembler) compose(o ord, c *current, s *story) []draft {
	if c == nil {
		return a.composeStub(s)
	}
	created, stamped := a.creation(o, c, s)
	closing := a.datedFacts(c, s, created, stamped)
	base := created
	for _, d := range closing {
		base = min(base, d.eff)
	}
	if !stamped {
		created = base
	}
	known := created
	var flags record.Flag
	if !stamped {
		known = a.now
		if created < a.now {
			flags = record.Backfilled
		}
		if a.reg.objectOf(o).Imported.OnlyNames {
			known, flags = created, 0 // the history that uses a stage shows that there was one
		}
	}

	make := draft{kind: record.Create, eff: created, known: known, flags: flags}
	if v, ok := c.value("name"); ok && v.IsSet() {
		make.fields = append(make.fields, record.FieldValue{Name: "name", Value: v})
	}
	if v, ok := c.value("owner"); ok && v.IsSet() && s.track("owner") == nil {
		make.fields = append(make.fields, record.FieldValue{Name: "owner", Value: v})
	}
	if _, ok := a.reg.objectOf(o).Field("created_at"); ok && c.created != 0 {
		make.fields = append(make.fields, record.FieldValue{Name: "created_at", Value: record.InstantValue(c.created)})
	}
	drafts := []draft{make}
	for _, v := range s.initial {
		if v.Name == "name" {
			drafts[0].fields = without(drafts[0].fields, "name")
		}
		drafts = appendTo(drafts, created, created, 0, v)
	}
	for _, d := range s.sets {
		drafts = mergeIn(drafts, d)
	}
	for _, d := range closing {
		drafts = mergeIn(drafts, d)
	}
	for _, v := range c.initial {
		// converted as it was created
		if !slices.ContainsFunc(closing, func(d draft) bool { return d.eff == base && d.has(v.Name) }) {
			drafts = appendTo(drafts, base, a.now, record.Backfilled, v)
		}
	}
	// Every other value of the row.
	for i, v := range c.fields {
		if last := len(drafts) - 1; len(drafts[last].fields) == 1 {
			// most go into one draft
			drafts[last].fields = append(a.room.take(1+len(c.fields)-i), drafts[last].fields...)
		}
		if !v.Value.IsSet() || drafts[0].has(v.Name) || s.track(v.Name) != nil || inAny(closing, v.Name) {
			continue
		}
		switch {
		case base >= a.now, known == a.now && flags == 0 && base == created:
			drafts = appendTo(drafts, created, known, flags, v)
		case a.reg.objectOf(o).Imported.OnlyNames:
			drafts = appendTo(drafts, created, known, flags, v)
		case a.reg.objectOf(o).Name == sales.Rate && stamped:
			// a rate never changes but by an edit, and that is stamped
			drafts = appendTo(drafts, created, max(created, min(c.modified, a.now)), 0, v)
		default:
			drafts = appendTo(drafts, base, a.now, record.Backfilled, v)
		}
	}
	drafts = a.reconcile(o, drafts, c, s)
	if c.deleted == yes {
		at := max(a.deletion(c, a.modifiedAt(c, s), drafts), created)
		drafts = append(drafts, draft{kind: record.Delete, eff: at, known: at})
	}
	return drafts
}

// deletion is when the source took a record out: when the row says so, never before what else
// it tells; else at the time of the row.
func (a *assembler) deletion(c *current, at period.Instant, drafts []draft) period.Instant {
	if c.deletedAt == 0 {
		return at
	}
	at = min(c.deletedAt, a.now)
	for i := range drafts {
		at = max(at, drafts[i].eff)
	}
	return at
}

// creation is when a record began to exist, and whether the source has stamped that.
func (a *assembler) creation(o ord, c *current, s *story) (period.Instant, bool) {
	created := c.created
	if created == 0 {
		created = s.created
	}
	switch {
	case created > a.now:
		a.problems.future(o)
		return a.now, false
	case created != 0 && c.createdDay && s.first != 0 && s.first.Day(a.company) == created.Day(a.company):
		return s.first, true // the day is all the row says; its history has the hour
	case created != 0:
		return created, true
	case s.first != 0:
		return s.first, true
	case a.proven(o):
		return a.firstUse(o), false
	}
	return a.now, false
}

// firstUse is when another record first refers to one. Teams refer to teams: they are taken
// together, because a tree is no older at its root than at its leaves.
func (a *assembler) firstUse(o ord) period.Instant {
	if a.reg.objectOf(o).Name == sales.Team {
		return a.firstTeam
	}
	return a.reg.at(o).first
}

// datedFacts are the changes of a record without history that carry a date of their own,
// earliest first.
func (a *assembler) datedFacts(c *current, s *story, created period.Instant, stamped bool) []draft {
	var facts []draft
	add := func(at period.Instant, known period.Instant, flags record.Flag, fields []string) {
		d := draft{kind: record.Set, eff: at, known: known, flags: flags}
		for _, name := range fields {
			if v, ok := c.value(name); ok && v.IsSet() && s.track(name) == nil {
				d.fields = append(d.fields, record.FieldValue{Name: name, Value: v})
			}
		}
		if len(d.fields) > 0 {
			facts = append(facts, d)
		}
	}
	for _, d := range c.dated {
		at := within(d.at, created, stamped, a.latest(c), a.company)
		if d.known && stamped {
			add(at, at, 0, d.fields)
		} else {
			add(at, a.now, record.Backfilled, d.fields)
		}
	}
	if c.stage == "" || s.track(stageField) != nil && !s.fromColumns() {
		return facts
	}
	if at, ok := a.closing(c); ok {
		at = within(at, created, stamped, a.now, a.company) // what is closed now was not closed later than now
		if t := s.track(stageField); t != nil {
			at = max(at, t.at)
		}
		s.drop(closingFields)
		add(at, a.now, record.Backfilled, closingFields)
	}
	return facts
}

// latest is the last moment at which the row was right.
func (a *assembler) latest(c *current) period.Instant {
	if c.modified != 0 && c.modified < a.now {
		return c.modified
	}
	return a.now
}

// within keeps a date's first instant from lying before a creation on that same day, and
// after the last moment at which it can have become so.
func within(at, created period.Instant, stamped bool, latest period.Instant, zone *time.Location) period.Instant {
	if stamped && at < created && at.Day(zone) == created.Day(zone) {
		at = created
	}
	return min(at, latest)
}

// closing is when a row without history says that its deal was closed.
func (a *assembler) closing(c *current) (period.Instant, bool) {
	outcome, ok := c.value("outcome")
	if !ok || outcome.Text() != sales.Won && outcome.Text() != sales.Lost {
		return 0, false
	}
	if day, ok := c.value("close_date"); ok && day.IsSet() {
		return day.Day().Start(a.company), true
	}
	return a.latest(c), true
}

// modifiedAt is the source's time for the current row: last modified, never before its history.
func (a *assembler) modifiedAt(c *current, s *story) period.Instant {
	at := a.now
	if c.modified != 0 {
		at = min(c.modified, a.now)
	}
	for i := range s.tracked {
		at = max(at, s.tracked[i].at)
	}
	return at
}

// reconcile closes the gap between the end of the history and the current row.
func (a *assembler) reconcile(o ord, drafts []draft, c *current, s *story) []draft {
	for _, v := range c.fields {
		t := s.track(v.Name)
		if t == nil || t.value == v.Value {
			continue
		}
		at := a.modifiedAt(c, s)
		if v.Name == "outcome" && t.value.Text() == sales.Won {
			a.reversed(s, at)
		}
		a.problems.reconciled(o, a.nameFor(o, c), v.Name)
		drafts = appendTo(drafts, at, at, record.Reconciled, v)
	}
	return drafts
}

// justBefore is how far before a history's first row a stub holds what that row says was so
// until then. Since when it was so, only the record's own row will say.
const justBefore period.Instant = 1

// composeStub plans a record of which only history came: it stays a stub until its row does.
func (a *assembler) composeStub(s *story) []draft {
	if s.first == 0 {
		return nil
	}
	at := min(s.first, a.now)
	begin := at
	if len(s.initial) > 0 {
		begin = at - justBefore
	}
	drafts := []draft{{kind: record.Create, eff: begin, known: begin, flags: record.Stub}}
	for _, v := range s.initial {
		drafts = appendTo(drafts, begin, begin, record.Stub|record.Backfilled, v)
	}
	for _, d := range s.sets {
		d.flags |= record.Stub
		drafts = mergeIn(drafts, d)
	}
	return drafts
}

// mergeIn adds a draft, or its fields to one with the same stamps that has none of them.
func mergeIn(drafts []draft, d draft) []draft {
	for i := len(drafts) - 1; i >= 0; i-- {
		have := &drafts[i]
		if have.eff != d.eff || have.known != d.known || have.flags != d.flags || have.kind != record.Set &&
			have.kind != record.Create {
			continue
		}
		for _, f := range d.fields {
			if have.has(f.Name) {
				return append(drafts, d)
			}
		}
		have.fields = append(have.fields, d.fields...)
		return drafts
	}
	return append(drafts, d)
}

func appendTo(drafts []draft, eff, known period.Instant, flags record.Flag, v record.FieldValue) []draft {
	for i := len(drafts) - 1; i >= 0; i-- {
		have := &drafts[i]
		if have.eff != eff || have.known != known || have.flags != flags || have.kind != record.Set &&
			have.kind != record.Create {
			continue
		}
		if !have.has(v.Name) {
			have.fields = append(have.fields, v)
			return drafts
		}
		break
	}
	return append(drafts, draft{kind: record.Set, eff: eff, known: known, flags: flags,
		fields: append(make([]record.FieldValue, 0, 8), v)})
}

func inAny(drafts []draft, name string) bool {
	for i := range drafts {
		if drafts[i].has(name) {
			return true
		}
	}
	return false
}

func without(fields []record.FieldValue, name string) []record.FieldValue {
	out := fields[:0]
	for _, f := range fields {
		if f.Name != name {
			out = append(out, f)
		}
	}
	return out
}
