package jsonfile

import (
	"encoding/json"
	"errors"
	"io"
	"strings"

	"salesops/connectors/table"
	"salesops/internal/fault"
	"salesops/internal/problems"
	"salesops/internal/reason"
)

// rows are the objects of one table.
type rows struct {
	in      *input
	s       *splitter
	shape   shape
	columns *columns
	beside  int
	ended   bool
	seen    []bool
}

// seek goes to the first element of the list.
func (r *rows) seek(key string) error {
	switch r.shape {
	case loose, lines:
		return nil
	case list:
		return r.s.expect('[')
	case held:
	}
	return r.s.seek(key)
}

func (r *rows) Close() error  { return r.in.Close() }
func (r *rows) Offset() int64 { return r.s.at }

func (r *rows) Notes() []table.Note {
	if r.beside == 0 {
		return nil
	}
	return []table.Note{{Code: problems.Beside, Count: int64(r.beside)}}
}

// object is the text of the next row. A problem is about that row alone.
func (r *rows) object() ([]byte, int, *table.Problem, error) {
	if r.ended {
		return nil, 0, nil, io.EOF
	}
	var text []byte
	var line int
	var err error
	if r.shape == lines {
		text, line, err := r.s.lineText()
		if err != nil && fault.KindOf(err) == fault.Invalid {
			return nil, line, &table.Problem{Line: line, Reason: reason.From(err)}, nil
		}
		if err == nil && (text[0] != '{' || !json.Valid(text)) {
			if r.s.open && text[0] == '{' {
				return text, line, &table.Problem{Line: line, Reason: r.s.breaksOff(), Rest: true}, nil
			}
			return text, line, &table.Problem{Line: line, Reason: reason.Of("json_line")}, nil
		}
		return text, line, nil, err
	}
	if r.shape == loose {
		if c, end := r.s.space(); end != nil {
			return nil, 0, nil, end
		} else if c == ',' || c == ']' || c == '}' || c == ':' {
			return r.badLine(nil)
		}
		text, line, err = r.s.value(true)
	} else {
		text, line, err = r.s.element()
		for r.shape == list && errors.Is(err, io.EOF) {
			if err = r.s.another(); err == nil {
				text, line, err = r.s.element()
			} else if line = r.s.line; errors.Is(err, io.EOF) {
				break
			}
		}
	}
	switch {
	case errors.Is(err, io.EOF):
		r.ended = true
		return nil, 0, nil, io.EOF
	case err != nil && fault.KindOf(err) == fault.Invalid:
		r.ended = true
		return nil, line, &table.Problem{Line: line, Reason: reason.From(err), Rest: true}, nil
	case err != nil:
		return nil, 0, nil, err
	case text[0] != '{' || !json.Valid(text):
		if r.shape == loose && text[0] != '{' {
			return r.badLine(text)
		}
		why := reason.Of("json_no_object")
		if text[0] == '{' {
			why = reason.Of("json_broken")
		}
		return text, line, &table.Problem{Line: line, Reason: why}, nil
	}
	return text, line, nil, nil
}

// badLine passes over a line that is no object, so that those behind it are read.
func (r *rows) badLine(before []byte) ([]byte, int, *table.Problem, error) {
	line := r.s.line
	text := append([]byte(nil), before...)
	for {
		c, err := r.s.read()
		if errors.Is(err, io.EOF) || c == '\n' {
			break
		}
		if err != nil {
			return nil, 0, nil, err
		}
		if len(text) < mostRow {
			text = append(text, c)
		}
	}
	return text, line, &table.Problem{Line: line, Reason: reason.Of("json_line")}, nil
}

func (r *rows) Next(into []string) (table.Row, error) {
	text, line, problem, err := r.object()
	if err != nil {
		return table.Row{}, err
	}
	if problem != nil {
		return table.Row{Line: line, Raw: text, Problem: problem, Cells: into[:0]}, nil
	}
	return r.row(text, line, into), nil
}

// row makes the cells of one object.
func (r *rows) row(text []byte, line int, into []string) table.Row {
	row := table.Row{Line: line, Raw: text, Cells: into[:0]}
	width := len(r.columns.keys)
	if r.seen == nil {
		r.seen = make([]bool, width)
	}
	clear(r.seen)
	for range width {
		row.Cells = append(row.Cells, "")
	}
	flatten(text, func(key, value string) {
		i, ok := r.columns.index[key]
		switch {
		case !ok:
			row.Problem = &table.Problem{Line: line, Reason: reason.Of("json_new_key", "key", key)}
		case r.seen[i]:
			row.Problem = &table.Problem{Line: line, Column: i + 1, Reason: reason.Of("json_key_twice")}
		case strings.IndexByte(value, 0) >= 0:
			row.Problem = &table.Problem{Line: line, Column: i + 1, Reason: reason.Of("nul_byte")}
		default:
			row.Cells[i], r.seen[i] = strings.TrimSpace(value), true
		}
	})
	if row.Problem != nil {
		row.Cells = row.Cells[:0]
	}
	return row
}
