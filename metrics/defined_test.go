package metrics_test

import (
	"path/filepath"
	"testing"

	"salesops/analytics"
	"salesops/metrics"
	"salesops/metrics/rowsets"
	"salesops/record"
	"salesops/sales"
	"salesops/sqlite"
)

// defined is an empty company in which the definition of one metric, big_deals, changes.
type defined struct {
	t    *testing.T
	log  *record.Log
	cols *analytics.Columns
}

func newDefined(t *testing.T) *defined {
	t.Helper()
	db, err := sqlite.Open(filepath.Join(t.TempDir(), "truth.sqlite"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	log, err := record.Open(t.Context(), db.Store(),
		record.Options{Objects: sales.Objects(), Guards: sales.Guards(), Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	cols, err := analytics.Open(t.Context(), "", log, analytics.Options{Threads: 1, Keyed: rowsets.Tables()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		for _, closer := range []func() error{cols.Close, log.Close, db.Close} {
			if err := closer(); err != nil {
				t.Error(err)
			}
		}
	})
	return &defined{t, log, cols}
}

// begin starts with a definition, as the program does after an update, and asks the metric.
func (d *defined) begin(text string) (*metrics.Engine, *metrics.Answer) {
	d.t.Helper()
	c, err := metrics.Load(rowsets.All(), own("big.yaml", text))
	if err != nil {
		d.t.Fatal(err)
	}
	if err := c.Sync(d.t.Context(), d.log); err != nil {
		d.t.Fatal(err)
	}
	head := d.log.Head()
	if err := c.Sync(d.t.Context(), d.log); err != nil || d.log.Head() != head {
		d.t.Errorf("a second sync wrote %d changes, %v", d.log.Head()-head, err)
	}
	if _, err := d.cols.CatchUp(d.t.Context()); err != nil {
		d.t.Fatal(err)
	}
	e := metrics.New(d.cols, c, metrics.Options{Clock: clock})
	a, err := e.Ask(d.t.Context(), record.Everything(), metrics.Query{Metric: "big_deals"})
	if err != nil {
		d.t.Fatal(err)
	}
	return e, a
}
