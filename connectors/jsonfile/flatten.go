package jsonfile

import (
	"encoding/json"
	"strings"
	"unicode/utf8"
)

const (
	mostColumns = 4096
	mostDepth   = 16 // objects inside objects; deeper ones stay JSON
)

// flatten calls put with every plain value of an object and the path of its keys. The text must
// be an object in valid JSON.
func flatten(object []byte, put func(key string, value string)) {
	w := walker{b: object, put: put}
	w.object("", 0)
}

// walker goes through valid JSON.
type walker struct {
	b   []byte
	at  int
	put func(string, string)
}

func (w *walker) space() byte {
	for w.at < len(w.b) {
		switch c := w.b[w.at]; c {
		case ' ', '\t', '\r', '\n':
			w.at++
		default:
			return c
		}
	}
	return 0
}

func (w *walker) object(prefix string, depth int) {
	w.space()
	w.at++ // {
	for {
		c := w.space()
		if c == ',' {
			w.at++
			continue
		}
		if c != '"' {
			w.at++ // }
			return
		}
		key := prefix + w.text()
		w.space()
		w.at++ // :
		switch c = w.space(); {
		case c == '{' && depth < mostDepth:
			w.object(key+".", depth+1)
		default:
			w.put(key, w.plain(c))
		}
	}
}

// plain is a value as a cell.
func (w *walker) plain(first byte) string {
	switch first {
	case '"':
		return w.text()
	case '[':
		return w.list()
	}
	s := string(w.skip())
	if s == "null" {
		return ""
	}
	return s
}

// list joins plain values with semicolons; one with anything else in it stays JSON.
func (w *walker) list() string {
	from := w.at
	w.at++
	var all []string
	for {
		switch c := w.space(); c {
		case ',':
			w.at++
		case ']':
			w.at++
			return strings.Join(all, ";")
		case '{', '[':
			w.at = from
			return string(w.skip())
		default:
			all = append(all, w.plain(c))
		}
	}
}

// text is a string's content.
func (w *walker) text() string {
	raw := w.skip()
	inside := raw[1 : len(raw)-1]
	if utf8.Valid(inside) && !strings.ContainsRune(string(inside), '\\') {
		return string(inside)
	}
	var s string
	if err := json.Unmarshal(raw, &s); err != nil {
		return string(inside) // valid JSON always unmarshals
	}
	return s
}

// skip passes over a value and gives it as it stands.
func (w *walker) skip() []byte {
	from := w.at
	depth := 0
	for w.at < len(w.b) {
		c := w.b[w.at]
		switch c {
		case '"':
			for w.at++; w.at < len(w.b) && w.b[w.at] != '"'; w.at++ {
				if w.b[w.at] == '\\' {
					w.at++
				}
			}
			w.at++
			if depth == 0 {
				return w.b[from:w.at]
			}
			continue
		case '{', '[':
			depth++
		case '}', ']':
			if depth == 0 {
				return w.b[from:w.at]
			}
			if depth--; depth == 0 {
				w.at++
				return w.b[from:w.at]
			}
		case ',', ' ', '\t', '\r', '\n', ':':
			if depth == 0 {
				return w.b[from:w.at]
			}
		}
		w.at++
	}
	return w.b[from:]
}
