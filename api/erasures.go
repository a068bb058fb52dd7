package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"salesops/access"
	"salesops/erasure"
	"salesops/record"
)

// ErasurePlan is what an erasure of a person removes, and what it leaves.
type ErasurePlan struct {
	Record   RefValue         `json:"record"`
	Values   int              `json:"values" doc:"How many different values of the person are removed: names, mail addresses, phone numbers"`
	Merged   int              `json:"merged" doc:"Records that were merged into this one; they are erased too"`
	Events   int              `json:"events" doc:"Calendar events that lose their title, organizer and attendees"`
	Left     []ErasureMention `json:"left" doc:"Fields of other records that contain a value of the person. They stay: read them"`
	LeftMore int              `json:"left_more" doc:"How many records contain one beyond those in left"`
}

// ErasureMention is a field that contains a value of the person.
type ErasureMention struct {
	Record string `json:"record"`
	Object string `json:"object"`
	Field  string `json:"field"`
}

// Erased is what an erasure removed.
type Erased struct {
	ErasurePlan
	Rejects   int `json:"rejects" doc:"Rows of reject files"`
	Snapshots int `json:"snapshots" doc:"Copies of the database from before an upgrade"`
}

// ErasureList are the erasures, newest first.
type ErasureList struct {
	Erasures []Erasure `json:"erasures"`
	Outside  string    `json:"outside" doc:"The folder with the second list, for a restore"`
}

// Erasure is one of them.
type Erasure struct {
	Record string `json:"record"`
	At     string `json:"at" format:"date-time"`
	By     string `json:"by"`
	// Removed is absent for an erasure of an earlier release.
	Removed *ErasureCounts `json:"removed,omitempty" doc:"How much was removed; absent where the list does not say"`
}

// ErasureCounts say how much an erasure removed.
type ErasureCounts struct {
	Values    int `json:"values" doc:"Different values of the person"`
	Merged    int `json:"merged" doc:"Records that were merged into the person's"`
	Events    int `json:"events" doc:"Calendar events that lost title, organizer and attendees"`
	Rejects   int `json:"rejects" doc:"Rows of reject files"`
	Snapshots int `json:"snapshots" doc:"Copies of the database from before an upgrade"`
}

func (a *API) registerErasures(api huma.API) {
	op := func(id, method, path, summary string) huma.Operation {
		return byHand(needing(operation(id, method, path, tagAdministration, summary), access.Users))
	}
	const path = "/records/{object}/{id}/erasure"
	huma.Register(api, op("planErasure", http.MethodGet, path,
		"What an erasure of a lead, contact or person would remove"), a.planErasure)
	erase := op("erase", http.MethodPost, path,
		"Remove the personal values of a lead, contact or person for good; returns a job to poll")
	erase.DefaultStatus = http.StatusAccepted
	huma.Register(api, erase, a.erase)
	huma.Register(api, op("getErasureJob", http.MethodGet, "/erasures/jobs/{id}",
		"How far an erasure is, and what it removed"), a.getErasureJob)
	huma.Register(api, op("listErasures", http.MethodGet, "/erasures", "Who was erased, and when"), a.listErasures)
}

// Erasures is the data folder as erasures see it.
func (a *API) Erasures() erasure.Folder {
	return erasure.Folder{
		Dir: a.Dir, Outside: a.Backups.Folder, Log: a.Log, Now: a.Clock, Renew: a.Columns.Renew,
		Importing: func(ctx context.Context) (bool, error) {
			open, err := a.Jobs.Open(ctx, importKind)
			return len(open) > 0, err
		},
	}
}

func (a *API) planOf(ctx context.Context, in RecordPath) (*erasure.Plan, error) {
	if _, err := able(ctx, access.Users); err != nil {
		return nil, err
	}
	if _, err := a.keeper(); err != nil {
		return nil, err
	}
	r, err := a.find(ctx, in.Object, in.ID)
	if err != nil {
		return nil, err
	}
	return erasure.PlanFor(ctx, a.Log, r.Object, r.ID)
}

func (a *API) planErasure(ctx context.Context, in *RecordPath) (*done[ErasurePlan], error) {
	p, err := a.planOf(ctx, *in)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	return &done[ErasurePlan]{ErasurePlanOf(p)}, nil
}

// ErasurePlanOf is a plan as the API gives it.
func ErasurePlanOf(p *erasure.Plan) ErasurePlan {
	b := ErasurePlan{
		Record: RefValue{ID: record.FormatID(p.Object, p.ID), Name: p.Name},
		Values: p.Values, Merged: len(p.Merged), Events: len(p.Events), Left: []ErasureMention{}, LeftMore: p.LeftMore,
	}
	for _, m := range p.Left {
		b.Left = append(b.Left, ErasureMention{record.FormatID(m.Object, m.ID), m.Object, m.Field})
	}
	return b
}

func (a *API) listErasures(ctx context.Context, _ *struct{}) (*done[ErasureList], error) {
	if _, err := able(ctx, access.Users); err != nil {
		return nil, a.problem(ctx, err)
	}
	if _, err := a.keeper(); err != nil {
		return nil, err
	}
	f := a.Erasures()
	all, err := erasure.Read(f.Lists()...)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	body := ErasureList{Erasures: []Erasure{}, Outside: f.Outside}
	for i := len(all) - 1; i >= 0; i-- {
		one := Erasure{Record: all[i].Record, At: all[i].At.String(), By: all[i].By}
		if n := all[i].Removed; n != nil {
			one.Removed = &ErasureCounts{n.Values, n.Merged, n.Events, n.Rejects, n.Snapshots}
		}
		body.Erasures = append(body.Erasures, one)
	}
	return &done[ErasureList]{body}, nil
}
