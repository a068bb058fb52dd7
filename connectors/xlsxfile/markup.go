package xlsxfile

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// tag is what stands next in a sheet's XML.
type tag uint8

const (
	opens tag = iota + 1
	closes
	words
)

// markup reads the tags and texts of XML one after the other, as encoding/xml's RawToken does,
// without making a value of each: a sheet has several for every cell.
type markup struct {
	in      io.Reader
	buf     []byte
	at      int   // where in buf the next one begins
	read    int64 // bytes that were read
	failed  error
	pending bool   // the tag that was given closes itself
	name    []byte // of the tag, without its prefix; valid until next is called
	attrs   []byte // of an opening tag, as they are written
	text    []byte
	room    []byte
}

const markupBlock = 64 << 10

func newMarkup(in io.Reader) *markup {
	return &markup{in: in, buf: make([]byte, 0, markupBlock)}
}

// offset is how far the reading has come, in bytes.
func (m *markup) offset() int64 { return m.read - int64(len(m.buf)-m.at) }

// fill reads more behind what is there.
func (m *markup) fill() bool {
	if m.failed != nil {
		return false
	}
	if m.at > 0 {
		m.buf = m.buf[:copy(m.buf, m.buf[m.at:])]
		m.at = 0
	}
	if len(m.buf) == cap(m.buf) {
		m.buf = append(make([]byte, 0, 2*cap(m.buf)), m.buf...)
	}
	n, err := m.in.Read(m.buf[len(m.buf):cap(m.buf)])
	m.buf = m.buf[:len(m.buf)+n]
	m.read += int64(n)
	m.failed = err
	return n > 0 || err == nil
}

// need makes sure that n bytes are there.
func (m *markup) need(n int) bool {
	for len(m.buf)-m.at < n {
		if !m.fill() {
			return false
		}
	}
	return true
}

// until is how many bytes stand before a sign; -1 when it does not come.
func (m *markup) until(from int, sign string) int {
	for {
		if here := m.buf[m.at:]; len(here) > from {
			if i := bytes.Index(here[from:], []byte(sign)); i >= 0 {
				return from + i
			}
			from = max(from, len(here)-len(sign)+1)
		}
		if !m.fill() {
			return -1
		}
	}
}

func wrong(what string) error { return &xml.SyntaxError{Msg: what} }

// cut is the error of a text that ends within something.
func (m *markup) cut() error {
	if m.failed != nil && !errors.Is(m.failed, io.EOF) {
		return m.failed
	}
	return wrong("unexpected EOF")
}

// next goes on to the next tag or text; io.EOF at the end.
func (m *markup) next() (tag, error) {
	if m.pending {
		m.pending = false
		return closes, nil
	}
	for {
		if !m.need(1) {
			return 0, m.failed
		}
		if m.buf[m.at] != '<' {
			return words, m.words()
		}
		if !m.need(2) {
			return 0, m.cut()
		}
		switch m.buf[m.at+1] {
		case '?':
			if err := m.instruction(); err != nil {
				return 0, err
			}
		case '!':
			given, err := m.declaration()
			if given || err != nil {
				return words, err
			}
		case '/':
			n := m.until(2, ">")
			if n < 0 {
				return 0, m.cut()
			}
			m.name = local(bytes.TrimRight(m.buf[m.at+2:m.at+n], " \t\r\n"))
			m.at += n + 1
			if len(m.name) == 0 {
				return 0, wrong("expected element name after </")
			}
			return closes, nil
		default:
			return opens, m.open()
		}
	}
}

func (m *markup) words() error {
	n := m.until(0, "<")
	if n < 0 {
		if !errors.Is(m.failed, io.EOF) {
			return m.failed
		}
		n = len(m.buf) - m.at
	}
	raw := m.buf[m.at : m.at+n]
	m.at += n
	if bytes.Contains(raw, []byte("]]>")) {
		return wrong("unescaped ]]> not in CDATA section")
	}
	var err error
	m.text, err = m.plain(raw, true)
	return err
}

// open reads an opening tag.
func (m *markup) open() error {
	n, quote := 1, byte(0)
	for ; ; n++ {
		if m.at+n >= len(m.buf) && !m.need(n+1) {
			return m.cut()
		}
		c := m.buf[m.at+n]
		if quote == 0 && c == '>' {
			break
		}
		switch {
		case c == quote:
			quote = 0
		case quote == 0 && (c == '"' || c == '\''):
			quote = c
		case c == '<':
			return wrong("unescaped < inside a tag")
		}
	}
	inside := m.buf[m.at+1 : m.at+n]
	m.at += n + 1
	if k := len(inside); k > 0 && inside[k-1] == '/' {
		m.pending, inside = true, inside[:k-1]
	}
	end := bytes.IndexAny(inside, " \t\r\n")
	if end < 0 {
		end = len(inside)
	}
	m.name, m.attrs = local(inside[:end]), inside[end:]
	if len(m.name) == 0 {
		return wrong("expected element name after <")
	}
	return nil
}

// attribute takes the next attribute of the opening tag; name is nil when there is none left.
func (m *markup) attribute() (name, value []byte, err error) {
	rest := bytes.TrimLeft(m.attrs, " \t\r\n")
	if len(rest) == 0 {
		return nil, nil, nil
	}
	name, rest, ok := bytes.Cut(rest, []byte("="))
	name, rest = local(bytes.TrimRight(name, " \t\r\n")), bytes.TrimLeft(rest, " \t\r\n")
	if !ok || len(name) == 0 || bytes.ContainsAny(name, " \t\r\n\"'") {
		return nil, nil, wrong("attribute name without = in element")
	}
	if len(rest) == 0 || rest[0] != '"' && rest[0] != '\'' {
		return nil, nil, wrong("unquoted or missing attribute value in element")
	}
	end := bytes.IndexByte(rest[1:], rest[0])
	if end < 0 {
		return nil, nil, wrong("unquoted or missing attribute value in element")
	}
	m.attrs = rest[end+2:]
	value, err = m.plain(rest[1:end+1], true)
	return name, value, err
}

