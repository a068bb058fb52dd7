package problems

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
	"time"

	"go.yaml.in/yaml/v3"

	"salesops/internal/figures"
)

//go:embed words/en.yaml
var englishFile []byte

// sentences are the English ones by name. A file that cannot be read fails the tests; there are none then.
var sentences = sync.OnceValue(func() map[string]string {
	found := map[string]string{}
	if yaml.Unmarshal(englishFile, &found) != nil {
		return nil
	}
	return found
})

// english writes a sentence with the values of a problem; the name of one that is not there.
func english(name string, p *Problem) string {
	text, ok := sentences()[name]
	if !ok {
		return name
	}
	m := message{rest: text, of: p}
	m.write("")
	return m.out.String()
}

// message writes an ICU message, as far as words/*.yaml use them: {part}, {part, number} and
// {part, plural, one {…} other {…}}, in which # is the number. Apostrophes have no meaning: there are none.
type message struct {
	rest string
	of   *Problem
	out  strings.Builder
}

// write goes on to the brace that closes what it is in, or to the end. number is what # stands for.
func (m *message) write(number string) {
	for m.rest != "" {
		at := strings.IndexAny(m.rest, "{}#")
		if at < 0 {
			m.out.WriteString(m.rest)
			m.rest = ""
			return
		}
		m.out.WriteString(m.rest[:at])
		sign := m.rest[at]
		m.rest = m.rest[at+1:]
		switch sign {
		case '#':
			m.out.WriteString(number)
		case '}':
			return
		case '{':
			m.part()
		}
	}
}

// part writes what stands between braces: a part, or the form of a plural that fits its number.
func (m *message) part() {
	inner, rest, _ := strings.Cut(m.rest, "}")
	name, kind, formed := strings.Cut(inner, ",")
	forms, plural := strings.CutPrefix(strings.TrimSpace(kind), "plural,")
	if !formed || !plural {
		m.rest = rest
		m.out.WriteString(m.value(name))
		return
	}
	want := "other"
	if m.value(name) == "1" {
		want = "one"
	}
	m.rest = m.rest[len(inner)-len(forms):]
	for m.blank(); m.rest != "" && m.rest[0] != '}'; m.blank() {
		form, rest, _ := strings.Cut(m.rest, "{")
		m.rest = rest
		if strings.TrimSpace(form) == want {
			m.write(m.value(name))
			continue
		}
		aside := message{rest: m.rest, of: m.of}
		aside.write("")
		m.rest = aside.rest
	}
	m.rest = strings.TrimPrefix(m.rest, "}")
}

func (m *message) blank() { m.rest = strings.TrimLeft(m.rest, " ") }

// value writes a part for people: counts with thousands apart, days in words, shares as percentages.
func (m *message) value(name string) string {
	switch name {
	case "count":
		return figures.Count(m.of.Count)
	case "of":
		return figures.Count(m.of.Of)
	}
	value := m.of.Parts[name]
	switch {
	case strings.HasSuffix(name, "_day"):
		if day, err := time.Parse(time.DateOnly, value); err == nil {
			return strconv.Itoa(day.Day()) + day.Format(" January 2006")
		}
	case strings.HasSuffix(name, "_share"):
		return figures.Percent(value)
	}
	return value
}
