package acceptance

import (
	"fmt"
	"os"
	"testing"

	"salesops/internal/period"
	"salesops/metrics"
)

// TestFileByFile: every file of an export as an import of its own, in any order, gives the
// same answers of today as all of them at once. Of earlier days it does where no history comes
// in several parts; SALESOPS_ACCEPTANCE_STRICT=1 asks for them everywhere, and that nothing is
// written when all parts come again.
func TestFileByFile(t *testing.T) {
	first, n, _ := worlds()
	strict := os.Getenv("SALESOPS_ACCEPTANCE_STRICT") != ""
	for i := range max(1, n/4) {
		seed := first + 3000 + uint64(i)
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			w := newWorld(seed, 40)
			p := newProduct(t, w.cfg.imported, w.cfg.zone, w.cfg.firstMonth)
			files, dates := export(t, w, t.TempDir(), 0)
			if dates == "" {
				dates = []string{"ymd", "ymd", "ymd", "mdy", "mdy", "dmy"}[seed%uint64(len(styles))]
			}
			for _, file := range files {
				p.now += 1_000_000
				p.run([]string{file}, dates)
			}
			t.Logf("%+v", w.cfg)
			k := &comparison{p: p, c: believe(w), custom: p.custom("deal", "Deal_Tier__c"), states: map[string]*state{}}
			for _, m := range append(append([]string{"new_customers", "sellers", "revenue_per_rep"}, dealMetrics...), leadMetrics...) {
				k.check(metrics.Query{Metric: m})
				if m != "new_customers" { // of two first deals on one day either may count
					k.check(metrics.Query{Metric: m, By: []string{"owner"}})
				}
				if k.dated(m) && strict {
					k.check(metrics.Query{Metric: m, AsOf: ptr(period.DayOf(2025, 6, 15))})
				}
			}
			if !strict {
				return
			}
			head := p.log.Head()
			for _, file := range files {
				p.now += 1_000_000
				p.run([]string{file}, dates)
			}
			if p.log.Head() != head {
				t.Errorf("importing again wrote %d changes", p.log.Head()-head)
			}
		})
	}
}
