package metrics_test

import (
	"encoding/json"
	"maps"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"salesops/internal/period"
	"salesops/metrics"
	"salesops/record"
)

// TestEveryCalculatorConforms: what a calculator computes is what its records add up to, in the whole and in
// parts; under a scope it is that of a log without the hidden records, on a past day that of a log which ends
// there, and a receipt computes it again.
func TestEveryCalculatorConforms(t *testing.T) {
	t.Parallel()
	sets, catalog := withExpected(t)
	for name, sells := range map[string]bool{"with a roster": true, "from owners": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := richWorld(t, catalog, func(object string, row map[string]any) bool {
				if object == "person" {
					row["sells"] = sells
				}
				return true
			})
			w.put("deal", map[string]any{"owner": "Ann", "outcome": "open", "created_on": "2026-02-05",
				"close_date": "2026-05-20", "amount": 333})
			w.catchUp()
			computed := 0
			var before []*metrics.Answer
			for _, name := range append(calculatedBy(t, w, sets), "expected_per_rep") {
				q := metrics.Query{Metric: name, From: on(t, "2026-01-01"),
					To: on(t, "2026-09-30"), Grain: period.Quarter}
				for _, row := range w.ask(q).Rows {
					computed += opensToItsNumber(t, w, q, row)
				}
				partsAreTheWhole(t, w, q)
				sameWithoutTheHidden(t, w, q)
				sameWhereTheLogEnds(t, w, q)
				q.Compare, q.AsOf = "previous", on(t, "2026-05-31")
				before = append(before, w.ask(q))
				q.Compare, q.AsOf, q.By = "", nil, []string{"owner"}
				before = append(before, w.ask(q))
				q.From, q.To = nil, nil
				before = append(before, w.ask(q))
			}
			if computed < 3 {
				t.Errorf("only %d numbers are computed: the sample proves little", computed)
			}
			laterChanges(w)
			for _, a := range before {
				again, err := w.replay(a.Receipt)
				if err != nil {
					t.Errorf("%s: %v", a.Metric, err)
					continue
				}
				if got, want := bytesOf(t, again), bytesOf(t, a); got != want {
					t.Errorf("%s again\n got %s\nwant %s", a.Metric, got, want)
				}
			}
		})
	}
}

// calculatedBy are the metrics that calculators compute; every one that is registered has some.
func calculatedBy(t *testing.T, w *world, sets metrics.RowSets) []string {
	t.Helper()
	var names []string
	for _, set := range sets {
		if set.Calculator == nil {
			continue
		}
		over := slices.DeleteFunc(metricsOver(w, set.Name), func(name string) bool {
			d, err := w.catalog.Get(name, 0)
			return err != nil || d.Kind != string(metrics.KindDerived)
		})
		if len(over) == 0 {
			t.Errorf("no metric asks the calculator of %s: nothing proves it", set.Name)
		}
		names = append(names, over...)
	}
	return names
}

// opensToItsNumber opens a row: what its records add is its number, on both sides of a quotient, and they are
// as many as it says. It gives 1 for a number that is not 0.
func opensToItsNumber(t *testing.T, w *world, q metrics.Query, row metrics.Row) int {
	t.Helper()
	drillAgrees(t, w, q, row)
	if row.Value == nil || row.Period == nil {
		return 0
	}
	c := metrics.Cell{Period: *row.Period, By: map[string]string{}}
	for name, key := range row.By {
		c.By[name] = ""
		if key.ID != nil {
			c.By[name] = *key.ID
		}
	}
	set, err := w.engine.Records(t.Context(), record.Everything(), q, c, metrics.Page{})
	if err != nil {
		t.Fatalf("%s: %v", show(q), err)
	}
	want := map[string]*big.Rat{metrics.RoleRow: exact(row.Value)}
	if slices.ContainsFunc(set.Sums, func(s metrics.RoleSum) bool { return s.Role != metrics.RoleRow }) {
		want = map[string]*big.Rat{metrics.RoleNumerator: exact(row.Numerator),
			metrics.RoleDenominator: exact(row.Denominator)}
	} else if set.Total != row.N {
		t.Errorf("%s: %d records, n is %d", show(q), set.Total, row.N)
	}
	got := map[string]*big.Rat{}
	for _, s := range set.Sums {
		got[s.Role] = exact(s.Sum)
	}
	for role, sum := range want {
		if !alike(got[role], sum) {
			t.Errorf("%s %v: the %s is %v, its records add up to %v", show(q), c, role, sum, got[role])
		}
	}
	return exact(row.Value).Sign()
}

