package expr

import (
	"strings"

	"salesops/internal/reason"
)

// Column is where a field is found in SQL.
type Column struct {
	SQL      string // a quoted column expression, never built from input
	Currency string // for a Money field, the column of the currency code; empty when there is none
}

// Target is what the caller provides for a translation.
type Target struct {
	// Column returns the column of a path ("amount", "owner.name"). For a path with a reference the
	// caller must LEFT JOIN, so that a missing record reads as NULL. A Money column holds minor
	// units (BIGINT) and has a second column for the currency; a Ref column holds the id (BIGINT),
	// a Day column a DATE, an Instant column a TIMESTAMP, and a Number column a finite DOUBLE.
	Column func(path string) (Column, error)
	// Args collects the bound values.
	Args *Args
	// Moment is the value of as_of and the calendar of start_of.
	Moment
}

// NullClass says what NULL means in a fragment.
type NullClass uint8

const (
	NeverNull   NullClass = 0
	NullUnset   NullClass = 1 // no value
	NullUnknown NullClass = 2 // unknown
	NullEither  NullClass = NullUnset | NullUnknown
)

// Fragment is an expression in SQL.
type Fragment struct {
	SQL      string
	Currency string // for Money, the expression of the currency code
	Kind     Kind
	Null     NullClass
}

// maxSQL limits the text of one fragment. Terms used in terms, and the operators that repeat an
// operand, can multiply it.
const maxSQL = 200_000

// SQL translates the expression. The fragment can be embedded as an operand: it is a name, a call
// or in parentheses.
func (p *Program) SQL(t Target) (Fragment, error) { return p.translate(t, false) }

// FilterSQL translates a condition for WHERE or FILTER. It is true for matching rows, and false or
// NULL for the others.
func (p *Program) FilterSQL(t Target) (string, error) {
	if p.kind != Bool {
		return "", errNoCondition(p)
	}
	f, err := p.translate(t, true)
	return f.SQL, err
}

// UnknownSQL returns a condition that is true for the rows for which the program's condition is
// unknown. When that cannot happen, it is the text "false" and binds nothing.
func (p *Program) UnknownSQL(t Target) (string, error) {
	if p.kind != Bool {
		return "", errNoCondition(p)
	}
	if p.null == NeverNull {
		return "false", nil
	}
	f, err := p.translate(t, false)
	return "(" + f.SQL + " IS NULL)", err
}

func (p *Program) translate(t Target, filter bool) (Fragment, error) {
	tr := &translator{program: p, target: t}
	out, err := tr.expr(p.ast.Expr(), filter)
	if err != nil {
		return Fragment{}, err
	}
	if out.amount != nil {
		return Fragment{}, tr.refuse(p.ast.Expr(), reason.Of("expr_money_alone"),
			reason.Of("hint_compare_with", "example", "amount >= "+moneyForm))
	}
	out = out.settled()
	if len(out.sql) > maxSQL {
		return Fragment{}, &Error{Source: p.source, Why: reason.Of("expr_large"), Hint: reason.Of("hint_fewer")}
	}
	return Fragment{SQL: out.sql, Currency: out.currency, Kind: p.kind, Null: out.null}, nil
}

func hopPrefix(path string) string {
	field, _, _ := strings.Cut(path, ".")
	return field + "."
}
