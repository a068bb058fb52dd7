package connectors

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"salesops/connectors/tool"
	"salesops/internal/problems"
	"salesops/record"
)

// absent is a record that the source does not have any more.
type absent struct {
	object int
	id     record.ID
}

// absentees is the stage that finds what the source does not have any more.
type absentees struct {
	*setting
	*sources
	*subjects
	*gathered
	*planned
	*tally
}

// find lists what is gone, and states what the import only mentions.
func (m *absentees) find(ctx context.Context) error {
	if err := m.findAbsent(ctx); err != nil {
		return err
	}
	m.mentioned()
	return nil
}

// whole notes that the import has every record whose id begins so.
func (g *gathered) whole(object int, begins string) {
	if g.wholes[object] == nil {
		g.wholes[object] = map[string]bool{}
	}
	if !g.wholes[object][begins] {
		g.wholes[object][strings.Clone(begins)] = true
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
func (m *absentees) findAbsent(ctx context.Context) error {
	covered := map[int]bool{}
	for _, f := range m.files {
		if f.layout.Role == tool.Current && f.report.Taken > 0 {
			covered[f.object] = true
		}
	}
	unsure := map[int]bool{} // a row that could not be read may be one of a record that seems to be absent
	for _, f := range m.files {
		switch {
		case f.layout.Role != tool.Current:
		case f.report.Rejected > 0:
			unsure[f.object] = m.o.Full
			delete(covered, f.object)
		case !m.o.Full && (!f.table.Whole || f.layout.Part):
			delete(covered, f.object)
		}
	}
	for object := range m.reg.objects {
		switch {
		case unsure[object]:
			if err := m.keep(ctx, object); err != nil {
				return err
			}
		case covered[object]:
			if err := m.gather(ctx, object, func(string) bool { return true }); err != nil {
				return err
			}
		case len(m.wholes[object]) > 0:
			if err := m.gather(ctx, object,
				func(external string) bool { return m.wholes[object][wholeOf(external)] }); err != nil {
				return err
			}
		}
	}
	slices.SortFunc(m.absent, func(x, y absent) int { return int(x.id - y.id) })
	return nil
}

// keep reports the records of an object that a complete export lacks and that are not deleted,
// because rows of the object were rejected.
func (m *absentees) keep(ctx context.Context, object int) error {
	before, gone, deleted := len(m.absent), len(m.deleted), m.counts[object].Deleted
	if err := m.gather(ctx, object, func(string) bool { return true }); err != nil {
		return err
	}
	if n := len(m.absent) - before; n > 0 {
		of := m.reg.objects[object]
		p := m.problems.of(problems.KeptAbsent)
		p.count += int64(n)
		p.examples = append(p.examples, example{noRecord, of.Name, of.Counted(int64(n))})
	}
	m.absent, m.deleted, m.counts[object].Deleted = m.absent[:before], m.deleted[:gone], deleted
	return nil
}

// gather lists the records of an object that the source has brought and this import has not,
// where they are meant.
func (m *absentees) gather(ctx context.Context, object int, meant func(external string) bool) error {
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
		states, err := m.log.States(ctx, everything, ids[:n])
		if err != nil {
			return fmt.Errorf("find what the export lacks: %w", err)
		}
		for _, id := range ids[:n] {
			switch s, ok := states[id]; {
			case !ok || s.Stub:
			case s.Exists:
				m.absent = append(m.absent, absent{object, id})
				m.counts[object].Deleted++
			default:
				m.deleted = append(m.deleted, id)
			}
		}
		ids = ids[n:]
	}
	return nil
}