// partsAreTheWhole cuts an answer: the parts add up to it, and open to their own numbers.
func partsAreTheWhole(t *testing.T, w *world, q metrics.Query) {
	t.Helper()
	if d, err := w.catalog.Get(q.Metric, 0); err != nil || d.Kind == string(metrics.KindFormula) {
		return // a quotient of parts is no part of the quotient
	}
	whole, parts := map[string][3]*big.Rat{}, map[string][3]*big.Rat{}
	add := func(into map[string][3]*big.Rat, row metrics.Row) {
		if row.Value == nil {
			return
		}
		sums := into[*row.Period]
		for i, f := range []*metrics.Figure{row.Value, row.Numerator, row.Denominator} {
			if sums[i] == nil {
				sums[i] = new(big.Rat)
			}
			sums[i].Add(sums[i], exact(f))
		}
		into[*row.Period] = sums
	}
	for _, row := range w.ask(q).Rows {
		add(whole, row)
	}
	q.By = []string{"owner"}
	for _, row := range w.ask(q).Rows {
		opensToItsNumber(t, w, q, row)
		add(parts, row)
	}
	for label, all := range whole {
		of := parts[label]
		if all[0].Sign() != 0 && !alike(of[0], all[0]) && !(alike(of[1], all[1]) && alike(of[2], all[2])) {
			t.Errorf("%s %s: the parts add up to %v, the whole is %v", show(q), label, of, all)
		}
	}
}

// sameWithoutTheHidden asks as somebody who sees one person's records, and on a log without the others.
func sameWithoutTheHidden(t *testing.T, w *world, q metrics.Query) {
	t.Helper()
	scope := record.RecordsOf(w.named("person", "Ann"))
	seen := map[string]bool{}
	for _, object := range w.schema.Names() {
		set, err := w.engine.List(t.Context(), scope, metrics.ListQuery{Object: object, Limit: 1000})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range set.Records {
			seen[r.ID] = true
		}
	}
	bare := w.only(func(c record.Change) bool { return seen[record.FormatID(c.Object, c.ID)] })
	if bare.Head() == w.Head() {
		t.Fatal("the scope hides nothing: the sample proves nothing")
	}
	under, err := w.engine.Ask(t.Context(), scope, q)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := rowsOf(t, under), rowsOf(t, bare.ask(q)); got != want {
		t.Errorf("%s under a scope\n got %s\nwant %s", show(q), got, want)
	}
}

// sameWhereTheLogEnds asks as it was known on a day, and on a log that ends there.
func sameWhereTheLogEnds(t *testing.T, w *world, q metrics.Query) {
	t.Helper()
	q.KnownAt = on(t, "2026-02-28")
	end := q.KnownAt.End(time.UTC)
	past := w.only(func(c record.Change) bool { return c.KnownAt < end })
	if past.Head() == w.Head() {
		t.Fatal("nothing came to be known later: the sample proves nothing")
	}
	if got, want := rowsOf(t, w.ask(q)), rowsOf(t, past.ask(q)); got != want {
		t.Errorf("%s as it was known\n got %s\nwant %s", show(q), got, want)
	}
}

// only is a world with some of the changes.
func (w *world) only(keep func(record.Change) bool) *world {
	w.t.Helper()
	other := newWorld(w.t, w.catalog)
	other.names, other.ids = maps.Clone(w.names), w.ids
	for _, c := range w.changes {
		if keep(c) {
			other.add(c)
		}
	}
	other.catchUp()
	return other
}

func rowsOf(t *testing.T, a *metrics.Answer) string {
	t.Helper()
	text, err := json.Marshal(a.Rows)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// exact is a figure as a number, 0 for none.
func exact(f *metrics.Figure) *big.Rat {
	v := new(big.Rat)
	if f != nil {
		v.SetString(strings.TrimSpace(f.Text))
	}
	return v
}

// alike compares numbers to the nine digits that all figures have; nil is the sum of nothing.
func alike(a, b *big.Rat) bool {
	off := new(big.Rat)
	if a != nil {
		off.Set(a)
	}
	if b != nil {
		off.Sub(off, b)
	}
	return off.Abs(off).Cmp(big.NewRat(1, 1_000_000_000)) < 0
}
