package metrics_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"salesops/analytics"
	"salesops/internal/money"
	"salesops/internal/period"
	"salesops/metrics"
	"salesops/record"
)

// BenchmarkAsk compares answers with SQL written by hand for the same rows.
func BenchmarkAsk(b *testing.B) {
	const deals = 300_000
	w := newWorld(b, load(b))
	r := rand.New(rand.NewPCG(1, 1))
	w.put("team", map[string]any{"name": "all"})
	for i := range 20 {
		w.put("team", map[string]any{"name": fmt.Sprint("team ", i), "parent": "all"})
	}
	for i := range 500 {
		w.put("person", map[string]any{"name": fmt.Sprint("p", i), "team": fmt.Sprint("team ", i%20)})
	}
	for i := range deals {
		created := base - period.Day(r.IntN(900))
		outcome := []string{"won", "lost", "lost", "open"}[r.IntN(4)]
		w.add(record.Change{Kind: record.Create, Object: "deal", ID: record.ID(10_000_000 + i),
			EffectiveAt: created.Start(time.UTC), Fields: []record.FieldValue{
				{Name: "outcome", Value: record.TextValue(outcome)},
				{Name: "close_date", Value: record.DayValue(created + period.Day(r.IntN(120)))},
				{Name: "created_at", Value: record.InstantValue(created.Start(time.UTC) + hour)},
				{Name: "amount", Value: record.MoneyValue(money.Amount{Minor: int64(r.IntN(1e8)), Currency: "EUR"})},
				{Name: "owner", Value: record.RefValue(w.named("person", fmt.Sprint("p", r.IntN(500))))},
				{Name: "account", Value: record.RefValue(record.ID(1 + r.IntN(50_000)))},
				{Name: "source", Value: record.TextValue([]string{"web", "fair", "call"}[r.IntN(3)])},
			}})
	}
	w.catchUp()
	const team = ` LEFT JOIN org o ON o.person = d.owner AND o.known_to = 253402300799999999
		AND o.eff_from < epoch_us(CAST(d.closed_on + 1 AS TIMESTAMP))
		AND o.eff_to >= epoch_us(CAST(d.closed_on + 1 AS TIMESTAMP))`
	cases := []struct {
		name string
		q    metrics.Query
		sql  string
	}{
		{"win_rate by month and team", metrics.Query{Metric: "win_rate", Grain: period.Monthly, By: []string{"team"}},
			"SELECT date_trunc('month', d.closed_on), o.team, count(*) FILTER (WHERE outcome = 'won'), count(*) FROM " +
				"deal_end d" + team + " WHERE NOT stub GROUP BY 1, 2"},
		{"won_revenue", metrics.Query{Metric: "won_revenue"},
			"SELECT sum(amount), count(*) FROM deal_end WHERE outcome = 'won' AND NOT stub"},
		{"asp_median by source", metrics.Query{Metric: "asp_median", By: []string{"source"}},
			"SELECT source, percentile_cont(0.5) WITHIN GROUP (ORDER BY amount) FROM deal_end WHERE outcome = 'won' " +
				"AND NOT stub GROUP BY 1"},
		{"new_customers by month", metrics.Query{Metric: "new_customers", Grain: period.Monthly},
			"SELECT date_trunc('month', first), count(*) FROM (SELECT account, min(closed_on) AS first FROM deal_end " +
				"WHERE outcome = 'won' AND NOT stub GROUP BY 1) GROUP BY 1"},
		{"cycle_km_median", metrics.Query{Metric: "cycle_km_median"},
			"SELECT days, count(*), count(*) FILTER (WHERE ended) FROM (SELECT coalesce(closed_on, DATE " +
				"'2026-06-30') - created_on AS days, closed_on IS NOT NULL AS ended FROM (SELECT closed_on, " +
				"created_on FROM deal_now UNION ALL SELECT closed_on, created_on FROM " +
				"deal_end)) GROUP BY 1 ORDER BY 1"},
		{"open_pipeline by owner", metrics.Query{Metric: "open_pipeline", By: []string{"owner"}},
			"SELECT owner, sum(amount), count(*) FROM deal_now WHERE NOT stub GROUP BY 1"},
		{"revenue_per_rep by month", metrics.Query{Metric: "revenue_per_rep", Grain: period.Monthly},
			"SELECT date_trunc('month', closed_on), sum(amount), count(DISTINCT owner) FROM deal_end WHERE outcome = " +
				"'won' AND NOT stub GROUP BY 1"},
	}
	for _, c := range cases {
		b.Run(c.name+"/asked", func(b *testing.B) {
			for b.Loop() {
				if _, err := w.engine.Ask(b.Context(), record.Everything(), c.q); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(c.name+"/by hand", func(b *testing.B) {
			for b.Loop() {
				if _, err := w.cols.Query(b.Context(), c.sql,
					nil, func(*analytics.Batch) error { return nil }); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
