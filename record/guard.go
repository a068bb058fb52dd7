package record

import (
	"context"

	"salesops/internal/period"
)

// Guard is a rule of the vocabulary that every draft must pass before it is written. A guard may
// complete the draft, or refuse it by returning a fault. Guards run inside the writer goroutine and
// must not call the Log.
type Guard func(ctx context.Context, view View, d *Draft) error

// Allow decides whether the drafts of one command may be written; an error refuses them all. The writer
// calls it before it stages the first of them: what was so when the command was sent may not be so any
// more. It must not call the Log.
type Allow func(ctx context.Context, view View, drafts []Draft) error

// View is what a guard can read: the latest state inside the running transaction, including earlier
// drafts of the same command.
type View interface {
	Schema() *Schema
	// State returns a copy of a record's latest state; false when the id is unknown.
	State(ctx context.Context, id ID) (Record, bool, error)
	// Now returns the time at which the command is applied.
	Now() period.Instant
	// Actor and Source return those of the command.
	Actor() Actor
	Source() string
}

// Person reports whether a person made the draft here, as opposed to an import or an undo. Rules
// about required fields and form apply only to such drafts.
func (d *Draft) Person() bool { return d.Flags&(Import|Undo|Stub) == 0 }

// Value returns the value that the draft gives to a field; false when the draft does not name the
// field.
func (d *Draft) Value(name string) (Value, bool) {
	for _, f := range d.Fields {
		if f.Name == name {
			return f.Value, true
		}
	}
	return Value{}, false
}

// Set gives a field of the draft a value, replacing an earlier one.
func (d *Draft) Set(name string, v Value) {
	for i := range d.Fields {
		if d.Fields[i].Name == name {
			d.Fields[i].Value = v
			return
		}
	}
	// The slice belongs to the caller: force append to copy it.
	d.Fields = append(d.Fields[:len(d.Fields):len(d.Fields)], FieldValue{name, v})
}
