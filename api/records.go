package api

import (
	"context"
	"fmt"
	"iter"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"salesops/metrics"
	"salesops/record"
)

// FieldInfo describes a field.
type FieldInfo struct {
	Name      string  `json:"name"`
	Label     string  `json:"label"`
	Kind      string  `json:"kind" enum:"text,int,number,bool,day,instant,money,ref"`
	RefObject *string `json:"ref_object" doc:"What a reference points to"`
	Column    int     `json:"column" doc:"Its place among the columns with which a list begins, from 1; 0 for none"`
	Fact      int     `json:"fact" doc:"Its place where there is room for few fields, from 1; 0 for none"`
	Figure    bool    `json:"figure" doc:"The number to show first where there is room for few"`
	Of        *string `json:"of" doc:"The rows that have it, such as moves between stages; null for a field of the record"`
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
	Writable  bool                  `json:"writable" doc:"The asker's role may change it"`
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

// ObjectPath names an object.
type ObjectPath struct {
	Object string `path:"object" maxLength:"60" example:"deal"`
}

// RecordPath names a record.
type RecordPath struct {
	ObjectPath
	ID string `path:"id" maxLength:"120" example:"deal_0000001"`
}

type recordListInput struct {
	ObjectPath
	Conditional
	Where  []string `query:"where,explode" maxItems:"20" doc:"Conditions (CEL); all must hold. Repeat the parameter, commas belong to the expression"`
	Sort   string   `query:"sort" maxLength:"60" doc:"A field; with a leading - descending"`
	Query  string   `query:"q" maxLength:"200" doc:"Text to look for in the name"`
	Whose  string   `query:"whose" maxLength:"200" doc:"A team, with every team below it, or a person: an id, or a name that only one has"`
	Org    string   `query:"org" enum:"as-was,as-is" doc:"Teams then (the default) or teams today"`
	AsOf   Day      `query:"as_of"`
	Cursor string   `query:"cursor" maxLength:"2000"`
	Limit  int      `query:"limit" minimum:"1" maximum:"500" default:"50"`
	Format string   `query:"format" enum:"json,csv,xlsx"`
	Accept string   `header:"Accept"`
}

type recordInput struct {
	RecordPath
	Conditional
	AsOf    Day `query:"as_of"`
	KnownAt Day `query:"known_at"`
}

func (a *API) registerRecords(api huma.API) {
	huma.Register(api, withExports[RecordList](api, operation("listRecords", http.MethodGet, "/records/{object}",
		"records", "Records of one object")), a.listRecords)
	huma.Register(api, operation("getRecord", http.MethodGet, "/records/{object}/{id}", "records", "One record"),
		a.getRecord)
}

func (a *API) listRecords(ctx context.Context, in *recordListInput) (*stream, error) {
	if err := a.unchanged(ctx, in.Conditional, a.Columns.Position()); err != nil {
		return nil, err
	}
	asOf, err := in.AsOf.parse()
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	sort, desc := strings.CutPrefix(in.Sort, "-")
	query := metrics.ListQuery{
		Object: in.Object, Where: clean(in.Where), Sort: sort, Desc: desc, Cursor: in.Cursor,
		Limit: in.Limit, AsOf: asOf, Search: in.Query, Whose: in.Whose, Org: in.Org,
	}
	format := wants(in.Accept, in.Format)
	if format != "json" {
		query.Cursor, query.Limit = "", exportPage
	}
	set, err := a.Engine.List(ctx, a.scope(ctx), query)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	head, err := a.fresh(ctx, set.Position)
	if err != nil {
		return nil, err
	}
	settings, err := a.settings(ctx)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	body := ListOf(set)
	return a.send(ctx, head, format, body, func(ctx context.Context) Table {
		t := ListTable(body, AllListed(ctx, a.Engine, a.scope(ctx), query, body))
		t.Head = listAsked(query, settings.Zone.String(), set.Position)
		return t
	})
}

// AllListed reads the pages after the first, so that an export contains every record.
func AllListed(
	ctx context.Context, engine *metrics.Engine, scope record.Scope, q metrics.ListQuery, first RecordList,
) iter.Seq2[[]ListedRecord, error] {
	return func(yield func([]ListedRecord, error) bool) {
		for page := first; yield(page.Records, nil) && page.NextCursor != nil; {
			q.Cursor, q.Limit = *page.NextCursor, exportPage
			set, err := engine.List(ctx, scope, q)
			if err != nil {
				yield(nil, err)
				return
			}
			page = ListOf(set)
		}
	}
}

func listAsked(q metrics.ListQuery, zone string, position record.Seq) [][2]string {
	rows := [][2]string{{"records", q.Object}}
	for _, w := range q.Where {
		rows = append(rows, [2]string{"where", w})
	}
	if q.Search != "" {
		rows = append(rows, [2]string{"search", q.Search})
	}
	if q.Whose != "" {
		rows = append(rows, [2]string{"whose", q.Whose})
	}
	asOf := "now"
	if q.AsOf != nil {
		asOf = q.AsOf.String()
	}
	return append(rows, [2]string{"as of", asOf}, [2]string{"time zone", zone},
		[2]string{"log position", fmt.Sprint(position)})
}
