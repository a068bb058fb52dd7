package metrics_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"salesops/internal/money"
	"salesops/internal/period"
	"salesops/metrics"
	"salesops/record"
)

// The property: whatever two receipts of one question saw, the amounts of the steps add up to the
// difference to the last digit, and the number after each step is the one that a log gives which
// holds just the changes seen by then. That log is sifted here by other means than the engine's.

// explainedWorld is a random world whose deals have amounts in two currencies, with rates, moves of
// people and of teams, and settings among the later changes.
func explainedWorld(t testing.TB, r *rand.Rand, catalog *metrics.Catalog) *world {
	w := randomWorld(t, r, catalog)
	company := w.named("company", "Acme")
	w.add(record.Change{Kind: record.Create, Object: "company", ID: company, EffectiveAt: longAgo,
		Fields: w.fields("company", map[string]any{"name": "Acme", "currency": "EUR"})})
	for i := range 30 + r.IntN(40) {
		at := randomDay(r, 0, 150).Start(time.UTC) + hour*period.Instant(r.IntN(24))
		set := func(object, label string, fields ...record.FieldValue) {
			w.add(record.Change{Kind: record.Set, Object: object, ID: w.named(object, label), EffectiveAt: at,
				KnownAt: late(r, at), Fields: fields})
		}
		amount := record.FieldValue{Name: "amount",
			Value: record.MoneyValue(money.Amount{Minor: int64(r.IntN(4000)),
				Currency: []string{"EUR", "USD"}[r.IntN(2)]})}
		switch r.IntN(7) {
		case 0:
			set("person", []string{"Ann", "Bob", "Cid"}[r.IntN(3)],
				record.FieldValue{Name: "team",
					Value: record.RefValue(w.named("team", []string{"north", "south"}[r.IntN(2)]))})
		case 1:
			w.add(record.Change{Kind: record.Create, Object: "fx_rate", ID: w.named("fx_rate", fmt.Sprint(i)),
				EffectiveAt: longAgo, KnownAt: at,
				Fields: w.fields("fx_rate", map[string]any{"from_currency": "USD", "to_currency": "EUR",
					"day": at.Day(time.UTC).String(), "rate": 400_000_000 + r.IntN(300_000_000)})})
		case 2:
			set("company", "Acme", record.FieldValue{Name: "fiscal_first_month",
				Value: record.IntValue(int64(1 + r.IntN(12)))})
		case 3:
			w.add(record.Change{Kind: record.Create, Object: "deal", ID: w.named("deal", fmt.Sprint("later ", i)),
				EffectiveAt: at, KnownAt: late(r, at), Fields: []record.FieldValue{
					amount, {Name: "outcome", Value: record.TextValue("won")},
					{Name: "close_date", Value: record.DayValue(at.Day(time.UTC))},
					{Name: "owner", Value: record.RefValue(w.named("person", "Ann"))},
					{Name: "created_at", Value: record.InstantValue(at)}}})
		default:
			set("deal", fmt.Sprint("d", r.IntN(10)), amount)
		}
	}
	w.catchUp()
	return w
}

// explainedPair are two random views of one random question.
func explainedPair(r *rand.Rand, head int) (a, b metrics.Query) {
	q := metrics.Query{Metric: []string{"won_revenue", "won_deals", "open_pipeline", "win_rate", "asp",
		"leads_created"}[r.IntN(6)]}
	if r.IntN(2) == 0 {
		from, to := base, base+period.Day(60+r.IntN(120))
		q.From, q.To = &from, &to
	}
	switch r.IntN(6) {
	case 0:
		q.By = []string{"team"}
	case 1:
		q.By = []string{"owner"}
	case 2, 3:
		q.Whose = "north"
	case 4:
		q.Grain = period.Monthly
	}
	view := func(q metrics.Query) metrics.Query {
		q.Position = record.Seq(head/2 + r.IntN(head-head/2) + 1)
		q.Today = base + period.Day(100+r.IntN(100))
		q.Org = []string{"", "as-is"}[r.IntN(4)/3]
		if r.IntN(3) == 0 {
			d := randomDay(r, 40, 180)
			q.AsOf = &d
		}
		if r.IntN(4) == 0 {
			d := randomDay(r, 80, 190)
			if q.AsOf != nil {
				d = max(d, *q.AsOf)
			}
			q.KnownAt = &d
		}
		return q
	}
	return view(q), view(q)
}

func TestExplainedStepsAddUp(t *testing.T) {
	t.Parallel()
	catalog := load(t)
	for seed := range uint64(2) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(seed, 19))
			w := explainedWorld(t, r, catalog)
			for range 4 {
				a, b := explainedPair(r, len(w.changes))
				explainAgrees(t, w, a, b, r.IntN(5))
				if t.Failed() {
					return
				}
			}
		})
	}
}

func explainAgrees(t *testing.T, w *world, qa, qb metrics.Query, alone int) {
	t.Helper()
	what := fmt.Sprintf("%s, position %d, today %s, org %q\nand %s, position %d, today %s, org %q", show(qa),
		qa.Position, qa.Today, qa.Org, show(qb), qb.Position, qb.Today, qb.Org)
	a, b := w.ask(qa), w.ask(qb)
	x := w.explain(a, b)
	again := reasked(t, w, qa, qb, alone)
	for _, row := range x.Rows {
		sum := new(big.Rat)
		for _, s := range row.Steps {
			if s.Amount != nil {
				v, _ := new(big.Rat).SetString(s.Amount.Text)
				sum.Add(sum, v)
			}
		}
		if got, want := text(row.Steps[alone].Value), again.of(row); want != "" && got != want {
			t.Errorf("%s\nafter %s %v is %s, a log of its own says %s", what, row.Steps[alone].Code, row.By, got, want)
		}
		if row.Difference == nil {
			continue
		}
		first, _ := new(big.Rat).SetString(row.First.Value.Text)
		second, _ := new(big.Rat).SetString(row.Second.Value.Text)
		if second.Sub(second, first).Cmp(sum) != 0 {
			t.Errorf("%s\n%v: the steps add up to %s, the difference is %s", what, row.By,
				sum.FloatString(12), row.Difference)
		}
	}
}

