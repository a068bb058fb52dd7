package record

import (
	"context"
	"slices"
	"unicode/utf8"

	"salesops/internal/fault"
	"salesops/internal/money"
	"salesops/internal/period"
	"salesops/internal/reason"
	"salesops/internal/unseen"
)

// Limits for the size of one change. They are far above any real value and keep a broken file or
// client from filling the log.
const (
	maxName = 200 // of an actor's or a source's name, in bytes
)

// MaxExternal is the maximum size of a source's id, in bytes.
const MaxExternal = 500

// nothing is the kind of a draft that would change nothing and is not written.
const nothing ChangeKind = 0

func (s *staging) checkCommand() error {
	c := s.cmd
	switch {
	case c.Actor == "" || len(c.Actor) > maxName || !utf8.ValidString(string(c.Actor)):
		return fault.Invalidf("a change needs an actor: who makes it")
	case len(c.Source) > maxName || !utf8.ValidString(c.Source) || c.Source == "*" ||
		unseen.In(c.Source) && !c.Kept:
		return fault.Invalidf("%q cannot be the name of a source: use a short name such as crm", c.Source)
	case c.Cause < 0 || c.Cause > s.seq:
		return fault.Invalidf("change %d cannot be the cause: the log ends at %d", c.Cause, s.seq)
	}
	return nil
}

// checkKind checks a draft against the rules of its kind. It sets the kind to nothing when the
// draft would change nothing. now is the record's latest state, nil for an unknown id.
func (s *staging) checkKind(ctx context.Context, o *Object, d *Draft, now *state) error {
	if now != nil && now.seq == 0 {
		now = nil
	}
	name := func() string { return FormatID(o.Name, d.ID) }
	if now != nil && now.code != o.Code {
		return fault.Invalidf("%s is not a %s", FormatID(s.schema.codes[now.code].Name, d.ID), o.Name)
	}
	if now == nil && d.Kind != Create {
		return fault.Because(fault.Missing, reason.Of("record_unknown", "record", name()))
	}
	if d.IfSeq != 0 {
		latest := Seq(0)
		if now != nil {
			latest = now.seq
		}
		if before, changed := s.touched[d.ID]; changed {
			latest = before // earlier drafts of the same command do not count as a conflict
		}
		if latest != d.IfSeq {
			return fault.Because(fault.Conflict, reason.Of("record_changed", "record", name()))
		}
	}
	if d.External != "" && (len(d.External) > MaxExternal || !utf8.ValidString(d.External)) {
		return fault.Invalidf("the source's id of a %s is longer than %d bytes or not UTF-8", o.Name, MaxExternal)
	}
	if d.Kind != Merge && d.Into != 0 || d.Kind != Create && d.Kind != Set && len(d.Fields) > 0 {
		return fault.Invalidf("a change of kind %s carries no other record or fields", d.Kind)
	}
	_, merged := s.mergedInto(d.ID)
	switch d.Kind {
	case Create:
		if now != nil && now.exists() && !now.stub {
			return fault.Because(fault.Conflict, reason.Of("record_exists", "record", name()))
		}
	case Set:
		if !now.exists() && d.Person() {
			return fault.Because(fault.Conflict, reason.Of("record_deleted", "record", name()))
		}
	case Delete:
		if !now.exists() && s.keepsExistence(now, d) {
			d.Kind = nothing
		}
	case Restore:
		if merged {
			return fault.Because(fault.Invalid, reason.Of("record_merged", "record", name()))
		}
		if now.exists() && s.keepsExistence(now, d) {
			d.Kind = nothing
		}
	case Merge:
		return s.checkMerge(ctx, o, d, now)
	case Unmerge:
		if !merged {
			return fault.Invalidf("%s is not merged into another record", name())
		}
	case Forget:
		for i := range o.Fields {
			if o.Fields[i].Personal {
				d.Fields = append(d.Fields, FieldValue{Name: o.Fields[i].Name})
			}
		}
		if len(d.Fields) == 0 {
			return fault.Invalidf("a %s has no personal fields to forget", o.Name)
		}
	default:
		return fault.Invalidf("%d is not a kind of change", d.Kind)
	}
	return nil
}

// keepsExistence reports whether a draft that deletes or restores would leave the record's
// existence unchanged at every moment, because it is the last in the order of stamps. A draft of an
// undo never qualifies: it may change what was known earlier.
func (s *staging) keepsExistence(now *state, d *Draft) bool {
	if d.Flags&Undo != 0 {
		return false
	}
	return now.life == 0 || stamp{d.EffectiveAt, d.KnownAt, s.seq + 1}.beats(now.lived)
}

func (s *staging) mergedInto(id ID) (ID, bool) {
	into := s.resolve(id)
	return into, into != id
}

func (s *staging) checkMerge(ctx context.Context, o *Object, d *Draft, now *state) error {
	d.Into = s.resolve(d.Into)
	into, err := s.find(ctx, d.Into)
	switch {
	case err != nil:
		return err
	case d.Into <= 0 || into == nil || into.seq == 0 || into.code != o.Code:
		return fault.Missingf("there is no %s to merge into", o.Name)
	case d.Into == d.ID:
		return fault.Invalidf("%s cannot be merged into itself", FormatID(o.Name, d.ID))
	case !now.exists() || !into.exists():
		return fault.Conflictf("a deleted %s cannot be merged: restore it first", o.Name)
	}
	return nil
}

