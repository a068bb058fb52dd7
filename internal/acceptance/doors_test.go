package acceptance

import (
	"bytes"
	"maps"
	"math/big"
	"slices"
	"testing"

	"salesops/analytics"
	"salesops/internal/period"
	"salesops/metrics"
	"salesops/record"
)

// TestImportTwiceAndInAnyOrder: the same export again writes nothing, spelled in another way
// it changes nothing that is asked; the first taken back, all is there that the second states, and both
// taken back they leave an empty company.
func TestImportTwiceAndInAnyOrder(t *testing.T) {
	t.Parallel()
	first, _, deals := worlds()
	w := newWorld(first+1000, deals)
	p := newProduct(t, w.cfg.imported, w.cfg.zone, w.cfg.firstMonth)
	empty := p.content()
	files, dates := export(t, w, t.TempDir(), 0)
	r := p.run(files, dates)
	head := p.log.Head()
	p.now += 3_600_000_000
	again := p.run(files, dates)
	if p.log.Head() != head+2 || again.Changes != 0 { // its own record
		t.Errorf("importing again wrote %d changes: %+v", p.log.Head()-head, again.Objects)
	}

	// File by file, backwards, in another spelling, into another folder.
	other := newProduct(t, w.cfg.imported, w.cfg.zone, w.cfg.firstMonth)
	files, dates = export(t, w, t.TempDir(), 3)
	slices.Reverse(files)
	other.run(files, dates)
	k := &comparison{p: other, c: believe(w), custom: other.custom("deal", "Deal_Tier__c"), states: map[string]*state{}}
	for _, m := range append(append(slices.Clone(dealMetrics), leadMetrics...), "new_customers",
		"sellers", "revenue_per_rep") {
		k.check(metrics.Query{Metric: m})
		k.check(metrics.Query{Metric: m, By: []string{"owner"}, From: ptr(period.DayOf(2025, 1, 1))})
		if k.dated(m) {
			k.check(metrics.Query{Metric: m, AsOf: ptr(period.DayOf(2026, 3, 7))})
		}
	}

	filled := p.content()
	_, err := p.log.Undo(t.Context(), "owner", r.Seq)
	p.must(err)
	p.follow()
	if kept := p.content(); !maps.Equal(kept, filled) {
		t.Errorf("the first import's undo leaves %v of %v, all of which the second states", kept, filled)
	}
	_, err = p.log.Undo(t.Context(), "owner", again.Seq)
	p.must(err)
	p.follow()
	for object, n := range p.content() {
		if n != empty[object] {
			t.Errorf("%d records of %s are left after the undo, there were %d before the import",
				n, object, empty[object])
		}
	}
	for _, m := range append(append(slices.Clone(dealMetrics), leadMetrics...), companyMetrics...) {
		for _, asOf := range []*period.Day{nil, ptr(period.DayOf(2026, 3, 7))} {
			for _, row := range p.ask(metrics.Query{Metric: m, AsOf: asOf}).Rows {
				if v := rat(p, row.Value); v != nil && v.Sign() != 0 || row.N != 0 {
					t.Errorf("%s is %v of %d after the undo", m, row.Value, row.N)
				}
			}
		}
	}
	if report, err := p.log.Verify(t.Context(), nil); err != nil || !report.OK() {
		t.Errorf("verify: %v %+v", err, report.Problems)
	}
	p.must(p.cols.Check(t.Context()))
}

// content counts the records that exist, by object.
func (p *product) content() map[string]int {
	p.t.Helper()
	by := map[record.ID][]record.Change{}
	p.must(p.log.Tail(p.t.Context(), record.Everything(), 1, func(of []record.Change) error {
		for _, c := range of {
			by[c.ID] = append(by[c.ID], c)
		}
		return nil
	}))
	out := map[string]int{}
	for _, of := range by {
		// The import itself stays on record, and so do the names of the fields it brought.
		if of[0].Object != "import" && of[0].Object != record.FieldObject && record.Fold(of, record.At{}).Exists {
			out[of[0].Object]++
		}
	}
	return out
}

// TestEveryNumberOpens: the records of a row add up to it, are the right ones, and its
// receipt gives the same bytes again, also after more has been imported.
func TestEveryNumberOpens(t *testing.T) {
	t.Parallel()
	first, _, deals := worlds()
	w := newWorld(first+2000, deals)
	p := newProduct(t, w.cfg.imported, w.cfg.zone, w.cfg.firstMonth)
	files, dates := export(t, w, t.TempDir(), 0)
	p.run(files, dates)
	k := &comparison{p: p, c: believe(w), states: map[string]*state{}}
	answers := map[string][]byte{}
	for _, m := range append(slices.Clone(dealMetrics), "leads_created", "lead_to_deal",
		"deal_to_customer", "lead_to_customer") {
		for _, q := range []metrics.Query{
			{Metric: m},
			{Metric: m, By: []string{"owner"}, AsOf: ptr(period.DayOf(2026, 3, 7))},
			{Metric: m, By: []string{"source"}, From: ptr(period.DayOf(2025, 1, 1)),
				To: ptr(period.DayOf(2026, 6, 30)), Grain: period.Quarter},
		} {
			if !k.dated(m) && q.AsOf != nil {
				continue
			}
			a := p.ask(q)
			b, err := a.Bytes()
			p.must(err)
			answers[a.Receipt] = b
			for i, row := range a.Rows {
				if q.Grain == "" || i%7 == 0 && row.Period != nil {
					k.open(q, row)
				}
			}
		}
	}
	p.now += 86_400_000_000
	more := newWorld(first+2001, 30)
	files, dates = export(t, more, t.TempDir(), 0)
	p.run(files, dates)
	fresh := p.anew()
	for receipt, want := range answers {
		a, err := fresh.Replay(t.Context(), everything, receipt)
		p.must(err)
		got, err := a.Bytes()
		p.must(err)
		if !bytes.Equal(got, want) {
			t.Errorf("a receipt gives\n%s\nand gave\n%s", got, want)
		}
	}
	t.Logf("%d rows opened, %d receipts replayed", k.numbers, len(answers))
}

