package expr

import (
	"fmt"

	"salesops/internal/fault"
)

// Error is what is wrong with an expression, for the person who wrote it. It
// is a fault of kind invalid.
type Error struct {
	Line, Col int    // 1-based; 0 when the whole expression is meant
	Msg       string // what is wrong
	Hint      string // what to do about it; may be empty
	Source    string // the expression
	Term      string // the term in which it stands; empty for the expression itself
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

// Unwrap makes the error a fault of kind invalid.
func (e *Error) Unwrap() error { return &fault.Error{Kind: fault.Invalid, Message: e.Error()} }
