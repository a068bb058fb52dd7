package jsonfile

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"strings"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"salesops/connectors/table"
	"salesops/internal/fault"
	"salesops/internal/reason"
)

// shape is how the rows of a table stand in its file.
type shape uint8

const (
	loose shape = iota // one object after the other
	lines              // one object on each line
	list               // a list of objects
	held               // a list under a key of one object, or deeper in what wraps an answer
)

// columns are the keys of a table, in the order in which they first appear.
type columns struct {
	index map[string]int
	keys  []string
	rows  int64
	many  bool // more than a table can have
}

func newColumns() *columns { return &columns{index: map[string]int{}} }

func (c *columns) see(object []byte) {
	c.rows++
	flatten(object, func(key, _ string) {
		if _, ok := c.index[key]; ok {
			return
		}
		if len(c.keys) == mostColumns {
			c.many = true
			return
		}
		c.index[key] = len(c.keys)
		c.keys = append(c.keys, key)
	})
}

// Tables finds the tables of a JSON file and reads it once for their headers. What cannot be
// read is a table with a reason; of a file that breaks off, the rows before are a table.
func Tables(file string) ([]*table.Table, error) {
	if found, err := streams(file); err != nil || len(found) > 0 {
		return found, err
	}
	in, err := open(file)
	if err != nil {
		return nil, err
	}
	defer func() { _ = in.Close() }()
	s := newSplitter(in)
	first, err := s.space()
	if errors.Is(err, io.EOF) {
		return refused(reason.Of("file_empty")), nil
	}
	if err != nil {
		return nil, err
	}
	switch first {
	case '[':
		_, _ = s.read()
		c := newColumns()
		var err error
		for err == nil {
			if _, err = elements(s, func(text []byte, _ int) { c.see(text) }); err == nil {
				err = s.another()
			}
		}
		if !errors.Is(err, io.EOF) && fault.KindOf(err) != fault.Invalid {
			return nil, err
		}
		if c.rows == 0 {
			return refused(reason.Of("json_list")), nil
		}
		return []*table.Table{describe(file, in.size, "", c, list, 0)}, nil
	case '{':
		return objects(file, in, s)
	}
	return refused(reason.Of("json_start")), nil
}

func refused(why reason.Reason) []*table.Table { return []*table.Table{{Reason: why}} }

// objects tells one object that holds lists from rows that follow each other.
func objects(file string, in *input, s *splitter) ([]*table.Table, error) {
	f := &finder{s: s}
	single, err := f.file()
	under, beside := f.found, f.beside
	if err != nil && fault.KindOf(err) != fault.Invalid {
		return nil, err
	}
	if single && len(under) > 0 && !namedLines(file) {
		var tables []*table.Table
		for _, u := range under {
			t := describe(file, in.size, u.path, u.columns, held, beside)
			if t.Name = u.name(); len(under) == 1 {
				t.Name = ""
			}
			tables = append(tables, t)
		}
		return tables, nil
	}
	again, err := open(file)
	if err != nil {
		return nil, err
	}
	defer func() { _ = again.Close() }() // whichever is open then
	c := newColumns()
	r := rows{s: newSplitter(again), shape: loose}
	// With whole objects on its lines, a line that is broken takes no other with it.
	if text, _, err := r.s.lineText(); err == nil && json.Valid(text) {
		r.shape = lines
		c.see(text)
	} else {
		if err := again.Close(); err != nil {
			return nil, err
		}
		if again, err = open(file); err != nil {
			return nil, err
		}
		r.s = newSplitter(again)
	}
	for {
		text, _, problem, err := r.object()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		if problem == nil {
			c.see(text)
		}
	}
	if c.rows == 0 {
		return refused(reason.Of("json_no_line")), nil
	}
	return []*table.Table{describe(file, in.size, "", c, r.shape, 0)}, nil
}

// namedLines says that a file's name promises one row to a line, also when there is only one.
func namedLines(file string) bool {
	file = strings.ToLower(file)
	return strings.HasSuffix(file, ".jsonl") || strings.HasSuffix(file, ".ndjson")
}

// key reads "key":.
func (s *splitter) key() (string, error) {
	text, _, err := s.value(true)
	if err != nil {
		return "", err
	}
	var key string
	if json.Unmarshal(text, &key) != nil {
		return "", s.broken(nil, "a key must stand in quotes")
	}
	return key, s.expect(':')
}

// elements reads a list whose bracket was taken. It says how many elements are no objects.
func elements(s *splitter, object func(text []byte, line int)) (others int, err error) {
	for {
		text, line, err := s.element()
		if errors.Is(err, io.EOF) {
			return others, nil
		}
		if err != nil {
			return others, err
		}
		if text[0] == '{' && json.Valid(text) {
			object(text, line)
		} else {
			others++
		}
	}
}

// element is the next element of a list; io.EOF behind its end.
func (s *splitter) element() ([]byte, int, error) {
	for {
		c, err := s.space()
		if err != nil {
			return nil, s.line, s.broken(err, "")
		}
		switch c {
		case ',':
			_, _ = s.read()
		case ']':
			_, _ = s.read()
			return nil, s.line, io.EOF
		default:
			return s.value(true)
		}
	}
}

// describe makes the table of what was found.
func describe(file string, size int64, key string, c *columns, sh shape, beside int) *table.Table {
	t := &table.Table{Name: key, Size: size, Numbers: table.Stored}
	if c.many {
		t.Reason = reason.Of("json_keys", "most", mostColumns)
		return t
	}
	if len(c.keys) == 0 {
		t.Reason = reason.Of("json_empty")
		return t
	}
	t.Header, _ = table.Names(c.keys)
	t.Open = func(context.Context) (table.Rows, error) {
		in, err := open(file)
		if err != nil {
			return nil, err
		}
		r := &rows{in: in, s: newSplitter(in), shape: sh, columns: c, beside: beside}
		if err := r.seek(key); err != nil {
			_ = in.Close()
			return nil, err
		}
		return table.Trim(r, "line"), nil
	}
	return t
}

// input is a file as UTF-8.
type input struct {
	file *os.File
	text io.Reader
	size int64
}

func (i *input) Close() error { return i.file.Close() }

func open(file string) (*input, error) {
	in, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	info, err := in.Stat()
	if err != nil {
		_ = in.Close()
		return nil, err
	}
	mark := make([]byte, 3)
	n, err := io.ReadFull(in, mark)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		_ = in.Close()
		return nil, err
	}
	if mark = mark[:n]; bytes.Equal(mark, []byte{0xEF, 0xBB, 0xBF}) {
		return &input{in, in, info.Size()}, nil
	}
	if _, err := in.Seek(0, io.SeekStart); err != nil {
		_ = in.Close()
		return nil, err
	}
	if bytes.HasPrefix(mark, []byte{0xFF, 0xFE}) || bytes.HasPrefix(mark, []byte{0xFE, 0xFF}) {
		return &input{in, transform.NewReader(in, unicode.BOMOverride(transform.Nop)), info.Size()}, nil
	}
	return &input{in, in, info.Size()}, nil
}
