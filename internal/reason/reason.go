package reason

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Reason is one reason. The zero Reason means that there is none.
type Reason struct {
	Code  string            // a code of the lists; "" for a reason without one
	Parts map[string]string // values for the sentence, by name; numbers in plain digits
	Text  string            // the sentence in English
}

// Of returns the reason with a code. parts are name and value of each part of its sentence:
//
//	reason.Of("row_too_wide", "found", 7, "columns", 5)
//
// A test checks every call against the lists, so code and names must be constants. A part that is a
// Reason itself contributes its English text, and its code and parts as NAME.code and NAME.part.
func Of(code string, parts ...any) Reason {
	r := Reason{Code: code, Parts: make(map[string]string, len(parts)/2)}
	for i := 0; i+1 < len(parts); i += 2 {
		name := fmt.Sprint(parts[i])
		r.Parts[name] = fmt.Sprint(parts[i+1])
		if inner, ok := parts[i+1].(Reason); ok && inner.Code != "" {
			r.Parts[name+".code"] = inner.Code
			for part, value := range inner.Parts {
				r.Parts[name+"."+part] = value
			}
		}
	}
	r.Text = r.english()
	return r
}

// English returns a reason that has no translation: text from a library, or from a rule that a
// company wrote.
func English(text string) Reason { return Reason{Text: text} }

// FromFile returns a part of a sentence that a metric file defines, such as a rule or a noun. It is
// in no list: code is the name of the rule, or the plural of the noun.
func FromFile(code, text string) Reason { return Reason{Code: code, Text: text} }

// From returns the reason that an error is or carries. When the error's text says more than that
// reason, From returns the text without a code.
func From(err error) Reason {
	var carrier interface {
		error
		Reason() Reason
	}
	if errors.As(err, &carrier) && carrier.Reason().Text == err.Error() {
		return carrier.Reason()
	}
	return English(err.Error())
}

// Reason returns r. It exists for From.
func (r Reason) Reason() Reason { return r }

// String returns the sentence in English.
func (r Reason) String() string { return r.Text }

// Error makes a Reason an error within the package that found it. At the package's edge it becomes
// a fault; see fault.Because.
func (r Reason) Error() string { return r.Text }

// None reports whether there is no reason.
func (r Reason) None() bool { return r.Text == "" }

func (r Reason) english() string {
	text, ok := sentence(r.Code)
	if !ok {
		return r.Code
	}
	var out strings.Builder
	for {
		before, rest, open := strings.Cut(text, "{")
		name, after, closed := strings.Cut(rest, "}")
		if !open || !closed {
			return out.String() + before
		}
		value := r.Parts[name]
		if takesAn(before, value) {
			before = strings.TrimSuffix(before, " ") + "n "
		}
		out.WriteString(before + value)
		text = after
	}
}

// takesAn reports that the article before a value is "an": names of objects and fields are written as they are said,
// but for those that begin with u.
func takesAn(before, value string) bool {
	return (before == "a " || strings.HasSuffix(before, " a ")) && value != "" && strings.Contains("aeio", value[:1])
}

func sentence(code string) (string, bool) {
	for _, list := range lists() {
		if text, ok := list[code]; ok {
			return text, true
		}
	}
	return "", false
}

func lists() []map[string]string {
	return []map[string]string{files, numbers, requests, conditions, signin, roles}
}

// Codes returns all codes, sorted.
func Codes() []string {
	var all []string
	for _, list := range lists() {
		all = slices.AppendSeq(all, maps.Keys(list))
	}
	slices.Sort(all)
	return all
}

// Names returns the names of the parts of a code's sentence, sorted; false for an unknown code.
func Names(code string) ([]string, bool) {
	text, ok := sentence(code)
	if !ok {
		return nil, false
	}
	names := []string{}
	for {
		_, rest, open := strings.Cut(text, "{")
		name, after, closed := strings.Cut(rest, "}")
		if !open || !closed {
			break
		}
		names, text = append(names, name), after
	}
	slices.Sort(names)
	return slices.Compact(names), true
}
