package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

// FieldInfo describes a field.
type FieldInfo struct {
	Name      string  `json:"name"`
	Label     string  `json:"label"`
	Kind      string  `json:"kind" enum:"text,int,number,bool,day,instant,money,ref"`
	RefObject *string `json:"ref_object" doc:"What a reference points to"`
}

// RecordList is a page of records.
type RecordList struct {
	Object     string         `json:"object"`
	Fields     []FieldInfo    `json:"fields"`
	Records    []ListedRecord `json:"records"`
	Total      int64          `json:"total"`
	NextCursor *string        `json:"next_cursor"`
}

// ListedRecord is one record of a list.
type ListedRecord struct {
	ID     string                `json:"id"`
	Title  string                `json:"title"`
	Fields map[string]FieldValue `json:"fields"`
}

// RecordDetail is one record.
type RecordDetail struct {
	Object    string                `json:"object"`
	ID        string                `json:"id"`
	Title     string                `json:"title"`
	Seq       int64                 `json:"seq" doc:"Its latest change; send it as if_seq with a write"`
	Exists    bool                  `json:"exists"`
	Stub      bool                  `json:"stub" doc:"Only known because something refers to it"`
	Fields    map[string]FieldValue `json:"fields"`
	Externals []ExternalID          `json:"externals"`
	Related   []Related             `json:"related"`
}

// ExternalID is the record's id in a source.
type ExternalID struct {
	Source   string `json:"source"`
	External string `json:"external"`
}

// Related are records that refer to this one through one of their fields.
type Related struct {
	Object  string         `json:"object"`
	Field   string         `json:"field"`
	Label   string         `json:"label"`
	Count   int64          `json:"count"`
	Records []ListedRecord `json:"records"`
}

type objectPath struct {
	Object string `path:"object" maxLength:"60" example:"deal"`
}

type recordPath struct {
	objectPath
	ID string `path:"id" maxLength:"120" example:"deal_0000001"`
}

type recordListInput struct {
	objectPath
	conditional
	Where  []string `query:"where,explode" maxItems:"20" doc:"Conditions (CEL); all must hold. Repeat the parameter, commas belong to the expression"`
	Sort   string   `query:"sort" maxLength:"60" doc:"A field; with a leading - descending"`
	Query  string   `query:"q" maxLength:"200" doc:"Text to look for in the name"`
	AsOf   Day      `query:"as_of"`
	Cursor string   `query:"cursor" maxLength:"2000"`
	Limit  int      `query:"limit" minimum:"1" maximum:"500" default:"50"`
	Format string   `query:"format" enum:"json,csv,xlsx"`
	Accept string   `header:"Accept"`
}

type recordInput struct {
	recordPath
	conditional
	AsOf    Day `query:"as_of"`
	KnownAt Day `query:"known_at"`
}

func (a *API) registerRecords(api huma.API) {
	huma.Register(api, withExports[RecordList](api, operation("listRecords", http.MethodGet, "/records/{object}", "records", "Records of one object")), a.listRecords)
	huma.Register(api, operation("getRecord", http.MethodGet, "/records/{object}/{id}", "records", "One record"), a.getRecord)
}

func (a *API) listRecords(ctx context.Context, in *recordListInput) (*stream, error) {
	return nil, errNotReady
}

func (a *API) getRecord(ctx context.Context, in *recordInput) (*reply[RecordDetail], error) {
	return nil, errNotReady
}
