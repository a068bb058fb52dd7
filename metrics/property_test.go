package metrics_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"salesops/internal/money"
	"salesops/internal/period"
	"salesops/metrics"
	"salesops/record"
)

// The property: whatever is asked of small random worlds, with facts that arrive
// late, are dated back or are planned ahead, the compiled SQL and a plain loop in
// Go over folded records say the same.

const hour = period.Instant(3600 * 1_000_000)

// base is the first day of the random worlds.
var base = period.DayOf(2026, 1, 1)

func randomDay(r *rand.Rand, from, to int) period.Day { return base + period.Day(from+r.IntN(to-from)) }

// randomWorld writes a few dozen records with one to six changes each.
func randomWorld(t testing.TB, r *rand.Rand, catalog *metrics.Catalog) *world {
	w := newWorld(t, catalog)
	pick := func(object string, labels ...string) record.Value {
		if i := r.IntN(len(labels) + 1); i < len(labels) {
			return record.RefValue(w.named(object, labels[i]))
		}
		return record.Value{}
	}
	text := func(values ...string) record.Value {
		if i := r.IntN(len(values) + 1); i < len(values) {
			return record.TextValue(values[i])
		}
		return record.Value{}
	}
	amount := func() record.Value {
		if r.IntN(5) == 0 {
			return record.Value{}
		}
		return record.MoneyValue(money.Amount{Minor: int64(r.IntN(40)) * 2525})
	}
	for _, label := range []string{"red", "blue", "green"} {
		w.put("account", map[string]any{"name": label, "segment": []string{"smb", "mid", "smb"}[r.IntN(3)]})
	}
	w.put("team", map[string]any{"name": "all"})
	w.put("team", map[string]any{"name": "north", "parent": "all"})
	w.put("team", map[string]any{"name": "south", "parent": "all"})
	for _, label := range []string{"Ann", "Bob", "Cid"} {
		w.put("person", map[string]any{"name": label, "team": []string{"north", "south"}[r.IntN(2)]})
		for range r.IntN(3) {
			at := randomDay(r, 0, 120).Start(time.UTC) + hour*period.Instant(r.IntN(24))
			w.add(record.Change{Kind: record.Set, Object: "person", ID: w.named("person", label),
				EffectiveAt: at, KnownAt: late(r, at),
				Fields: []record.FieldValue{{Name: "team", Value: pick("team", "north", "south")}}})
		}
	}
	dealFields := func(at period.Instant, first bool) []record.FieldValue {
		var out []record.FieldValue
		set := func(name string, v record.Value, odds int) {
			if first || r.IntN(odds) == 0 {
				out = append(out, record.FieldValue{Name: name, Value: v})
			}
		}
		set("outcome", text("won", "lost", "open", "won", "lost"), 2)
		set("close_date", record.DayValue(at.Day(time.UTC)+period.Day(r.IntN(30)-3)), 2)
		set("amount", amount(), 3)
		set("owner", pick("person", "Ann", "Bob", "Cid"), 4)
		set("account", pick("account", "red", "blue", "green"), 5)
		set("source", text("web", "fair"), 5)
		set("competitor", text("Rival"), 5)
		return out
	}
	deals := 10 + r.IntN(40)
	for i := range deals {
		id := w.named("deal", fmt.Sprint("d", i))
		at := randomDay(r, 0, 100).Start(time.UTC) + hour*period.Instant(r.IntN(24))
		fields := dealFields(at, true)
		if r.IntN(8) > 0 {
			fields = append(fields, record.FieldValue{Name: "created_at", Value: record.InstantValue(at)})
		}
		w.add(record.Change{Kind: record.Create, Object: "deal", ID: id, EffectiveAt: at,
			KnownAt: late(r, at), Fields: fields})
		for range r.IntN(5) {
			at := at + period.Instant(r.IntN(60*24))*hour
			if r.IntN(10) == 0 {
				at -= 48 * hour // dated back, perhaps before the creation
			}
			kind := record.Set
			if r.IntN(12) == 0 {
				kind = record.Delete
			}
			c := record.Change{Kind: kind, Object: "deal", ID: id, EffectiveAt: at, KnownAt: late(r, at)}
			if kind == record.Set {
				c.Fields = dealFields(at, false)
			}
			w.add(c)
		}
	}
	for i := range 10 + r.IntN(30) {
		at := randomDay(r, 0, 60).Start(time.UTC) + hour*period.Instant(r.IntN(24))
		fields := []record.FieldValue{{Name: "owner", Value: pick("person", "Ann", "Bob")},
			{Name: "source", Value: text("web", "fair")}}
		if r.IntN(8) > 0 {
			fields = append(fields, record.FieldValue{Name: "created_at", Value: record.InstantValue(at)})
		}
		id := w.named("lead", fmt.Sprint("l", i))
		w.add(record.Change{Kind: record.Create, Object: "lead", ID: id, EffectiveAt: at,
			KnownAt: late(r, at), Fields: fields})
		if r.IntN(2) == 0 {
			on := at + period.Instant(r.IntN(100*24))*hour
			set := []record.FieldValue{{Name: "converted_deal",
				Value: record.RefValue(w.named("deal", fmt.Sprint("d", r.IntN(deals))))}}
			if r.IntN(3) > 0 {
				set = append(set, record.FieldValue{Name: "converted_at", Value: record.InstantValue(on)})
			}
			w.add(record.Change{Kind: record.Set, Object: "lead", ID: id, EffectiveAt: on,
				KnownAt: late(r, on), Fields: set})
		}
	}
	w.complete()
	w.catchUp()
	return w
}

