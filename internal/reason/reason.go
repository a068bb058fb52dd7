package reason

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Reason is one reason. The zero Reason is none.
type Reason struct {
	Code  string            // of the lists; "" for none
	Parts map[string]string // what belongs into the sentence, by name; numbers as plain digits
	Text  string            // the sentence in English
}

// Of makes a reason: its code, then name and value of every part its sentence has.
//
//	reason.Of("row_too_wide", "found", 7, "columns", 5)
//
// A test reads every call and holds it against the lists, so code and names are written
// out where Of is called. A part that is a Reason itself stands with its English text, and
// with its own code and parts as NAME.code and NAME.part.
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

// English is a reason that other languages do not have: text of another program's library,
// or of a rule that a company wrote.
func English(text string) Reason { return Reason{Text: text} }

// FromFile is what a metric file says as part of a sentence, such as a rule or a noun. It
// stands in no list: code is the rule's, or the noun in the plural.
func FromFile(code, text string) Reason { return Reason{Code: code, Text: text} }

// From is the reason that an error is or carries; where the error says more than that, its
// own text is all there is.
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

// Reason is r itself, for From.
func (r Reason) Reason() Reason { return r }

// String is the sentence in English.
func (r Reason) String() string { return r.Text }

// Error makes a reason an error inside the package that found it; at a package's edge it
// becomes a fault (fault.Because).
func (r Reason) Error() string { return r.Text }

// None reports that there is no reason.
func (r Reason) None() bool { return r.Text == "" }

func (r Reason) english() string {
	text, ok := sentence(r.Code)
	if !ok {
		return r.Code
	}
	var out strings.Builder
	for {
		before, rest, open := strings.Cut(text, "{")
		out.WriteString(before)
		name, after, closed := strings.Cut(rest, "}")
		if !open || !closed {
			return out.String()
		}
		out.WriteString(r.Parts[name])
		text = after
	}
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
	return []map[string]string{files, numbers, requests, conditions, signin}
}

// Codes lists every code, sorted.
func Codes() []string {
	var all []string
	for _, list := range lists() {
		all = slices.AppendSeq(all, maps.Keys(list))
	}
	slices.Sort(all)
	return all
}

// Names lists the parts of a code's sentence, sorted; false for a code there is not.
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
