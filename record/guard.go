package record

import (
	"context"

	"salesops/internal/period"
)

// Guard is a rule of the vocabulary that every draft passes before it is written: it may
// complete the draft or refuse it with a fault. It is called inside the one writer, so it
// must not call the Log.
type Guard func(ctx context.Context, view View, d *Draft) error

// View is what a guard may look at: the latest state inside the running transaction,
// earlier drafts of the same command included.
type View interface {
	Schema() *Schema
	// State is a record's latest state; false when the id is unknown. The Record is a copy.
	State(ctx context.Context, id ID) (Record, bool, error)
	// Now is the moment the command is applied.
	Now() period.Instant
	// Actor and Source are the command's.
	Actor() Actor
	Source() string
}

// Person says whether the draft was made by a person here, rather than brought by an
// import or an undo: what rules of form apply to.
func (d *Draft) Person() bool { return d.Flags&(Import|Undo|Stub) == 0 }

// Value finds the value that a draft gives to a field; false when the draft does not name it.
func (d *Draft) Value(name string) (Value, bool) {
	for _, f := range d.Fields {
		if f.Name == name {
			return f.Value, true
		}
	}
	return Value{}, false
}

// Set gives a field of the draft a value, replacing what it had.
func (d *Draft) Set(name string, v Value) {
	for i := range d.Fields {
		if d.Fields[i].Name == name {
			d.Fields[i].Value = v
			return
		}
	}
	// A draft's fields belong to the caller: never append into spare room of its slice.
	d.Fields = append(d.Fields[:len(d.Fields):len(d.Fields)], FieldValue{name, v})
}
