package expr

import (
	"errors"

	"salesops/internal/money"
	"salesops/internal/period"
)

var errTodo = errors.New("not yet")

// Converter gives money literals in other currencies. Rates are those of the
// as-of day.
type Converter interface {
	// Currencies lists the currencies that may have a rate.
	Currencies() []string
	// Convert turns an amount into another currency at the rate of a day; ok
	// is false where there is no rate.
	Convert(a money.Amount, to string, on period.Day) (b money.Amount, ok bool)
}

// Options of an Env. The zero value is a sane default.
type Options struct {
	MaxLength int // characters of an expression; 0 means 10,000
	MaxDepth  int // nesting; 0 means 32
	MaxNodes  int // names, literals and operators, those of the terms used included; 0 means 2,000
	// Converter lets a money literal be compared with amounts in other
	// currencies; without one (or without a rate) the comparison is unknown.
	Converter Converter
	// ParseID reads an id as people see it, for `owner == id("person_8f3k")`.
	// Without it id() is refused.
	ParseID func(text string) (object string, id int64, err error)
}

// Env compiles expressions about one object. It is safe for concurrent use.
type Env struct{}

// NewEnv prepares an object of the schema and checks all its terms. The error
// is an *Error for a broken term, naming it.
func NewEnv(schema Schema, object string, options Options) (*Env, error) { return nil, errTodo }

// Compile checks an expression. want is the kind it must have; Unset takes
// any. The error is an *Error with line and column.
func (e *Env) Compile(src string, want Kind) (*Program, error) { return nil, errTodo }
