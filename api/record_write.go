package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

// NewRecord are the fields of a record to create.
type NewRecord struct {
	Fields map[string]FieldValue `json:"fields"`
}

// RecordPatch are the fields to change; null clears one.
type RecordPatch struct {
	Fields map[string]FieldValue `json:"fields"`
	IfSeq  int64                 `json:"if_seq,omitempty" minimum:"0" doc:"Refuse with 409 unless the record's latest change is this one"`
}

// RecordWritten says what a write became.
type RecordWritten struct {
	ID  string `json:"id"`
	Seq int64  `json:"seq" doc:"Log position of the change"`
}

func (a *API) registerRecordWrites(api huma.API) {
	create := operation("createRecord", http.MethodPost, "/records/{object}", "records", "Create a record")
	create.DefaultStatus = http.StatusCreated
	huma.Register(api, create, a.createRecord)
	huma.Register(api, operation("updateRecord", http.MethodPatch, "/records/{object}/{id}", "records", "Change fields of a record"), a.updateRecord)
	huma.Register(api, operation("deleteRecord", http.MethodDelete, "/records/{object}/{id}", "records", "Delete a record; earlier days keep it"), a.deleteRecord)
	huma.Register(api, operation("restoreRecord", http.MethodPost, "/records/{object}/{id}/restore", "records", "Bring a deleted record back"), a.restoreRecord)
}

func (a *API) createRecord(ctx context.Context, in *struct {
	objectPath
	Body NewRecord
}) (*done[RecordWritten], error) {
	return nil, errNotReady
}

func (a *API) updateRecord(ctx context.Context, in *struct {
	recordPath
	Body RecordPatch
}) (*done[RecordWritten], error) {
	return nil, errNotReady
}

func (a *API) deleteRecord(ctx context.Context, in *struct {
	recordPath
	IfSeq int64 `query:"if_seq" minimum:"0"`
}) (*done[RecordWritten], error) {
	return nil, errNotReady
}

func (a *API) restoreRecord(ctx context.Context, in *struct {
	recordPath
}) (*done[RecordWritten], error) {
	return nil, errNotReady
}
