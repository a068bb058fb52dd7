package record

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Scope says what a reader may see. The zero Scope sees nothing. A scope is bound where rows are handed
// out (every read of the log, analytics.View), so a reader that forgets to ask for it does not compile.
type Scope struct {
	sees   sees
	people []ID // ascending
}

type sees uint8

const (
	seesNothing sees = iota
	seesEverything
	seesRecordsOf
)

// Everything is the scope of the program itself and of the owner of the data folder. The layout test
// lists who may ask for it, each with a reason.
func Everything() Scope { return Scope{sees: seesEverything} }

// RecordsOf is the scope of somebody who sees the records of these people (their own alone, or a team's),
// what hangs on those records, and what everybody sees; see Visibility.
func RecordsOf(people ...ID) Scope {
	people = slices.DeleteFunc(slices.Clone(people), func(id ID) bool { return id <= 0 })
	slices.Sort(people)
	return Scope{seesRecordsOf, slices.Compact(people)}
}

// Everything says that nothing is hidden.
func (s Scope) Everything() bool { return s.sees == seesEverything }

// Nothing says that everything is hidden.
func (s Scope) Nothing() bool { return s.sees == seesNothing }

// People are those whose records are seen, ascending; nil for Everything and for nothing.
func (s Scope) People() []ID { return slices.Clone(s.people) }

// String tells one scope from another: what is kept under a scope is kept under this text.
func (s Scope) String() string {
	switch s.sees {
	case seesEverything:
		return "everything"
	case seesRecordsOf:
		ids := make([]string, len(s.people))
		for i, id := range s.people {
			ids[i] = strconv.FormatInt(int64(id), 10)
		}
		return "records of " + strings.Join(ids, ",")
	case seesNothing:
	}
	return "nothing"
}

// Visibility says who sees the records of an object beside those who see everything. The zero
// Visibility is nobody. A record's latest state decides, also about its past: who owns a record now sees
// its whole history, who owned it before does not.
type Visibility struct {
	// Everybody sees what all work with: people, teams, stages, products, rates, settings.
	Everybody bool
	// Owner is the reference to the person whose record it is.
	Owner string
	// Through are references: who sees the record that one of them names sees this one too.
	Through []string
}

// checkVisibility refuses fields that are no references, and objects that are seen through each other in a
// circle.
func (s *Schema) checkVisibility() error {
	for _, o := range s.objects {
		for _, name := range append(slices.Clone(o.Seen.Through), o.Seen.Owner) {
			if f, ok := o.Field(name); name != "" && (!ok || f.Kind != Ref) {
				return fmt.Errorf("object %s is seen through %q, which is no reference", o.Name, name)
			}
		}
		if err := s.seenInCircle(o, nil); err != nil {
			return err
		}
	}
	return nil
}

func (s *Schema) seenInCircle(o *Object, path []string) error {
	if slices.Contains(path, o.Name) {
		return fmt.Errorf("objects are seen through each other: %s", strings.Join(append(path, o.Name), ", "))
	}
	for _, name := range o.Seen.Through {
		f, _ := o.Field(name)
		if err := s.seenInCircle(s.objects[f.Object], append(path, o.Name)); err != nil {
			return err
		}
	}
	return nil
}

// visible are those of the ids that a scope shows.
func (l *Log) visible(ctx context.Context, scope Scope, ids []ID) ([]ID, error) {
	switch scope.sees {
	case seesEverything:
		return ids, nil
	case seesRecordsOf:
		e := eye{log: l, scope: scope, seen: map[ID]bool{}}
		if err := e.look(ctx, ids); err != nil {
			return nil, err
		}
		return slices.DeleteFunc(slices.Clone(ids), func(id ID) bool { return !e.seen[id] }), nil
	case seesNothing:
	}
	return nil, nil
}

// eye looks at records for a scope, each record once.
type eye struct {
	log   *Log
	scope Scope
	seen  map[ID]bool // by record, whether the scope shows it
}

// look decides about records; those they are seen through come first, all of one level together.
func (e *eye) look(ctx context.Context, ids []ID) error {
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
		if e.seen[id] = o.Seen.Everybody || e.owns(o, s); e.seen[id] {
			continue
		}
		for _, name := range o.Seen.Through {
			if ref := e.log.referred(o, s, name); ref != 0 {
				through[id] = append(through[id], ref)
				above = append(above, ref)
			}
		}
	}
	if err := e.look(ctx, above); err != nil {
		return err
	}
	for id, refs := range through {
		e.seen[id] = slices.ContainsFunc(refs, func(ref ID) bool { return e.seen[ref] })
	}
	return nil
}

func (e *eye) owns(o *Object, s *state) bool {
	_, yes := slices.BinarySearch(e.scope.people, e.log.referred(o, s, o.Seen.Owner))
	return yes
}

// referred is the record that a reference names in a state, after merges; 0 for none.
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
