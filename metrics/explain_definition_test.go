package metrics_test

import (
	"strings"
	"testing"

	"salesops/internal/period"
	"salesops/metrics"
	"salesops/record"
	"salesops/sales"
)

// A metric that was given another meaning between the two is asked again with both.
func TestExplainGoesFromOneDefinitionToAnother(t *testing.T) {
	t.Parallel()
	d := newDefined(t)
	win := func(amounts ...string) {
		var drafts []record.Draft
		for _, amount := range amounts {
			value := (&world{t: t}).value("", record.Field{Kind: record.Money}, amount)
			drafts = append(drafts, record.Draft{Kind: record.Create, Object: sales.Deal, Fields: []record.FieldValue{
				{Name: "name", Value: record.TextValue(amount)}, {Name: "amount", Value: value},
				{Name: "outcome", Value: record.TextValue("won")},
				{Name: "close_date", Value: record.DayValue(period.DayOf(2026, 2, 3))}}})
		}
		if _, err := d.log.Apply(t.Context(), record.Command{Actor: "owner", Drafts: drafts}); err != nil {
			t.Fatal(err)
		}
	}
	win("2000.00 EUR", "300.00 EUR", "1.00 EUR")
	_, first := d.begin(bigDeals)
	win("3000.00 EUR", "40.00 EUR")
	e, second := d.begin(strings.NewReplacer("version: 1", "version: 2", "1000 EUR", "5 EUR").Replace(bigDeals))
	x, err := e.Explain(t.Context(), record.Everything(), first.Receipt, second.Receipt)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := steps(t, x), "1 0 2 0 0 = 3"; got != want {
		t.Errorf("%s, not %s", got, want)
	}
	set, err := e.ExplainRecords(t.Context(), record.Everything(), first.Receipt, second.Receipt,
		metrics.StepDefinition, metrics.Cell{}, metrics.Page{Limit: 1})
	if err != nil || set.Total != 2 || len(set.Records) != 1 || set.NextCursor == "" {
		t.Fatalf("%+v, %v", set, err)
	}
	set, err = e.ExplainRecords(t.Context(), record.Everything(), first.Receipt, second.Receipt, metrics.StepDefinition,
		metrics.Cell{}, metrics.Page{Limit: 1, Cursor: set.NextCursor})
	if err != nil || len(set.Records) != 1 || set.NextCursor != "" || set.Records[0].RoleBefore != "" ||
		set.Records[0].Change.Text != "1" {
		t.Errorf("the last page: %+v, %v", set, err)
	}
}
