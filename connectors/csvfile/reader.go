package csvfile

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"salesops/connectors/table"
	"salesops/internal/problems"
	"salesops/internal/reason"
)

// Reader hands out a file's rows one by one.
type Reader struct {
	p     *parser
	width int // of the header
	named int // least a row must have
	bytes *counter

	format             Format
	wrapped, wrappedAt int // rows, and the first of them
}

// counter counts the bytes read from the file, for progress.
type counter struct {
	in io.Reader
	n  int64
}

func (c *counter) Read(b []byte) (int, error) {
	n, err := c.in.Read(b)
	c.n += int64(n)
	return n, err
}

// NewReader begins to read a file in a format that Sniff found. The header is passed over
// when the format has one.
func NewReader(file io.ReadSeeker, f Format) (*Reader, error) {
	if _, err := file.Seek(int64(f.mark), io.SeekStart); err != nil {
		return nil, err
	}
	count := &counter{in: file, n: int64(f.mark)}
	r := &Reader{p: newParser(decoded(count, f.Encoding), f.Separator), bytes: count}
	if len(f.Header) > 0 {
		for i := range f.above + 1 {
			if _, err := r.head(i == 0); err != nil {
				return nil, err
			}
		}
		r.width, r.named, r.format = len(f.Header), f.named, f
	}
	return r, nil
}

// head reads a row at the top of the file. The first may stand behind Excel's line "sep=;".
func (r *Reader) head(first bool) (*Row, error) {
	row, err := r.p.next()
	if err != nil {
		return nil, err
	}
	if first {
		if _, _, ok := announced(append(row.Raw[:len(row.Raw):len(row.Raw)], '\n')); ok {
			if row, err = r.p.next(); err != nil {
				return nil, err
			}
		}
	}
	valid(row)
	r.p.unwrap(row, anyWidth)
	return row, nil
}

// Offset is how many bytes of the file have been read.
func (r *Reader) Offset() int64 { return r.bytes.n }

// Next is the next row; io.EOF at the end. A row that cannot be taken has a Problem, and
// reading goes on behind it. The row is valid until the next call.
func (r *Reader) Next() (*Row, error) {
	row, err := r.p.next()
	if err != nil {
		return nil, err
	}
	if row.Problem == nil {
		row.Problem = clean(row)
	}
	broken := valid(row) || r.format.Encoding != UTF8 // whose decoder has put the mark already
	if row.Problem == nil && row.open && broken && bytes.HasSuffix(row.Raw, []byte(mark)) {
		row.Problem = &Problem{Line: row.Line, Column: len(row.Fields),
			Reason: reason.Of("row_cut_off", "found", len(row.Fields), "columns", r.named)}
	}
	if row.Problem == nil && len(row.Raw) > 0 && row.Raw[0] == '"' && r.width > 1 && r.p.unwrap(row, r.width) {
		if r.wrapped++; r.wrapped == 1 {
			r.wrappedAt = row.Line
		}
	}
	if row.Problem == nil && len(row.Fields) != r.width {
		r.fit(row)
	}
	if row.open && row.Problem != nil {
		r.cut(row)
	}
	return row, nil
}

// cut says of a last row that lacks its line end and its last fields that the file was not written
// to its end.
func (r *Reader) cut(row *Row) {
	switch row.Problem.Reason.Code {
	case "row_cut_off", "quote_open":
		row.Problem.Reason, row.Problem.Rest = reason.Of("file_breaks_off", "byte", r.bytes.n), true
	}
}

// fit brings a row to the header's width: empty fields behind the last column are dropped,
// missing ones under columns without a name are added; every other width is refused.
func (r *Reader) fit(row *Row) {
	n := len(row.Fields)
	for n > r.width && len(row.Fields[n-1]) == 0 {
		n--
	}
	switch {
	case n > r.width:
		row.Problem = &Problem{Line: row.Line, Column: r.width + 1,
			Reason: reason.Of("row_too_wide", "found", n, "columns", r.width)}
	case n < r.named:
		row.Problem = &Problem{Line: row.Line, Column: n + 1,
			Reason: reason.Of("row_cut_off", "found", n, "columns", r.named)}
	default:
		row.Fields = row.Fields[:n]
		for len(row.Fields) < r.width {
			row.Fields = append(row.Fields, nil)
		}
	}
}

// Texts are the row's fields as strings without space around them. They stay valid, and
// they share one piece of memory. The slice is reused when it is long enough.
func (r *Row) Texts(into []string) []string {
	total := 0
	for _, f := range r.Fields {
		total += len(f)
	}
	var all strings.Builder
	all.Grow(total)
	for _, f := range r.Fields {
		all.Write(f)
	}
	text := all.String()
	into = into[:0]
	for _, f := range r.Fields {
		into = append(into, strings.TrimSpace(text[:len(f)]))
		text = text[len(f):]
	}
	return into
}

// Notes are what was odd: rows above the header, rows wrapped in quotes.
func (r *Reader) Notes() []table.Note {
	var notes []table.Note
	if n := r.format.above; n > 0 {
		notes = append(notes, table.Note{Code: problems.Preface, Count: int64(n),
			Where: fmt.Sprintf("line %d", r.format.firstLine)})
	}
	if r.wrapped > 0 {
		notes = append(notes, table.Note{Code: problems.Unwrapped, Count: int64(r.wrapped),
			Where: fmt.Sprintf("line %d", r.wrappedAt)})
	}
	return notes
}