func text(f *metrics.Figure) string {
	if f == nil {
		return "-"
	}
	return f.Text
}

type reaskedAnswer struct {
	*metrics.Answer
}

// of is the answer's number in a row; of a row that it does not have nothing is told.
func (a reaskedAnswer) of(row metrics.ExplainedRow) string {
	for _, r := range a.Rows {
		same := (r.Period == nil) == (row.Period == nil) && (r.Period == nil || *r.Period == *row.Period) &&
			len(r.By) == len(row.By)
		for d, k := range row.By {
			other := r.By[d]
			same = same && (k.ID == nil) == (other.ID == nil) && (k.ID == nil || *k.ID == *other.ID)
		}
		if same {
			return text(r.Value)
		}
	}
	return ""
}

// view is what one of the two queries sees.
type view struct {
	q     metrics.Query
	asOf  period.Day
	known period.Instant
	teams period.Instant
}

func viewOf(q metrics.Query) view {
	v := view{q: q, asOf: q.Today, known: period.Forever}
	if q.KnownAt != nil {
		v.asOf, v.known = *q.KnownAt, q.KnownAt.End(time.UTC)
	}
	if q.AsOf != nil {
		v.asOf = *q.AsOf
	}
	if v.teams = v.asOf.End(time.UTC); q.Org == "as-is" {
		v.teams = q.Today.End(time.UTC)
	}
	return v
}

func moves(c record.Change) bool {
	return c.Kind == record.Set && c.Object == "person" &&
		slices.ContainsFunc(c.Fields, func(f record.FieldValue) bool { return f.Name == "team" })
}

// logged says whether a change stands in the log that a view reads.
func (v view) logged(c record.Change, all []record.Change) bool {
	ok := func(c record.Change) bool {
		return c.Seq <= v.q.Position && (c.Object == "company" || c.KnownAt < v.known || v.q.Org == "as-is" && moves(c))
	}
	return ok(c) && slices.ContainsFunc(all[:c.Seq],
		func(o record.Change) bool { return o.ID == c.ID && o.Kind == record.Create && ok(o) })
}

// looks says whether the view's number may rest on a change of its log.
func (v view) looks(c record.Change) bool {
	switch {
	case c.Object == "fx_rate":
		i := slices.IndexFunc(c.Fields, func(f record.FieldValue) bool { return f.Name == "day" })
		return c.Fields[i].Value.Day() <= v.asOf
	case moves(c):
		return c.EffectiveAt < v.teams
	}
	return true
}

// settled says whether a deal was closed on the view's day by what its log says before a change.
func (v view) settled(c record.Change, all []record.Change) bool {
	var last *record.Change
	outcome := ""
	for i, o := range all[:c.Seq-1] {
		if o.ID != c.ID || !v.logged(o, all) || o.EffectiveAt >= v.asOf.End(time.UTC) || last != nil &&
			o.EffectiveAt < last.EffectiveAt {
			continue
		}
		for _, f := range o.Fields {
			if f.Name == "outcome" {
				last, outcome = &all[i], f.Value.Text()
			}
		}
	}
	return outcome == "won" || outcome == "lost"
}

// stepOf is the place of the step that brings a change in, or takes it away.
func stepOf(c record.Change, lacks view, all []record.Change) int {
	had := slices.ContainsFunc(all[:c.Seq-1],
		func(o record.Change) bool { return o.ID == c.ID && o.Kind == record.Create && lacks.logged(o, all) })
	switch {
	case c.Object == "company":
		return 2
	case c.Object == "fx_rate":
		return 4
	case !had:
		return 0
	case moves(c):
		return 3
	case c.Object == "deal" && lacks.settled(c, all), c.EffectiveAt < c.KnownAt &&
		c.EffectiveAt < lacks.asOf.End(time.UTC):
		return 1
	}
	return 0
}

// reasked asks the second query of a log of its own, which holds what is seen after a step.
func reasked(t *testing.T, w *world, qa, qb metrics.Query, step int) reaskedAnswer {
	t.Helper()
	a, b := viewOf(qa), viewOf(qb)
	own := newWorld(t, w.catalog)
	own.names = w.names
	for _, c := range w.changes {
		inA, inB := a.logged(c, w.changes), b.logged(c, w.changes)
		if inA && inB && a.looks(c) != b.looks(c) {
			inA, inB = a.looks(c), b.looks(c)
		}
		in := inB
		if inA != inB {
			lacks := a
			if inA {
				lacks = b
			}
			if stepOf(c, lacks, w.changes) > step {
				in = inA
			}
		}
		if in {
			own.add(c)
		}
	}
	own.catchUp()
	q := qb
	if q.Position = 0; qb.KnownAt != nil {
		q.AsOf, q.KnownAt = &b.asOf, nil
	}
	if step < 3 {
		q.Org = qa.Org
	}
	return reaskedAnswer{own.ask(q)}
}
