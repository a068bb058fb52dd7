package metrics_test

import (
	"context"
	"slices"
	"testing"
	"testing/fstest"

	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/metrics"
	"salesops/metrics/rowsets"
	"salesops/record"
	"salesops/sales"
)

// broken is a calculator with a mistake.
type broken struct{}

func (broken) Measures() []metrics.Measure { return []metrics.Measure{metrics.MeasureSum} }

func (broken) Begin(context.Context, *metrics.Statement) (*metrics.Calculation, error) {
	return nil, []error{}[len(broken{}.Measures())]
}

// TestAPanicIsOneFailedAnswer: a mistake in one metric is an internal fault of the questions for it. It ends neither
// the program nor the turns of other questions.
func TestAPanicIsOneFailedAnswer(t *testing.T) {
	t.Parallel()
	sets := append(rowsets.All(), &metrics.RowSet{
		Name: "broken_deal", Like: sales.Deal, Opens: []string{sales.Deal}, From: []string{sales.Deal},
		Prepare: func(context.Context, *metrics.Statement, []period.Range) (metrics.Rows, error) {
			return metrics.Select(func([]string) (string, error) { return "", nil }), nil
		},
		Calculator: broken{},
	})
	catalog, err := metrics.Load(sets, fstest.MapFS{
		"breaks.yaml": {Data: []byte("name: breaks\nversion: 1\nquestion: What breaks?\ndescription: A mistake.\n" +
			"kind: derived\nover: broken_deal\nmeasure: sum\nunit: count\ndimensions: [owner]\n")},
		"deals.yaml": {Data: []byte("name: deals\nversion: 1\nquestion: How many deals are there?\n" +
			"description: All.\nkind: aggregate\nover: deal\nmeasure: count\nunit: count\ndimensions: [owner]\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	w := richWorld(t, catalog, func(string, map[string]any) bool { return true })
	w.engine = metrics.New(w.cols, catalog, metrics.Options{Clock: clock, AtOnce: 1})
	for range 3 {
		_, err := w.engine.Ask(t.Context(), record.Everything(), metrics.Query{Metric: "breaks"})
		if fault.KindOf(err) != fault.Internal {
			t.Fatalf("a metric that breaks: %v", err)
		}
	}
	if rows := w.ask(metrics.Query{Metric: "deals"}).Rows; !slices.ContainsFunc(rows,
		func(r metrics.Row) bool { return r.N > 0 }) {
		t.Errorf("another metric answers %+v", rows)
	}
}
