package acceptance

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"

	"salesops/internal/period"
	"salesops/metrics"
)

var dealMetrics = []string{
	"won_revenue", "won_deals", "lost_deals", "open_pipeline", "open_deals", "pipeline_created",
	"win_rate", "win_rate_value", "win_rate_created", "win_rate_competitive", "asp", "asp_median",
	"cycle_won_mean", "cycle_won_median", "cycle_contact_mean", "cycle_km_median", "cycle_rmst", "win_incidence",
}

var leadMetrics = []string{
	"leads_created", "lead_to_deal", "deal_to_customer", "lead_to_customer",
	"lead_to_deal_period", "deal_to_customer_period", "lead_to_customer_period",
}

var companyMetrics = []string{"new_customers", "sellers", "revenue_per_rep", "revenue_per_fte"}

// worlds is how many companies are generated and how many deals each has.
// SALESOPS_ACCEPTANCE_WORLDS=100 and SALESOPS_ACCEPTANCE_DEALS=400 try more;
// SALESOPS_ACCEPTANCE_SEED=7 begins elsewhere.
func worlds() (first uint64, n, deals int) {
	number := func(name string, or int) int {
		if v, err := strconv.Atoi(os.Getenv("SALESOPS_ACCEPTANCE_" + name)); err == nil {
			return v
		}
		return or
	}
	return uint64(number("SEED", 1)), number("WORLDS", 4), number("DEALS", 60)
}

func TestGeneratedExports(t *testing.T) {
	first, n, deals := worlds()
	for i := range n {
		seed := first + uint64(i)
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			w := newWorld(seed, deals)
			p := newProduct(t, w.cfg.imported, w.cfg.zone, w.cfg.firstMonth)
			files, dates := export(t, w, t.TempDir(), 0)
			r := p.run(files, dates)
			for _, o := range r.Objects {
				if o.Rejected > 0 {
					t.Errorf("%d rows of %s were rejected: %+v", o.Rejected, o.Object, r.Files)
				}
			}
			for _, f := range r.Files {
				if f.Unknown {
					t.Errorf("%s is unknown: %s", f.Path, f.Reason)
				}
			}
			k := &comparison{p: p, c: believe(w), custom: p.custom("deal", "Deal_Tier__c"), states: map[string]*state{}}
			t.Logf("%+v", w.cfg)
			k.questions(rand.New(rand.NewPCG(seed, 3)))
			t.Logf("%d numbers compared, %d differ", k.numbers, k.wrong)
		})
	}
}

func ptr[T any](v T) *T { return &v }

// questions asks every metric, and each in several of the ways there are.
func (k *comparison) questions(rng *rand.Rand) {
	g := &grower{Rand: rng}
	past := []period.Day{period.DayOf(2024, 9, 30), period.DayOf(2025, 6, 15), period.DayOf(2026, 3, 7)}
	ranges := [][2]period.Day{{period.DayOf(2025, 1, 1), period.DayOf(2025, 12, 31)},
		{period.DayOf(2026, 2, 14), period.DayOf(2026, 5, 3)}}
	whole := append(append(append([]string{}, dealMetrics...), leadMetrics...), companyMetrics...)
	for _, m := range whole {
		k.check(metrics.Query{Metric: m})
		r := one(g, ranges...)
		k.check(metrics.Query{Metric: m, From: &r[0], To: &r[1]})
		if m != "sellers" && m != "revenue_per_rep" && m != "revenue_per_fte" {
			k.check(metrics.Query{Metric: m, Grain: one(g, period.Monthly, period.Quarter, period.Year)})
		}
		d := one(g, past...)
		if k.dated(m) {
			k.check(metrics.Query{Metric: m, AsOf: &d})
			k.check(metrics.Query{Metric: m, AsOf: ptr(d + 100), From: &r[0], To: &r[1]})
		}
	}
	for _, m := range dealMetrics {
		by := []string{"owner", "source", "account.industry", k.custom}
		if k.c.w.cfg.roles {
			by = append(by, "team", "team_1", "team_2")
		}
		dim := one(g, by...)
		k.check(metrics.Query{Metric: m, By: []string{dim}})
		k.check(metrics.Query{Metric: m, By: []string{one(g, by[:4]...)}, Grain: period.Quarter})
		k.check(metrics.Query{Metric: m, By: []string{"owner", "source"}, AsOf: ptr(one(g, past...))})
		r := one(g, ranges...)
		k.check(metrics.Query{Metric: m, Where: []string{one(g, slices.Sorted(maps.Keys(conditions))...)}, From: &r[0],
			To: &r[1], Compare: one(g, "previous", "year")})
		if k.c.w.cfg.roles {
			k.check(metrics.Query{Metric: m, By: []string{one(g, by[4:]...)}, Org: one(g, "as-was", "as-is")})
		}
	}
	for _, m := range leadMetrics {
		k.check(metrics.Query{Metric: m, By: []string{one(g, "source", "industry", "owner")}})
	}
	if k.c.w.cfg.fieldHistory {
		return // what a field held before its first change may or may not count as known then
	}
	for _, m := range []string{"won_revenue", "won_deals", "lost_deals", "open_pipeline", "open_deals",
		"pipeline_created", "win_rate", "asp", "cycle_won_mean"} {
		d := one(g, past...)
		k.check(metrics.Query{Metric: m, KnownAt: &d})
		k.check(metrics.Query{Metric: m, KnownAt: ptr(d + 200), AsOf: &d})
		k.check(metrics.Query{Metric: m, KnownAt: &d, By: []string{"owner"}})
	}
}

// dated says whether the metric's records have dates of their own in this export, so that
// there is something to say about a past day.
func (k *comparison) dated(m string) bool {
	if k.c.w.cfg.leadDates {
		return true
	}
	for _, l := range append([]string{"cycle_contact_mean"}, leadMetrics...) {
		if l == m {
			return false
		}
	}
	return true
}
