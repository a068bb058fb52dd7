package metrics_test

import (
	"math/big"
	"math/rand/v2"
	"strconv"
	"testing"

	"salesops/metrics"
)

func shared(deal, person string, more ...any) map[string]any {
	row := map[string]any{"object": "deal_split", "deal": deal, "person": person}
	for i := 0; i < len(more); i += 2 {
		row[more[i].(string)] = more[i+1]
	}
	return row
}

func TestCreditIsSharedBetweenPeople(t *testing.T) {
	t.Parallel()
	w := filled(t,
		map[string]any{"object": "split_type", "name": "Revenue", "totals": true},
		map[string]any{"object": "split_type", "name": "Overlay", "totals": false},
		map[string]any{"object": "team", "name": "East"}, map[string]any{"object": "team", "name": "West"},
		map[string]any{"object": "person", "name": "Ann", "sells": true, "team": "East"},
		map[string]any{"object": "person", "name": "Bob", "sells": true, "team": "East"},
		map[string]any{"object": "person", "name": "Cid", "sells": true, "team": "West"},
		map[string]any{"object": "quota", "person": "Ann", "from_on": "2026-01-01",
			"to_on": "2026-03-31", "amount": "6000"},
		map[string]any{"object": "quota", "person": "Bob", "from_on": "2026-01-01",
			"to_on": "2026-03-31", "amount": "8000"},
		map[string]any{"object": "quota", "person": "Cid", "from_on": "2026-01-01",
			"to_on": "2026-03-31", "amount": "1"},
		soldAs("big", "9000", "owner", "Ann"), soldAs("own", "5000", "owner", "Bob"),
		shared("big", "Ann", "share", 0.6, "split_type", "Revenue"),
		shared("big", "Bob", "share", 0.4, "split_type", "Revenue"),
		shared("big", "Cid", "share", 1, "split_type", "Overlay"),
		shared("own", "Cid", "share", 1, "overlay", true), // marked by itself
	)
	q := metrics.Query{Metric: "won_revenue", By: []string{"owner"}}
	a := w.ask(q)
	if got := cut(a, "owner"); got != "Bob=8600.00/2 Ann=5400.00/1" {
		t.Error(got)
	}
	if n, of := noted(a, "credit_shared"); n != 1 || of != 2 {
		t.Errorf("noted %d of %d: %v", n, of, a.Notes)
	}
	w.addsUp(q)
	q.By = []string{"team"}
	if got := cut(w.ask(q), "team"); got != "East=14000.00/2" {
		t.Error(got)
	}
	w.addsUp(q)
	bob := *a.Rows[0].By["owner"].ID
	mine := metrics.Query{Metric: "won_revenue", Whose: bob}
	if got := w.ask(mine).Rows[0]; got.Value.Text != "8600.00" || got.N != 2 {
		t.Errorf("Bob's: %s of %d", got.Value, got.N)
	}
	if got := cut(w.ask(metrics.Query{Metric: "revenue_per_rep", By: []string{"owner"}, From: on(t, "2026-01-01"),
		To: on(t, "2026-03-31")}), "owner"); got != "Bob=8600.000000/1 Ann=5400.000000/1 Cid=0.000000/1" {
		t.Error(got)
	}
	quota := metrics.Query{Metric: "quota_attainment", By: []string{"owner"}, From: on(t, "2026-01-01"),
		To: on(t, "2026-03-31")}
	for _, row := range w.ask(quota).Rows {
		if want := map[string]string{"Ann": "5400.00", "Bob": "8600.00",
			"Cid": "0.00"}[row.By["owner"].Name]; row.Numerator.Text != want {
			t.Errorf("%s reached: %s, want %s", row.By["owner"].Name, row.Numerator, want)
		}
	}
	// By product, deals keep their owners.
	if got := cut(w.ask(metrics.Query{Metric: "won_revenue", By: []string{"owner", "product"}}),
		"owner"); got != "Ann=9000.00/1 Bob=5000.00/1" {
		t.Error(got)
	}
}

// Without the kinds of split being known, the one that the owner is in counts; what nobody claims
// is the owner's; more than the whole is scaled down; below zero works alike.
func TestCreditThatIsNotAllSaid(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		rows []map[string]any
		want string
	}{
		"kinds unknown": {[]map[string]any{shared("d", "Cid", "share", 1, "split_type", "A"),
			shared("d", "Ann", "share", 0.6, "split_type", "B"), shared("d", "Bob", "share", 0.4, "split_type", "B")},
			"Ann=60.00/1 Bob=40.00/1"},
		"overlay by word": {[]map[string]any{shared("d", "Bob", "share", 1, "kind", "Overlay specialist")},
			"Ann=100.00/1"},
		"part claimed": {[]map[string]any{shared("d", "Bob", "share", 0.25)}, "Ann=75.00/1 Bob=25.00/1"},
		"too much": {[]map[string]any{shared("d", "Bob", "share", 1), shared("d", "Cid", "share", 1)},
			"Bob=50.00/1 Cid=50.00/1"},
		"amounts": {[]map[string]any{shared("d", "Bob", "amount", "33.34"),
			shared("d", "Ann", "amount", "33.33"), shared("d", "Cid", "amount", "33.33")},
			"Bob=33.34/1 Ann=33.33/1 Cid=33.33/1"},
		"nobody": {[]map[string]any{{"object": "deal_split", "deal": "d", "share": 0.5}}, "Ann=100.00/1"},
	} {
		w := filled(t, append([]map[string]any{soldAs("d", "100", "owner", "Ann")}, c.rows...)...)
		q := metrics.Query{Metric: "won_revenue", By: []string{"owner"}}
		if got := cut(w.ask(q), "owner"); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
		w.addsUp(q)
	}
}

// However awkward the shares and the rate are, the rows add up to the whole.
func TestSharesOfCreditAddUp(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(3, 5))
	rows := []map[string]any{{"object": "fx_rate", "from_currency": "USD", "to_currency": "EUR",
		"day": "2026-01-01", "rate": 913_370_001}}
	people := []string{"Ann", "Bob", "Cid", "Dee", "Eve"}
	for i := range 60 {
		as := "d" + strconv.Itoa(i)
		deal := soldAs(as, cents(int64(r.IntN(100_000)-20_000))+" "+[]string{"USD", "EUR"}[r.IntN(2)])
		if r.IntN(4) > 0 {
			deal["owner"] = people[r.IntN(5)]
		}
		rows = append(rows, deal)
		for range r.IntN(5) {
			rows = append(rows, shared(as, people[r.IntN(5)], "share", float64(r.IntN(5000))/10000))
		}
	}
	w := filled(t, rows...)
	for _, by := range [][]string{{"owner"}, {"owner", "source"}, {"team", "owner"}} {
		w.addsUp(metrics.Query{Metric: "won_revenue", By: by, Currency: "EUR"})
	}
	whole := number(t, w.ask(metrics.Query{Metric: "won_revenue", Currency: "EUR"}).Rows[0].Value.Text)
	sum := new(big.Rat)
	for _, name := range people {
		got := w.ask(metrics.Query{Metric: "won_revenue", Currency: "EUR",
			Where: []string{"owner.name == '" + name + "'"}}).Rows[0]
		sum.Add(sum, number(t, got.Value.Text))
	}
	none := w.ask(metrics.Query{Metric: "won_revenue", Currency: "EUR", Where: []string{"!has(owner)"}}).Rows[0]
	if sum.Add(sum, number(t, none.Value.Text)).Cmp(whole) != 0 {
		t.Errorf("people's add up to %s, the whole is %s", sum.FloatString(2), whole.FloatString(2))
	}
}
