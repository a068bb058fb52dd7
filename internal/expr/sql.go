package expr

import "salesops/internal/period"

// Column is where a field lives in SQL.
type Column struct {
	SQL      string // a quoted column expression; never built from input
	Currency string // of a Money field: the column of the currency code
}

// Target is what a translation needs from its caller.
type Target struct {
	// Column names the column of a field path ("amount", "owner.name"). For a
	// path of one hop the caller LEFT JOINs, so that a missing record reads
	// as NULL. A Money column holds minor units (BIGINT) with a second column
	// for the currency, a Ref column the id (BIGINT), a Day column DATE, an
	// Instant column TIMESTAMP, a Number column finite DOUBLE.
	Column func(path string) (Column, error)
	// Args collects the bound values.
	Args *Args
	// AsOf is the value of as_of.
	AsOf period.Day
}

// NullClass says what NULL stands for in a fragment.
type NullClass uint8

const (
	NeverNull   NullClass = 0
	NullUnset   NullClass = 1 // NULL = no value
	NullUnknown NullClass = 2 // NULL = cannot be told
	NullEither  NullClass = NullUnset | NullUnknown
)

// Fragment is an expression in SQL.
type Fragment struct {
	SQL      string
	Currency string // of Money: the expression of the currency code
	Kind     Kind
	Null     NullClass
}

// SQL translates the expression. The fragment is safe to embed as an operand
// (it is a name, a call or in parentheses).
func (p *Program) SQL(t Target) (Fragment, error) { return Fragment{}, errTodo }

// FilterSQL translates a condition for WHERE or FILTER: rows for which it is
// true. Its value for the other rows may be false or NULL.
func (p *Program) FilterSQL(t Target) (string, error) { return "", errTodo }

// UnknownSQL is true for the rows for which a condition is neither true nor
// false; it is the text "false" where that cannot happen.
func (p *Program) UnknownSQL(t Target) (string, error) { return "", errTodo }
