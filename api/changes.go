package api

import (
	"context"
	"errors"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"salesops/record"
)

// Timeline is a page of a record's changes, newest first.
type Timeline struct {
	Changes    []RecordChange `json:"changes"`
	NextBefore *int64         `json:"next_before" doc:"Ask with before=… for older ones; null at the end"`
}

// RecordChange is one change of one record.
type RecordChange struct {
	Seq         int64         `json:"seq"`
	Object      string        `json:"object"`
	ID          string        `json:"id"`
	KnownAt     string        `json:"known_at" format:"date-time"`
	EffectiveAt string        `json:"effective_at" format:"date-time"`
	Actor       string        `json:"actor"`
	Source      string        `json:"source" doc:"Empty when entered here"`
	Kind        string        `json:"kind" enum:"create,set,delete,restore,merge,unmerge,forget"`
	Flags       []string      `json:"flags"`
	Cause       *int64        `json:"cause" doc:"The change that made this one happen"`
	CauseTitle  string        `json:"cause_title"`
	Fields      []FieldChange `json:"fields"`
}

// FieldChange is what a change did to one field.
type FieldChange struct {
	Name   string     `json:"name"`
	Label  string     `json:"label"`
	Before FieldValue `json:"before"`
	After  FieldValue `json:"after"`
}

// ChangeFeed is the log in its own order.
type ChangeFeed struct {
	Changes   []FeedChange `json:"changes"`
	NextAfter int64        `json:"next_after" doc:"Ask with after=… for what came since"`
}

// FeedChange is one change as the log has it.
type FeedChange struct {
	Seq         int64                 `json:"seq"`
	Object      string                `json:"object"`
	ID          string                `json:"id"`
	KnownAt     string                `json:"known_at" format:"date-time"`
	EffectiveAt string                `json:"effective_at" format:"date-time"`
	Actor       string                `json:"actor"`
	Source      string                `json:"source"`
	Kind        string                `json:"kind" enum:"create,set,delete,restore,merge,unmerge,forget"`
	Flags       []string              `json:"flags"`
	Cause       *int64                `json:"cause"`
	Fields      map[string]FieldValue `json:"fields" doc:"The values it sets; null clears one"`
}

// UndoRequest asks for an undo.
type UndoRequest struct {
	DryRun bool `json:"dry_run,omitempty" doc:"Only say what it would take back"`
}

// UndoReport says what an undo took back and what it left.
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

// UndoStated counts what an undo leaves because later imports state it too.
type UndoStated struct {
	Records int64    `json:"records"`
	Values  int64    `json:"values"`
	Imports []string `json:"imports" doc:"These imports, oldest first; undone too, they leave nothing of it"`
}

// UndoKept is a value or record that an undo left alone.
type UndoKept struct {
	Object string `json:"object"`
	ID     string `json:"id"`
	Field  string `json:"field" doc:"Empty for the record itself"`
	Since  int64  `json:"since" doc:"The later change that holds it"`
}

func (a *API) registerChanges(api huma.API) {
	huma.Register(api, operation("listRecordChanges", http.MethodGet, "/records/{object}/{id}/changes", "records",
		"A record's time line"), a.listRecordChanges)
	huma.Register(api, operation("listChanges", http.MethodGet, "/changes", "changes", "The change log"), a.listChanges)
	huma.Register(api, operation("undoChange", http.MethodPost, "/changes/{seq}/undo", "changes",
		"Take one change back"), a.undoChange)
}

func (a *API) listRecordChanges(ctx context.Context, in *struct {
	RecordPath
	Conditional
	Before  int64 `query:"before" minimum:"0"`
	Limit   int   `query:"limit" minimum:"1" maximum:"500" default:"50"`
	AsOf    Day   `query:"as_of" doc:"Only what happened by the end of this day"`
	KnownAt Day   `query:"known_at" doc:"Only what was known at the end of this day"`
}) (*reply[Timeline], error) {
	position := a.Log.Head()
	if err := a.unchanged(ctx, in.Conditional, position); err != nil {
		return nil, err
	}
	r, err := a.find(ctx, in.Object, in.ID)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	end, err := a.moment(ctx, in.AsOf, in.KnownAt)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	body, err := a.timeline(ctx, r, end, record.Seq(in.Before), in.Limit)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	head, err := a.fresh(ctx, position)
	if err != nil {
		return nil, err
	}
	return &reply[Timeline]{head, body}, nil
}

func (a *API) listChanges(ctx context.Context, in *struct {
	Conditional
	After int64 `query:"after" minimum:"0"`
	Limit int   `query:"limit" minimum:"1" maximum:"1000" default:"100"`
}) (*reply[ChangeFeed], error) {
	position := a.Log.Head()
	if err := a.unchanged(ctx, in.Conditional, position); err != nil {
		return nil, err
	}
	body := ChangeFeed{Changes: []FeedChange{}, NextAfter: in.After}
	err := a.Log.Tail(ctx, a.scope(ctx), record.Seq(in.After+1), func(changes []record.Change) error {
		for _, c := range changes {
			if len(body.Changes) == in.Limit {
				return errEnough
			}
			body.NextAfter = int64(c.Seq)
			if o, ok := a.Log.Schema().Object(c.Object); ok && o.Aside {
				continue
			}
			body.Changes = append(body.Changes, feedChange(a.Log.Schema(), c))
		}
		return nil
	})
	if err != nil && !errors.Is(err, errEnough) {
		return nil, a.problem(ctx, err)
	}
	head, err := a.fresh(ctx, position)
	if err != nil {
		return nil, err
	}
	return &reply[ChangeFeed]{head, body}, nil
}

// errEnough ends a Tail early.
var errEnough = errors.New("enough")

func (a *API) undoChange(ctx context.Context, in *struct {
	Seq  int64 `path:"seq" minimum:"1"`
	Body UndoRequest
}) (*done[UndoReport], error) {
	report, err := undo(ctx, a.Log, a.scope(ctx), record.Seq(in.Seq), in.Body.DryRun)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	if report.Last != nil {
		a.visible(ctx, record.Seq(*report.Last))
	}
	return &done[UndoReport]{report}, nil
}
