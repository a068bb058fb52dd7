package record

import (
	"unicode/utf8"

	"salesops/internal/fault"
	"salesops/internal/reason"
	"salesops/internal/unseen"
)

// Maximum size of a text value in bytes, by what it is.
const (
	// MaxName is of the field that identifies a record to people: lists and menus show many of them.
	MaxName = 2_000
	// MaxProse is of other texts for people. The longest that other systems keep, 131,072 characters of three
	// bytes, fits.
	MaxProse = 400_000
	// MaxText is of texts for programs.
	MaxText = 1 << 20
)

// MaxText is the size that a text of a field may have.
func (o *Object) MaxText(f *Field) int {
	switch {
	case f.Document || o.Reserved || o.Aside:
		return MaxText
	case f.Name == o.Title:
		return MaxName
	}
	return MaxProse
}

// checkText refuses what a person enters but nobody could read: a text that is too long, or one with characters
// that are not seen. Imports have cleaned or rejected such rows, with a reason; an undo and an export that is read
// back write what a log has held before.
func (s *staging) checkText(o *Object, f *Field, text string, d *Draft) error {
	if !utf8.ValidString(text) || len(text) > MaxText {
		return fault.Invalidf("the value of %q of %s is not a text that can be kept: UTF-8 of at most %d bytes",
			f.Name, o.Name, MaxText)
	}
	if !d.Person() || s.cmd.Kept {
		return nil
	}
	if most := o.MaxText(f); len(text) > most {
		return fault.Because(fault.Invalid, reason.Of("field_long", "object", o.Name, "field", f.Name, "most", most))
	}
	if !f.Document && unseen.In(text) {
		return fault.Because(fault.Invalid, reason.Of("field_unseen", "object", o.Name, "field", f.Name))
	}
	return nil
}
