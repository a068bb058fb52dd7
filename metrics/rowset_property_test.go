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

// movingWorld has deals that change stage, owner, close date and outcome, late and dated back,
// and a quota for each of two people.
func movingWorld(t *testing.T, r *rand.Rand, catalog *metrics.Catalog) *world {
	w := newWorld(t, catalog)
	for i, name := range []string{"one", "two", "three"} {
		w.put("stage", map[string]any{"name": name, "position": i + 1, "outcome": "open"})
	}
	for _, name := range []string{"Ann", "Bob"} {
		w.put("person", map[string]any{"name": name, "sells": true})
		w.put("quota", map[string]any{"person": name, "from_on": "2026-01-01", "to_on": "2026-06-30",
			"amount": 1 + r.IntN(900)})
	}
	for i := range 25 {
		id := w.named("deal", fmt.Sprint("m", i))
		at := randomDay(r, 0, 90).Start(time.UTC) + hour*period.Instant(r.IntN(24))
		for k := range 1 + r.IntN(6) {
			kind := record.Set
			if k == 0 {
				kind = record.Create
			}
			fields := []record.FieldValue{
				{Name: "stage", Value: record.RefValue(w.named("stage", []string{"one", "two", "three"}[r.IntN(3)]))},
				{Name: "close_date", Value: record.DayValue(randomDay(r, 0, 180))},
				{Name: "outcome", Value: record.TextValue([]string{"open", "open", "won", "lost"}[r.IntN(4)])},
				{Name: "owner", Value: record.RefValue(w.named("person", []string{"Ann", "Bob"}[r.IntN(2)]))},
				{Name: "amount", Value: record.MoneyValue(money.Amount{Minor: int64(r.IntN(30)) * 1111})},
			}
			if k > 0 {
				r.Shuffle(len(fields), func(a, b int) { fields[a], fields[b] = fields[b], fields[a] })
				fields = fields[:1+r.IntN(3)]
			}
			w.add(record.Change{Kind: kind, Object: "deal", ID: id, EffectiveAt: at,
				KnownAt: late(r, at), Fields: fields})
			at += period.Instant(1+r.IntN(40*24)) * hour
		}
	}
	w.complete()
	w.catchUp()
	return w
}

// moments are the states of a deal from its first fact to the as-of day, oldest first.
func (n *naive) moments(w *world, id record.ID) (at []period.Instant, states []record.Record) {
	end := n.asOf.End(time.UTC)
	for _, c := range w.changes {
		if c.ID == id && c.EffectiveAt < end {
			at = append(at, c.EffectiveAt)
		}
	}
	slices.Sort(at)
	at = slices.Compact(at)
	kept := at[:0]
	for _, m := range at {
		if s := n.past(id, m); s.Exists {
			kept, states = append(kept, m), append(states, s)
		}
	}
	return kept, states
}

func TestRowSetsEqualAPlainLoop(t *testing.T) {
	t.Parallel()
	catalog := load(t)
	for seed := range uint64(2) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(seed, 7))
			w := movingWorld(t, r, catalog)
			compared := 0
			for range 8 {
				from := randomDay(r, 0, 60)
				to, asOf := from+period.Day(20+r.IntN(60)), randomDay(r, 60, 200)
				q := metrics.Query{From: &from, To: &to, AsOf: &asOf}
				if known := asOf + period.Day(r.IntN(40)); r.IntN(2) == 0 {
					q.KnownAt = &known
				}
				n := fold(w, q)
				var due, slipped, entered, went int64
				var credit big.Rat
				for id, deal := range n.state {
					if deal.Object != "deal" {
						continue
					}
					at, states := n.moments(w, id)
					isDue, away := false, false
					first := map[record.ID]int{}
					wonAt := -1
					for i, s := range states {
						d := s.Fields["close_date"].Day()
						isDue = isDue || s.Fields["close_date"].IsSet() && d >= from && d <= to &&
							at[i].Day(time.UTC) <= to
						if at[i].Day(time.UTC) <= to { // the last of these is how it stood at the end
							away = s.Fields["close_date"].IsSet() && d > to || to <= asOf && !closed(s)
						}
						if stage := s.Fields["stage"]; !closed(s) && stage.IsSet() {
							if _, seen := first[stage.Ref()]; !seen {
								first[stage.Ref()] = i
							}
						}
						switch {
						case outcome(s) != "won":
							wonAt = -1
						case wonAt < 0:
							wonAt = i
						}
					}
					if isDue {
						due++
						if c, ok := closedOn(n, deal); away && (!ok || c > to) {
							slipped++
						}
					}
					for stage, i := range first {
						if d := at[i].Day(time.UTC); d < from || d > to {
							continue
						}
						entered++
						place := n.state[stage].Fields["position"].Int()
						for _, s := range states[i+1:] {
							if outcome(s) == "won" || !closed(s) &&
								n.state[s.Fields["stage"].Ref()].Fields["position"].Int() > place {
								went++
								break
							}
						}
					}
					if c, ok := closedOn(n, deal); ok && wonAt >= 0 && c >= from && c <= to {
						if amount, ok := amountOf(n, deal); ok {
							credit.Add(&credit, amount)
						}
					}
				}
				for _, c := range []struct {
					metric       string
					above, below string
				}{
					{"slip_rate", fmt.Sprint(slipped), fmt.Sprint(due)},
					{"stage_conversion_entered", fmt.Sprint(went), fmt.Sprint(entered)},
					{"quota_attainment_team", credit.FloatString(2), ""},
				} {
					q.Metric = c.metric
					row := w.ask(q).Rows[0]
					if row.Numerator == nil || c.below == "" && q.KnownAt != nil && row.N < 2 {
						continue
					}
					if c.above != "0" && c.above != "0.00" {
						compared++
					}
					near(t, 0, show(q)+" numerator", row.Numerator.Text, c.above)
					if c.below != "" {
						near(t, 0, show(q)+" denominator", row.Denominator.Text, c.below)
					}
					if row.N > 0 {
						drillAgrees(t, w, q, row)
					}
				}
			}
			if compared < 8 {
				t.Errorf("only %d answers were more than nothing", compared)
			}
		})
	}
}
