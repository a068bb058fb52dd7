package metrics_test

import (
	"slices"
	"testing"

	"salesops/metrics"
	"salesops/record"
)

// opened drills one answer without dimensions.
func opened(w *world, q metrics.Query, c metrics.Cell, limit int) []metrics.Item {
	w.t.Helper()
	var out []metrics.Item
	page := metrics.Page{Limit: limit}
	for {
		set, err := w.engine.Records(w.t.Context(), record.Everything(), q, c, page)
		if err != nil {
			w.t.Fatal(err)
		}
		out = append(out, set.Records...)
		if page.Cursor = set.NextCursor; page.Cursor == "" {
			if int64(len(out)) != set.Total {
				w.t.Errorf("%d records of %d", len(out), set.Total)
			}
			return out
		}
	}
}

// TestAttainmentOpensToItsDeals opens the share of sellers who reach their quota: people
// with their quota and what they won, then the quotas and the deals that these are made of.
func TestAttainmentOpensToItsDeals(t *testing.T) {
	t.Parallel()
	w := newWorld(t, load(t))
	w.put("person", map[string]any{"name": "Ann", "sells": true, "started_on": "2026-02-15"})
	w.put("person", map[string]any{"name": "Bob", "sells": true})
	w.put("person", map[string]any{"name": "Eve", "sells": true})
	for _, name := range []string{"Ann", "Bob"} {
		w.put("quota", map[string]any{"name": "Q1 " + name, "person": name, "from_on": "2026-01-01",
			"to_on": "2026-03-31", "amount": "1000 EUR"})
	}
	w.put("deal", map[string]any{"name": "one", "owner": "Ann", "outcome": "won",
		"close_date": "2026-03-01", "amount": "400 EUR"})
	w.put("deal", map[string]any{"name": "two", "owner": "Ann", "outcome": "won",
		"close_date": "2026-03-02", "amount": "100 EUR"})
	w.put("deal", map[string]any{"name": "three", "owner": "Eve", "outcome": "won",
		"close_date": "2026-03-02", "amount": "9000 EUR"})
	w.put("deal", map[string]any{"name": "later", "owner": "Ann", "outcome": "won",
		"close_date": "2026-04-02", "amount": "9000 EUR"})
	w.catchUp()
	from, to := day(t, "2026-01-01"), day(t, "2026-03-31")
	q := metrics.Query{Metric: "quota_attainment", From: &from, To: &to}
	var got []string
	for _, item := range opened(w, q, metrics.Cell{}, 2) {
		line := item.Role + " " + item.Title
		if item.Contribution != nil {
			line += " " + item.Contribution.Text + item.Currency
		}
		if a, ok := item.Fields["quota"].(metrics.Amount); ok && item.Object == "person" {
			line += " of " + a.Amount + a.Currency
		}
		if item.Reason != "" {
			line += ": " + item.Reason
		}
		got = append(got, line)
	}
	want := []string{"numerator Ann 1 of 500.00EUR", "denominator Bob 1 of 1000.00EUR",
		"left_out Eve of 0.00EUR: has no quota in the period",
		"quota Q1 Bob 1000.00EUR", "quota Q1 Ann 500.00EUR", "credit one 400.00EUR", "credit two 100.00EUR"}
	if !slices.Equal(got, want) {
		t.Errorf("opens to\n%q, want\n%q", got, want)
	}
}

// TestActivitiesOpenToBothSources opens a number of activities: those of the CRM, those that
// stand in a calendar only, and the duplicates that are left out.
func TestActivitiesOpenToBothSources(t *testing.T) {
	t.Parallel()
	w := newWorld(t, load(t))
	w.put("contact", map[string]any{"name": "Xi", "email": "xi@buyer.example"})
	w.put("activity", map[string]any{"subject": "Demo", "kind": "meeting", "owner": "Ann", "contact": "Xi",
		"start_on": "2026-01-12"})
	w.put("calendar_event", map[string]any{"title": "Demo at Buyer", "owner": "Ann", "start_on": "2026-01-12",
		"attendees": "XI@buyer.example", "contact": "Xi"})
	w.put("calendar_event", map[string]any{"title": "Lunch at Buyer", "owner": "Ann",
		"start_on": "2026-01-13", "contact": "Xi"})
	w.complete()
	w.catchUp()
	var got []string
	for _, item := range opened(w, metrics.Query{Metric: "activities"}, metrics.Cell{}, 1) {
		got = append(got, item.Role+" "+item.Object+" "+item.Title+" "+item.Reason)
	}
	slices.Sort(got)
	want := []string{"left_out calendar_event Demo at Buyer stands in a calendar and is counted already",
		"row activity Demo ", "row calendar_event Lunch at Buyer "}
	if !slices.Equal(got, want) {
		t.Errorf("opens to\n%q, want\n%q", got, want)
	}
}
