package connectors

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"salesops/record"
)

// absent is a record that the source does not have any more.
type absent struct {
	object int
	id     record.ID
}

// lends says that a tool's records belong to the source of others.
func lends(t Tool) bool {
	l, ok := t.(Lender)
	return ok && l.Lends()
}

// whole notes that the import has every record whose id begins so.
func (m *importer) whole(object int, begins string) {
	if m.wholes[object] == nil {
		m.wholes[object] = map[string]bool{}
	}
	if !m.wholes[object][begins] {
		m.wholes[object][strings.Clone(begins)] = true
	}
}

// wholeOf is what an id begins with, where it is one of several.
func wholeOf(external string) string {
	if i := strings.LastIndexByte(external, '#'); i >= 0 {
		return external[:i]
	}
	return external
}

// findAbsent lists the records of the source that the import does not hold any more: of a
// complete export or stream all of them, else those of which the files say that they have each one.
func (m *importer) findAbsent(ctx context.Context) error {
	covered := map[int]bool{}
	for _, f := range m.files {
		if f.layout.Role == Current && f.report.Taken > 0 {
			covered[f.object] = true
		}
	}
	for _, f := range m.files { // of a stream that says itself that it is whole, every row must have come
		if f.layout.Role == Current && !m.o.Full && (!f.table.Whole || f.report.Rejected > 0 || f.layout.Part) {
			delete(covered, f.object)
		}
	}
	for object := range m.reg.objects {
		switch {
		case covered[object]:
			if err := m.gather(ctx, object, func(string) bool { return true }); err != nil {
				return err
			}
		case len(m.wholes[object]) > 0:
			if err := m.gather(ctx, object, func(external string) bool { return m.wholes[object][wholeOf(external)] }); err != nil {
				return err
			}
		}
	}
	slices.SortFunc(m.absent, func(x, y absent) int { return int(x.id - y.id) })
	return nil
}

// gather lists the records of an object that the source has brought and this import has not,
// where they are meant.
func (m *importer) gather(ctx context.Context, object int, meant func(external string) bool) error {
	var ids []record.ID
	err := m.log.EachExternal(ctx, m.source, m.reg.objects[object].Name, func(external string, id record.ID) error {
		if o, ok := m.reg.byID[object][external]; (!ok || !m.reg.at(o).row) && meant(external) {
			ids = append(ids, id)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("find what the export lacks: %w", err)
	}
	for len(ids) > 0 {
		n := min(len(ids), 5000)
		states, err := m.log.States(ctx, ids[:n])
		if err != nil {
			return fmt.Errorf("find what the export lacks: %w", err)
		}
		for _, id := range ids[:n] {
			if s, ok := states[id]; ok && s.Exists && !s.Stub {
				m.absent = append(m.absent, absent{object, id})
				m.counts[object].Deleted++
			}
		}
		ids = ids[n:]
	}
	return nil
}
