package api_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"salesops/api"
)

// One request gives what a line over past days would ask for day by day.
func TestMetricDaysAreTheAnswersOfEach(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.fill()
	for _, known := range []string{"", "&known_at=2026-02-15"} {
		got := get[api.MetricDays](w, "/metrics/open_pipeline/days?days=2026-02-01,2026-03-01"+known)
		if len(got.Days) != 2 {
			t.Fatalf("%d days", len(got.Days))
		}
		for _, d := range got.Days {
			question := "/metrics/open_pipeline?as_of=" + d.Day + known
			if d.Answer == nil {
				w.problem("GET", question, nil, 422, "invalid")
				continue
			}
			if diff := cmp.Diff(get[api.Answer](w, question), *d.Answer); diff != "" {
				t.Errorf("%s differs from the question asked alone:\n%s", question, diff)
			}
		}
	}
	w.problem("GET", "/metrics/no_such/days?days=2026-02-01", nil, 404, "missing")
	w.problem("GET", "/metrics/win_rate/days?days=soon", nil, 422, "invalid")
}
