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
	By          string        `json:"by" doc:"The actor's name; empty for one that is no person of the records"`
	Mine        bool          `json:"mine" doc:"Who asks made it"`
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
