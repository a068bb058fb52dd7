package connectors

import (
	"slices"

	"salesops/connectors/tool"
	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

// draft is a change as an import plans it; references hold the import's own numbers.
type draft struct {
	kind       record.ChangeKind
	eff, known period.Instant
	flags      record.Flag
	fields     []record.FieldValue
}

func (d *draft) has(name string) bool {
	for i := range d.fields {
		if d.fields[i].Name == name {
			return true
		}
	}
	return false
}

// stageField is how facts carry a stage until the deal's pipeline is known.
const stageField = "stage"

// story is what a record's history tells, in the order of time.
type story struct {
	sets []draft
	// initial are values before the first change of a field, told by a change's old value.
	initial []record.FieldValue
	tracked []track
	first   period.Instant // of the first row; 0 without any
	created period.Instant // told by the history itself; 0 when not
	columns bool           // the only history is of dated stage columns
}

// track is the last value that the history gives a field.
type track struct {
	field string
	value record.Value
	at    period.Instant
	weak  bool // remembered as so in the beginning, and nothing told since
}

func (s *story) track(field string) *track {
	for i := range s.tracked {
		if s.tracked[i].field == field {
			return &s.tracked[i]
		}
	}
	return nil
}

// fromColumns says that stages are known only from columns with their dates.
func (s *story) fromColumns() bool { return s.columns }

// drop forgets that fields have a history, but not the changes.
func (s *story) drop(fields []string) {
	s.tracked = slices.DeleteFunc(s.tracked, func(t track) bool { return slices.Contains(fields, t.field) })
}

// tell merges a record's history rows, sorted by time, into one story. A field that does not
// change is passed over, so that the same change told by a snapshot and by a field's own
// history counts once.
func (a *assembler) tell(pipeline string, rows []*facts) *story {
	s := &story{}
	for _, r := range rows {
		if s.first == 0 {
			s.first = r.created
		}
		at := min(r.created, a.now)
		if r.initially {
			for _, f := range r.fields {
				if s.track(f.Name) == nil {
					s.before(at, f)
					s.track(f.Name).weak = true
				}
			}
			continue
		}
		if r.role == tool.FieldDiff && len(r.fields) == 0 {
			if s.created == 0 {
				s.created = at
			}
			continue
		}
		if r.stage != "" {
			a.change(s, at, a.stageValues(pipeline, r.stage, unsaid, unsaid))
		}
		for _, f := range r.fields {
			if f.Name != stageField || r.role != tool.FieldDiff || f.Value.Kind() == record.Ref {
				if r.role == tool.FieldDiff && r.hasBefore && r.before.IsSet() {
					s.before(at, record.FieldValue{Name: f.Name, Value: r.before})
				}
				a.change(s, at, []record.FieldValue{f})
				continue
			}
			if r.hasBefore && r.before.IsSet() {
				for _, v := range a.stageValues(pipeline, r.before.Text(), unsaid, unsaid) {
					s.before(at, v)
				}
			}
			a.change(s, at, a.stageValues(pipeline, f.Value.Text(), unsaid, unsaid))
		}
	}
	return s
}

// before notes what a field held until its first change.
func (s *story) before(at period.Instant, v record.FieldValue) {
	t := s.track(v.Name)
	switch {
	case t == nil:
		s.initial = append(s.initial, v)
		s.tracked = append(s.tracked, track{field: v.Name, value: v.Value, at: at})
	case t.weak: // an earlier part of the history knows better
		for i := range s.initial {
			if s.initial[i].Name == v.Name {
				s.initial[i].Value = v.Value
			}
		}
		t.value, t.at, t.weak = v.Value, at, false
	}
}

// change notes new values of fields that belong together, if one of them is new.
func (a *assembler) change(s *story, at period.Instant, values []record.FieldValue) {
	for _, v := range values {
		t := s.track(v.Name)
		if t != nil {
			t.weak = false
		}
		if t != nil && t.value == v.Value {
			t.at = at
			continue
		}
		if t == nil {
			s.tracked = append(s.tracked, track{field: v.Name, value: v.Value, at: at})
			if !v.Value.IsSet() {
				continue // not set from the start: nothing to write
			}
		} else {
			if v.Name == "outcome" && t.value.Text() == sales.Won {
				a.reversed(s, at)
			}
			t.value, t.at = v.Value, at
		}
		s.sets = appendSet(s.sets, at, at, 0, v)
	}
}

// appendSet adds a value to the last draft when that says the same stamps and does not name
// the field yet; a field that changes twice within the source's precision keeps both.
func appendSet(sets []draft, eff, known period.Instant, flags record.Flag, v record.FieldValue) []draft {
	if n := len(sets); n > 0 {
		if d := &sets[n-1]; d.eff == eff && d.known == known && d.flags == flags && !d.has(v.Name) {
			d.fields = append(d.fields, v)
			return sets
		}
	}
	return append(sets, draft{kind: record.Set, eff: eff, known: known, flags: flags, fields: []record.FieldValue{v}})
}

// stageValues are the fields that a stage's name stands for. The flags of a current row
// decide the outcome for that row; otherwise the stage's own does.
func (a *assembler) stageValues(pipeline, name string, closed, won tri) []record.FieldValue {
	if name == "" {
		return []record.FieldValue{{Name: stageField}, {Name: "outcome"}}
	}
	f := a.stages.stage(name)
	outcome := f.outcome
	switch {
	case won == yes:
		outcome = sales.Won
	case closed == yes && won == no:
		outcome = sales.Lost
	case closed == no:
		outcome = sales.Open
	case !a.outweighs(usedStage{pipeline, f}):
		outcome = a.knownOutcome[a.stageKey(pipeline, f.name)]
	}
	if outcome == "" {
		outcome = sales.Open
	}
	return []record.FieldValue{
		{Name: stageField, Value: a.stageRef(pipeline, f)},
		{Name: "outcome", Value: record.TextValue(outcome)},
	}
}

// outweighs says that what this import knows of a stage's outcome counts, and not what the log
// has: what somebody here has said goes before a guess, and so does what an earlier import
// knew as well or better.
func (a *assembler) outweighs(u usedStage) bool {
	key := a.stageKey(u.pipeline, u.facts.name)
	return u.facts.sure || a.knownOutcome[key] == "" || u.facts.evidence() > a.knownEvidence[key]
}

// stageKey is a stage's external id: its name within its pipeline.
func (a *assembler) stageKey(pipeline, name string) string { return pipeline + "|" + name }

func (a *assembler) stageRef(pipeline string, f *stageFacts) record.Value {
	key := a.stageKey(pipeline, f.name)
	o, ok := a.usedStages[key]
	if !ok {
		o = a.reg.ord(a.reg.index[sales.Stage], key)
		a.usedStages[key] = o
		a.stageOf[o] = usedStage{pipeline, f}
	}
	return record.RefValue(record.ID(o))
}

func (a *assembler) pipelineRef(name string) record.Value {
	o, ok := a.usedPipelines[name]
	if !ok {
		o = a.reg.ord(a.reg.index[sales.Pipeline], name)
		a.usedPipelines[name] = o
	}
	return record.RefValue(record.ID(o))
}

type usedStage struct {
	pipeline string
	facts    *stageFacts
}

// reversed notes a deal that was won and then was not.
func (a *assembler) reversed(s *story, at period.Instant) {
	w := win{at: at}
	if t := s.track("amount"); t != nil {
		w.amount = t.value
	}
	a.reversals = append(a.reversals, w)
}

// win is a win taken back: when, and what it was worth while it counted.
type win struct {
	at     period.Instant
	amount record.Value
}
