package metrics_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/metrics"
	"salesops/record"
)

// wonIn asks what a team or person won, by id or name.
func wonIn(whose string) metrics.Query { return metrics.Query{Metric: "won_revenue", Whose: whose} }

func regions(t *testing.T) *world {
	w := newWorld(t, load(t))
	for _, team := range [][2]string{{"World", ""}, {"Europe", "World"}, {"Europe North", "Europe"},
		{"Europe South", "Europe"}, {"Support", "World"}, {"Empty", "World"}} {
		row := map[string]any{"name": team[0]}
		if team[1] != "" {
			row["parent"] = team[1]
		}
		w.put("team", row)
	}
	w.put("person", map[string]any{"name": "Ada", "team": "Europe North", "sells": true})
	w.put("person", map[string]any{"name": "Ben", "team": "Europe South", "sells": true})
	w.put("person", map[string]any{"name": "Cleo", "team": "World", "sells": true})
	w.put("person", map[string]any{"name": "Hal", "team": "Support"})
	for owner, amount := range map[string]int{"Ada": 100, "Ben": 20, "Cleo": 3} {
		w.put("deal", map[string]any{"name": owner + "'s", "owner": owner, "outcome": "won", "created_on": "2026-01-15",
			"close_date": "2026-02-10", "amount": amount})
	}
	w.put("cost", map[string]any{"name": "fair", "team": "Europe South", "from_on": "2026-01-01",
		"to_on": "2026-01-31", "amount": 7})
	w.put("cost", map[string]any{"name": "pay", "person": "Ada", "from_on": "2026-01-01",
		"to_on": "2026-01-31", "amount": 50})
	w.complete()
	w.catchUp()
	return w
}

func TestATeamIsItselfAndAllBelowIt(t *testing.T) {
	t.Parallel()
	w := regions(t)
	id := func(team string) string { return record.FormatID("team", w.named("team", team)) }
	for whose, want := range map[string]string{"World": "123", "Europe": "120", "europe north": "100",
		"Europe South": "20", "Cleo": "3"} {
		for _, org := range []string{"as-was", "as-is"} {
			q := wonIn(whose)
			q.Org = org
			if got := w.ask(q).Rows[0]; got.Value == nil || got.Value.Text != want+".00" {
				t.Errorf("won by %s (%s): %v %s, want %s", whose, org, got.Value, got.Reason, want)
			}
		}
	}
	byID := w.ask(wonIn(id("Europe")))
	if got := byID.Rows[0].Value; got == nil || got.Text != "120.00" {
		t.Errorf("by id: %v", got)
	}
	if again, err := w.replay(byID.Receipt); err != nil ||
		again.Rows[0].Value.Text != "120.00" {
		t.Errorf("the receipt gives %v, %v", again, err)
	}
	for _, where := range []string{`owner.team == id("` + id("Europe") + `")`,
		`amount > money("0") && owner.team == id('` + id("Europe") + `')`} {
		if strings.Contains(where, "money(") {
			where = strings.Replace(where, `amount > money("0")`, `won && (won || lost)`, 1)
		}
		if got := w.ask(metrics.Query{Metric: "won_revenue", Where: []string{where}}).Rows[0].Value; got == nil ||
			got.Text != "120.00" {
			t.Errorf("where %s: %v, want 120", where, got)
		}
	}
	for metric, want := range map[string]string{"sellers": "2", "won_deals": "2", "cost": "57.00",
		"revenue_per_rep": "60.000000", "quota_attainment": ""} {
		q := metrics.Query{Metric: metric, Whose: "Europe", From: ptr(day(t, "2026-01-01")),
			To: ptr(day(t, "2026-03-31"))}
		got := w.ask(q).Rows[0]
		if text := textOf(got.Value); text != want {
			t.Errorf("%s of Europe is %q (%s), want %q", metric, text, got.Reason, want)
		}
	}
}

func ptr[T any](v T) *T { return &v }

func textOf(f *metrics.Figure) string {
	if f == nil {
		return ""
	}
	return f.Text
}

