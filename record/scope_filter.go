package record

import (
	"context"
	"fmt"
	"slices"
)

// visible returns the ids that a scope shows.
func (l *Log) visible(ctx context.Context, scope Scope, ids []ID) ([]ID, error) {
	switch {
	case scope.Nothing():
		return nil, nil
	case scope.allRows():
		return ids, nil
	}
	e := scopeFilter{log: l, scope: scope, seen: map[ID]bool{}, rows: map[uint16]Rows{}}
	if err := e.decide(ctx, ids); err != nil {
		return nil, err
	}
	return slices.DeleteFunc(slices.Clone(ids), func(id ID) bool { return !e.seen[id] }), nil
}

// scopeFilter decides which records a scope shows. It looks at each record once.
type scopeFilter struct {
	log   *Log
	scope Scope
	seen  map[ID]bool     // record → whether the scope shows it
	rows  map[uint16]Rows // object → what the scope shows of it
}

// decide fills seen for the given records. It first decides about all records through which these
// are visible, one level of references at a time.
func (e *scopeFilter) decide(ctx context.Context, ids []ID) error {
	ids = slices.DeleteFunc(slices.Clone(ids), func(id ID) bool { _, known := e.seen[id]; return known })
	if len(ids) == 0 {
		return nil
	}
	rows, err := e.log.store.States(ctx, ids)
	if err != nil {
		return storeError("read", err)
	}
	schema := e.log.Schema()
	values := make([]StateRow, 0, len(rows))
	for _, row := range rows {
		values = append(values, row)
	}
	states, err := e.log.statesOf(ctx, schema, values)
	if err != nil {
		return err
	}
	through := map[ID][]ID{}
	var above []ID
	for _, id := range ids {
		e.seen[id] = false
		s, ok := states[id]
		if !ok {
			continue
		}
		o := schema.codes[s.code]
		if o == nil {
			return fmt.Errorf("record %d is of object code %d, which the schema does not have", id, s.code)
		}
		rows := e.of(o)
		if e.seen[id] = rows.All || e.owns(rows, o, s) || contains(rows.Records, id); e.seen[id] || rows.None {
			continue
		}
		for _, name := range o.Seen.Through {
			if ref := e.log.referred(o, s, name); ref != 0 {
				through[id] = append(through[id], ref)
				above = append(above, ref)
			}
		}
	}
	if err := e.decide(ctx, above); err != nil {
		return err
	}
	for id, refs := range through {
		e.seen[id] = slices.ContainsFunc(refs, func(ref ID) bool { return e.seen[ref] })
	}
	return nil
}

func (e *scopeFilter) of(o *Object) Rows {
	rows, known := e.rows[o.Code]
	if !known {
		rows = e.scope.Rows(o)
		e.rows[o.Code] = rows
	}
	return rows
}

func (e *scopeFilter) owns(rows Rows, o *Object, s *state) bool {
	return len(rows.People) > 0 && contains(rows.People, e.log.referred(o, s, o.Seen.Owner))
}

func contains(ids []ID, id ID) bool {
	_, yes := slices.BinarySearch(ids, id)
	return yes
}

// referred returns the record that a reference of a state points to, after merges; 0 for none.
func (l *Log) referred(o *Object, s *state, name string) ID {
	f, ok := o.Field(name)
	if !ok {
		return 0
	}
	for i := range s.slots {
		if s.slots[i].key == f.Key {
			return l.resolve(s.slots[i].value.Ref())
		}
	}
	return 0
}

// mask takes the fields that a scope hides out of a record.
func (s Scope) mask(r Record) Record {
	for _, name := range s.masked[r.Object] {
		delete(r.Fields, name)
	}
	return r
}

// unmask takes the fields that a scope hides out of changes, and the changes that say nothing else.
// The slice and the Fields are altered.
func (s Scope) unmask(changes []Change) []Change {
	if len(s.masked) == 0 {
		return changes
	}
	kept := changes[:0]
	for _, c := range changes {
		if hidden := s.masked[c.Object]; len(hidden) > 0 && len(c.Fields) > 0 {
			c.Fields = slices.DeleteFunc(c.Fields, func(f FieldValue) bool { return slices.Contains(hidden, f.Name) })
			if len(c.Fields) == 0 && c.Kind == Set {
				continue
			}
		}
		kept = append(kept, c)
	}
	clear(changes[len(kept):])
	return kept
}
