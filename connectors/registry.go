package connectors

import (
	"strings"

	"salesops/internal/period"
	"salesops/record"
)

// ord is a record's number within one import. References carry it until the record's id
// is known.
type ord uint32

// subject is what an import knows of every record it names.
type subject struct {
	external string
	id       record.ID
	object   uint8          // index into registry.objects
	row      bool           // it has a row of its own in this import
	existed  bool           // the log knew it before
	stub     bool           // … but only as a stub
	gone     bool           // … and it is deleted
	named    bool           // a row refers to it
	made     bool           // its Create was handed out
	matched  bool           // … because a row was found to be about it
	dated    bool           // … and the source has told when it was made, or its history
	rows     origin         // its rows in this import
	since    period.Instant // … and it exists there from then on
	// first is the earliest time that it is proven to exist, by another that refers to it or by its own row.
	first period.Instant
	// known is when the earliest known of these references was known.
	known period.Instant
}

// registry numbers the records of an import.
type registry struct {
	objects  []*record.Object
	index    map[string]int // object name → index
	byID     []map[string]ord
	subjects []subject
	names    map[ord]string // of records without a row, from relationship columns
	arena    strings.Builder
}

func newRegistry(schema *record.Schema) *registry {
	r := &registry{index: map[string]int{}, names: map[ord]string{}}
	for _, name := range schema.Names() {
		o, _ := schema.Object(name)
		r.index[name] = len(r.objects)
		r.objects = append(r.objects, o)
		r.byID = append(r.byID, map[string]ord{})
	}
	return r
}

// ord numbers a record by its object and external id.
func (r *registry) ord(object int, external string) ord {
	if o, ok := r.byID[object][external]; ok {
		return o
	}
	o := ord(len(r.subjects))
	// Keep a copy: external may be a slice of a row's buffer. Copies share large blocks.
	if r.arena.Cap()-r.arena.Len() < len(external) {
		r.arena = strings.Builder{}
		r.arena.Grow(max(256<<10, len(external)))
	}
	from := r.arena.Len()
	r.arena.WriteString(external)
	external = r.arena.String()[from:]
	r.byID[object][external] = o
	r.subjects = append(r.subjects, subject{external: external, object: uint8(object),
		first: period.Forever, known: period.Forever})
	return o
}

func (r *registry) at(o ord) *subject { return &r.subjects[o] }

func (r *registry) objectOf(o ord) *record.Object { return r.objects[r.subjects[o].object] }

// subjects are the records that an import names, and the names of their fields.
type subjects struct {
	reg      *registry
	names    *names
	byRecord map[record.ID]ord
	origins  *originBook

	assembleRank []int // by registry index: the order in which records are put together
	createRank   []int // … and in which they are written
}

func newSubjects(schema *record.Schema) *subjects {
	s := &subjects{reg: newRegistry(schema), names: newNames(), byRecord: map[record.ID]ord{}, origins: newOrigins()}
	s.assembleRank = s.reg.ranks(func(o *record.Object) int { return o.Imported.Gathered })
	s.createRank = s.reg.ranks(func(o *record.Object) int { return o.Imported.Written })
	return s
}

// ranks are the places of all objects in an order; those without a place of their own come last.
func (r *registry) ranks(place func(*record.Object) int) []int {
	ranks, last := make([]int, len(r.objects)), 0
	for i, o := range r.objects {
		ranks[i] = place(o)
		last = max(last, ranks[i]+1)
	}
	for i := range ranks {
		if ranks[i] == 0 {
			ranks[i] = last
		}
	}
	return ranks
}

func (s *subjects) rank(object int) int { return s.assembleRank[object] }
