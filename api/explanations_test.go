package api_test

import (
	"net/url"
	"slices"
	"testing"
	"time"

	"salesops/api"
	"salesops/internal/money"
	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

func TestTwoReceiptsAreExplained(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.fill()
	w.teams()
	question := "/metrics/won_revenue?from=2025-01-01&to=2026-12-31&by=owner"
	before := get[api.Answer](w, question)
	w.apply(
		record.Draft{Kind: record.Create, Object: sales.Deal, Fields: []record.FieldValue{
			{Name: "name", Value: record.TextValue("Late one")}, {Name: "owner", Value: record.RefValue(w.ids["Ann"])},
			{Name: "outcome", Value: record.TextValue("won")},
			{Name: "close_date", Value: record.DayValue(period.DayOf(2026, 1, 9))},
			{Name: "amount", Value: record.MoneyValue(money.Amount{Minor: 1250})}}},
		record.Draft{Kind: record.Set, Object: sales.Deal, ID: w.ids["Alpha"],
			EffectiveAt: period.DayOf(2026, 1, 10).Start(time.UTC), Fields: []record.FieldValue{
				{Name: "amount", Value: record.MoneyValue(money.Amount{Minor: 100})}}},
	)
	after := get[api.Answer](w, question)
	pair := "first=" + url.QueryEscape(before.Receipt) + "&second=" +
		url.QueryEscape("https://sales.example.com/receipts/"+after.Receipt+"?lang=en")
	x := get[api.Explanation](w, "/explanations?"+pair)
	if len(x.Rows) == 0 || x.Unit != "money" || x.Changes[0].Step != "new_data" || x.Changes[0].Count == 0 ||
		x.First.Question.Position >= x.Second.Question.Position {
		t.Fatalf("%+v", x)
	}
	row := x.Rows[slices.IndexFunc(x.Rows, func(r api.ExplainedRow) bool { return r.By["owner"].Name == "Ann" })]
	if row.First.Value.Text != "300.50" || row.Steps[0].Amount.Text != "12.50" || row.Steps[1].Amount.Text[0] != '-' ||
		row.Difference.Text == "" {
		t.Errorf("%+v", row)
	}
	set := get[api.StepRecords](w, "/explanations/records?"+pair+"&step=new_data&row[owner]="+*row.By["owner"].ID)
	if set.Total != 1 || set.Records[0].Name != "Late one" || set.Records[0].Change.Text != "12.50" ||
		set.Records[0].RoleBefore != "" {
		t.Errorf("%+v", set)
	}
	if set := get[api.StepRecords](w, "/explanations/records?"+pair+"&step=rates"); set.Total != 0 ||
		set.Records == nil {
		t.Errorf("rates: %+v", set)
	}
	other := get[api.Answer](w, "/metrics/won_revenue?from=2025-01-01&to=2026-12-31")
	w.problem("GET", "/explanations?first="+before.Receipt+"&second="+other.Receipt, nil, 422, "invalid")
	w.problem("GET", "/explanations?first="+before.Receipt+"&second=none", nil, 422, "invalid")
	w.problem("GET", "/explanations?first="+before.Receipt, nil, 422, "invalid")
	w.problem("GET", "/explanations/records?"+pair+"&step=luck", nil, 422, "invalid")
	if q := get[api.ReceiptQuestion](w, "/receipts/"+get[api.Answer](w, "/metrics/won_revenue?whose=Overseas").Receipt+
		"/question"); q.Whose != record.FormatID(sales.Team, w.ids["Overseas"]) {
		t.Errorf("whose: %+v", q)
	}
}
