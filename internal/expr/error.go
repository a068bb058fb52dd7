package expr

import (
	"fmt"

	"salesops/internal/fault"
	"salesops/internal/reason"
)

// Error is what is wrong with an expression, for the person who wrote it. It
// is a fault of kind invalid.
type Error struct {
	Line, Col int    // 1-based; 0 when the whole expression is meant
	Msg       string // what is wrong
	Hint      string // what to do about it; may be empty
	Source    string // the expression
	Term      string // the term in which it stands; empty for the expression itself

	field, over, near string // a field that is unknown, of what, and the known one nearest to it
}

// Error is one sentence with its place: 1:5: there is no field amout; did you mean amount?
func (e *Error) Error() string {
	text := e.Msg
	if e.Line > 0 {
		text = fmt.Sprintf("%d:%d: %s", e.Line, e.Col, text)
	}
	if e.Term != "" {
		text = fmt.Sprintf("term %s: %s", e.Term, text)
	}
	if e.Hint != "" {
		text += "; " + e.Hint
	}
	return text
}

// Reason is the error as a code, for those that other languages have words for.
func (e *Error) Reason() reason.Reason {
	at := fmt.Sprintf("%d:%d", e.Line, e.Col)
	switch {
	case e.field == "":
		return reason.English(e.Error())
	case e.near == "":
		return reason.Of("expr_field_unknown", "at", at, "field", quote(e.field), "over", e.over)
	}
	return reason.Of("expr_field_near", "at", at, "field", quote(e.field), "over", e.over, "near", e.near)
}

// Unwrap makes the error a fault of kind invalid.
func (e *Error) Unwrap() error { return &fault.Error{Kind: fault.Invalid, Message: e.Error()} }
