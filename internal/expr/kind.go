package expr

import "cmp"

// Kind is the type of a field, a value or an expression. The numbers of the
// kinds a field can have equal those of record.Kind.
type Kind uint8

const (
	Unset   Kind = 0 // no value; as a wanted kind: any
	Text    Kind = 1
	Int     Kind = 2
	Number  Kind = 3 // a finite double
	Bool    Kind = 4
	Day     Kind = 5
	Instant Kind = 6
	Money   Kind = 7
	Ref     Kind = 8
	// Duration is the difference of two instants in microseconds. No field has it.
	Duration Kind = 9
)

// String is the kind's name as messages show it.
func (k Kind) String() string {
	switch k {
	case Text:
		return "text"
	case Int:
		return "whole number"
	case Number:
		return "number"
	case Bool:
		return "condition"
	case Day:
		return "day"
	case Instant:
		return "instant"
	case Money:
		return "money"
	case Ref:
		return "reference"
	case Duration:
		return "duration"
	}
	return "unset"
}

// Field is one field of an object. Every field may be unset.
type Field struct {
	Name      string
	Kind      Kind
	RefObject string // the object a Ref points to
	Label     string
}

// Object is what an expression is about: its fields, and terms, which are named
// expressions over its fields and other terms ("won": "outcome == 'won'").
type Object struct {
	Name   string
	Called string // what messages call it; its name when empty
	Fields []Field
	Terms  map[string]string
}

func (o Object) called() string { return cmp.Or(o.Called, o.Name) }

// Schema knows the objects, so that `owner.name` can be checked.
type Schema interface {
	Object(name string) (Object, bool)
}
