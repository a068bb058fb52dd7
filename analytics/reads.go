package analytics

import (
	"maps"
	"strings"
	"sync"
)

// Reads says from what something was computed: by object, the fields of its records. An object without
// fields stands for which records there are.
type Reads map[string]map[string]bool

// What changes may concern besides fields. No field has a name with a space.
const (
	everyField = ""             // all that is known of a record
	ofHistory  = "from history" // which of its fields are backfilled
	editDay    = "edit day"     // the day of its last change
)

// All returns reads of everything that the objects hold.
func All(objects ...string) Reads {
	r := Reads{}
	for _, o := range objects {
		r.note(o, everyField)
	}
	return r
}

func (r Reads) note(object string, fields ...string) {
	if r[object] == nil {
		r[object] = make(map[string]bool, len(fields))
	}
	for _, f := range fields {
		r[object][f] = true
	}
}

// Add adds other reads.
func (r Reads) Add(others ...Reads) {
	for _, other := range others {
		for object, fields := range other {
			if r[object] == nil {
				r[object] = make(map[string]bool, len(fields))
			}
			maps.Copy(r[object], fields)
		}
	}
}

// Clone returns a copy.
func (r Reads) Clone() Reads {
	out := make(Reads, len(r))
	out.Add(r)
	return out
}

// any reports whether one of the fields of an object was read. No fields stand for a record that came, went, or
// may have changed in any way.
func (r Reads) any(object string, fields []string) bool {
	read, ok := r[object]
	if !ok || fields == nil || read[everyField] {
		return ok
	}
	for _, f := range fields {
		if read[f] {
			return true
		}
	}
	return false
}

const microsOfDay = 86_400_000_000

// noted are the reads of a view. Its statements may be made in several goroutines.
type noted struct {
	mu    sync.Mutex
	reads Reads
}

func (n *noted) note(object string, fields ...string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.reads.note(object, fields...)
}

// Reads returns what the view's SELECT statements have read of the objects, with the fields by which its scope shows
// records. Of an object that they did not name, everything counts as read.
func (v *View) Reads(objects ...string) Reads {
	v.noted.mu.Lock()
	defer v.noted.mu.Unlock()
	out := v.noted.reads.Clone()
	for _, o := range objects {
		if _, named := out[o]; !named {
			out.note(o, everyField)
		}
	}
	return out
}

// Note adds fields of an object to what the view has read, for values of them that were read before and kept. It does
// nothing for a name that is no object's.
func (v *View) Note(object string, fields ...string) error {
	if _, ok := v.shape().layouts[object]; !ok {
		return nil
	}
	v.noted.note(object, fields...)
	_, err := v.shown(object) // notes the fields by which records are shown
	return err
}

// Take adds reads to those of the view, for what was computed from them before and kept.
func (v *View) Take(reads Reads) {
	v.noted.mu.Lock()
	defer v.noted.mu.Unlock()
	v.noted.reads.Add(reads)
}

// noteColumns notes the fields of which columns tell.
func (v *View) noteColumns(l *layout, columns []string, at When) {
	var fields []string
	for _, name := range columns {
		fields = append(fields, l.read(name)...)
	}
	if l.closes() && at.Only != 0 {
		fields = append(fields, l.fields[l.outcome].Name)
	}
	v.noted.note(l.object, fields...)
}

// read returns the fields whose changes change a column. What tells since when something is true or known changes with
// each of them.
func (l *layout) read(name string) []string {
	c, ok := l.byName[strings.ToLower(name)]
	if !ok {
		return nil // list refuses it
	}
	switch c.part {
	case partBackfilled, partBackfilledFields:
		return []string{ofHistory}
	case partEffFrom, partEffTo, partKnownFrom, partKnownTo, partSeq:
		return []string{everyField}
	case partID, partStub, partCreatedSeq, partClosedOn, partClosed, partValue, partCurrency, partDay:
	}
	return l.toldBy(c)
}
