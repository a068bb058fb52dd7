package fault

import (
	"errors"
	"fmt"

	"salesops/internal/reason"
)

// Kind says what sort of failure it is, and so who can do something about it.
type Kind uint8

const (
	Internal Kind = iota // our mistake or a broken machine
	Invalid              // the request is wrong and must be changed
	Missing              // what was asked for does not exist (or may not be seen)
	Denied               // the asker may not do this
	Conflict             // the state has moved on since the asker looked
	Busy                 // try again later
)

var names = [...]string{"internal", "invalid", "missing", "denied", "conflict", "busy"}

func (k Kind) String() string {
	if int(k) < len(names) {
		return names[k]
	}
	return "internal"
}

// Error is an error of a kind with one sentence for a person.
type Error struct {
	Kind Kind
	// Message is one sentence that says what is wrong and what to do.
	Message string
	// Why is the same as a code with parts, for other languages; its zero is none.
	Why reason.Reason
	// Cause is what lies under it, for errors.Is; its text is part of Message
	// only where New's format put it there.
	Cause error
}

func (e *Error) Error() string {
	return e.Message
}

// Reason is why, with a code where it has one (reason.From).
func (e *Error) Reason() reason.Reason { return e.Why }

func (e *Error) Unwrap() error { return e.Cause }

// New makes an error of a kind. The format is fmt's; %w is kept as the cause.
func New(kind Kind, format string, args ...any) error {
	wrapped := fmt.Errorf(format, args...)
	return &Error{Kind: kind, Message: wrapped.Error(), Cause: errors.Unwrap(wrapped)}
}

// Because makes an error of a kind whose sentence other languages have too.
func Because(kind Kind, why reason.Reason) error {
	return &Error{Kind: kind, Message: why.Text, Why: why}
}

// ReasonOf finds the reason of the first fault in err's chain that has one.
func ReasonOf(err error) (reason.Reason, bool) {
	for err != nil {
		var e *Error
		if !errors.As(err, &e) {
			break
		}
		if !e.Why.None() {
			return e.Why, true
		}
		err = e.Cause
	}
	return reason.Reason{}, false
}

// Invalidf, Missingf, Deniedf, Conflictf and Busyf are New with the kind in the name.
func Invalidf(format string, args ...any) error  { return New(Invalid, format, args...) }
func Missingf(format string, args ...any) error  { return New(Missing, format, args...) }
func Deniedf(format string, args ...any) error   { return New(Denied, format, args...) }
func Conflictf(format string, args ...any) error { return New(Conflict, format, args...) }
func Busyf(format string, args ...any) error     { return New(Busy, format, args...) }

// KindOf finds the kind of the first fault in err's chain; Internal if there is none.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}
