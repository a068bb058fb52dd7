package analytics_test

import (
	"testing"

	"salesops/analytics"
	"salesops/sales"
)

// TestOrder compares the order of rows in Go, which a load uses, with the order in SQL, which
// sorting uses.
func TestOrder(t *testing.T) {
	t.Parallel()
	log := &generatedLog{smallLog(t), 400}
	c := open(t, "", log, analytics.Options{Threads: 1})
	catchUp(t, c)
	correct(log, 600)
	catchUp(t, c)
	check := func(what string, sorted bool) {
		differing, unsorted, err := c.OutOfOrder(t.Context(), sales.Deal)
		if err != nil {
			t.Fatal(err)
		}
		if differing != 0 {
			t.Errorf("%s: %d rows have another place in SQL", what, differing)
		}
		if sorted != (unsorted == 0) {
			t.Errorf("%s: %d rows stand before a smaller one", what, unsorted)
		}
	}
	check("in batches", false)
	if err := c.SortNow(t.Context()); err != nil {
		t.Fatal(err)
	}
	check("sorted", true)
}
