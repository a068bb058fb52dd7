package api

import (
	"context"

	"salesops/record"
	"salesops/undo"
)

// UndoRequest asks for an undo.
type UndoRequest struct {
	DryRun bool `json:"dry_run,omitempty" doc:"Only say what it would take back"`
}

// UndoReport says what an undo changed and what it kept.
type UndoReport struct {
	DryRun  bool        `json:"dry_run"`
	Seq     int64       `json:"seq" doc:"The change or batch that was undone"`
	Batch   bool        `json:"batch" doc:"Everything the batch wrote was undone"`
	First   *int64      `json:"first" doc:"First of the changes that take it back"`
	Last    *int64      `json:"last"`
	Changes int64       `json:"changes" doc:"How many changes take it back"`
	Objects []UndoCount `json:"objects"`
	Kept    []UndoKept  `json:"kept" doc:"What was changed since and therefore stays"`
	Stated  UndoStated  `json:"stated" doc:"What stays because later imports state it too"`
}

// UndoCount counts the records of one object.
type UndoCount struct {
	Object   string `json:"object"`
	Deleted  int64  `json:"deleted" doc:"Created by what is undone: gone"`
	Stubbed  int64  `json:"stubbed" doc:"Created by it, but others refer to them: emptied"`
	Reverted int64  `json:"reverted" doc:"Got earlier values back"`
	Restored int64  `json:"restored" doc:"Deleted by it: back"`
}

// UndoStated counts the values that an undo keeps because later imports state them too.
type UndoStated struct {
	Records int64    `json:"records"`
	Values  int64    `json:"values"`
	Imports []string `json:"imports" doc:"These imports, oldest first; undone too, they leave nothing of it"`
}

// UndoKept is a value or record that an undo did not change.
type UndoKept struct {
	Object string `json:"object"`
	ID     string `json:"id"`
	Field  string `json:"field" doc:"Empty for the record itself"`
	Since  int64  `json:"since" doc:"The later change that holds it"`
}

func (a *API) undoChange(ctx context.Context, in *struct {
	Seq  int64 `path:"seq" minimum:"1"`
	Body UndoRequest
}) (*done[UndoReport], error) {
	c, err := a.Log.Change(ctx, a.scope(ctx), record.Seq(in.Seq))
	if err == nil {
		err = a.mayUndo(ctx, c)
	}
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	report, err := undo.Change(ctx, a.Log, a.undoes(ctx), record.Seq(in.Seq), in.Body.DryRun)
	return a.undone(ctx, report, err)
}

// undoes returns the asker of an undo.
func (a *API) undoes(ctx context.Context) undo.Asker {
	return undo.Asker{Actor: actor(ctx), Scope: a.scope(ctx), Allow: asker(ctx).Allow}
}

// undone answers with the report of an undo when the columns have it.
func (a *API) undone(ctx context.Context, report undo.Report, err error) (*done[UndoReport], error) {
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	if report.Last > 0 {
		a.visible(ctx, report.Last)
	}
	return &done[UndoReport]{UndoReportOf(report)}, nil
}

// UndoReportOf converts the report of an undo to its JSON form.
func UndoReportOf(r undo.Report) UndoReport {
	out := UndoReport{DryRun: r.DryRun, Seq: int64(r.Seq), Batch: r.Batch, Changes: int64(r.Changes),
		Objects: []UndoCount{}, Kept: []UndoKept{},
		Stated: UndoStated{Records: int64(r.Stated.Records), Values: int64(r.Stated.Values), Imports: list(r.Imports)}}
	if r.Last > 0 {
		first, last := int64(r.First), int64(r.Last)
		out.First, out.Last = &first, &last
	}
	for _, o := range r.Objects {
		out.Objects = append(out.Objects, UndoCount{o.Object, int64(o.Deleted), int64(o.Stubbed),
			int64(o.Reverted), int64(o.Restored)})
	}
	for _, k := range r.Kept {
		out.Kept = append(out.Kept, UndoKept{k.Object, k.Record, k.Field, int64(k.Since)})
	}
	return out
}
