package acceptance

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"salesops/internal/period"
	"salesops/internal/problems"
	"salesops/metrics"
)

// TestRealExport holds the product to figures that were counted by hand in a real export.
func TestRealExport(t *testing.T) {
	t.Parallel()
	folder := filepath.Join("..", "..", "..", "shared", "data", "salesforce-developer-org")
	if _, err := os.Stat(folder); err != nil {
		t.Skipf("the trial data is not here: put it into %s beside the repository", filepath.Join("shared", "data"))
	}
	p := newProduct(t, period.InstantOf(time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)), time.UTC, time.January)
	r := p.run([]string{folder}, "")
	day := func(m time.Month, d int) *period.Day { return ptr(period.DayOf(2026, m, d)) }
	for _, c := range []struct {
		q                  metrics.Query
		value, num, of     string
		low, high, because string
	}{
		{q: metrics.Query{Metric: "win_rate"}, value: "0.6", num: "12", of: "20", low: "0.3866", high: "0.7812"},
		{q: metrics.Query{Metric: "win_rate", AsOf: day(3, 1)}, value: "0.95", num: "19", of: "20"},
		{q: metrics.Query{Metric: "win_rate", AsOf: day(3, 6)}, value: "0.95", num: "19", of: "20"},
		{q: metrics.Query{Metric: "win_rate", KnownAt: day(3, 6)}, value: "0.95", num: "19", of: "20"},
		{q: metrics.Query{Metric: "win_rate", AsOf: day(3, 7)}, value: "0.6", num: "12", of: "20"},
		{q: metrics.Query{Metric: "win_rate", AsOf: day(2, 23)}, value: "1", num: "18", of: "18"},
		{q: metrics.Query{Metric: "won_revenue"}, value: "2815000"},
		{q: metrics.Query{Metric: "asp"}, value: "234583.3333333333", num: "2815000", of: "12"},
		{q: metrics.Query{Metric: "asp_median"}, value: "155000"},
		{q: metrics.Query{Metric: "open_pipeline"}, value: "2115000"},
		{q: metrics.Query{Metric: "open_deals"}, value: "16"},
		{q: metrics.Query{Metric: "win_rate_created"}, value: "0.3333333333", num: "12", of: "36"},
		{q: metrics.Query{Metric: "lead_to_deal_period"}, value: "0.2272727273", num: "5", of: "22"},
		{q: metrics.Query{Metric: "cycle_won_mean"},
			because: "not enough data: 12 of 12 won deals close before they were created"},
		{q: metrics.Query{Metric: "revenue_per_rep"}, because: "has an owner"},
		{q: metrics.Query{Metric: "win_rate_value"}, because: "2 of 8 lost deals have no amount"},
		{q: metrics.Query{Metric: "lead_to_deal"}, because: "22 of 22 leads have no created date"},
	} {
		row := p.ask(c.q).Rows[0]
		for name, x := range map[string]struct {
			got  *metrics.Figure
			want string
		}{"value": {row.Value, c.value}, "numerator": {row.Numerator, c.num}, "denominator": {row.Denominator, c.of}} {
			switch {
			case x.want == "" && (name != "value" || x.got == nil):
			case x.got == nil || x.want == "" || !about(p, x.got, x.want, 1e-10):
				t.Errorf("%s: %s is %v, want %q", describe(c.q), name, x.got, x.want)
			}
		}
		if c.low != "" && (row.Low == nil || !about(p, row.Low, c.low, 5e-5) || !about(p, row.High, c.high, 5e-5)) {
			t.Errorf("%s: interval %v to %v", describe(c.q), row.Low, row.High)
		}
		if !strings.Contains(row.Reason, c.because) {
			t.Errorf("%s: %q does not say %q", describe(c.q), row.Reason, c.because)
		}
	}
	if len(r.Problems) == 0 || r.Problems[0].Code != problems.ClosedBeforeCreated {
		t.Errorf("the first problem is %+v", r.Problems)
	}
	for code, want := range map[problems.Code]int64{problems.ReversedWins: 7, problems.ReconciledCloseDate: 25,
		problems.LeadStatusConflict: 3, problems.ClosedBeforeCreated: 12} {
		found := false
		for _, x := range r.Problems {
			if x.Code != code {
				continue
			}
			if found = true; x.Count != want || code == problems.ReversedWins &&
				(x.Amount == nil || x.Amount.Amount != "830000.00") {
				t.Errorf("%s: %+v, want %d", code, x, want)
			}
		}
		if !found {
			t.Errorf("%s is not among the problems", code)
		}
	}
}

func about(p *product, f *metrics.Figure, want string, within float64) bool {
	a, _ := rat(p, f).Float64()
	b, _ := rat(p, &metrics.Figure{Text: want}).Float64()
	return a-b <= within*max(1, b) && b-a <= within*max(1, b)
}
