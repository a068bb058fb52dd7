package expr

import (
	"strings"

	"salesops/internal/reason"
)

// Column is where a field lives in SQL.
type Column struct {
	SQL      string // a quoted column expression; never built from input
	Currency string // of a Money field: the column of the currency code; empty when there is none
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
	// Moment is the value of as_of, and what start_of counts from.
	Moment
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

// maxSQL bounds the text of one fragment: terms used in terms, and the few
// operators that repeat an operand, multiply.
const maxSQL = 200_000

// SQL translates the expression. The fragment is safe to embed as an operand
// (it is a name, a call or in parentheses).
func (p *Program) SQL(t Target) (Fragment, error) { return p.translate(t, false) }

// FilterSQL translates a condition for WHERE or FILTER: rows for which it is
// true. Its value for the other rows may be false or NULL.
func (p *Program) FilterSQL(t Target) (string, error) {
	if p.kind != Bool {
		return "", errNoCondition(p)
	}
	f, err := p.translate(t, true)
	return f.SQL, err
}

// UnknownSQL is true for the rows for which a condition is neither true nor
// false; it is the text "false", and binds nothing, where that cannot happen.
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
