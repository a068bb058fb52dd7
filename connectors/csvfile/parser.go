package csvfile

import (
	"bytes"
	"errors"
	"io"
	"unicode/utf8"

	"salesops/connectors/table"
	"salesops/internal/fault"
	"salesops/internal/reason"
)

const (
	maxRecord  = 4 << 20 // bytes of one row: 30 long text fields of Salesforce
	maxColumns = 4096
	// A quote that is never closed makes the parser look ahead to the limit. After a few of
	// them it looks less far, and a file full of them is given up.
	farLooks, farLooksMax = 20, 1000
	nearRecord            = 64 << 10
)

// Row is one row of the file. Fields and Raw are valid until the next row is read.
type Row struct {
	Line   int // where it begins; the first line of the file is 1
	Fields [][]byte
	Raw    []byte // as it stands in the file (in UTF-8), without its line end
	open   bool   // the file ends with it, without a line end
	// Problem says why the row cannot be taken; nil when it can.
	Problem *Problem
}

// Problem is the reason why a row was not taken.
type Problem = table.Problem

// parser cuts bytes into rows. buf[start:end] is what was read and not yet handed out.
type parser struct {
	in         io.Reader
	sep        byte
	buf        []byte
	start, end int
	eof        bool
	line       int // number of the line that begins at start
	row        Row
	unquoted   []byte // fields whose doubled quotes had to be resolved
	failures   int
	special    [256]bool
	inner      *parser // of rows wrapped in quotes
}

func newParser(in io.Reader, sep byte) *parser {
	p := &parser{in: in, sep: sep, buf: make([]byte, 256<<10), line: 1}
	for _, c := range []byte{sep, '\r', '\n'} {
		p.special[c] = true
	}
	return p
}

// ended says that nothing but what was handed out is left.
func (p *parser) ended() bool { return p.eof && p.start == p.end }

// fill reads more behind end, moving or growing the buffer. It says whether there is more.
func (p *parser) fill() (bool, error) {
	if p.eof {
		return false, nil
	}
	if p.end == len(p.buf) {
		if p.start > 0 {
			p.end = copy(p.buf, p.buf[p.start:p.end])
			p.start = 0
		} else {
			p.buf = append(p.buf, make([]byte, len(p.buf))...)
		}
	}
	for range 100 {
		n, err := p.in.Read(p.buf[p.end:])
		p.end += n
		if errors.Is(err, io.EOF) {
			p.eof = true
			return n > 0, nil
		}
		if err != nil {
			return false, err
		}
		if n > 0 {
			return true, nil
		}
	}
	return false, io.ErrNoProgress
}

// next reads one row; io.EOF at the end. Empty lines are passed over.
func (p *parser) next() (*Row, error) {
	for {
		row, err := p.record()
		if err != nil || len(row.Raw) > 0 {
			return row, err
		}
	}
}

// span is a field as positions relative to the row's start, because the buffer may move.
type span struct {
	from, to int
	scratch  bool // positions are in unquoted
}

func (p *parser) record() (*Row, error) {
	if err := p.passMark(); err != nil {
		return nil, err
	}
	var few [64]span
	spans := few[:0]
	p.unquoted = p.unquoted[:0]
	at, lines := 0, 0 // at is relative to start
	from := 0
	for {
		// One field begins at from.
		c, more, err := p.peek(at)
		if err != nil {
			return nil, err
		}
		if !more && at == 0 {
			return nil, io.EOF
		}
		if more && c == '"' {
			s, next, inside, closed, err := p.quoted(at)
			if err != nil {
				return nil, err
			}
			if !closed {
				return p.unclosed(len(spans) + 1)
			}
			spans, at, lines = append(spans, s), next, lines+inside
		} else {
			if at, err = p.plain(at); err != nil {
				return nil, err
			}
			spans = append(spans, span{from, at, false})
		}
		if at > maxRecord {
			return p.refuse(at, lines,
				&Problem{Line: p.line, Column: len(spans),
					Reason: reason.Of("row_too_long", "megabytes", maxRecord>>20)})
		}
		c, more, err = p.peek(at)
		if err != nil {
			return nil, err
		}
		if !more || c != p.sep {
			return p.give(spans, at, lines, nil)
		}
		if len(spans) == maxColumns {
			return p.refuse(at, lines,
				&Problem{Line: p.line, Column: maxColumns, Reason: reason.Of("row_too_many", "most", maxColumns)})
		}
		at++
		from = at
	}
}

// passMark passes over a byte order mark in front of a row: files that were put together have one in
// the middle, and it would be a part of the row's first value.
func (p *parser) passMark() error {
	for i, want := range []byte("\uFEFF") {
		if c, more, err := p.peek(i); err != nil || !more || c != want {
			return err
		}
	}
	p.start += len("\uFEFF")
	return nil
}

// peek is the byte at a position relative to start.
func (p *parser) peek(at int) (byte, bool, error) {
	for p.start+at >= p.end {
		more, err := p.fill()
		if err != nil || !more {
			return 0, false, err
		}
	}
	return p.buf[p.start+at], true, nil
}

// plain runs to the end of an unquoted field.
func (p *parser) plain(at int) (int, error) {
	for {
		b := p.buf[p.start+at : p.end]
		for i, c := range b {
			if p.special[c] {
				return at + i, nil
			}
		}
		at += len(b)
		if at > maxRecord {
			return at, nil
		}
		more, err := p.fill()
		if err != nil || !more {
			return at, err
		}
	}
}

