package jsonfile

import (
	"errors"
	"io"
	"slices"
	"strings"

	"salesops/internal/fault"
	"salesops/internal/reason"
)

// An answer of a program often holds its list deep inside: {"data": {"deals": {"edges": [...]}}}.
// Only what wraps an answer is looked into. The lists inside a record are not its rows.

// wrappers are the keys under which programs put what they answer.
var wrappers = []string{"data", "result", "results", "response", "body", "payload", "value", "values", "_embedded", "d"}

// mostWraps is how deep a list may lie.
const mostWraps = 6

// under is a list of objects under a path of keys.
type under struct {
	path    string // keys with apart between them
	columns *columns
}

// apart stands between the keys of a path; no key that is written by a person has it.
const apart = "\x1f"

// name is how a person is told of the list.
func (u under) name() string { return strings.ReplaceAll(u.path, apart, ".") }

// finder looks for lists in an object.
type finder struct {
	s      *splitter
	found  []under
	beside int // other values
}

// file reads the first object of a file as one that holds lists. single says that nothing
// stands behind it.
func (f *finder) file() (single bool, err error) {
	record, err := f.object("", 0)
	if record { // one record may hold lists of its own; an answer about one has them beside its id
		f.found = slices.DeleteFunc(f.found, func(u under) bool { return strings.Contains(u.path, apart) })
	}
	if err != nil {
		return true, err
	}
	_, err = f.s.space()
	return errors.Is(err, io.EOF), nil
}

// object reads one object. record says that it has an id: it is a row, not what holds rows.
func (f *finder) object(path string, depth int) (record bool, err error) {
	s := f.s
	_, _ = s.read() // {
	for {
		c, err := s.space()
		if err != nil {
			return record, s.broken(err, "")
		}
		switch c {
		case ',':
			_, _ = s.read()
			continue
		case '}':
			_, _ = s.read()
			return record, nil
		}
		key, err := s.key()
		if err != nil {
			return record, err
		}
		if c, err = s.space(); err != nil {
			return record, s.broken(err, "")
		}
		record = record || strings.EqualFold(key, "id")
		inner := key
		if path != "" {
			inner = path + apart + key
		}
		if err := f.value(c, key, inner, depth); err != nil {
			return record, err
		}
	}
}

func (f *finder) value(first byte, key, path string, depth int) error {
	s := f.s
	switch {
	case first == '[':
		_, _ = s.read()
		cols := newColumns()
		others, err := elements(s, func(text []byte, _ int) { cols.see(text) })
		if cols.rows > 0 {
			f.found = append(f.found, under{path, cols})
		} else if others > 0 {
			f.beside++
		}
		return err
	case first == '{' && depth < mostWraps && (depth > 0 || slices.Contains(wrappers, strings.ToLower(key))):
		have, beside := len(f.found), f.beside
		record, err := f.object(path, depth+1)
		if record { // its lists belong to it
			f.found, f.beside = f.found[:have], beside+1
		}
		return err
	}
	f.beside++
	_, _, err := s.value(false)
	return err
}

// seek goes to the first element of the list at a path; the brace before it was not taken.
func (s *splitter) seek(path string) error {
	for _, want := range strings.Split(path, apart) {
		if err := s.expect('{'); err != nil {
			return err
		}
		if err := s.enter(want); err != nil {
			return err
		}
	}
	return s.expect('[')
}

// enter goes to the value of a key, the last that a list or an object stands under.
func (s *splitter) enter(want string) error {
	for {
		c, err := s.space()
		if err != nil {
			return fault.Because(fault.Invalid, reason.Of("file_changed"))
		}
		if c == ',' {
			_, _ = s.read()
			continue
		}
		key, err := s.key()
		if err != nil {
			return err
		}
		if key == want {
			if c, err := s.space(); err == nil && (c == '[' || c == '{') {
				return nil
			}
		}
		if _, _, err := s.value(false); err != nil {
			return err
		}
	}
}
