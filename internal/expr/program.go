package expr

import "salesops/internal/period"

// Record is one row to evaluate on.
type Record interface {
	// Field gives the value of a path ("amount", "owner.name"); the zero Value
	// when it, or the reference on the way, is unset.
	Field(path string) Value
}

// RecordFunc makes a Record from a function.
type RecordFunc func(path string) Value

// Field calls the function.
func (f RecordFunc) Field(path string) Value { return f(path) }

// State says what is known of an answer.
type State uint8

const (
	Known    State = iota
	NotSet         // the expression has no value on this record
	NotKnown       // it cannot be told: an operand is unset, or the arithmetic has no answer
)

// Program is a checked expression. It is safe for concurrent use.
type Program struct{}

// Source is the text the program was compiled from.
func (p *Program) Source() string { return "" }

// Kind is the kind of its value.
func (p *Program) Kind() Kind { return Unset }

// Fields lists the field paths it reads, those of its terms included, sorted
// and each once.
func (p *Program) Fields() []string { return nil }

// Eval evaluates it on one record. The value is unset unless the state is
// Known. The error is a mistake of the caller: a field value of another kind
// than the schema says.
func (p *Program) Eval(row Record, asOf period.Day) (Value, State, error) {
	return Value{}, NotKnown, errTodo
}

// Matches evaluates a condition: match is true when it holds; known is false
// when it can be neither affirmed nor denied.
func (p *Program) Matches(row Record, asOf period.Day) (match, known bool, err error) {
	return false, false, errTodo
}
