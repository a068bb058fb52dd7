package fault

import (
	"errors"
	"fmt"

	"salesops/internal/reason"
)

// Kind classifies a failure by who can do something about it.
type Kind uint8

const (
	Internal Kind = iota // a mistake in the program, or a broken machine
	Invalid              // the request is wrong and must be changed
	Missing              // what was requested does not exist or may not be seen
	Denied               // the caller may not do this
	Conflict             // the state has changed since the caller read it
	Busy                 // the caller should try again later
)

var names = [...]string{"internal", "invalid", "missing", "denied", "conflict", "busy"}

func (k Kind) String() string {
	if int(k) < len(names) {
		return names[k]
	}
	return "internal"
}

// Error is an error with a kind and one sentence for a person.
type Error struct {
	Kind Kind
	// Message is one sentence that says what is wrong and what to do.
	Message string
	// Why is the message as a code with parts, for translation; the zero value when there is none.
	Why reason.Reason
	// Cause is the underlying error, for errors.Is. Message contains its text only when New's
	// format includes it.
	Cause error
}

func (e *Error) Error() string {
	return e.Message
}

// Reason returns Why; see reason.From.
func (e *Error) Reason() reason.Reason { return e.Why }

func (e *Error) Unwrap() error { return e.Cause }

// New returns an error of a kind. The format is that of fmt.Errorf; the operand of %w becomes
// Cause.
func New(kind Kind, format string, args ...any) error {
	wrapped := fmt.Errorf(format, args...)
	return &Error{Kind: kind, Message: wrapped.Error(), Cause: errors.Unwrap(wrapped)}
}

// Because returns an error of a kind whose sentence can be translated.
func Because(kind Kind, why reason.Reason) error {
	return &Error{Kind: kind, Message: why.Text, Why: why}
}

// ReasonOf returns the reason of the first fault in err's chain that has one.
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

// KindOf returns the kind of the first fault in err's chain; Internal when there is none.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}
