package expr

import (
	"fmt"

	"salesops/internal/fault"
	"salesops/internal/reason"
)

// Error says what is wrong with an expression, to the person who wrote it. It is a fault of kind
// Invalid.
type Error struct {
	Line, Col int           // counted from 1; 0 when the whole expression is meant
	Why       reason.Reason // what is wrong
	Hint      reason.Reason // how to correct it; may be none
	Source    string        // the text of the expression
	Term      string        // the term that contains the mistake; empty for the expression itself
}

// Error returns one sentence with the position, for example: 1:5: there is no field amout; did you
// mean amount?
func (e *Error) Error() string { return e.Reason().Text }

// Reason returns the error as a code with parts.
func (e *Error) Reason() reason.Reason {
	why, at := e.Why, fmt.Sprintf("%d:%d", e.Line, e.Col)
	switch {
	case e.Line > 0 && e.Hint.None():
		why = reason.Of("expr_at", "at", at, "problem", e.Why)
	case e.Line > 0:
		why = reason.Of("expr_at_hint", "at", at, "problem", e.Why, "hint", e.Hint)
	case !e.Hint.None():
		why = reason.Of("expr_hint", "problem", e.Why, "hint", e.Hint)
	}
	if e.Term != "" {
		why = reason.Of("expr_term", "term", e.Term, "why", why)
	}
	return why
}

// Unwrap returns a fault of kind Invalid.
func (e *Error) Unwrap() error { return &fault.Error{Kind: fault.Invalid, Message: e.Error()} }

var none = reason.Reason{}

// Forms that hints tell people to write.
const (
	listForm     = `field in ['a', 'b']`
	dayForm      = `day("2026-01-31")`
	instantForm  = `timestamp("2026-01-31T09:00:00Z")`
	moneyForm    = `money("1000.00 EUR")`
	durationForm = `duration("36h")`
)

func write(code string) reason.Reason { return reason.Of("hint_write", "example", code) }

func writeOr(code, other string) reason.Reason {
	return reason.Of("hint_write_or", "example", code, "other", other)
}

func writeFor(code, word string) reason.Reason {
	return reason.Of("hint_write_for", "example", code, "word", word)
}
