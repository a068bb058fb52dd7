package secret

import (
	"fmt"
	"log/slog"
)

// Text is a secret. Its zero is none.
type Text struct{ text string }

const placeholder = "[secret]"

// Of makes a secret.
func Of(text string) Text { return Text{text} }

// Reveal is the secret itself.
func (t Text) Reveal() string { return t.text }

// None reports that there is no secret.
func (t Text) None() bool { return t.text == "" }

// String is a placeholder, also for %+v and %q.
func (t Text) String() string { return placeholder }

// GoString is a placeholder, for %#v.
func (t Text) GoString() string { return placeholder }

// Format is a placeholder for every verb: %d and %x would otherwise look inside.
func (t Text) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(placeholder)) }

// LogValue is a placeholder.
func (t Text) LogValue() slog.Value { return slog.StringValue(placeholder) }

// MarshalText is a placeholder, for JSON and YAML.
func (t Text) MarshalText() ([]byte, error) { return []byte(placeholder), nil }

// UnmarshalText takes a secret from a file of settings.
func (t *Text) UnmarshalText(b []byte) error {
	t.text = string(b)
	return nil
}
