package record

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Scope says which records, and which fields of them, a reader may see. The zero Scope sees
// nothing. Every function that returns records takes a Scope (reads of the log, analytics.View), so
// code that forgets it does not compile. A Scope is never altered: its methods return another one.
type Scope struct {
	sees   sees
	people []ID                // ascending
	except map[string]Rows     // objects of which it shows other rows than the rest says
	shared map[string][]ID     // records that it shows beside, by object, ascending
	masked map[string][]string // fields that it hides, by object, ascending
	key    string              // all of the above
}

type sees uint8

const (
	seesNothing sees = iota
	seesEverything
	seesRecordsOf
)

// Rows says which records of one object a scope shows.
type Rows struct {
	All  bool // every one
	None bool // not one, also not through other records
	// People are those whose records are shown, ascending. Records that another visible record
	// leads to (Visibility.Through) are shown too.
	People []ID
	// Records are shown beside those of the people, ascending.
	Records []ID
}

// Everything returns the scope of the program itself and of the owner of the data folder. The
// layout test lists the files that may call it, each with a reason.
func Everything() Scope { return Scope{sees: seesEverything}.keyed() }

// RecordsOf returns the scope of a reader who sees the records of the given people (only their own,
// or those of a team). The reader also sees the records that depend on these, and those that
// everybody sees; see Visibility.
func RecordsOf(people ...ID) Scope { return Scope{sees: seesRecordsOf, people: idSet(people)}.keyed() }

// AllRecords returns the scope of a reader who sees the records of everybody. Only exceptions and
// masks make it differ from Everything; whoever may read without a limit takes that.
func AllRecords(except map[string]Rows, masked map[string][]string) Scope {
	return Everything().Except(except).Masking(masked)
}

// Except returns the scope with other rows of the given objects.
func (s Scope) Except(objects map[string]Rows) Scope {
	if s.sees == seesNothing || len(objects) == 0 {
		return s
	}
	s.except = maps.Clone(s.except)
	if s.except == nil {
		s.except = map[string]Rows{}
	}
	for object, rows := range objects {
		rows.People, rows.Records = idSet(rows.People), idSet(rows.Records)
		s.except[object] = rows
	}
	return s.keyed()
}

// Sharing returns the scope with further records, by object. They do not come into sight where the
// scope shows no record of their object.
func (s Scope) Sharing(records map[string][]ID) Scope {
	if s.sees == seesNothing || len(records) == 0 {
		return s
	}
	s.shared = maps.Clone(s.shared)
	if s.shared == nil {
		s.shared = map[string][]ID{}
	}
	for object, ids := range records {
		s.shared[object] = idSet(append(slices.Clone(s.shared[object]), ids...))
	}
	return s.keyed()
}

// Masking returns the scope without the given fields, by object. Reads answer as if they had never
// been written; a question that names one is refused.
func (s Scope) Masking(fields map[string][]string) Scope {
	if s.sees == seesNothing || len(fields) == 0 {
		return s
	}
	s.masked = maps.Clone(s.masked)
	if s.masked == nil {
		s.masked = map[string][]string{}
	}
	for object, names := range fields {
		all := append(slices.Clone(s.masked[object]), names...)
		slices.Sort(all)
		s.masked[object] = slices.Compact(all)
	}
	return s.keyed()
}

// Everything reports whether the scope hides nothing.
func (s Scope) Everything() bool {
	return s.sees == seesEverything && len(s.except) == 0 && len(s.masked) == 0
}

// Nothing reports whether the scope hides everything.
func (s Scope) Nothing() bool { return s.sees == seesNothing }

// allRows reports whether the scope hides no record, though it may hide fields.
func (s Scope) allRows() bool { return s.sees == seesEverything && len(s.except) == 0 }

// Rows returns which records of an object the scope shows.
func (s Scope) Rows(o *Object) Rows {
	rows, other := s.except[o.Name]
	switch {
	case s.sees == seesNothing || rows.None:
		return Rows{None: true}
	case !other && (s.sees == seesEverything || o.Seen.Everybody) || rows.All:
		return Rows{All: true}
	case !other:
		rows.People = s.people
	}
	if shared := s.shared[o.Name]; len(shared) > 0 {
		rows.Records = idSet(append(slices.Clone(rows.Records), shared...))
	}
	return rows
}

// Masks reports whether the scope hides a field.
func (s Scope) Masks(object, field string) bool {
	_, yes := slices.BinarySearch(s.masked[object], field)
	return yes
}

// Masked returns the fields of an object that the scope hides, ascending.
func (s Scope) Masked(object string) []string { return slices.Clone(s.masked[object]) }

// People returns the people whose records can be seen where nothing else is said of an object,
// ascending; nil when the scope sees everything or nothing.
func (s Scope) People() []ID { return slices.Clone(s.people) }

// String returns a text that is different for different scopes. Caches use it as a key.
func (s Scope) String() string {
	if s.key == "" {
		return "nothing"
	}
	return s.key
}

// keyed returns the scope with its text.
func (s Scope) keyed() Scope {
	var b strings.Builder
	switch s.sees {
	case seesEverything:
		b.WriteString("everything")
	case seesRecordsOf:
		b.WriteString("records of " + idList(s.people))
	case seesNothing:
	}
	for _, object := range slices.Sorted(maps.Keys(s.except)) {
		rows := s.except[object]
		fmt.Fprintf(&b, "; of %s %t %t %s + %s", object, rows.All, rows.None, idList(rows.People), idList(rows.Records))
	}
	for _, object := range slices.Sorted(maps.Keys(s.shared)) {
		b.WriteString("; shared " + object + " " + idList(s.shared[object]))
	}
	for _, object := range slices.Sorted(maps.Keys(s.masked)) {
		b.WriteString("; without " + object + " " + strings.Join(s.masked[object], ","))
	}
	s.key = b.String()
	return s
}

// idSet returns ids without doubles, ascending.
func idSet(ids []ID) []ID {
	ids = slices.DeleteFunc(slices.Clone(ids), func(id ID) bool { return id <= 0 })
	slices.Sort(ids)
	return slices.Compact(ids)
}

func idList(ids []ID) string {
	texts := make([]string, len(ids))
	for i, id := range ids {
		texts[i] = strconv.FormatInt(int64(id), 10)
	}
	return strings.Join(texts, ",")
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