// anew is an engine that has kept no answer and no rows of statements: one that has gives back the very answer it
// is compared with.
func (p *product) anew() *metrics.Engine {
	p.t.Helper()
	cols, err := analytics.Open(p.t.Context(), "", p.log, analytics.Options{Threads: 1})
	p.must(err)
	p.t.Cleanup(func() { _ = cols.Close() }) // it is in memory
	_, err = cols.CatchUp(p.t.Context())
	p.must(err)
	return metrics.New(cols, p.engine.Catalog(), metrics.Options{Clock: func() period.Instant { return p.now }})
}

// open drills into one row.
func (k *comparison) open(q metrics.Query, row metrics.Row) {
	p := k.p
	p.t.Helper()
	k.numbers++
	cell := metrics.Cell{By: map[string]string{}}
	for _, by := range q.By {
		if id := row.By[by].ID; id != nil {
			cell.By[by] = *id
		} else {
			cell.By[by] = ""
		}
	}
	f := frame{q.From, q.To}
	if row.Period != nil {
		cell.Period, f = *row.Period, frame{row.From, row.To}
	}
	sums, found := map[string]*big.Rat{}, map[string]bool{}
	var ids []string
	var set *metrics.RecordSet
	for page := (metrics.Page{Limit: 7}); ; page.Cursor = set.NextCursor {
		var err error
		set, err = p.engine.Records(p.t.Context(), everything, q, cell, page)
		if err != nil {
			p.t.Fatalf("records of %s %+v: %v", describe(q), cell, err)
		}
		for _, item := range set.Records {
			if item.Role == metrics.RoleLeftOut {
				continue
			}
			if sums[metrics.RoleNumerator] == nil {
				sums[metrics.RoleNumerator] = new(big.Rat)
			}
			if sums[item.Role] == nil {
				sums[item.Role] = new(big.Rat)
			}
			if item.Contribution != nil {
				sums[item.Role].Add(sums[item.Role], rat(p, item.Contribution))
			}
			if id := p.source(item.ID); !found[id] {
				found[id] = true
				ids = append(ids, id)
			}
		}
		if set.NextCursor == "" {
			break
		}
	}
	for _, s := range set.Sums {
		if s.Sum == nil || sums[s.Role] == nil {
			continue
		}
		sum := sums[s.Role]
		if s.Role == metrics.RoleDenominator { // what stands above the line is below it, too
			sum = new(big.Rat).Add(sum, sums[metrics.RoleNumerator])
		}
		if !near(sum, rat(p, s.Sum)) {
			k.fail(q, "%v: the records of role %s add up to %s, the sum says %s", cell,
				s.Role, sum.FloatString(4), s.Sum.Text)
		}
	}
	values := make([]string, len(q.By))
	for i, by := range q.By {
		values[i] = p.source(cell.By[by])
	}
	want := k.state(q).metric(q.Metric, f, k.group(q, values))
	if row.Value == nil && row.N == 0 {
		return
	}
	if slices.Sort(ids); !slices.Equal(ids, slices.Sorted(slices.Values(want.ids))) {
		k.fail(q, "%v: opens to %d records, should be %d", cell, len(ids), len(want.ids))
	}
	sum := func(roles ...string) *big.Rat {
		all := new(big.Rat)
		for _, r := range roles {
			if sums[r] != nil {
				all.Add(all, sums[r])
			}
		}
		return all
	}
	switch {
	case row.Value == nil:
	case row.Numerator != nil:
		if n := sum(metrics.RoleNumerator, metrics.RoleRow); !near(n, rat(p, row.Numerator)) {
			k.fail(q, "%v: numerators add up to %s, not %s", cell, n.FloatString(4), row.Numerator.Text)
		}
	case q.Metric != "asp_median" && sums[metrics.RoleSpell] == nil && k.counts(q.Metric):
		if n := sum(metrics.RoleRow); !near(n, rat(p, row.Value)) {
			k.fail(q, "%v: records add up to %s, not %s", cell, n.FloatString(4), row.Value.Text)
		}
	}
}

// counts says whether a metric is a plain sum over its records.
func (k *comparison) counts(m string) bool {
	return slices.Contains([]string{"won_revenue", "won_deals", "lost_deals", "open_pipeline", "open_deals",
		"pipeline_created", "leads_created"}, m)
}
