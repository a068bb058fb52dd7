package metrics_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"salesops/analytics"
	"salesops/connectors"
	"salesops/connectors/all"
	"salesops/internal/period"
	"salesops/metrics"
	"salesops/metrics/rowsets"
	"salesops/record"
	"salesops/sales"
	"salesops/sqlite"
)

// realClock is when the trial export is imported.
func realClock() period.Instant { return period.DayOf(2026, 11, 23).Start(time.UTC) + 12*hour }

// TestRealExport asks the trial export of a Salesforce developer org what the
// product promises to answer about it.
func TestRealExport(t *testing.T) {
	t.Parallel()
	e := openExport(t, "salesforce-developer-org")
	ask := func(q metrics.Query) metrics.Row {
		t.Helper()
		a, err := e.Ask(t.Context(), record.Everything(), q)
		if err != nil {
			t.Fatal(err)
		}
		if len(a.Rows) != 1 {
			t.Fatalf("%d rows: %s", len(a.Rows), dump(a))
		}
		t.Log(dump(a))
		return a.Rows[0]
	}
	asOf := func(s string) *period.Day { d := day(t, s); return &d }
	cases := []struct {
		q                      metrics.Query
		value, low, high, n    string
		numerator, denominator string
		reason                 string
	}{
		{q: metrics.Query{Metric: "win_rate"}, value: "0.6", low: "0.3866", high: "0.7812",
			numerator: "12", denominator: "20"},
		{q: metrics.Query{Metric: "win_rate", AsOf: asOf("2026-03-01")}, value: "0.95",
			numerator: "19", denominator: "20"},
		{q: metrics.Query{Metric: "win_rate", AsOf: asOf("2026-02-23")}, value: "1",
			numerator: "18", denominator: "18"},
		{q: metrics.Query{Metric: "win_rate", AsOf: asOf("2026-03-06")}, value: "0.95"},
		{q: metrics.Query{Metric: "won_revenue"}, value: "2815000"},
		{q: metrics.Query{Metric: "asp"}, value: "234583.33"},
		{q: metrics.Query{Metric: "asp_median"}, value: "155000"},
		{q: metrics.Query{Metric: "open_pipeline"}, value: "2115000", n: "16"},
		{q: metrics.Query{Metric: "cycle_won_mean"},
			reason: "not enough data: 12 of 12 won deals close before they were created"},
		{q: metrics.Query{Metric: "revenue_per_rep"}, reason: "no deal of 36 has an owner"},
		{q: metrics.Query{Metric: "lead_to_deal"}, reason: "have no created date"},
		{q: metrics.Query{Metric: "leads_created"}, value: "22"},
	}
	for _, c := range cases {
		got := ask(c.q)
		for _, f := range []struct {
			what, want string
			got        *metrics.Figure
		}{{"value", c.value, got.Value}, {"low", c.low, got.Low}, {"high", c.high, got.High},
			{"numerator", c.numerator, got.Numerator}, {"denominator", c.denominator, got.Denominator}} {
			if f.want != "" {
				if f.got == nil {
					t.Errorf("%s: no %s (%s)", c.q.Metric, f.what, got.Reason)
					continue
				}
				near(t, 0, c.q.Metric+" "+f.what, f.got.Text, f.want)
			}
		}
		if !strings.Contains(got.Reason, c.reason) || (c.reason == "") != (got.Reason == "") {
			t.Errorf("%s: reason %q, want %q", c.q.Metric, got.Reason, c.reason)
		}
	}
}

func openExport(t *testing.T, name string) *metrics.Engine {
	t.Helper()
	folder := filepath.Join("..", "..", "shared", "data", name)
	if _, err := os.Stat(folder); err != nil {
		t.Skipf("the trial data folder %s is not there", folder)
	}
	db, err := sqlite.Open(filepath.Join(t.TempDir(), "truth.sqlite"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	log, err := record.Open(t.Context(), db.Store(),
		record.Options{Objects: sales.Objects(), Guards: sales.Guards(), Clock: realClock})
	if err != nil {
		t.Fatal(err)
	}
	catalog := load(t)
	if err := catalog.Sync(t.Context(), log); err != nil {
		t.Fatal(err)
	}
	_, err = all.Run(t.Context(), log, connectors.Options{Paths: []string{folder}, Clock: realClock,
		SpillDir: filepath.Join(t.TempDir(), "spill")})
	if err != nil {
		t.Fatal(err)
	}
	cols, err := analytics.Open(t.Context(), "", log, analytics.Options{Threads: 2, Keyed: rowsets.Tables()})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := cols.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		for _, closer := range []func() error{cols.Close, log.Close, db.Close} {
			if err := closer(); err != nil {
				t.Error(err)
			}
		}
	})
	return metrics.New(cols, catalog, metrics.Options{Clock: realClock})
}
