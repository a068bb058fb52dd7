package connectors

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"salesops/record"
)

// refuse notes changes that the log's rules do not let in.
func (e *emitter) refuse(cmd record.Command, err error) {
	e.lost += int64(len(cmd.Drafts))
	e.problems.of(CodeRefused).count += int64(len(cmd.Drafts))
	for _, d := range cmd.Drafts {
		if _, again := e.refused[d.ID]; again {
			continue // what follows from the first says nothing new
		}
		if e.refused == nil {
			e.refused = map[record.ID]record.Draft{}
		}
		d.Fields = nil
		e.refused[d.ID] = d
		if p := e.problems.of(CodeRefused); len(p.examples) < mostExamples {
			p.examples = append(p.examples, example{noRecord, "", err.Error()})
		}
	}
}

// recount takes what was refused out of the report's counts: records were counted before the log
// was asked. One that got none of its changes was rejected, and its rows were not taken.
func (e *emitter) recount(ctx context.Context) error {
	e.report.Changes -= e.lost
	rows := e.refusedRows()
	for ids := range slices.Chunk(slices.Sorted(maps.Keys(e.refused)), 2_000) {
		timelines, err := e.log.Timelines(ctx, everything, ids)
		if err != nil {
			return fmt.Errorf("read what was refused: %w", err)
		}
		for _, id := range ids {
			changes := timelines[id]
			if slices.ContainsFunc(changes, func(c record.Change) bool { return c.Cause == e.report.Seq }) {
				continue
			}
			e.rejected(e.refused[id], record.Fold(changes, record.At{}))
			e.origins.each(rows[id], func(file int) {
				e.files[file].report.Taken--
				e.files[file].report.Refused++
			})
		}
	}
	return nil
}

// refusedRows are the rows of the records of which something was refused.
func (e *emitter) refusedRows() map[record.ID]origin {
	rows := map[record.ID]origin{}
	for i := range e.reg.subjects {
		if s := &e.reg.subjects[i]; len(e.refused) > 0 && s.rows != 0 {
			if _, ok := e.refused[s.id]; ok {
				rows[s.id] = s.rows
			}
		}
	}
	return rows
}

// rejected moves a record of which nothing was taken to those that were rejected.
func (e *emitter) rejected(d record.Draft, now record.Record) {
	n := &e.counts[e.reg.index[d.Object]]
	counted := &n.Updated
	switch {
	case d.Kind == record.Delete:
		counted = &n.Deleted
	case d.Flags&record.Stub != 0:
		counted = &n.Stubbed
	case !now.Exists || now.Stub:
		counted = &n.Created
	}
	*counted = max(0, *counted-1)
	n.Rejected++
}
