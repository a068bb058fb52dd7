package metrics_test

import (
	"strings"
	"testing"

	"salesops/internal/period"
	"salesops/metrics"
)

// TestAMissingRateIsSaid: amounts in a currency without a rate into the company's are no 0 and no
// lack of records, whatever the metric and the breakdown.
func TestAMissingRateIsSaid(t *testing.T) {
	t.Parallel()
	w := newWorld(t, load(t))
	w.put("company", map[string]any{"name": "Us", "currency": "EUR"})
	w.put("person", map[string]any{"name": "Ann", "sells": true})
	for _, on := range []string{"2025-01-10", "2025-04-10", "2025-08-10", "2025-11-10", "2026-02-10", "2026-05-10"} {
		w.put("deal", map[string]any{"outcome": "won", "owner": "Ann", "account": "acc", "created_on": "2025-01-01",
			"close_date": on, "amount": "100 USD"})
		w.put("deal", map[string]any{"outcome": "lost", "owner": "Ann", "created_on": "2025-01-01",
			"close_date": on, "amount": "100 USD"})
	}
	w.put("deal", map[string]any{"outcome": "open", "owner": "Ann", "created_on": "2026-05-01",
		"close_date": "2026-06-30", "amount": "100 USD"})
	w.put("quota", map[string]any{"person": "Ann", "from_on": "2026-01-01",
		"to_on": "2026-12-31", "amount": "1000 USD"})
	w.complete()
	w.catchUp()
	from, to := day(t, "2026-04-01"), day(t, "2026-06-30")
	for _, name := range []string{"won_revenue", "asp", "asp_median", "open_pipeline", "pipeline_created",
		"win_rate_value", "quota", "quota_attainment",
		"quota_attainment_team", "quota_attainment_mean", "forecast", "coverage", "revenue_per_rep", "velocity"} {
		for _, q := range []metrics.Query{{}, {By: []string{"owner"}}, {By: []string{"owner"}, Grain: period.Quarter}} {
			q.Metric, q.From, q.To = name, &from, &to
			if name == "velocity" {
				q.By, q.Grain = nil, ""
			}
			for _, row := range w.ask(q).Rows {
				if row.Value != nil || !strings.Contains(row.Reason, "exchange rate into EUR") {
					t.Errorf("%s by %v %s: %v (%s)", name, q.By, q.Grain, row.Value, row.Reason)
				}
			}
		}
	}
}
