package csvfile

import "bytes"

// anyWidth is the width of a header: any number of names above two.
const anyWidth = 0

// unwrap undoes what some programs do to whole rows: "a,""b, c"",d" is one field that holds the
// row a,"b, c",d. width is how many fields the row must have then.
func (p *parser) unwrap(row *Row, width int) bool {
	if row.Problem != nil || len(row.Raw) < 2 || row.Raw[0] != '"' || len(row.Fields) == 0 {
		return false
	}
	if n := len(row.Fields); n > 1 && (width == anyWidth || n == width) {
		return false // a row as it should be, with "Doe, John" and empty fields behind
	}
	for _, f := range row.Fields[1:] {
		if len(f) > 0 {
			return false
		}
	}
	whole := row.Fields[0]
	if bytes.IndexByte(whole, p.sep) < 0 {
		return false
	}
	if p.inner == nil {
		p.inner = &parser{sep: p.sep, special: p.special, eof: true}
	}
	in := p.inner
	in.buf, in.start, in.end, in.line, in.failures = whole, 0, len(whole), row.Line, 0
	inside, err := in.next()
	if err != nil || inside.Problem != nil || !in.ended() {
		return false
	}
	if n := len(inside.Fields); n < 3 && width == anyWidth || width != anyWidth && n != width {
		return false
	}
	row.Fields = append(row.Fields[:0], inside.Fields...)
	return true
}
