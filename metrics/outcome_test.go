package metrics_test

import (
	"math/big"
	"strings"
	"testing"

	"salesops/internal/period"
	"salesops/metrics"
)

// A share broken down by a reason that only one outcome has keeps the whole below the line: the
// rows add up to the share, and each opens to what it is made of.
func TestReasonsKeepTheWhole(t *testing.T) {
	t.Parallel()
	w := filled(t)
	n := 0
	customers := func(many int, until, why string) {
		for range many {
			n++
			row := map[string]any{"account": "Account " + string(rune('A'+n)), "start_on": "2025-01-01", "mrr": "10"}
			if until != "" {
				row["end_on"] = until
			}
			if why != "" {
				row["end_reason"] = why
			}
			w.put("contract", row)
		}
	}
	customers(14, "", "")
	customers(3, "2026-01-20", "Price")
	customers(2, "2026-02-20", "Missing")
	customers(1, "2026-02-21", "")
	for range 6 {
		w.put("deal", map[string]any{"owner": "Ann", "outcome": "won", "close_date": "2026-01-10", "amount": "100"})
	}
	for i := range 9 {
		why := []string{"price", "no need", "price"}[i%3]
		w.put("deal", map[string]any{"owner": []string{"Ann", "Bo"}[i%2], "outcome": "lost", "close_date": "2026-02-10",
			"lost_reason": why, "amount": "50"})
	}
	w.complete()
	w.catchUp()
	from, to := on(t, "2026-01-01"), on(t, "2026-03-31")
	for _, q := range []metrics.Query{
		{Metric: "churn_logo", By: []string{"end_reason"}, From: from, To: to},
		{Metric: "churn_revenue", By: []string{"end_reason"}, From: from, To: to},
		{Metric: "churn_logo", By: []string{"end_reason"}, From: from, To: to, Grain: period.Monthly},
		{Metric: "win_rate", By: []string{"lost_reason"}, From: from, To: to},
		{Metric: "win_rate_value", By: []string{"lost_reason"}, From: from, To: to},
		{Metric: "win_rate", By: []string{"owner", "lost_reason"}, From: from, To: to},
	} {
		of := q
		of.By = q.By[:len(q.By)-1]
		whole := map[string]*big.Rat{}
		below := map[string]string{}
		place := func(r metrics.Row) string {
			at := r.By["owner"].Name
			if r.Period != nil {
				at += *r.Period
			}
			return at
		}
		for _, r := range w.ask(of).Rows {
			if r.Value != nil {
				whole[place(r)] = number(t, r.Value.Text)
			}
			below[place(r)] = r.Denominator.Text
		}
		a := w.ask(q)
		sums := map[string]*big.Rat{}
		for _, r := range a.Rows {
			drillAgrees(t, w, q, r)
			if r.Denominator.Text != below[place(r)] {
				t.Errorf("%s %s: %s of %s, the whole is %s", q.Metric, cut(a, q.By[len(q.By)-1]), r.Numerator,
					r.Denominator, below[place(r)])
			}
			if r.Value == nil {
				continue
			}
			if sums[place(r)] == nil {
				sums[place(r)] = new(big.Rat)
			}
			sums[place(r)].Add(sums[place(r)], number(t, r.Value.Text))
		}
		for at, want := range whole {
			if off := new(big.Rat).Sub(sums[at], want); off.Abs(off).Cmp(big.NewRat(1, 1_000_000)) > 0 {
				t.Errorf("%s %s: the reasons add up to %s, the share is %s", q.Metric,
					at, sums[at].FloatString(4), want.FloatString(4))
			}
		}
	}
	if got := cut(w.ask(metrics.Query{Metric: "churn_logo", By: []string{"end_reason"}, From: from, To: to}),
		"end_reason"); got != "Price=0.1500000000/20 Missing=0.1000000000/20 (none)=0.0500000000/20" {
		t.Error(got)
	}
}

// Of one person, reached or not says little: by owner it is what each rep reached of the own quota,
// which is no sample and has no interval.
func TestOneRepsAttainmentIsNoSample(t *testing.T) {
	t.Parallel()
	w := newWorld(t, load(t))
	for _, owner := range []string{"Ann", "Bob"} {
		w.put("quota", map[string]any{"person": owner, "from_on": "2026-01-01", "to_on": "2026-03-31", "amount": 100})
	}
	w.put("deal", map[string]any{"owner": "Ann", "outcome": "won", "close_date": "2026-02-10", "amount": 130})
	w.complete()
	w.catchUp()
	q := metrics.Query{Metric: "quota_attainment", From: on(t, "2026-01-01"), To: on(t, "2026-03-31")}
	if row := w.ask(q).Rows[0]; row.Low == nil || row.N != 2 {
		t.Errorf("of two: %+v", row.Result)
	}
	q.By = []string{"owner"}
	for i, row := range w.ask(q).Rows {
		if row.Value == nil || row.Value.Text != []string{"1.3000000000", "0.0000000000"}[i] || row.Low != nil ||
			row.High != nil || row.Interval != nil || row.N != 1 {
			t.Errorf("%v: %+v", row.By, row.Result)
		}
	}
	d, err := w.engine.Catalog().Get("quota_attainment", 0)
	if err != nil || d.EachBy != "owner" ||
		!strings.HasSuffix(d.Formula, "; of each owner: sum(credit where carries) ÷ sum(quota where carries)") {
		t.Errorf("the definition says %q and %q of each, %v", d.EachBy, d.Formula, err)
	}
	q.Metric = "quota_attainment_team"
	if rows := w.ask(q).Rows; rows[0].Value.Text != "1.3000000000" || rows[1].Value.Text != "0.0000000000" {
		t.Errorf("each rep's own: %+v %+v", rows[0].Result, rows[1].Result)
	}
}
