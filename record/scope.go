package record

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Scope says which records a reader may see. The zero Scope sees nothing. Every function that
// returns records takes a Scope (reads of the log, analytics.View), so code that forgets it does
// not compile.
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

// Everything returns the scope of the program itself and of the owner of the data folder. The
// layout test lists the files that may call it, each with a reason.
func Everything() Scope { return Scope{sees: seesEverything} }

// RecordsOf returns the scope of a reader who sees the records of the given people (only their own,
// or those of a team). The reader also sees the records that depend on these, and those that
// everybody sees; see Visibility.
func RecordsOf(people ...ID) Scope {
	people = slices.DeleteFunc(slices.Clone(people), func(id ID) bool { return id <= 0 })
	slices.Sort(people)
	return Scope{seesRecordsOf, slices.Compact(people)}
}

// Everything reports whether the scope hides nothing.
func (s Scope) Everything() bool { return s.sees == seesEverything }

// Nothing reports whether the scope hides everything.
func (s Scope) Nothing() bool { return s.sees == seesNothing }

// People returns the people whose records can be seen, ascending; nil when the scope sees
// everything or nothing.
func (s Scope) People() []ID { return slices.Clone(s.people) }

// String returns a text that is different for different scopes. Caches use it as a key.
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

// Visibility says who sees the records of an object, apart from readers who see everything. The
// zero Visibility means nobody. The latest state of a record decides, also about its past: the
// present owner sees the whole history, an earlier owner sees none of it.
type Visibility struct {
	// Everybody marks objects that all readers see: people, teams, stages, products, rates,
	// settings.
	Everybody bool
	// Owner is the name of the reference to the person who owns the record.
	Owner string
	// Through are names of references. A reader who sees a record that one of them points to sees
	// this record too.
	Through []string
}

// checkVisibility refuses names that are no references, and cycles of objects that are visible
// through each other.
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

// visible returns the ids that a scope shows.
func (l *Log) visible(ctx context.Context, scope Scope, ids []ID) ([]ID, error) {
	switch scope.sees {
	case seesEverything:
		return ids, nil
	case seesRecordsOf:
		e := scopeFilter{log: l, scope: scope, seen: map[ID]bool{}}
		if err := e.decide(ctx, ids); err != nil {
			return nil, err
		}
		return slices.DeleteFunc(slices.Clone(ids), func(id ID) bool { return !e.seen[id] }), nil
	case seesNothing:
	}
	return nil, nil
}

// scopeFilter decides which records a scope shows. It looks at each record once.
type scopeFilter struct {
	log   *Log
	scope Scope
	seen  map[ID]bool // record → whether the scope shows it
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
	if err := e.decide(ctx, above); err != nil {
		return err
	}
	for id, refs := range through {
		e.seen[id] = slices.ContainsFunc(refs, func(ref ID) bool { return e.seen[ref] })
	}
	return nil
}

func (e *scopeFilter) owns(o *Object, s *state) bool {
	_, yes := slices.BinarySearch(e.scope.people, e.log.referred(o, s, o.Seen.Owner))
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
