package connectors

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"salesops/internal/problems"
	"salesops/record"
)

// refuse notes changes that the log's rules do not let in.
func (w *writer) refuse(cmd record.Command, err error) {
	w.lost += int64(len(cmd.Drafts))
	w.problems.of(problems.Refused).count += int64(len(cmd.Drafts))
	for _, d := range cmd.Drafts {
		if _, again := w.refused[d.ID]; again {
			continue // what follows from the first says nothing new
		}
		if w.refused == nil {
			w.refused = map[record.ID]record.Draft{}
		}
		d.Fields = nil
		w.refused[d.ID] = d
		if p := w.problems.of(problems.Refused); len(p.examples) < mostExamples {
			p.examples = append(p.examples, example{noRecord, "", err.Error()})
		}
	}
}

// recount takes what was refused out of the report's counts: records were counted before the log
// was asked. One that got none of its changes was rejected, and its rows were not taken.
func (w *writer) recount(ctx context.Context) error {
	w.report.Changes -= w.lost
	rows := w.refusedRows()
	for ids := range slices.Chunk(slices.Sorted(maps.Keys(w.refused)), 2_000) {
		timelines, err := w.log.Timelines(ctx, everything, ids)
		if err != nil {
			return fmt.Errorf("read what was refused: %w", err)
		}
		for _, id := range ids {
			changes := timelines[id]
			if slices.ContainsFunc(changes, func(c record.Change) bool { return c.Cause == w.report.Seq }) {
				continue
			}
			w.rejected(w.refused[id], record.Fold(changes, record.At{}))
			w.origins.each(rows[id], func(file int) {
				w.files[file].report.Taken--
				w.files[file].report.Refused++
			})
		}
	}
	return nil
}

// refusedRows are the rows of the records of which something was refused.
func (w *writer) refusedRows() map[record.ID]origin {
	rows := map[record.ID]origin{}
	for i := range w.reg.subjects {
		if s := &w.reg.subjects[i]; len(w.refused) > 0 && s.rows != 0 {
			if _, ok := w.refused[s.id]; ok {
				rows[s.id] = s.rows
			}
		}
	}
	return rows
}

// rejected moves a record of which nothing was taken to those that were rejected.
func (w *writer) rejected(d record.Draft, now record.Record) {
	n := &w.counts[w.reg.index[d.Object]]
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
