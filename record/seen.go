package record

import (
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"slices"

	"salesops/internal/fault"
)

var errSeen = errors.New("the bytes are not last seen values")

// Print is the fingerprint of a field's value in a source.
type Print struct {
	Field string
	Value uint64
}

// printsOf returns fingerprints in the order of field names.
func printsOf(fields map[string]uint64) []Print {
	prints := make([]Print, 0, len(fields))
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		prints = append(prints, Print{name, fields[name]})
	}
	return prints
}

// appendSeen encodes fingerprints: their number as uvarint, then name and 8 bytes of each, in the
// order of names.
func appendSeen(b []byte, prints []Print) []byte {
	b = binary.AppendUvarint(b, uint64(len(prints)))
	for i := range prints {
		b = appendText(b, prints[i].Field)
		b = binary.BigEndian.AppendUint64(b, prints[i].Value)
	}
	return b
}

// sizeOfSeen returns an upper bound for what appendSeen writes.
func sizeOfSeen(prints []Print) int {
	n := binary.MaxVarintLen64
	for i := range prints {
		n += binary.MaxVarintLen16 + len(prints[i].Field) + 8
	}
	return n
}

func readSeen(b []byte) (map[string]uint64, error) {
	r := reader{s: string(b)}
	n := r.count()
	fields := make(map[string]uint64, n)
	for range n {
		name := r.text()
		if raw := r.take(8); len(raw) == 8 {
			fields[name] = binary.BigEndian.Uint64([]byte(raw))
		}
	}
	if r.bad || r.at != len(r.s) {
		return nil, errSeen
	}
	return fields, nil
}

// LastSeen returns the fingerprints of records as of their latest import from a source, by record
// and field.
func (l *Log) LastSeen(ctx context.Context, source string, ids []ID) (map[ID]map[string]uint64, error) {
	rows, err := l.store.Seen(ctx, source, ids)
	if err != nil {
		return nil, storeError("read", err)
	}
	found := make(map[ID]map[string]uint64, len(rows))
	for id, row := range rows {
		if found[id], err = readSeen(row); err != nil {
			return nil, fmt.Errorf("last seen values of record %d: %w", id, err)
		}
	}
	return found, nil
}

// stageSeen adds the fingerprints of a command to the transaction.
func (s *staging) stageSeen(ctx context.Context) error {
	earlier := map[string][]ID{} // source → records that may have earlier fingerprints
	for _, seen := range s.cmd.Seen {
		if seen.Fields == nil && seen.Drop == nil {
			continue // all fingerprints are removed, so the earlier ones are not needed
		}
		if before, changed := s.touched[seen.ID]; !changed || before != 0 {
			earlier[cmp.Or(seen.Source, s.cmd.Source)] = append(earlier[cmp.Or(seen.Source, s.cmd.Source)], seen.ID)
		}
	}
	before := map[string]map[ID]map[string]uint64{}
	for source, ids := range earlier {
		var err error
		if before[source], err = s.log.LastSeen(ctx, source, ids); err != nil {
			return err
		}
	}
	for _, seen := range s.cmd.Seen {
		known, err := s.known(ctx, seen.ID)
		if err != nil {
			return err
		}
		if !known {
			return fault.Missingf("last seen values name record %d, which does not exist", seen.ID)
		}
		if !slices.IsSortedFunc(seen.Fields, func(x, y Print) int { return cmp.Compare(x.Field, y.Field) }) {
			return fault.Invalidf("last seen values of record %d do not stand in the order of their fields", seen.ID)
		}
		key := seenKey{cmp.Or(seen.Source, s.cmd.Source), seen.ID}
		if seen.Fields == nil && seen.Drop == nil {
			s.setSeen(key, nil)
			continue
		}
		now, err := s.find(ctx, seen.ID)
		if err != nil {
			return err
		}
		forgotten, o := now.forgotten, s.schema.codes[now.code]
		if s.packing {
			s.held[seen.ID].pack()
		}
		fields := before[key.source][seen.ID]
		if data, staged := s.stagedSeen(key); staged {
			if fields, err = readStagedSeen(data); err != nil {
				return err
			}
		}
		if seen.Fields == nil && fields == nil {
			s.setSeen(key, nil)
			continue
		}
		if len(fields) == 0 && len(seen.Drop) == 0 && !forgotten {
			s.setSeen(key, appendSeen(s.space(sizeOfSeen(seen.Fields)), seen.Fields))
			continue
		}
		merged := make(map[string]uint64, max(len(fields), len(seen.Fields)))
		maps.Copy(merged, fields)
		for _, name := range seen.Drop {
			delete(merged, name)
		}
		for _, p := range seen.Fields {
			merged[p.Field] = p.Value
		}
		if forgotten {
			merged = withoutPersonal(o, merged)
		}
		s.setSeen(key, appendSeen(nil, printsOf(merged)))
	}
	return nil
}

// readStagedSeen decodes fingerprints that are not written yet; nil means that they will be
// removed.
func readStagedSeen(data []byte) (map[string]uint64, error) {
	if data == nil {
		return nil, nil
	}
	return readSeen(data)
}

func (t *transaction) setSeen(k seenKey, data []byte) {
	before, had := t.seen[k]
	t.seen[k] = data
	t.back.seen = append(t.back.seen, seenBefore{k, before, had})
}

func (t *transaction) lastSeen(ctx context.Context, source string, id ID) (map[string]uint64, error) {
	if data, staged := t.stagedSeen(seenKey{source, id}); staged {
		return readStagedSeen(data)
	}
	found, err := t.log.LastSeen(ctx, source, []ID{id})
	return found[id], err
}

func withoutPersonal(o *Object, fields map[string]uint64) map[string]uint64 {
	kept := maps.Clone(fields)
	maps.DeleteFunc(kept, func(name string, _ uint64) bool {
		f, ok := o.Field(name)
		return ok && f.Personal
	})
	return kept
}
