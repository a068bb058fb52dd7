package record

import (
	"cmp"
	"slices"
)

// Fold returns the state of one record at a moment, computed from its changes in any order. Each
// field has the value of the change with the greatest (EffectiveAt, KnownAt, Seq) among the changes
// within the moment. The same order over create, delete, restore, merge and unmerge decides whether
// the record exists; before the first of these, any change that sets fields makes the record exist
// from its EffectiveAt on.
func Fold(changes []Change, at At) Record {
	r := Record{Fields: map[string]Value{}}
	within := make([]Change, 0, len(changes))
	for _, c := range changes {
		if at.within(&c) {
			within = append(within, c)
		}
	}
	slices.SortFunc(within, inOrder)
	var life ChangeKind
	var latestFact Seq
	for _, c := range within {
		r.Object, r.ID, r.Seq = c.Object, c.ID, max(r.Seq, c.Seq)
		switch c.Kind {
		case Create, Set:
			if latestFact == 0 {
				r.Created = c.EffectiveAt // the first in order
			}
			if c.Seq > latestFact {
				latestFact, r.Stub = c.Seq, c.Flags&Stub != 0
			}
		case Delete, Restore, Merge, Unmerge, Forget:
		}
		if c.Kind != Set && c.Kind != Forget {
			life = c.Kind
		}
		for _, f := range c.Fields {
			if f.Value.IsSet() {
				r.Fields[f.Name] = f.Value
			} else {
				delete(r.Fields, f.Name)
			}
		}
	}
	r.Exists = alive(life, latestFact != 0)
	return r
}

// inOrder compares two changes by the order in which the later one decides.
func inOrder(a, b Change) int {
	return cmp.Or(cmp.Compare(a.EffectiveAt, b.EffectiveAt), cmp.Compare(a.KnownAt, b.KnownAt),
		cmp.Compare(a.Seq, b.Seq))
}

// within reports whether a change lies within the limits of At.
func (at At) within(c *Change) bool {
	return (at.Effective == 0 || c.EffectiveAt <= at.Effective) &&
		(at.Known == 0 || c.KnownAt <= at.Known) &&
		(at.Position == 0 || c.Seq <= at.Position)
}