// eachAttribute calls fn with every attribute of the opening tag; nil only looks whether they are right.
func (m *markup) eachAttribute(fn func(name, value []byte)) error {
	for {
		name, value, err := m.attribute()
		if err != nil || name == nil {
			return err
		}
		if fn != nil {
			fn(name, value)
		}
	}
}

// local is a name without its prefix.
func local(name []byte) []byte {
	if at := bytes.IndexByte(name, ':'); at > 0 && at < len(name)-1 {
		return name[at+1:]
	}
	return name
}

// instruction passes <?…?> over. A text in another encoding cannot be read.
func (m *markup) instruction() error {
	n := m.until(2, "?>")
	if n < 0 {
		return m.cut()
	}
	inside := string(m.buf[m.at+2 : m.at+n])
	m.at += n + 2
	if rest, ok := strings.CutPrefix(inside, "xml"); ok && strings.TrimLeft(rest, " \t\r\n") != rest {
		if _, value, ok := strings.Cut(rest, "encoding="); ok && len(value) > 1 &&
			(value[0] == '"' || value[0] == '\'') {
			if end := strings.IndexByte(value[1:], value[0]); end > 0 && !strings.EqualFold(value[1:end+1], "utf-8") {
				return wrong("the encoding " + value[1:end+1])
			}
		}
	}
	return nil
}

// declaration passes <!…> over; given says that it was a text.
func (m *markup) declaration() (given bool, err error) {
	if m.need(4) && string(m.buf[m.at:m.at+4]) == "<!--" {
		n := m.until(4, "-->")
		if n < 0 {
			return false, m.cut()
		}
		m.at += n + 3
		return false, nil
	}
	if m.need(9) && string(m.buf[m.at:m.at+9]) == "<![CDATA[" {
		n := m.until(9, "]]>")
		if n < 0 {
			return true, m.cut()
		}
		raw := m.buf[m.at+9 : m.at+n]
		m.at += n + 3
		m.text, err = m.plain(raw, false)
		return true, err
	}
	depth, quote := 0, byte(0)
	for n := 3; ; n++ {
		if !m.need(n + 1) {
			return false, m.cut()
		}
		switch c := m.buf[m.at+n]; {
		case c == quote:
			quote = 0
		case quote != 0:
		case c == '"' || c == '\'':
			quote = c
		case c == '<' && m.need(n+4) && string(m.buf[m.at+n:m.at+n+4]) == "<!--":
			end := m.until(n+4, "-->")
			if end < 0 {
				return false, m.cut()
			}
			n = end + 2
		case c == '<':
			depth++
		case c == '>' && depth > 0:
			depth--
		case c == '>':
			m.at += n + 1
			return false, nil
		}
	}
}

var entities = map[string]rune{"lt": '<', "gt": '>', "amp": '&', "apos": '\'', "quot": '"'}

// plain is a text as it is meant: entities by their signs, every line end as \n.
func (m *markup) plain(raw []byte, escaped bool) ([]byte, error) {
	simple := true
	for _, c := range raw {
		if c == '&' || c == '\r' || c >= utf8.RuneSelf {
			simple = false
		} else if c < ' ' && c != '\t' && c != '\n' {
			return nil, wrong("illegal character code")
		}
	}
	if simple {
		return raw, nil
	}
	m.room = m.room[:0]
	for i := 0; i < len(raw); {
		switch c := raw[i]; {
		case c == '\r':
			if i++; i == len(raw) || raw[i] != '\n' {
				m.room = append(m.room, '\n')
			}
		case c == '&' && escaped:
			end := bytes.IndexByte(raw[i:], ';')
			if end < 0 {
				return nil, wrong("invalid character entity")
			}
			r, ok := entity(string(raw[i+1 : i+end]))
			if !ok {
				return nil, wrong("invalid character entity")
			}
			m.room = utf8.AppendRune(m.room, r)
			i += end + 1
		default:
			r, n := utf8.DecodeRune(raw[i:])
			if r == utf8.RuneError && n == 1 || !allowed(r) {
				return nil, wrong("invalid UTF-8")
			}
			m.room = append(m.room, raw[i:i+n]...)
			i += n
		}
	}
	return m.room, nil
}

func entity(name string) (rune, bool) {
	if r, ok := entities[name]; ok {
		return r, true
	}
	digits, numeric := strings.CutPrefix(name, "#")
	if !numeric {
		return 0, false
	}
	base := 10
	if hex, ok := strings.CutPrefix(digits, "x"); ok {
		digits, base = hex, 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if err != nil || n > utf8.MaxRune || strings.HasPrefix(digits, "+") {
		return 0, false
	}
	r := rune(n) //nolint:gosec // at most MaxRune
	if !utf8.ValidRune(r) {
		r = utf8.RuneError // a half of a pair
	}
	return r, allowed(r)
}

// allowed says that XML may hold a character.
func allowed(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || r >= ' ' && r <= 0xD7FF || r >= 0xE000 && r <= 0xFFFD ||
		r >= 0x10000 && r <= utf8.MaxRune
}
