package metrics_test

import (
	"testing"

	"salesops/metrics"
	"salesops/metrics/rowsets"
)

// What a metric means is said in Chinese and Portuguese, in words that were written for
// its version, and never for a definition that is not the built-in one.
func TestDescriptionsInOtherLanguages(t *testing.T) {
	t.Parallel()
	if err := metrics.Described(); err != nil {
		t.Fatal(err)
	}
	catalog, err := metrics.Load(rowsets.All())
	if err != nil {
		t.Fatal(err)
	}
	rate, err := catalog.Get("win_rate", 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range catalog.List() {
		if len(d.Descriptions()) != 2 {
			t.Errorf("%s@%d is described in %d other languages: write what it means into metrics/catalog/words",
				d.Name, d.Version, len(d.Descriptions()))
		}
	}
	rate.Text += "# changed here\n"
	if own := rate.Descriptions(); len(own) != 0 {
		t.Errorf("a definition of one's own is described as the built-in one: %v", own)
	}
}
