package mapping

import (
	"slices"

	"salesops/connectors/tool"
	"salesops/record"
	"salesops/sales"
)

// target is what a field of a mapping stands for.
type target struct {
	use    tool.Use
	field  string
	kind   tool.Kind
	object string // of a reference
}

// stamps are what every object takes beside its fields.
var stamps = map[string]target{
	"created":  {use: tool.Created, kind: tool.Instant},
	"modified": {use: tool.Modified, kind: tool.Instant},
	"deleted":  {use: tool.Deleted, kind: tool.Bool},
	"currency": {use: tool.Currency},
}

// ofDeals are what deals take beside their fields.
var ofDeals = map[string]target{
	"stage":       {use: tool.StageName},
	"pipeline":    {use: tool.PipelineName},
	"closed":      {use: tool.Closed, kind: tool.Bool},
	"won":         {use: tool.Won, kind: tool.Bool},
	"stage_since": {use: tool.StageSince, kind: tool.Instant},
}

// unmapped are objects that are no rows of a table.
var unmapped = []string{sales.Company, sales.Import, sales.Metric}

// schema is the product's own. Tests put one with other objects in its place.
var schema = sales.Objects

// objects are the names that `object` can have.
func objects() []string {
	var names []string
	for _, o := range schema() {
		if !o.Reserved && !slices.Contains(unmapped, o.Name) {
			names = append(names, o.Name)
		}
	}
	return names
}

func objectNamed(name string) (record.Object, bool) {
	for _, o := range schema() {
		if o.Name == name && !o.Reserved && !slices.Contains(unmapped, name) {
			return o, true
		}
	}
	return record.Object{}, false
}

// kinds say how a cell is read for a field.
var kinds = map[record.Kind]tool.Kind{
	record.Text: tool.Text, record.Int: tool.Whole, record.Number: tool.Number,
	record.Bool: tool.Bool,
	record.Day:  tool.Day, record.Instant: tool.Instant, record.Money: tool.Amount,
	record.Ref: tool.Reference,
}

// targetOf is what a field's name stands for in an object.
func targetOf(o record.Object, name string) (target, bool) {
	if o.Name == sales.Deal {
		if t, ok := ofDeals[name]; ok {
			return t, true
		}
		if name == "outcome" {
			return target{}, false // comes of the stage
		}
	}
	if name == "created_at" {
		name = "created"
	}
	if t, ok := stamps[name]; ok {
		return t, true
	}
	for _, f := range o.Fields {
		if f.Name != name {
			continue
		}
		t := target{field: name, kind: kinds[f.Kind], object: f.Object}
		if name == "forecast_category" {
			t.kind = tool.Category
		}
		if o.Name == sales.Rate && name == "rate" {
			t.kind = tool.ExchangeRate
		}
		if name == "converted" {
			t.use = tool.ConvertedFlag
		}
		return t, true
	}
	return target{}, false
}

// fieldNames are the names a mapping can give values to.
func fieldNames(o record.Object) []string {
	var names []string
	for _, f := range o.Fields {
		if f.Name != "created_at" && (o.Name != sales.Deal || f.Name != "outcome") {
			names = append(names, f.Name)
		}
	}
	names = append(names, "created", "modified", "deleted", "currency")
	if o.Name == sales.Deal {
		names = append(names, "closed", "won", "stage_since")
	}
	return names
}
