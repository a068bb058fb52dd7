package api

import (
	"context"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"salesops/internal/fault"
	"salesops/record"
	"salesops/sales"
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

// RecordWritten is the result of a write.
type RecordWritten struct {
	ID  string `json:"id"`
	Seq int64  `json:"seq" doc:"Log position of the change"`
}

func (a *API) registerRecordWrites(api huma.API) {
	create := operation("createRecord", http.MethodPost, "/records/{object}", "records", "Create a record")
	create.DefaultStatus = http.StatusCreated
	huma.Register(api, create, a.createRecord)
	huma.Register(api, operation("updateRecord", http.MethodPatch, "/records/{object}/{id}", "records",
		"Change fields of a record"), a.updateRecord)
	huma.Register(api, operation("deleteRecord", http.MethodDelete, "/records/{object}/{id}", "records",
		"Delete a record; earlier days keep it"), a.deleteRecord)
	huma.Register(api, operation("restoreRecord", http.MethodPost, "/records/{object}/{id}/restore", "records",
		"Bring a deleted record back"), a.restoreRecord)
}

func (a *API) createRecord(ctx context.Context, in *struct {
	ObjectPath
	Body NewRecord
}) (*done[RecordWritten], error) {
	return a.write(ctx, record.Draft{Kind: record.Create, Object: in.Object}, in.Body.Fields)
}

func (a *API) updateRecord(ctx context.Context, in *struct {
	RecordPath
	Body RecordPatch
}) (*done[RecordWritten], error) {
	if len(in.Body.Fields) == 0 {
		return nil, invalidf("no field was given: name at least one in fields")
	}
	return a.writeTo(ctx, in.RecordPath, record.Set, in.Body.IfSeq, in.Body.Fields)
}

func (a *API) deleteRecord(ctx context.Context, in *struct {
	RecordPath
	IfSeq int64 `query:"if_seq" minimum:"0"`
}) (*done[RecordWritten], error) {
	return a.writeTo(ctx, in.RecordPath, record.Delete, in.IfSeq, nil)
}

func (a *API) restoreRecord(ctx context.Context, in *struct {
	RecordPath
}) (*done[RecordWritten], error) {
	return a.writeTo(ctx, in.RecordPath, record.Restore, 0, nil)
}

// kept are objects that only the product itself writes: the record of an import has its report, that of a
// metric its definition.
var kept = []string{sales.Import, sales.Metric}

func (a *API) writeTo(ctx context.Context, in RecordPath, kind record.ChangeKind, ifSeq int64,
	fields map[string]FieldValue) (*done[RecordWritten], error) {
	r, err := a.find(ctx, in.Object, in.ID)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	return a.write(ctx, record.Draft{Kind: kind, Object: r.Object, ID: r.ID, IfSeq: record.Seq(ifSeq)}, fields)
}

func (a *API) write(ctx context.Context, d record.Draft, fields map[string]FieldValue) (*done[RecordWritten], error) {
	if slices.Contains(kept, d.Object) {
		return nil, a.problem(ctx, fault.Deniedf("records of %s are written by the program itself", d.Object))
	}
	settings, err := a.settings(ctx)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	if d.Fields, err = a.drafted(d.Object, fields, settings.Currency); err == nil {
		d.Fields, err = a.permitted(ctx, d)
	}
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	written, err := a.Log.Apply(ctx, record.Command{Actor: actor(ctx), Allow: asker(ctx).Allow,
		Drafts: []record.Draft{d}})
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	id, seq := d.ID, a.Log.Head()
	if len(written) > 0 && len(written[0].IDs) > 0 {
		id = written[0].IDs[0]
	}
	if len(written) > 0 && written[0].Last > 0 {
		seq = written[0].Last
	}
	a.visible(ctx, seq)
	return &done[RecordWritten]{RecordWritten{ID: record.FormatID(d.Object, id), Seq: int64(seq)}}, nil
}

// permitted refuses a draft that who asks may not write. It gives the fields back, completed for a
// new record.
func (a *API) permitted(ctx context.Context, d record.Draft) ([]record.FieldValue, error) {
	o, ok := a.Log.Schema().Object(d.Object)
	if !ok {
		return d.Fields, nil // the log says that there is none
	}
	if err := a.mayHold(ctx, o, d.Fields); err != nil {
		return nil, err
	}
	if d.Kind == record.Create {
		return a.mayCreate(ctx, o, d.Fields)
	}
	return d.Fields, a.mayWrite(ctx, o, d.ID)
}
