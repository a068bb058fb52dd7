package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"salesops/access"
	"salesops/internal/fault"
	"salesops/internal/reason"
	"salesops/record"
	"salesops/sales"
)

// ShareList is with whom a record is shared.
type ShareList struct {
	Shares []ShareInfo `json:"shares"`
}

// ShareInfo is one person or team that sees a record beside its owner.
type ShareInfo struct {
	ID     string   `json:"id" example:"share_8f3kq2"`
	With   RefValue `json:"with" doc:"A person, or a team with the teams below it"`
	Writes bool     `json:"writes" doc:"They may change it too, where their role lets them change any"`
}

// NewShare shares a record.
type NewShare struct {
	With   string `json:"with" maxLength:"60" doc:"The id of a person or a team"`
	Writes bool   `json:"writes,omitempty" doc:"They may change it too"`
}

func (a *API) registerShares(api huma.API) {
	const path = "/records/{object}/{id}/shares"
	huma.Register(api, operation("listShares", http.MethodGet, path, "records", "With whom a record is shared"),
		a.listShares)
	create := operation("shareRecord", http.MethodPost, path, "records",
		"Share a record with a person or a team, or change such a share")
	create.DefaultStatus = http.StatusCreated
	huma.Register(api, create, a.shareRecord)
	huma.Register(api, operation("unshareRecord", http.MethodDelete, path+"/{share}", "records", "End a share"),
		a.unshareRecord)
}

func (a *API) listShares(ctx context.Context, in *RecordPath) (*done[ShareList], error) {
	r, err := a.find(ctx, in.Object, in.ID)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	of, err := a.policy.Shares(ctx, r.ID)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	list := ShareList{Shares: []ShareInfo{}}
	for _, s := range of {
		info, err := a.shareInfo(ctx, s)
		if err != nil {
			return nil, a.problem(ctx, err)
		}
		list.Shares = append(list.Shares, info)
	}
	return &done[ShareList]{list}, nil
}

func (a *API) shareInfo(ctx context.Context, s access.Share) (ShareInfo, error) {
	with, object := s.Person, sales.Person
	if s.Team != 0 {
		with, object = s.Team, sales.Team
	}
	names, err := a.names(ctx, map[string]record.Value{"with": record.RefValue(with)})
	name, ok := names[with]
	if !ok {
		name.ID = record.FormatID(object, with)
	}
	return ShareInfo{ID: record.FormatID(sales.Share, s.ID), With: name, Writes: s.Writes}, err
}

// shared finds a record whose shares who asks may change: one that they may write.
func (a *API) shared(ctx context.Context, in RecordPath) (record.Record, error) {
	r, err := a.find(ctx, in.Object, in.ID)
	if err != nil {
		return r, err
	}
	o, _ := a.Log.Schema().Object(r.Object)
	if !access.Shareable(o) {
		return r, fault.Because(fault.Invalid, reason.Of("share_wrong"))
	}
	return r, a.mayWrite(ctx, o, r.ID)
}

func (a *API) shareRecord(ctx context.Context, in *struct {
	RecordPath
	Body NewShare
}) (*done[ShareInfo], error) {
	r, err := a.shared(ctx, in.RecordPath)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	s := access.Share{Object: r.Object, Record: r.ID, Writes: in.Body.Writes}
	switch object, id, err := record.ParseID(in.Body.With); {
	case err != nil:
		return nil, a.problem(ctx, err)
	case object == sales.Person:
		s.Person = id
	case object == sales.Team:
		s.Team = id
	}
	if s, err = a.policy.Share(ctx, actor(ctx), asker(ctx).AllowOn(r.Object, r.ID), s); err != nil {
		return nil, a.problem(ctx, err)
	}
	info, err := a.shareInfo(ctx, s)
	return &done[ShareInfo]{info}, a.problem(ctx, err)
}

func (a *API) unshareRecord(ctx context.Context, in *struct {
	RecordPath
	Share string `path:"share" maxLength:"60"`
}) (*struct{}, error) {
	r, err := a.shared(ctx, in.RecordPath)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	object, id, err := record.ParseID(in.Share)
	if err != nil || object != sales.Share {
		return nil, a.problem(ctx, fault.Because(fault.Missing, reason.Of("share_unknown")))
	}
	err = a.policy.Unshare(ctx, actor(ctx), asker(ctx).AllowOn(r.Object, r.ID), r.ID, id)
	return nil, a.problem(ctx, err)
}
