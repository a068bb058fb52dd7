package jsonfile

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"strings"

	"salesops/connectors/table"
	"salesops/internal/fault"
	"salesops/internal/problems"
	"salesops/internal/reason"
)

// Singer is how many programs hand over what they take out of a system: a message on each line, of
// a stream's SCHEMA, a RECORD, the STATE from which to go on, or ACTIVATE_VERSION. Each stream is
// a table. Its columns are those of the message ("record.amount", "time_extracted"); Inner says
// which are the record's own.
//
// The last record of a key counts, as does the last version of a stream. A version that is
// activated behind its records was sent whole: what it lacks is gone.

// inRecord is how the columns of a record begin.
const inRecord = "record."

// message is what a line says of itself.
type message struct {
	Type    string          `json:"type"`
	Stream  string          `json:"stream"`
	Record  json.RawMessage `json:"record"`
	Keys    []string        `json:"key_properties"`
	Version json.Number     `json:"version"`
	Value   json.RawMessage `json:"value"`
}

// kind of a message: "" when the line is none.
func (m *message) kind() string {
	switch m.Type {
	case "STATE":
		if !m.stateless() {
			return m.Type
		}
	case "SCHEMA", "ACTIVATE_VERSION":
		if m.Stream != "" {
			return m.Type
		}
	case "RECORD":
		if m.Stream != "" && len(m.Record) > 0 && m.Record[0] == '{' {
			return m.Type
		}
	}
	return ""
}

// stateless says that a message of a state has none: a source that went on from nothing would begin again.
func (m *message) stateless() bool {
	return m.Type == "STATE" && (len(m.Value) == 0 || bytes.Equal(m.Value, []byte("null")))
}

// wrong is why a line is no message.
func (m *message) wrong() reason.Reason {
	if m.stateless() {
		return reason.Of("singer_state")
	}
	return reason.Of("json_line")
}

// IsMessage says whether a line is a message of Singer, and whether it is the state to go on
// from.
func IsMessage(line []byte) (message, state bool) {
	kind := readMessage(line).kind()
	return kind != "", kind == "STATE"
}

// IsBanner says that a line before the first message is none that was lost: a greeting or a log of the
// program that writes them. A piece of a message has brackets without their partners.
func IsBanner(line []byte) bool {
	if len(line) > 0 && line[0] == '{' {
		switch m := readMessage(line); m.Type {
		case "SCHEMA", "RECORD", "STATE", "ACTIVATE_VERSION":
			return false
		}
		return json.Valid(line)
	}
	return bytes.Count(line, []byte("{")) == bytes.Count(line, []byte("}"))
}

// Beginning is how a line begins, for a person who looks for it.
func Beginning(line []byte) string {
	text := []rune(strings.Join(strings.Fields(string(line)), " "))
	if len(text) > 60 {
		text = append(text[:60], '…')
	}
	return string(text)
}

func readMessage(line []byte) *message {
	m := &message{}
	if len(line) == 0 || line[0] != '{' || !json.Valid(line) || json.Unmarshal(line, m) != nil {
		return &message{}
	}
	return m
}

// stream is what a first reading learns of one.
type stream struct {
	name    string
	columns *columns
	keys    []string
	last    map[uint64]int // key → line of its last record
	version string         // the one that counts; "" when none was activated
	sent    map[string]bool
	whole   bool
	first   bool // the bad lines of the file are told with it
}

// early is how many lines are looked at to find the first message.
const early = 50

