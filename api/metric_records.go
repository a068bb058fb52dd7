package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
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
	Role         string                `json:"role" enum:"row,numerator,denominator,spell,left_out" doc:"Its part in the number"`
	Contribution Decimal               `json:"contribution"`
	Currency     *string               `json:"currency"`
	Reason       string                `json:"reason" doc:"Why it was left out; empty otherwise"`
	Metric       string                `json:"metric" doc:"The part of a formula; empty otherwise"`
	Fields       map[string]FieldValue `json:"fields"`
}

type metricRecordsInput struct {
	metricPath
	question
	conditional
	Row      map[string]string `query:"row,deepObject" doc:"The row: dimension to id or value, as row[owner]=person_…"`
	Period   string            `query:"period" maxLength:"20" doc:"The row's period, as in the answer"`
	Role     string            `query:"role" enum:"row,numerator,denominator,spell,left_out"`
	Compared bool              `query:"compared" doc:"The row's comparison instead of the row"`
	Cursor   string            `query:"cursor" maxLength:"2000"`
	Limit    int               `query:"limit" minimum:"1" maximum:"500" default:"50"`
	Format   string            `query:"format" enum:"json,csv,xlsx"`
	Accept   string            `header:"Accept"`
}

func (a *API) registerMetricRecords(api huma.API) {
	huma.Register(api, withExports[MetricRecords](api, operation("listMetricRecords", http.MethodGet, "/metrics/{name}/records", "metrics", "The records behind a number")), a.listMetricRecords)
}

func (a *API) listMetricRecords(ctx context.Context, in *metricRecordsInput) (*stream, error) {
	return nil, errNotReady
}