// late is when a fact became known: mostly at once, sometimes days after.
func late(r *rand.Rand, at period.Instant) period.Instant {
	if r.IntN(4) == 0 {
		return at + period.Instant(r.IntN(40*24))*hour
	}
	return at
}

func randomQuery(r *rand.Rand, names []string) metrics.Query {
	q := metrics.Query{Metric: names[r.IntN(len(names))]}
	maybe := func(odds int) *period.Day {
		if r.IntN(odds) > 0 {
			return nil
		}
		d := randomDay(r, 0, 200)
		return &d
	}
	q.From, q.To = maybe(3), maybe(3)
	if q.From != nil && q.To != nil && *q.From > *q.To {
		q.From, q.To = q.To, q.From
	}
	q.AsOf, q.KnownAt = maybe(2), maybe(3)
	if q.AsOf != nil && q.KnownAt != nil && *q.AsOf > *q.KnownAt {
		q.AsOf, q.KnownAt = q.KnownAt, q.AsOf
	}
	grains := []period.Grain{period.Whole, period.Whole, period.Daily, period.Weekly, period.Monthly,
		period.Quarter, period.Year}
	q.Grain = grains[r.IntN(len(grains))]
	dims := []string{"owner", "source", "team", "team_1"}
	if plains()[q.Metric].object == "deal" {
		dims = append(dims, "account.segment")
	}
	r.Shuffle(len(dims), func(i, j int) { dims[i], dims[j] = dims[j], dims[i] })
	q.By = dims[:r.IntN(4)]
	if r.IntN(3) == 0 {
		q.Where = []string{"source != 'web'"}
	}
	return q
}

func TestAnswersEqualAPlainLoop(t *testing.T) {
	t.Parallel()
	catalog := load(t)
	for seed := range uint64(6) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(seed, 1))
			w := randomWorld(t, r, catalog)
			ps := plains()
			names := make([]string, 0, len(ps))
			for name := range ps {
				names = append(names, name)
			}
			slices.Sort(names)
			for range 30 {
				q := randomQuery(r, names)
				compare(t, w, q, ps[q.Metric])
				if t.Failed() {
					return
				}
			}
		})
	}
}

func compare(t *testing.T, w *world, q metrics.Query, p plain) {
	t.Helper()
	a := w.ask(q)
	want := fold(w, q).count(q.Metric, p, q)
	refused := func(got metrics.Row) bool { // guards of the file that the plain loop does not have
		return got.Value == nil && got.Reason != "" && (q.Metric == "cycle_won_mean" || q.Metric == "cycle_won_median")
	}
	seen := map[string]bool{}
	opened := 0
	for _, got := range a.Rows {
		key := ""
		if got.Period != nil {
			key = *got.Period
		}
		for _, d := range q.By {
			key += "|"
			if k, ok := got.By[d]; ok && k.ID != nil {
				key += *k.ID
			}
		}
		rows := want[key]
		seen[key] = true
		value, n := p.result(rows)
		if refused(got) {
			continue
		}
		if int(got.N) != n {
			t.Errorf("%s\n%q: n is %d, the loop has %d\n%s", show(q), key, got.N, n, dump(a))
		}
		if unproven := strings.HasPrefix(got.Reason, "not known: ") && value != nil &&
			(value.Sign() == 0 || value.Cmp(big.NewRat(1, 1)) == 0); unproven {
			proves(t, w, q, p, got)
			continue
		}
		if (got.Value == nil) != (value == nil) && n > 0 {
			t.Errorf("%s\n%q: value %v, the loop has %v (%s)", show(q), key, got.Value, value, got.Reason)
		}
		if got.Value != nil && value != nil {
			near(t, 0, show(q)+"\n"+key, got.Value.Text, value.FloatString(8))
		}
		if got.N > 0 && opened < 3 {
			opened++
			drillAgrees(t, w, q, got)
		}
	}
	for key, rows := range want {
		if _, n := p.result(rows); !seen[key] && n > 0 {
			t.Errorf("%s\n%q is missing from the answer: the loop has %d rows", show(q), key, n)
		}
	}
}

