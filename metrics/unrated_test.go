package metrics_test

import (
	"fmt"
	"maps"
	"math/big"
	"testing"

	"salesops/internal/money"
	"salesops/internal/period"
	"salesops/metrics"
)

// unratedRows are amounts in two currencies: what counts, what something else leaves out, what lies
// in the days before, and what belongs to several periods.
func unratedRows(t *testing.T, more ...map[string]any) []map[string]any {
	t.Helper()
	deal := func(outcome, closed, amount string) map[string]any {
		return map[string]any{"owner": "Bob", "outcome": outcome, "created_on": "2026-01-02",
			"close_date": closed, "amount": amount}
	}
	rows := []map[string]any{
		{"object": "company", "name": "us", "currency": "EUR"},
		{"object": "person", "name": "Ann", "sells": true}, {"object": "person", "name": "Bob", "sells": true},
		deal("won", "2026-01-05", "300 EUR"), deal("won", "2026-01-06", "7 GBP"),
		deal("won", "2026-02-03", "100 EUR"), deal("won", "2026-02-03", "50 GBP"), deal("won", "2026-02-05", "-3 GBP"),
		deal("lost", "2026-02-03", "50 EUR"), deal("open", "2026-06-05", "2000 EUR"),
		deal("open", "2026-04-05", "1000 GBP"), deal("open", "2026-06-05", "4000 GBP"),
		deal("open", "2026-06-05", "-20 GBP"),
		{"object": "cost", "name": "fair", "kind": "ads", "from_on": "2026-01-01",
			"to_on": "2026-03-31", "amount": "900 GBP"},
		{"object": "cost", "name": "press", "kind": "ads", "from_on": "2026-01-01",
			"to_on": "2026-03-31", "amount": "90 EUR"},
		{"object": "cost", "name": "turned", "kind": "ads", "from_on": "2026-01-31",
			"to_on": "2026-01-01", "amount": "5 GBP"},
		{"object": "quota", "person": "Ann", "from_on": "2026-01-01", "to_on": "2026-12-31", "amount": "1200 GBP"},
		{"object": "quota", "person": "Bob", "from_on": "2026-01-01", "to_on": "2026-12-31", "amount": "1200 EUR"},
	}
	copied := make([]map[string]any, 0, len(rows)+len(more))
	for _, r := range append(rows, more...) {
		copied = append(copied, maps.Clone(r))
	}
	return copied
}

// What is said to be left out for want of a rate is what the answer would count with one: of its
// own days, once, and nothing that something else leaves out.
func TestWhatHasNoRateIsWhatARateWouldAdd(t *testing.T) {
	t.Parallel()
	same, err := money.ParseRate("1", "GBP", "EUR")
	if err != nil {
		t.Fatal(err)
	}
	without := filled(t, unratedRows(t)...)
	with := filled(t, unratedRows(t, map[string]any{"object": "fx_rate", "from_currency": "GBP", "to_currency": "EUR",
		"day": "2020-01-01", "rate": int(same)})...)
	january, february, march, june := on(t, "2026-01-01"), on(t, "2026-02-01"), on(t, "2026-03-31"), on(t, "2026-06-30")
	end := on(t, "2026-02-28")
	for _, q := range []metrics.Query{
		{Metric: "won_revenue"},
		{Metric: "won_revenue", From: february, To: end},
		{Metric: "won_revenue", From: february, To: end, Compare: "previous"},
		{Metric: "won_revenue", From: february, To: end, Compare: "previous", By: []string{"product"}},
		{Metric: "won_revenue", From: february, Grain: period.Monthly, Compare: "previous"},
		{Metric: "won_revenue", Grain: period.Monthly, Compare: "previous"},
		{Metric: "won_revenue", From: on(t, "2026-01-20"), To: end, Compare: "year"},
		{Metric: "open_pipeline"},
		{Metric: "pipeline_due", From: on(t, "2026-04-01"), To: june},
		{Metric: "pipeline_created", From: january, To: march},
		{Metric: "cost", From: january, To: march},
		{Metric: "cost", From: february, To: end},
		{Metric: "cost", From: january, To: march, Grain: period.Monthly},
		{Metric: "cost", Grain: period.Weekly},
		{Metric: "quota", From: january, To: march},
		{Metric: "quota", From: january, To: march, Grain: period.Monthly},
	} {
		q.Today = day(t, "2026-05-01")
		name := fmt.Sprintf("%s %v–%v %q %s by %v", q.Metric, q.From, q.To, q.Grain, q.Compare, q.By)
		total := func(w *world) *big.Rat {
			sum := new(big.Rat)
			for _, r := range w.ask(q).Rows {
				if r.Value != nil {
					v, ok := new(big.Rat).SetString(r.Value.Text)
					if !ok {
						t.Fatalf("%s: %s", name, r.Value)
					}
					sum.Add(sum, v)
				}
			}
			return sum
		}
		want, said := new(big.Rat).Sub(total(with), total(without)), new(big.Rat)
		for _, n := range without.ask(q).Notes {
			if n.Code != "missing_rate" {
				continue
			}
			if _, ok := said.SetString(n.Amount.Text); !ok || n.Currency != "GBP" {
				t.Errorf("%s: %+v", name, n)
			}
		}
		if want.Cmp(said) != 0 {
			t.Errorf("%s: a rate would add %s, and %s is said to be left out",
				name, want.FloatString(2), said.FloatString(2))
		}
	}
}

