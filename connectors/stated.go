package connectors

import (
	"cmp"
	"context"
	"encoding/binary"
	"slices"
	"strings"

	"salesops/connectors/tool"
	"salesops/record"
)

// stating collects what an import says of records that the log has: also what changes nothing is
// noted, because it holds when the import that brought it is undone.
type stating struct {
	whats map[string]*record.Statement // most rows of a file state the same fields
	rows  []record.Stated
	key   []byte
}

// statedAtOnce bounds a command of what is stated.
const statedAtOnce = 20_000

// states notes what an import says of a record that it has found in the log.
func (a *assembler) states(id record.ID, c *current, history []*facts, s *story) {
	st := &a.stating
	st.key = st.key[:0]
	name := func(name string) { st.key = binary.AppendUvarint(st.key, uint64(a.names.of(name))+1) }
	if c != nil {
		for i := range c.fields {
			name(c.fields[i].Name)
		}
		if c.created != 0 {
			name("created_at")
		}
	}
	st.key = append(st.key, 0)
	fields := len(st.key)
	if c != nil {
		for i := range c.initial {
			name(c.initial[i].Name)
		}
	}
	for _, r := range history {
		if r.stage != "" {
			name(stageField)
			name("outcome")
		}
		for i := range r.fields {
			name(r.fields[i].Name)
		}
		if len(st.key) > fields+64 { // histories have few fields and many rows
			st.key = append(st.key[:fields], distinct(st.key[fields:])...)
		}
	}
	if s.columns {
		for i := range s.tracked {
			name(s.tracked[i].field)
		}
	}
	st.key = append(st.key[:fields], distinct(st.key[fields:])...)
	what, ok := st.whats[string(st.key)]
	if !ok {
		what = &record.Statement{Fields: a.named(st.key[:fields-1]), Told: a.named(st.key[fields:])}
		if st.whats == nil {
			st.whats = map[string]*record.Statement{}
		}
		st.whats[string(st.key)] = what
	}
	st.rows = append(st.rows, record.Stated{ID: id, What: what})
}

// distinct are the numbers of a key, each once and ascending.
func distinct(key []byte) []byte {
	var numbers []uint64
	for len(key) > 0 {
		n, size := binary.Uvarint(key)
		numbers, key = append(numbers, n), key[size:]
	}
	slices.Sort(numbers)
	var out []byte
	for _, n := range slices.Compact(numbers) {
		out = binary.AppendUvarint(out, n)
	}
	return out
}

// named are the names of a key's numbers.
func (a *assembler) named(key []byte) []string {
	var names []string
	for len(key) > 0 {
		n, size := binary.Uvarint(key)
		names, key = append(names, a.names.list[n-1]), key[size:]
	}
	return names
}

// mentions notes the records that values refer to: one without a row of its own is stated too.
func (a *assembler) mentions(values []record.FieldValue) {
	for i := range values {
		if v := values[i].Value; v.Kind() == record.Ref && v.Ref() >= 0 {
			a.reg.at(ord(v.Ref())).named = true
		}
	}
}

// mentioned states the placeholders that the import refers to, and what is deleted still.
func (m *absentees) mentioned() {
	without := &record.Statement{}
	named := map[uint8]*record.Statement{} // by object
	for o := range m.reg.subjects {
		s := &m.reg.subjects[o]
		if !s.named || s.row || !s.existed {
			continue
		}
		what := without
		if m.reg.names[ord(o)] != "" || strings.HasPrefix(s.external, tool.MadePrefix) {
			if what = named[s.object]; what == nil {
				what = &record.Statement{Fields: []string{m.reg.objects[s.object].Title, mailField}}
				named[s.object] = what
			}
		}
		m.stating.rows = append(m.stating.rows, record.Stated{ID: s.id, What: what})
	}
	for _, id := range m.deleted {
		m.stating.rows = append(m.stating.rows, record.Stated{ID: id, What: without})
	}
	rows := m.stating.rows
	slices.SortStableFunc(rows, func(x, y record.Stated) int { return cmp.Compare(x.ID, y.ID) })
	// a row goes before a mention
	m.stating.rows = slices.CompactFunc(rows, func(x, y record.Stated) bool { return x.ID == y.ID })
}

// state gives the log what the import has stated.
func (w *writer) state(ctx context.Context) error {
	if err := w.flush(ctx); err != nil {
		return err
	}
	for rows := range slices.Chunk(w.stating.rows, statedAtOnce) {
		w.chunk.Stated = rows
		if err := w.flush(ctx); err != nil {
			return err
		}
	}
	return nil
}
