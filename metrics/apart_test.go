package metrics_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"salesops/internal/period"
	"salesops/metrics"
	"salesops/record"
)

// Rows of one name say what they belong to: stages their pipeline, people their team.
func TestRowsOfOneNameAreToldApart(t *testing.T) {
	t.Parallel()
	w := newWorld(t, load(t))
	for _, p := range []string{"New business", "Renewals"} {
		w.put("pipeline", map[string]any{"name": p})
		w.put("stage", map[string]any{"as": "Offer " + p, "name": "Offer", "pipeline": p,
			"outcome": "open", "position": 1})
		w.put("team", map[string]any{"name": p})
		w.put("person", map[string]any{"as": "Kim " + p, "name": "Kim", "team": p})
		w.put("deal", map[string]any{"stage": "Offer " + p, "pipeline": p, "owner": "Kim " + p, "outcome": "open",
			"created_on": "2026-01-05", "amount": "100"})
	}
	w.put("stage", map[string]any{"name": "Signed", "pipeline": "Renewals", "outcome": "open", "position": 2})
	w.put("deal", map[string]any{"stage": "Signed", "owner": "Kim Renewals", "outcome": "open",
		"created_on": "2026-01-05", "amount": "50"})
	w.complete()
	w.catchUp()
	for by, want := range map[string]string{
		"stage": "Offer (New business)=1/1 Offer (Renewals)=1/1 Signed=1/1",
		"owner": "Kim (Renewals)=2/2 Kim (New business)=1/1",
	} {
		if got := cut(w.ask(metrics.Query{Metric: "open_deals", By: []string{by}}), by); got != want {
			t.Errorf("by %s: %s", by, got)
		}
	}
	// An answer that is cut by what they belong to says it once, unless a deal says otherwise.
	both := func() string {
		var out []string
		for _, r := range w.ask(metrics.Query{Metric: "open_deals", By: []string{"pipeline", "stage"},
			Where: []string{`stage.name == "Offer"`}}).Rows {
			out = append(out, r.By["pipeline"].Name+": "+r.By["stage"].Name)
		}
		slices.Sort(out)
		return strings.Join(out, ", ")
	}
	if got := both(); got != "New business: Offer, Renewals: Offer" {
		t.Errorf("by pipeline and stage: %s", got)
	}
	w.put("deal", map[string]any{"stage": "Offer Renewals", "outcome": "open", "created_on": "2026-01-06",
		"owner": "Kim Renewals"})
	w.catchUp()
	if got := both(); got != "(none): Offer (Renewals), New business: Offer (New business), "+
		"Renewals: Offer (Renewals)" {
		t.Errorf("with a deal without its pipeline: %s", got)
	}
	// One that was deleted belongs to what it belonged to last.
	at := day(t, "2026-03-01").Start(time.UTC)
	w.add(record.Change{Kind: record.Delete, Object: "stage", ID: w.named("stage", "Offer Renewals"), EffectiveAt: at,
		KnownAt: at, Actor: "import"})
	w.catchUp()
	if got, want := cut(w.ask(metrics.Query{Metric: "open_deals", By: []string{"stage"}}),
		"stage"), "Offer (Renewals)=2/2 Offer (New business)=1/1 Signed=1/1"; got != want {
		t.Errorf("with one deleted: %s", got)
	}
}

// A period that has not begun has no value, unless something planned stands in one that has not.
func TestWhatHasNotBegunIsNoZero(t *testing.T) {
	t.Parallel()
	w := filled(t, won("2026-05-10", "100"), won("2026-06-01", "40"),
		map[string]any{"outcome": "lost", "close_date": "2026-05-12"},
		map[string]any{"outcome": "open", "created_on": "2026-01-05", "close_date": "2026-08-10", "amount": "70"})
	today := day(t, "2026-06-15")
	ask := func(metric string) *metrics.Answer {
		return w.ask(metrics.Query{Metric: metric, From: on(t, "2026-04-01"), To: on(t, "2026-09-30"),
			Grain: period.Monthly, Today: today})
	}
	for _, metric := range []string{"won_revenue", "won_deals", "lost_deals"} {
		for _, r := range ask(metric).Rows {
			if ahead := *r.Period > "2026-06"; ahead != (r.Value == nil) || ahead && r.ReasonCode != "period_ahead" &&
				!strings.Contains(r.Reason, "has not begun") {
				t.Errorf("%s in %s: %v (%s)", metric, *r.Period, r.Value, r.Reason)
			}
		}
	}
	for _, r := range ask("open_pipeline").Rows {
		if r.Value == nil {
			t.Errorf("what is expected in %s: %s", *r.Period, r.Reason)
		}
	}
	if r := w.ask(metrics.Query{Metric: "won_revenue", From: on(t, "2026-07-01"), To: on(t, "2026-09-30"),
		Today: today}).Rows[0]; r.Value != nil {
		t.Errorf("a quarter ahead: %s", r.Value)
	}
}