// quoted reads a field that begins with a quote at a position. A quote inside that is
// neither doubled nor at the field's end is taken as it stands: exports contain them.
func (p *parser) quoted(at int) (s span, next, lines int, closed bool, err error) {
	limit := maxRecord
	if p.failures > farLooks {
		limit = nearRecord
	}
	at++
	from := at
	copied := -1 // where in unquoted the field's text begins, once it had to be copied
	for {
		b := p.buf[p.start+at : p.end]
		i := bytes.IndexByte(b, '"')
		if i < 0 {
			if at+len(b) > limit {
				return s, 0, 0, false, nil
			}
			at += len(b)
			more, err := p.fill()
			if err != nil {
				return s, 0, 0, false, err
			}
			if !more {
				return s, 0, 0, false, nil
			}
			continue
		}
		at += i
		c, more, err := p.peek(at + 1)
		if err != nil {
			return s, 0, 0, false, err
		}
		if !more || p.special[c] {
			text := p.buf[p.start+from : p.start+at]
			lines += countLines(text)
			if copied < 0 {
				return span{from, at, false}, at + 1, lines, true, nil
			}
			p.unquoted = append(p.unquoted, text...)
			return span{copied, len(p.unquoted), true}, at + 1, lines, true, nil
		}
		if copied < 0 {
			copied = len(p.unquoted)
		}
		text := p.buf[p.start+from : p.start+at+1] // with the quote
		lines += countLines(text)
		p.unquoted = append(p.unquoted, text...)
		at++
		if c == '"' {
			at++
		}
		from = at
	}
}

func countLines(b []byte) int {
	n := bytes.Count(b, []byte{'\n'})
	if bytes.IndexByte(b, '\r') < 0 {
		return n
	}
	for i, c := range b {
		if c == '\r' && (i+1 == len(b) || b[i+1] != '\n') {
			n++
		}
	}
	return n
}

// give hands out the row that ends at a position and steps over its line end.
func (p *parser) give(spans []span, at, lines int, problem *Problem) (*Row, error) {
	end := at
	c, more, err := p.peek(at)
	if err != nil {
		return nil, err
	}
	if more && c == '\r' {
		end++
		if c, more, err = p.peek(end); err != nil {
			return nil, err
		}
		if more && c == '\n' {
			end++
		}
		lines++
	} else if more && c == '\n' {
		end++
		lines++
	}
	// No more is read from here on: positions become slices.
	row := p.buf[p.start:]
	p.row.Line, p.row.Raw, p.row.Problem, p.row.open = p.line, row[:at:at], problem, !more && end == at
	p.row.Fields = p.row.Fields[:0]
	for _, s := range spans {
		if s.scratch {
			p.row.Fields = append(p.row.Fields, p.unquoted[s.from:s.to:s.to])
		} else {
			p.row.Fields = append(p.row.Fields, row[s.from:s.to:s.to])
		}
	}
	p.start += end
	p.line += lines
	return &p.row, nil
}

// unclosed gives the first line of a row whose quote is never closed as a problem and goes
// on with the next line, so that one stray quote does not swallow the rest of the file.
func (p *parser) unclosed(column int) (*Row, error) {
	p.failures++
	if p.failures > farLooksMax {
		return nil, fault.Because(fault.Invalid, reason.Of("file_quotes", "line", p.line, "most", farLooksMax))
	}
	return p.refuse(0, 0, &Problem{Line: p.line, Column: column, Reason: reason.Of("quote_open")})
}

// refuse gives the row at hand as a problem and goes on behind the next line end after at: what stands
// between belongs to the row and is none of its own. A line may be longer than the memory, so
// no more of it is kept than a row may have.
func (p *parser) refuse(at, lines int, problem *Problem) (*Row, error) {
	for at <= maxRecord {
		c, more, err := p.peek(at)
		if err != nil {
			return nil, err
		}
		if !more || c == '\n' || c == '\r' {
			return p.give(nil, at, lines, problem)
		}
		at++
	}
	kept := bytes.Clone(p.buf[p.start : p.start+maxRecord])
	p.start += at
	for {
		if i := bytes.IndexAny(p.buf[p.start:p.end], "\r\n"); i >= 0 {
			p.start += i
			break
		}
		p.start = p.end
		if more, err := p.fill(); err != nil {
			return nil, err
		} else if !more {
			break
		}
	}
	row, err := p.give(nil, 0, lines, problem)
	if err == nil {
		row.Raw = kept
	}
	return row, err
}

// clean finds what no value may hold: a NUL byte.
func clean(row *Row) *Problem {
	if bytes.IndexByte(row.Raw, 0) < 0 {
		return nil
	}
	for i, f := range row.Fields {
		if bytes.IndexByte(f, 0) >= 0 {
			return &Problem{Line: row.Line, Column: i + 1, Reason: reason.Of("nul_byte")}
		}
	}
	return &Problem{Line: row.Line, Reason: reason.Of("nul_byte")}
}

// mark stands for what is no character.
const mark = "\uFFFD"

// valid replaces what is broken in a damaged file, so that every text is text, and says whether
// there was anything.
func valid(row *Row) bool {
	if utf8.Valid(row.Raw) {
		return false
	}
	for i, f := range row.Fields {
		if !utf8.Valid(f) {
			row.Fields[i] = bytes.ToValidUTF8(f, []byte(mark))
		}
	}
	row.Raw = bytes.ToValidUTF8(row.Raw, []byte(mark))
	return true
}
