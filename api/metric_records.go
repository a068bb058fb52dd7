package api

import (
	"context"
	"iter"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"salesops/metrics"
	"salesops/record"
)

// MetricRecords are the records one number is made of.
type MetricRecords struct {
	Fields     []FieldInfo    `json:"fields" doc:"The fields each record carries"`
	Records    []MetricRecord `json:"records"`
	Total      int64          `json:"total"`
	NextCursor *string        `json:"next_cursor"`
	Sums       []RoleSum      `json:"sums" doc:"Contributions added up per role, over all pages; they equal the number's figures"`
}

// RoleSum adds up one role.
type RoleSum struct {
	Role     string  `json:"role"`
	Metric   string  `json:"metric" doc:"The part of a formula; empty otherwise"`
	Count    int64   `json:"count"`
	Sum      Decimal `json:"sum"`
	Currency *string `json:"currency"`
}

// MetricRecord is one record and its part in the number.
type MetricRecord struct {
	Object       string                `json:"object"`
	ID           string                `json:"id"`
	Name         string                `json:"name"`
	Role         string                `json:"role" enum:"row,numerator,denominator,spell,quota,credit,event,left_out" doc:"Its part in the number"`
	Contribution Decimal               `json:"contribution"`
	Currency     *string               `json:"currency"`
	Reason       string                `json:"reason" doc:"Why it was left out; empty otherwise"`
	ReasonCode   ReasonCode            `json:"reason_code,omitempty" doc:"The reason as a code"`
	ReasonParts  map[string]string     `json:"reason_parts,omitempty" doc:"What belongs into its sentence, by name"`
	Metric       string                `json:"metric" doc:"The part of a formula; empty otherwise"`
	Fields       map[string]FieldValue `json:"fields"`
}

type metricRecordsInput struct {
	MetricPath
	Question
	Conditional
	Row      map[string]string `query:"row,deepObject,explode" doc:"The row: dimension to id or value, as row[owner]=person_…"`
	Period   string            `query:"period" maxLength:"20" doc:"The row's period, as in the answer"`
	Role     string            `query:"role" enum:"row,numerator,denominator,spell,quota,credit,event,left_out"`
	Compared bool              `query:"compared" doc:"The row's comparison instead of the row"`
	Cursor   string            `query:"cursor" maxLength:"2000"`
	Limit    int               `query:"limit" minimum:"1" maximum:"500" default:"50"`
	Format   string            `query:"format" enum:"json,csv,xlsx"`
	Accept   string            `header:"Accept"`
}

func (a *API) registerMetricRecords(api huma.API) {
	huma.Register(api, withExports[MetricRecords](api, operation("listMetricRecords", http.MethodGet,
		"/metrics/{name}/records", "metrics", "The records behind a number")), a.listMetricRecords)
}

func (a *API) listMetricRecords(ctx context.Context, in *metricRecordsInput) (*stream, error) {
	if err := a.unchanged(ctx, in.Conditional, a.Columns.Position()); err != nil {
		return nil, err
	}
	query, err := in.query(in.Name)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	cell := metrics.Cell{By: in.Row, Period: in.Period, Compared: in.Compared, Role: in.Role}
	format := wants(in.Accept, in.Format)
	page := metrics.Page{Cursor: in.Cursor, Limit: in.Limit}
	if format != "json" {
		page = metrics.Page{Limit: exportPage}
	}
	set, err := a.Engine.Records(ctx, a.scope(ctx), query, cell, page)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	settings, err := a.settings(ctx)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	head, err := a.fresh(ctx, set.Position)
	if err != nil {
		return nil, err
	}
	body := RecordsOf(set)
	return a.send(ctx, head, format, body, func(ctx context.Context) Table {
		t := RecordsTable(in.Name+"_records", body, AllRecords(ctx, a.Engine, a.scope(ctx), query, cell, body))
		t.Head = Asked(query, settings.Zone.String(), set.Position)
		return t
	})
}

// exportPage is how many records an export reads at a time.
const exportPage = 1000

// AllRecords reads the pages after the first, so that an export contains every record.
func AllRecords(
	ctx context.Context, engine *metrics.Engine, scope record.Scope, q metrics.Query,
	cell metrics.Cell, first MetricRecords,
) iter.Seq2[[]MetricRecord, error] {
	return func(yield func([]MetricRecord, error) bool) {
		for page := first; yield(page.Records, nil) && page.NextCursor != nil; {
			set, err := engine.Records(ctx, scope, q, cell, metrics.Page{Cursor: *page.NextCursor, Limit: exportPage})
			if err != nil {
				yield(nil, err)
				return
			}
			page = RecordsOf(set)
		}
	}
}