func show(q metrics.Query) string {
	text := func(d *period.Day) string {
		if d == nil {
			return "-"
		}
		return d.String()
	}
	return fmt.Sprintf("%s from %s to %s grain %q by %v where %v as-of %s known-at %s", q.Metric, text(q.From),
		text(q.To), q.Grain, q.By, q.Where, text(q.AsOf), text(q.KnownAt))
}

// drillAgrees opens a row: the contributions add up to its figures. Most rows take two pages, a short one and the
// rest: each page is several statements.
func drillAgrees(t *testing.T, w *world, q metrics.Query, got metrics.Row) {
	t.Helper()
	c := metrics.Cell{By: map[string]string{}}
	for d, k := range got.By {
		c.By[d] = ""
		if k.ID != nil {
			c.By[d] = *k.ID
		}
	}
	if got.Period != nil {
		c.Period = *got.Period
	} else if q.Grain != "" {
		return // no rows at all
	}
	if len(got.By) != len(q.By) {
		return
	}
	set, err := w.engine.Records(t.Context(), record.Everything(), q, c, metrics.Page{Limit: 7})
	if err != nil {
		t.Errorf("%s %v: %v", show(q), c, err)
		return
	}
	added := map[string]*big.Rat{}
	counts := map[string]int64{}
	listed := int64(0)
	for page := set; ; {
		for _, item := range page.Records {
			listed++
			counts[item.Role]++
			if item.Contribution != nil {
				v, _ := new(big.Rat).SetString(item.Contribution.Text)
				if added[item.Role] == nil {
					added[item.Role] = new(big.Rat)
				}
				added[item.Role].Add(added[item.Role], v)
			}
		}
		if page.NextCursor == "" {
			break
		}
		if page, err = w.engine.Records(t.Context(), record.Everything(),
			q, c, metrics.Page{Limit: 1000, Cursor: page.NextCursor}); err != nil {
			t.Errorf("%s %v: %v", show(q), c, err)
			return
		}
	}
	if listed != set.Total {
		t.Errorf("%s %v: %d records listed, %d in all", show(q), c, listed, set.Total)
	}
	for _, sum := range set.Sums {
		if sum.Sum == nil || sum.Role == metrics.RoleDenominator || sum.Role == metrics.RoleLeftOut {
			continue
		}
		v, _ := new(big.Rat).SetString(sum.Sum.Text)
		if added[sum.Role] == nil || v.Cmp(added[sum.Role]) != 0 || counts[sum.Role] != sum.Count {
			t.Errorf("%s %v: role %s sums to %s over %d, its records give %v over %d", show(q), c, sum.Role, sum.Sum,
				sum.Count, added[sum.Role], counts[sum.Role])
		}
	}
	figures := map[string]*metrics.Figure{metrics.RoleNumerator: got.Numerator,
		metrics.RoleDenominator: got.Denominator}
	switch q.Metric {
	case "won_revenue", "won_deals", "open_pipeline", "pipeline_created", "leads_created":
		figures = map[string]*metrics.Figure{metrics.RoleRow: got.Value}
	case "cycle_won_mean", "cycle_won_median", "asp_median", "quota_attainment_mean", "seller_fte",
		"stage_time_to_next":
		return
	}
	for role, f := range figures {
		if f == nil {
			continue
		}
		want, _ := new(big.Rat).SetString(f.Text)
		have := new(big.Rat)
		for _, sum := range set.Sums {
			if sum.Role == role && sum.Sum != nil {
				have, _ = new(big.Rat).SetString(sum.Sum.Text)
			}
		}
		if want.Cmp(have) != 0 {
			t.Errorf("%s %v: the %s is %s, its records give %s", show(q), c, role, f, have.FloatString(4))
		}
	}
}