func TestAnEmptyTeamHasNoData(t *testing.T) {
	t.Parallel()
	w := regions(t)
	for _, whose := range []string{"Empty", "Support", "Hal"} {
		for _, metric := range []string{"won_revenue", "won_deals", "win_rate", "open_pipeline"} {
			got := w.ask(metrics.Query{Metric: metric, Whose: whose}).Rows[0]
			if got.Value != nil || !strings.Contains(got.Reason, whose+" has no") {
				t.Errorf("%s of %s: %v, %q", metric, whose, got.Value, got.Reason)
			}
		}
	}
	if got := w.ask(metrics.Query{Metric: "sellers", Whose: "Empty"}).Rows[0]; got.Value != nil {
		t.Errorf("%s sellers in a team of nobody", got.Value.Text)
	}
	// Ada has a deal, and won nothing in January: that is 0.
	q := metrics.Query{Metric: "won_revenue", Whose: "Ada", From: ptr(day(t, "2026-01-01")),
		To: ptr(day(t, "2026-01-31"))}
	if got := w.ask(q).Rows[0].Value; got == nil || got.Text != "0.00" {
		t.Errorf("Ada won %v in January, want 0", got)
	}
}

func TestWhoseMustBeSomebody(t *testing.T) {
	t.Parallel()
	w := regions(t)
	w.put("person", map[string]any{"as": "other", "name": "Ada"})
	w.catchUp()
	for whose, says := range map[string]string{"Urope": "did you mean Europe", "Ada": "the name of several",
		"deal_0000001": "neither a team nor a person"} {
		_, err := w.engine.Ask(t.Context(), record.Everything(), wonIn(whose))
		if fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v, want %q", whose, err, says)
		}
	}
	_, err := w.engine.List(t.Context(), record.Everything(), metrics.ListQuery{Object: "product", Whose: "Europe"})
	if fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), "belongs to nobody") {
		t.Errorf("products of Europe: %v", err)
	}
	// What the company has set is no number of a team.
	settings := 0
	for _, d := range w.engine.Catalog().List() {
		if d.Kind != "setting" {
			continue
		}
		settings++
		_, err := w.engine.Ask(t.Context(), record.Everything(), metrics.Query{Metric: d.Name, Whose: "Europe"})
		if fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), "belongs to nobody") {
			t.Errorf("%s of Europe: %v", d.Name, err)
		}
	}
	if settings == 0 {
		t.Error("no metric is a setting")
	}
}

func TestListsAndDrillsKnowWhose(t *testing.T) {
	t.Parallel()
	w := regions(t)
	for object, want := range map[string]int64{"deal": 2, "person": 2, "team": 3, "cost": 2} {
		set, err := w.engine.List(t.Context(), record.Everything(), metrics.ListQuery{Object: object, Whose: "Europe"})
		if err != nil || set.Total != want {
			t.Errorf("%s of Europe: %+v, %v; want %d", object, set, err, want)
		}
	}
	set, err := w.engine.Records(t.Context(), record.Everything(), wonIn("Europe"), metrics.Cell{}, metrics.Page{})
	if err != nil || set.Total != 2 || set.Sums[0].Sum.Text != "120.00" {
		t.Errorf("the records behind 120 are %+v, %v", set, err)
	}
}

