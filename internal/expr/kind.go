package expr

import "cmp"

// Kind is the type of a field, a value or an expression. The kinds of fields have the same numbers
// as in record.Kind.
type Kind uint8

const (
	Unset   Kind = 0 // no value; as a wanted kind, any kind
	Text    Kind = 1
	Int     Kind = 2
	Number  Kind = 3 // a finite float64
	Bool    Kind = 4
	Day     Kind = 5
	Instant Kind = 6
	Money   Kind = 7
	Ref     Kind = 8
	// Duration is the difference of two instants in microseconds. Fields cannot have it.
	Duration Kind = 9
)

// String returns the kind's name as shown in messages.
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
	RefObject string // the object that a Ref points to
	Label     string
}

// Object is what an expression is about: its fields and its terms. Terms are named expressions over
// fields and other terms, such as "won": "outcome == 'won'".
type Object struct {
	Name   string
	Called string // the name used in messages; Name when empty
	Fields []Field
	Terms  map[string]string
}

func (o Object) called() string { return cmp.Or(o.Called, o.Name) }

// Schema returns objects by name. It is needed to check paths such as `owner.name`.
type Schema interface {
	Object(name string) (Object, bool)
}
