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

// appendSeen writes last seen values: uvarint number, then name and 8 bytes each, by name.
func appendSeen(fields map[string]uint64) []byte {
	if fields == nil {
		return nil
	}
	b := binary.AppendUvarint(make([]byte, 0, 2+24*len(fields)), uint64(len(fields)))
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		b = appendText(b, name)
		b = binary.BigEndian.AppendUint64(b, fields[name])
	}
	return b
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

// LastSeen is what a source said about records when they were last imported.
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

// see stages a command's last seen values.
func (s *staging) see(ctx context.Context) error {
	known := map[string][]ID{} // by source: those that may have been seen before
	for _, seen := range s.cmd.Seen {
		if seen.Fields == nil && seen.Drop == nil {
			continue // all of it is forgotten, whatever it was
		}
		if before, changed := s.touched[seen.ID]; !changed || before != 0 {
			known[cmp.Or(seen.Source, s.cmd.Source)] = append(known[cmp.Or(seen.Source, s.cmd.Source)], seen.ID)
		}
	}
	before := map[string]map[ID]map[string]uint64{}
	for source, ids := range known {
		var err error
		if before[source], err = s.log.LastSeen(ctx, source, ids); err != nil {
			return err
		}
	}
	for _, seen := range s.cmd.Seen {
		now, err := s.find(ctx, seen.ID)
		if err != nil {
			return err
		}
		if now == nil || now.seq == 0 {
			return fault.Missingf("last seen values name record %d, which does not exist", seen.ID)
		}
		key := seenKey{cmp.Or(seen.Source, s.cmd.Source), seen.ID}
		fields, staged := s.seen[key]
		if !staged {
			fields = before[key.source][seen.ID]
		}
		if seen.Fields == nil && (seen.Drop == nil || fields == nil) {
			s.setSeen(key, nil)
			continue
		}
		if len(fields) == 0 && len(seen.Drop) == 0 && !now.forgotten {
			s.setSeen(key, seen.Fields)
			continue
		}
		merged := make(map[string]uint64, max(len(fields), len(seen.Fields)))
		maps.Copy(merged, fields)
		for _, name := range seen.Drop {
			delete(merged, name)
		}
		maps.Copy(merged, seen.Fields)
		if now.forgotten {
			merged = withoutPersonal(s.schema.codes[now.code], merged)
		}
		s.setSeen(key, merged)
	}
	return nil
}

func (t *transaction) setSeen(k seenKey, fields map[string]uint64) {
	before, had := t.seen[k]
	t.seen[k] = fields
	t.back = append(t.back, func() {
		if had {
			t.seen[k] = before
		} else {
			delete(t.seen, k)
		}
	})
}

func (t *transaction) lastSeen(ctx context.Context, source string, id ID) (map[string]uint64, error) {
	if fields, staged := t.seen[seenKey{source, id}]; staged {
		return fields, nil
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