// TestWhoseEqualsAWalkOfTheTree: in random companies whose teams are nine deep, move below others and
// whose people move between them, the answer for every team is the sum over a walk that shares
// nothing with the columns.
func TestWhoseEqualsAWalkOfTheTree(t *testing.T) {
	t.Parallel()
	catalog := load(t)
	for seed := range uint64(5) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(seed, 7))
			w := newWorld(t, catalog)
			movingTeams(r, w)
			found := 0
			for team := range movingTeamCount {
				for _, q := range []metrics.Query{
					{Metric: "won_revenue", Org: "as-was"}, {Metric: "won_revenue", Org: "as-is"},
					{Metric: "open_pipeline", Org: "as-was"},
					{Metric: "won_revenue", Org: "as-was", AsOf: ptr(base + period.Day(r.IntN(150)))},
				} {
					q.Whose = teamName(team)
					want, n := walked(w, q, w.named("team", q.Whose))
					got := w.ask(q).Rows[0]
					found += n
					if got.N != int64(n) || n > 0 && (got.Value == nil || got.Value.Text != want.FloatString(2)) ||
						n == 0 && got.Value != nil && got.Value.Text != "0.00" {
						t.Fatalf("%s of %s (%s, as of %v): %s over %d (%s), the walk has %s over %d", q.Metric,
							q.Whose, q.Org, q.AsOf, textOf(got.Value), got.N, got.Reason, want.FloatString(2), n)
					}
				}
			}
			if found == 0 {
				t.Error("no team had a deal: the test says nothing")
			}
		})
	}
}

const movingTeamCount = 14

func teamName(i int) string { return fmt.Sprint("team ", i) }

func movingTeams(r *rand.Rand, w *world) {
	for i := range movingTeamCount {
		row := map[string]any{"name": teamName(i)}
		if i > 0 && i < 9 {
			row["parent"] = teamName(i - 1) // nine deep
		} else if i >= 9 {
			row["parent"] = teamName(r.IntN(i))
		}
		w.put("team", row)
	}
	at := func() period.Instant {
		return (base + period.Day(r.IntN(150))).Start(time.UTC) + hour*period.Instant(r.IntN(24))
	}
	move := func(object, label, field string, to record.Value) {
		moved := at()
		w.add(record.Change{Kind: record.Set, Object: object, ID: w.named(object, label),
			EffectiveAt: moved, KnownAt: moved,
			Fields: []record.FieldValue{{Name: field, Value: to}}})
	}
	for range 8 {
		i := 1 + r.IntN(movingTeamCount-1) // below any other: circles too
		move("team", teamName(i), "parent", record.RefValue(w.named("team", teamName(r.IntN(movingTeamCount)))))
	}
	for i := range 8 {
		label := fmt.Sprint("person ", i)
		w.put("person", map[string]any{"name": label, "team": teamName(r.IntN(movingTeamCount))})
		for range r.IntN(4) {
			to := record.Value{}
			if r.IntN(5) > 0 {
				to = record.RefValue(w.named("team", teamName(r.IntN(movingTeamCount))))
			}
			move("person", label, "team", to)
		}
	}
	for i := range 60 {
		row := map[string]any{"name": fmt.Sprint("deal ", i), "owner": fmt.Sprint("person ", r.IntN(8)),
			"amount": 1 << (i % 20), "close_date": (base + period.Day(r.IntN(150))).String()}
		if r.IntN(4) > 0 {
			row["outcome"] = "won"
		}
		w.put("deal", row)
	}
	w.complete()
	w.catchUp()
}

// walked adds up the deals of a team and of those below it, climbing from each deal's owner.
func walked(w *world, q metrics.Query, team record.ID) (*big.Rat, int) {
	n := fold(w, q)
	today := fold(w, metrics.Query{AsOf: ptr(clock().Day(time.UTC))})
	sum, count := new(big.Rat), 0
	for _, r := range n.state {
		if r.Object != "deal" || (outcome(r) == "won") != (q.Metric == "won_revenue") {
			continue
		}
		on, dated := closedOn(n, r)
		if on = min(on, n.asOf); !dated {
			on = n.asOf
		}
		at := func(id record.ID) record.Record { return n.past(id, on.End(time.UTC)-1) }
		if q.Org == "as-is" {
			at = func(id record.ID) record.Record { return today.state[id] }
		}
		up, seen := at(r.Fields["owner"].Ref()).Fields["team"], map[record.ID]bool{}
		for up.IsSet() && !seen[up.Ref()] {
			if seen[up.Ref()] = true; up.Ref() == team {
				v, _ := amountOf(n, r)
				sum.Add(sum, v)
				count++
				break
			}
			up = at(up.Ref()).Fields["parent"]
		}
	}
	return sum, count
}
