package metrics_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"salesops/internal/period"
	"salesops/metrics"
	"salesops/metrics/rowsets"
	"salesops/record"
)

// fullWorld is a random world with rows of every object that a built-in metric counts.
func fullWorld(t testing.TB, r *rand.Rand, catalog *metrics.Catalog) *world {
	w := randomWorld(t, r, catalog)
	days := func(from, to int) string { return randomDay(r, from, to).String() }
	owner := func() string { return []string{"Ann", "Bob", "Cid"}[r.IntN(3)] }
	account := func() string { return []string{"red", "blue", "green"}[r.IntN(3)] }
	currency := []string{"EUR", "EUR", "USD", "GBP"}
	amount := func() string { return fmt.Sprint(10*(1+r.IntN(50)), " ", currency[r.IntN(2+r.IntN(3))]) }
	company := map[string]any{"name": "Acme", "own_domains": "acme.example", "working_hours": "mon-fri 09:00-17:00"}
	if r.IntN(3) > 0 {
		company["currency"], company["gross_margin"] = "EUR", 0.8
		w.put("fx_rate", map[string]any{"from_currency": "USD", "to_currency": "EUR",
			"day": "2025-01-01", "rate": 900_000_000})
	}
	w.put("company", company)
	if r.IntN(2) == 0 {
		w.put("person", map[string]any{"name": "Dee", "team": "north", "sells": true, "started_on": days(-90, 60)})
	}
	for i := range 12 {
		first := randomDay(r, -200, 90)
		w.put("contract", map[string]any{"name": fmt.Sprint("contract ", i), "account": account(),
			"start_on": first.String(), "mrr": amount(), "end_on": (first + period.Day(20+r.IntN(300))).String()})
		w.put("cost", map[string]any{"name": fmt.Sprint("cost ", i), "kind": []string{"ads", "pay"}[r.IntN(2)],
			"channel": "web", "amount": amount(), "from_on": first.String(),
			"to_on": (first + period.Day(r.IntN(90))).String()})
		w.put("order", map[string]any{"name": fmt.Sprint("order ", i), "account": account(),
			"ordered_on": days(-200, 120), "amount": amount()})
		start := randomDay(r, 0, 120).String()
		w.put("activity", map[string]any{"subject": fmt.Sprint("call ", i),
			"kind": []string{"call", "email", "meeting"}[r.IntN(3)], "owner": owner(), "created_on": start})
		w.put("calendar_event", map[string]any{"title": "call", "owner": owner(), "account": account(),
			"start_at": start + "T09:00:00Z", "end_at": start + "T10:30:00Z", "attendees": "kim@buyer.example"})
		quarter := period.Calendar{}.PeriodOf(randomDay(r, -100, 120), period.Quarter)
		w.put("quota", map[string]any{"person": owner(), "name": fmt.Sprint("quota ", i), "amount": amount(),
			"from_on": quarter.From.String(), "to_on": (quarter.To - 1).String()})
		w.put("deal", map[string]any{"name": fmt.Sprint("more ", i), "outcome": "won", "created_on": days(0, 30),
			"close_date": days(30, 120), "amount": amount(), "owner": owner(), "account": account()})
	}
	w.complete()
	w.catchUp()
	return w
}

// What questions about several days count in one statement is what each of them counts alone, for
// every metric that is built in: to the byte, with its reasons, notes and days.
func TestAskedTogetherIsAskedAlone(t *testing.T) {
	t.Parallel()
	catalog, err := metrics.Load(rowsets.All())
	if err != nil {
		t.Fatal(err)
	}
	scope := record.Everything()
	answered := 0
	for seed := range uint64(2) {
		r := rand.New(rand.NewPCG(seed, 353)) //nolint:gosec // the same worlds each time
		w := fullWorld(t, r, catalog)
		for _, d := range catalog.List() {
			q := metrics.Query{
				Metric: d.Name, Today: randomDay(r, 20, 181), Whole: r.IntN(4) == 0,
				Grain:   []period.Grain{period.Whole, period.Quarter, period.Monthly}[r.IntN(3)],
				Compare: []string{"", "previous", "previous", "year"}[r.IntN(4)],
			}
			days := period.Calendar{}.PeriodOf(q.Today-period.Day(r.IntN(40)),
				[]period.Grain{period.Quarter, period.Monthly, period.Weekly}[r.IntN(3)])
			if r.IntN(4) == 0 { // cut off within a period
				days = period.Range{From: days.From + 9, To: days.To + 5}
			}
			if last := days.To - 1; r.IntN(8) > 0 {
				q.From, q.To = &days.From, &last
			}
			if r.IntN(4) == 0 && len(d.Dimensions) > 0 {
				q.By = []string{d.Dimensions[r.IntN(len(d.Dimensions))]}
			}
			if asOf := q.Today; r.IntN(4) == 0 {
				q.AsOf = &asOf
			}
			if r.IntN(6) == 0 {
				q.Currency = "EUR"
			}
			past := func(from, to *period.Day) metrics.Query {
				p := q
				p.Compare, p.Grain, p.From, p.To = "", period.Monthly, from, to
				if from != nil && to != nil {
					first := period.Calendar{}.PeriodOf(*to-150, period.Monthly).From
					p.From = &first
				}
				return p
			}
			got, gotPast, gotErr := metrics.New(w.cols, catalog,
				metrics.Options{Clock: clock}).AskTogether(t.Context(), scope, q, past)
			alone := metrics.New(w.cols, catalog, metrics.Options{Clock: clock, KeepNothing: true})
			want, wantErr := alone.Ask(t.Context(), scope, q)
			if fmt.Sprint(gotErr) != fmt.Sprint(wantErr) {
				t.Fatalf("seed %d, %s: %v, alone %v", seed, show(q), gotErr, wantErr)
			}
			if wantErr != nil {
				continue
			}
			answered++
			if d := cmp.Diff(bytesOf(t, want), bytesOf(t, got)); d != "" {
				t.Errorf("seed %d, %s: together and alone differ:\n%s", seed, show(q), d)
			}
			wantPast, err := alone.Ask(t.Context(), scope, past(want.From, want.To))
			if err != nil {
				wantPast = nil
			}
			if d := cmp.Diff(bytesOf(t, wantPast), bytesOf(t, gotPast)); d != "" {
				t.Errorf("seed %d, %s: its periods together and alone differ:\n%s", seed, show(q), d)
			}
		}
	}
	if least := len(catalog.List()); answered < least {
		t.Errorf("only %d answers were compared, want %d", answered, least)
	}
}