// facts checks a draft's fields and returns those that change something, in ascending order of
// keys. The slice is reused for the next draft.
func (s *staging) facts(ctx context.Context, o *Object, d *Draft, now *state) ([]fact, error) {
	facts := slices.Grow(s.transaction.facts[:0], len(d.Fields))
	defer func() { s.transaction.facts = facts }()
	for i := range d.Fields {
		f, ok := o.Field(d.Fields[i].Name)
		if !ok {
			return nil, fault.Invalidf("a %s has no field %q", o.Name, d.Fields[i].Name)
		}
		v := d.Fields[i].Value
		if v.kind == Text && v.s == "" {
			v = Value{} // an empty text clears the field
		}
		if err := s.checkValue(ctx, o, f, v, d); err != nil {
			return nil, err
		}
		if d.Person() && (d.Kind == Create || d.Kind == Set) {
			if f.Retired && v.IsSet() {
				return nil, fault.Invalidf("the field %q of %s is retired: it takes no new values", f.Name, o.Name)
			}
			if f.Required && !v.IsSet() {
				return nil, fault.Because(fault.Invalid, reason.Of("field_needed", "object", o.Name, "field", f.Name))
			}
		}
		if f.Personal && now != nil && now.forgotten && d.Flags&Import != 0 {
			continue // an erased value stays erased, although the source still sends it
		}
		if d.Kind != Forget && s.addsNothing(now, f, v, d) {
			continue
		}
		said := fact{key: f.Key, value: v}
		if f.Personal && v.IsSet() {
			said.committed = &committed{} // commit fills it in when the change is encoded
		}
		facts = append(facts, said)
	}
	if d.Kind == Create && d.Person() {
		for i := range o.Fields {
			if f := &o.Fields[i]; f.Required {
				if v, ok := d.Value(f.Name); !ok || !v.IsSet() {
					return nil, fault.Because(fault.Invalid,
						reason.Of("field_needed", "object", o.Name, "field", f.Name))
				}
			}
		}
	}
	sortFacts(facts)
	for i := 1; i < len(facts); i++ {
		if facts[i].key == facts[i-1].key {
			return nil, fault.Invalidf("the field %q is given twice", o.byKey[facts[i].key].Name)
		}
	}
	return facts, nil
}

// addsNothing reports whether a field value can be left out: a person sets the value that the field
// has now, or an import repeats a fact with the same stamps. The same value at another time is
// kept, because a later correction between the two times would otherwise be wrong.
func (s *staging) addsNothing(now *state, f *Field, v Value, d *Draft) bool {
	if now == nil || d.Flags&Undo != 0 || d.Repeat {
		return false
	}
	was := now.get(f.Key)
	if was == nil {
		return !v.IsSet()
	}
	if was.value != v {
		return false
	}
	if d.Person() && d.EffectiveAt == s.now {
		return was.stamp.effective <= s.now
	}
	return was.stamp.effective == d.EffectiveAt && was.stamp.known == d.KnownAt
}

// checkValue checks that a value has the kind of its field and lies within the limits of that kind.
func (s *staging) checkValue(ctx context.Context, o *Object, f *Field, v Value, d *Draft) error {
	if !v.IsSet() {
		return nil
	}
	if v.kind != f.Kind {
		return fault.Invalidf("the field %q of %s takes a value of kind %s, not %s", f.Name, o.Name, f.Kind, v.kind)
	}
	ok := true
	switch v.kind {
	case Text:
		return s.checkText(o, f, v.s, d)
	case Day:
		ok = v.i >= int64(period.MinDay) && v.i <= int64(period.MaxDay)
	case Instant:
		ok = v.i >= int64(period.Beginning) && v.i <= int64(period.Forever)
	case Money:
		ok = v.s == "" || money.Known(v.s)
	case Ref:
		return s.checkRef(ctx, o, f, v.Ref())
	case Unset, Int, Number, Bool:
	}
	if !ok {
		return fault.Invalidf(
			"the value of %q of %s is not a %s that can be kept (days and instants "+
				"lie in the years 1 to 9999, currencies are ISO codes)", f.Name, o.Name, f.Kind)
	}
	return nil
}

// checkRef checks that a reference points to an existing record of the right object. For a record
// that has not arrived, a stub must be created first, or later in the same command.
func (s *staging) checkRef(ctx context.Context, o *Object, f *Field, id ID) error {
	code, ok := s.log.kinds[id]
	if !ok {
		code, ok = s.creates[id]
	}
	if !ok {
		target, err := s.find(ctx, id)
		if err != nil {
			return err
		}
		if ok = target != nil && target.seq != 0; ok {
			code = target.code
		}
	}
	if want, _ := s.schema.Object(f.Object); !ok || code != want.Code {
		return fault.Missingf("the field %q of %s points to %s, which does not exist",
			f.Name, o.Name, FormatID(f.Object, id))
	}
	return nil
}
