package record

import (
	"slices"

	"salesops/internal/period"
)

// stamp orders the changes that set the same thing. The greatest stamp wins.
type stamp struct {
	effective, known period.Instant
	seq              Seq
}

func (a stamp) beats(b stamp) bool {
	if a.effective != b.effective {
		return a.effective > b.effective
	}
	if a.known != b.known {
		return a.known > b.known
	}
	return a.seq > b.seq
}

// slot holds the winning value of one field; the value is unset when a change cleared the field.
type slot struct {
	key   uint32
	value Value
	stamp stamp
}

// state is the latest state of one record, equal to Fold with the zero At. It keeps a stamp per
// field, so that a further change can be applied without reading the others, even a change that is
// dated back.
type state struct {
	code  uint16
	id    ID
	seq   Seq    // the latest change
	first Seq    // the first change of the record
	slots []slot // in ascending order of keys
	// the winning change of existence (create, delete, restore, merge, unmerge); 0 when there is
	// none
	life  ChangeKind
	lived stamp
	since period.Instant // effective time of the earliest change that sets fields
	// latest effective time of any change; when it lies in the future, the state now needs a fold
	until period.Instant
	stub  bool
	// forgotten is set after an erasure: personal values from imports are ignored from then on.
	forgotten bool
}

// put applies a change, whose seq must be greater than those of all changes before. o is the
// record's object.
func (s *state) put(o *Object, e *entry) {
	if s.seq == 0 {
		s.code, s.id, s.first = e.code, e.ID, e.Seq
		s.since, s.until = period.Forever, period.Beginning
	}
	s.seq = e.Seq
	s.until = max(s.until, e.EffectiveAt)
	at := stamp{e.EffectiveAt, e.KnownAt, e.Seq}
	switch e.Kind {
	case Create, Set:
		s.since = min(s.since, e.EffectiveAt)
		s.stub = e.Flags&Stub != 0
	case Forget:
		s.forget(o)
	case Delete, Restore, Merge, Unmerge:
	}
	if e.Kind != Set && e.Kind != Forget && (s.life == 0 || at.beats(s.lived)) {
		s.life, s.lived = e.Kind, at
	}
	if n := s.room(e.facts); n > cap(s.slots) {
		s.slots = append(make([]slot, 0, n), s.slots...)
	}
	for i := range e.facts {
		s.set(e.facts[i].key, e.facts[i].value, at)
	}
}

// room returns the number of slots after the facts are applied.
func (s *state) room(facts []fact) int {
	n, at := len(s.slots), 0
	for i := range facts {
		for at < len(s.slots) && s.slots[at].key < facts[i].key {
			at++
		}
		if at == len(s.slots) || s.slots[at].key != facts[i].key {
			n++
		}
	}
	return n
}

func (s *state) set(key uint32, v Value, at stamp) {
	if n := len(s.slots); n == 0 || s.slots[n-1].key < key {
		s.slots = append(s.slots, slot{key, v, at})
		return
	}
	i, ok := slices.BinarySearchFunc(s.slots, key,
		func(f slot, key uint32) int { return int(int64(f.key) - int64(key)) })
	switch {
	case !ok:
		s.slots = slices.Insert(s.slots, i, slot{key, v, at})
	case at.beats(s.slots[i].stamp):
		s.slots[i].value, s.slots[i].stamp = v, at
	}
}

// forget clears the personal values. Later changes may set them again.
func (s *state) forget(o *Object) {
	s.forgotten = true
	for i := range s.slots {
		if f, ok := o.byKey[s.slots[i].key]; ok && f.Personal {
			s.slots[i].value = Value{}
		}
	}
}

// exists reports whether the record exists in its latest state.
func (s *state) exists() bool { return alive(s.life, s.since != period.Forever) }

// alive decides existence: by the latest of create, delete, restore, merge and unmerge or, when
// there is none, by whether a change has set fields.
func alive(life ChangeKind, facts bool) bool {
	switch life {
	case Create, Restore, Unmerge:
		return true
	case Delete, Merge:
		return false
	}
	return facts
}

// get returns the slot of a field; nil when no change has named the field.
func (s *state) get(key uint32) *slot {
	i, ok := slices.BinarySearchFunc(s.slots, key,
		func(f slot, key uint32) int { return int(int64(f.key) - int64(key)) })
	if !ok {
		return nil
	}
	return &s.slots[i]
}

// clone returns a copy with capacity for the facts.
func (s *state) clone(facts []fact) *state {
	c := *s
	c.slots = append(make([]slot, 0, s.room(facts)), s.slots...)
	return &c
}

// record converts a state to a Record, replacing keys by names.
func (s *state) record(o *Object) Record {
	r := Record{Object: o.Name, ID: s.id, Seq: s.seq, Exists: s.exists(), Stub: s.stub,
		Fields: make(map[string]Value, len(s.slots))}
	if s.since != period.Forever {
		r.Created = s.since
	}
	for i := range s.slots {
		if f, ok := o.byKey[s.slots[i].key]; ok && s.slots[i].value.IsSet() {
			r.Fields[f.Name] = s.slots[i].value
		}
	}
	return r
}
