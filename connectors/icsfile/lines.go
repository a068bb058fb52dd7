package icsfile

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// line is one content line: folded lines are put together.
type line struct {
	number int // of the first line in the file, from 1
	text   string
}

// decode is a file's text in UTF-8, whatever it was written in.
func decode(data []byte) []byte {
	switch {
	case bytes.HasPrefix(data, []byte{0xEF, 0xBB, 0xBF}):
		return data[3:]
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE}), bytes.HasPrefix(data, []byte{0xFE, 0xFF}):
		if text, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(data); err == nil {
			return text
		}
	}
	return data
}

// readable makes UTF-8 of a line of an old program.
func readable(s []byte) string {
	if utf8.Valid(s) {
		return string(s)
	}
	text, err := charmap.Windows1252.NewDecoder().Bytes(s)
	if err != nil {
		return strings.ToValidUTF8(string(s), "\uFFFD")
	}
	return string(text)
}

// lines calls fn with every content line that is not empty.
func lines(data []byte, fn func(line)) {
	end := byte('\n')
	if bytes.IndexByte(data, '\n') < 0 {
		end = '\r'
	}
	var held []byte
	first, number := 0, 0
	flush := func() {
		if first > 0 && len(bytes.TrimSpace(held)) > 0 {
			fn(line{first, readable(held)})
		}
		held, first = nil, 0
	}
	for len(data) > 0 {
		number++
		var text []byte
		if i := bytes.IndexByte(data, end); i >= 0 {
			text, data = data[:i], data[i+1:]
		} else {
			text, data = data, nil
		}
		text = bytes.TrimRight(text, "\r")
		if len(text) == 0 {
			continue // some programs write them between the parts of a folded line
		}
		if len(text) > 0 && (text[0] == ' ' || text[0] == '\t') && first > 0 {
			if len(held)+len(text) <= longestLine {
				held = append(held, text[1:]...)
			}
			continue
		}
		flush()
		held, first = append([]byte(nil), text[:min(len(text), longestLine)]...), number
	}
	flush()
}

// longestLine bounds a content line: what is longer is an attachment and says nothing here.
const longestLine = 1 << 20

// property is a content line taken apart.
type property struct {
	line   int
	name   string // upper case
	params []param
	value  string
}

type param struct{ name, value string }

// param is a parameter's value; "" when there is none.
func (p *property) param(name string) string {
	for _, q := range p.params {
		if q.name == name {
			return q.value
		}
	}
	return ""
}

// parseLine takes a content line apart; false when it is none.
func parseLine(l line) (property, bool) {
	s := l.text
	i := strings.IndexAny(s, ";:")
	if i <= 0 {
		return property{}, false
	}
	p := property{line: l.number, name: strings.ToUpper(strings.TrimSpace(s[:i]))}
	for i < len(s) && s[i] == ';' {
		s = s[i+1:]
		eq := strings.IndexAny(s, "=;:")
		if eq < 0 {
			return property{}, false
		}
		if s[eq] != '=' { // a parameter without a value says nothing
			i = eq
			continue
		}
		name := strings.ToUpper(strings.TrimSpace(s[:eq]))
		var value string
		value, i = paramValue(s, eq+1)
		p.params = append(p.params, param{name, value})
	}
	if i >= len(s) || s[i] != ':' {
		return property{}, false
	}
	p.value = strings.TrimSpace(s[i+1:])
	return p, true
}

// paramValue reads a parameter's value, quoted or not, and where it ends.
func paramValue(s string, i int) (string, int) {
	from, quoted := i, false
	for ; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"':
			quoted = !quoted
		case !quoted && (c == ';' || c == ':'):
			return unquote(s[from:i]), i
		}
	}
	if !quoted {
		return unquote(s[from:]), i
	}
	// A quote that is never closed: the value ends where it would without it.
	if k := strings.IndexAny(s[from:], ";:"); k >= 0 {
		return unquote(s[from : from+k]), from + k
	}
	return unquote(s[from:]), len(s)
}

var carets = strings.NewReplacer("^n", "\n", "^'", `"`, "^^", "^")

func unquote(s string) string { return carets.Replace(strings.ReplaceAll(s, `"`, "")) }

var escapes = strings.NewReplacer(`\\`, `\`, `\;`, ";", `\,`, ",", `\n`, " ", `\N`, " ")

// plain is a text value without its escapes, on one line.
func plain(s string) string { return strings.Join(strings.Fields(escapes.Replace(s)), " ") }
