package api_test

import (
	"net/url"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"salesops/api"
)

// One request gives what a page would ask the twelve for one by one.
func TestKeyMetricsAreTheAnswersOfEach(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.fill()
	for _, question := range []string{"", "?from=2026-01-01&to=2026-03-31&compare=previous", "?as_of=2026-02-01",
		"?where=" + url.QueryEscape(`source == "Web"`)} {
		got := get[api.KeyMetrics](w, "/key-metrics"+question)
		if len(got.Metrics) != 12 {
			t.Fatalf("%s: %d metrics", question, len(got.Metrics))
		}
		chain := []int{}
		for _, m := range got.Metrics {
			chain = append(chain, m.Chain)
			if m.Answer == nil {
				if m.Refused == nil || m.Refused.Detail == "" {
					t.Errorf("%s %s: neither an answer nor a reason", question, m.Name)
				}
				w.problem("GET", "/metrics/"+m.Name+question, nil, 422, "invalid")
				continue
			}
			alone := get[api.Answer](w, "/metrics/"+m.Name+question)
			if d := cmp.Diff(alone, *m.Answer); d != "" {
				t.Errorf("%s %s differs from the question asked alone:\n%s", question, m.Name, d)
			}
			if len(m.Past) > 8 {
				t.Errorf("%s %s: %d periods", question, m.Name, len(m.Past))
			}
			if n := len(m.Past); n > 0 && alone.To != nil && *m.Past[n-1].To != *alone.To {
				t.Errorf("%s %s: the last period ends on %s, the answer on %s", question, m.Name,
					*m.Past[n-1].To, *alone.To)
			}
		}
		if !slices.IsSorted(chain) {
			t.Errorf("%s: not in the order of the chain: %v", question, chain)
		}
	}
	// a quarter is followed back quarter by quarter
	got := get[api.KeyMetrics](w, "/key-metrics?from=2026-01-01&to=2026-03-31")
	i := slices.IndexFunc(got.Metrics, func(m api.KeyMetric) bool { return m.Name == "win_rate" })
	past := got.Metrics[i].Past
	if len(past) != 8 || *past[0].Period != "2024-04-01" || *past[7].Label != "FY2026-Q1" {
		t.Errorf("win rate's periods: %d, %+v", len(past), past)
	}
}
