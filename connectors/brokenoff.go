package connectors

import (
	"context"
	"fmt"

	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

// An import writes what became of it into its own record, in its last command. When its process dies before that,
// the record says that it runs. CloseBrokenOff is for an import that will not go on.

const stateRunning, stateStopped = "running", "stopped"

// CloseBrokenOff notes in the record of an import that it stopped, and what it has written. It does nothing when the
// import has begun no record or has closed it, so it may be called again.
func CloseBrokenOff(ctx context.Context, log *record.Log, id record.ID, clock func() period.Instant) error {
	r, err := log.Get(ctx, everything, sales.Import, id)
	switch {
	case err != nil && fault.KindOf(err) == fault.Missing:
		return nil
	case err != nil:
		return fmt.Errorf("look for the import's entry: %w", err)
	case !broken(&r):
		return nil
	}
	changes, err := log.Timeline(ctx, everything, id, 0, -1)
	if err != nil {
		return fmt.Errorf("look for the import's entry: %w", err)
	}
	first := changes[len(changes)-1]
	in := &setting{log: log, o: Options{Clock: clock}, actor: first.Actor, source: first.Source}
	w := &writer{setting: in, sources: &sources{}, subjects: newSubjects(log.Schema())}
	w.tally = newTally(in, w.subjects)
	w.entered(id, first.Seq)
	if err := w.recountWritten(ctx); err != nil {
		return err
	}
	w.listObjects()
	w.report.Source, w.report.Stopped = in.source, true
	_, err = log.Apply(ctx, record.Command{Actor: in.actor, Source: in.source, Cause: first.Seq,
		Drafts: []record.Draft{{
			Kind: record.Set, Object: sales.Import, ID: id, Flags: record.Import, IfSeq: r.Seq,
			Fields: []record.FieldValue{
				{Name: "state", Value: record.TextValue(stateStopped)},
				{Name: "report", Value: record.TextValue(w.reportText())},
				{Name: "finished_at", Value: record.InstantValue(max(clock(), log.Now()))},
			},
		}}})
	if err != nil && fault.KindOf(err) != fault.Conflict { // then another has closed it
		return fmt.Errorf("close the import: %w", err)
	}
	return nil
}

// CloseAllBrokenOff closes the record of each import that says it runs, but for those that go on. No import may run.
func CloseAllBrokenOff(ctx context.Context, log *record.Log, goOn map[record.ID]bool,
	clock func() period.Instant,
) error {
	var left []record.ID
	err := log.Each(ctx, everything, sales.Import, func(r record.Record) error {
		if broken(&r) && !goOn[r.ID] {
			left = append(left, r.ID)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("look for imports that broke off: %w", err)
	}
	for _, id := range left {
		if err := CloseBrokenOff(ctx, log, id, clock); err != nil {
			return err
		}
	}
	return nil
}

// broken says that the record of an import says it runs.
func broken(r *record.Record) bool { return r.Exists && r.Fields["state"].Text() == stateRunning }