// streams reads a file of messages; none when it is no such file.
func streams(file string) ([]*table.Table, error) {
	in, err := open(file)
	if err != nil {
		return nil, err
	}
	defer func() { _ = in.Close() }()
	s := newSplitter(in)
	seed := maphash.MakeSeed()
	var order []*stream
	byName := map[string]*stream{}
	of := func(name string) *stream {
		st := byName[name]
		if st == nil {
			st = &stream{name: name, columns: newColumns(), last: map[uint64]int{}, sent: map[string]bool{}}
			byName[name] = st
			order = append(order, st)
		}
		return st
	}
	seen, bad := false, 0
	for n := 0; seen || n < early; n++ {
		text, line, err := s.lineText()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			if !seen {
				return nil, nil // what it is, another reading says
			}
			if fault.KindOf(err) != fault.Invalid {
				return nil, err
			}
			bad++
			continue
		}
		m := readMessage(text)
		kind := m.kind()
		seen = seen || kind != ""
		switch kind {
		case "":
			if seen || !IsBanner(text) {
				bad++
			}
		case "SCHEMA":
			of(m.Stream).keys = m.Keys
		case "ACTIVATE_VERSION":
			st := of(m.Stream)
			st.version, st.whole = m.Version.String(), st.sent[m.Version.String()]
		case "RECORD":
			st := of(m.Stream)
			st.columns.see(text)
			st.sent[m.Version.String()] = true
			if key, ok := keyOf(m.Record, st.keys, seed); ok {
				st.last[key] = line
			}
		}
	}
	var tables []*table.Table
	for _, st := range order {
		if st.columns.rows == 0 {
			continue
		}
		st.first = len(tables) == 0
		t := describe(file, in.size, "", st.columns, lines, 0)
		t.Name, t.Inner, t.Whole = st.name, inRecord, st.whole && bad == 0
		if t.Open != nil {
			t.Open = func(context.Context) (table.Rows, error) {
				in, err := open(file)
				if err != nil {
					return nil, err
				}
				return table.Trim(&streamRows{rows: rows{in: in, s: newSplitter(in), shape: lines, columns: st.columns},
					stream: st, seed: seed}, "line"), nil
			}
		}
		tables = append(tables, t)
	}
	if seen && len(tables) == 0 {
		return refused(reason.Of("json_no_line")), nil
	}
	return tables, nil
}

// keyOf is a record's key as a number: two records of one key have the same.
func keyOf(record []byte, keys []string, seed maphash.Seed) (uint64, bool) {
	if len(keys) == 0 {
		return 0, false
	}
	var values map[string]json.RawMessage
	if json.Unmarshal(record, &values) != nil {
		return 0, false
	}
	var h maphash.Hash
	h.SetSeed(seed)
	for _, k := range keys {
		v, ok := values[k]
		if !ok || bytes.Equal(v, []byte("null")) {
			return 0, false
		}
		_, _ = h.Write(v)
		_ = h.WriteByte(0)
	}
	return h.Sum64(), true
}

// streamRows are the records of one stream.
type streamRows struct {
	rows
	stream     *stream
	seed       maphash.Seed
	superseded int64
	begun      bool       // a message was read
	banner     table.Note // lines before it
}

func (r *streamRows) Notes() []table.Note {
	var notes []table.Note
	if r.banner.Count > 0 && r.stream.first {
		notes = append(notes, r.banner)
	}
	if r.superseded > 0 {
		notes = append(notes, table.Note{Code: problems.Superseded, Count: r.superseded})
	}
	return notes
}

func (r *streamRows) Next(into []string) (table.Row, error) {
	for {
		text, line, err := r.s.lineText()
		if err != nil && fault.KindOf(err) == fault.Invalid {
			if r.stream.first {
				return table.Row{Line: line, Problem: &table.Problem{Line: line, Reason: reason.From(err)},
					Cells: into[:0]}, nil
			}
			continue
		}
		if err != nil {
			return table.Row{}, err
		}
		m := readMessage(text)
		kind := m.kind()
		r.begun = r.begun || kind != ""
		switch kind {
		case "RECORD":
		case "":
			if !r.begun && IsBanner(text) {
				if r.banner.Count++; r.banner.Count == 1 {
					r.banner = table.Note{Code: problems.Banner, Count: 1,
						Where: fmt.Sprintf("line %d: %s", line, Beginning(text))}
				}
				continue
			}
			if r.stream.first {
				return table.Row{Line: line, Raw: text,
					Problem: &table.Problem{Line: line, Reason: m.wrong()}, Cells: into[:0]}, nil
			}
			continue
		default:
			continue
		}
		if m.Stream != r.stream.name {
			continue
		}
		key, keyed := keyOf(m.Record, r.stream.keys, r.seed)
		if keyed && r.stream.last[key] > line || r.stream.version != "" && m.Version != "" &&
			m.Version.String() != r.stream.version {
			r.superseded++
			continue
		}
		return r.row(text, line, into), nil
	}
}