// Revenue per month is no sum over months: what has no rate is that of the last of them.
func TestRecurringRevenueWithoutARateIsThatOfTheLastMonth(t *testing.T) {
	t.Parallel()
	w := filled(t, map[string]any{"object": "company", "name": "us", "currency": "EUR"},
		map[string]any{"object": "contract", "account": "A", "start_on": "2025-10-01", "mrr": "500 GBP"},
		map[string]any{"object": "contract", "account": "B", "start_on": "2025-10-01", "mrr": "100 EUR"})
	a := w.ask(metrics.Query{Metric: "mrr", From: on(t, "2026-01-01"), To: on(t, "2026-03-31"), Grain: period.Monthly})
	for _, n := range a.Notes {
		if n.Code == "missing_rate" && (n.Amount.Text != "500.00" || n.Count != 1) {
			t.Errorf("%+v", n)
		}
	}
	if n, _ := noted(a, "missing_rate"); n != 1 {
		t.Errorf("%v", a.Notes)
	}
}

// A customer who left is among those without a rate, and so is what the customer paid.
func TestWhoLeftIsInTheAmountWithoutARate(t *testing.T) {
	t.Parallel()
	rows := []map[string]any{
		{"object": "company", "name": "us", "currency": "EUR"},
		{"object": "contract", "account": "Left", "start_on": "2025-01-01", "end_on": "2026-01-15", "mrr": "30 GBP"},
		{"object": "contract", "account": "Last", "start_on": "2025-01-01", "end_on": "2026-01-31", "mrr": "500 GBP"},
		{"object": "contract", "account": "Stays", "start_on": "2025-01-01", "mrr": "7000 GBP"},
	}
	for i := range 6 {
		rows = append(rows, map[string]any{"object": "contract", "account": fmt.Sprint("Euro ", i),
			"start_on": "2025-01-01", "end_on": "2026-12-31", "mrr": "100 EUR"})
	}
	w := filled(t, rows...)
	for name, want := range map[string]string{"nrr": "7530.00 of 3", "grr": "7530.00 of 3",
		"churn_revenue": "7530.00 of 3", "mrr": "7500.00 of 2"} {
		got := ""
		for _, n := range w.ask(metrics.Query{Metric: name, From: on(t, "2026-01-01"), To: on(t, "2026-01-31")}).Notes {
			if n.Code == "missing_rate" {
				got = fmt.Sprint(n.Amount.Text, " of ", n.Count)
			}
		}
		if got != want {
			t.Errorf("%s: %s without a rate, want %s", name, got, want)
		}
	}
}
