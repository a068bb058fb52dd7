package undo

import (
	"context"

	"salesops/audit"
	"salesops/internal/fault"
	"salesops/internal/reason"
	"salesops/record"
	"salesops/sales"
)

// Asker is the person who asks for an undo, and what they may see.
type Asker struct {
	Actor record.Actor
	Scope record.Scope
	// Allow decides, as it is written, whether the asker may change the records; nil allows everything.
	Allow record.Allow
}

// Report says what an undo changed, or would change, and what it kept.
type Report struct {
	record.UndoReport
	DryRun bool
	// Imports are the ids of later imports that state the same values and so keep them, oldest first.
	Imports []string
}

// Import undoes an import, or reports what that would change. id is the one that the import's report prints.
func Import(ctx context.Context, log *record.Log, by Asker, id string, dryRun bool) (Report, error) {
	object, found, err := record.ParseID(id)
	if err != nil {
		return Report{}, err
	}
	if object != sales.Import {
		return Report{}, fault.Invalidf(
			"%s is not an import: its id begins with import_ and stands in the last line of its report", id)
	}
	unknown := fault.Because(fault.Missing, reason.Of("import_unknown", "import", id))
	changes, err := log.Timeline(ctx, by.Scope, found, 0, -1)
	switch {
	case err != nil && fault.KindOf(err) == fault.Missing:
		return Report{}, unknown
	case err != nil:
		return Report{}, err
	case len(changes) == 0 || changes[0].Object != sales.Import:
		return Report{}, unknown
	}
	return Change(ctx, log, by, changes[len(changes)-1].Seq, dryRun)
}

// Change undoes one change with everything that it caused, or reports what that would change. What the asker's
// scope hides is fault.Missing. An undo that has begun is completed, also when ctx ends.
func Change(ctx context.Context, log *record.Log, by Asker, seq record.Seq, dryRun bool) (Report, error) {
	if _, err := log.Change(ctx, by.Scope, seq); err != nil {
		return Report{}, err
	}
	out := Report{DryRun: dryRun}
	var err error
	if dryRun {
		out.UndoReport, err = log.PreviewUndo(ctx, seq)
	} else {
		out.UndoReport, err = log.UndoAllowed(context.WithoutCancel(ctx), by.Actor, seq, by.Allow)
		if err == nil {
			err = audit.Write(ctx, log, by.Actor, audit.Event{What: "undo", Detail: audit.Say("change", "change", seq)})
		}
	}
	if err != nil {
		return Report{}, err
	}
	for _, stating := range out.Stated.By {
		c, err := log.Change(ctx, by.Scope, stating)
		if err != nil {
			return Report{}, err
		}
		out.Imports = append(out.Imports, record.FormatID(c.Object, c.ID))
	}
	return out, nil
}
