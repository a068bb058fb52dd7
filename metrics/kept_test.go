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

// Whatever changes between them, an answer that was kept is the one that a new engine computes.
func TestKeptAnswersAreThoseOfNow(t *testing.T) {
	t.Parallel()
	catalog, err := metrics.Load(rowsets.All())
	if err != nil {
		t.Fatal(err)
	}
	for seed := range uint64(2) {
		r := rand.New(rand.NewPCG(seed, 35)) //nolint:gosec // the same orders each time
		w := newWorld(t, catalog)
		w.put("company", map[string]any{"name": "Acme", "currency": "EUR"})
		w.put("team", map[string]any{"name": "North"})
		w.put("person", map[string]any{"name": "Ada", "team": "North", "sells": true})
		w.put("person", map[string]any{"name": "Bob", "team": "North", "sells": true})
		scopes := []record.Scope{record.Everything(), record.RecordsOf(w.named("person", "Ada")),
			record.RecordsOf(w.named("person", "Bob"))}
		w.put("account", map[string]any{"name": "Elm"})
		w.put("deal", map[string]any{"name": "first", "outcome": "won", "close_date": "2026-05-01", "amount": "10 EUR",
			"owner": "Ada", "account": "Elm"})
		w.put("deal", map[string]any{"name": "second", "outcome": "lost", "close_date": "2026-05-02", "amount": "7 EUR",
			"owner": "Ada", "account": "Elm"})
		w.put("lead", map[string]any{"name": "one", "created_on": "2026-05-01"})
		w.catchUp()
		from, to := day(t, "2026-04-01"), day(t, "2026-06-30")
		questions := []metrics.Query{
			{Metric: "won_revenue"}, {Metric: "won_revenue", By: []string{"owner"}},
			{Metric: "won_revenue", By: []string{"team"}, From: &from, To: &to, Compare: "previous"},
			{Metric: "win_rate", By: []string{"account"}}, {Metric: "leads_created", Grain: period.Monthly},
			{Metric: "new_customers"}, {Metric: "revenue_per_rep", From: &from, To: &to},
			{Metric: "quota", From: &from, To: &to}, {Metric: "won_revenue", Whose: "North"}, {Metric: "activities"},
			{Metric: "won_revenue", Currency: "USD"},
			{Metric: "activities", From: &from, To: &to, Grain: period.Monthly}, {Metric: "mrr", From: &from, To: &to},
			{Metric: "churn_logo", From: &from, To: &to, By: []string{"account"}},
			{Metric: "quota_attainment", From: &from, To: &to, By: []string{"owner"}},
			{Metric: "selling_time", From: &from, To: &to},
			{Metric: "sellers", From: &from, To: &to, By: []string{"team"}}, {Metric: "cost"},
		}
		for _, q := range questions { // from then on answers are kept
			for _, scope := range scopes {
				_, _ = w.engine.Ask(t.Context(), scope, q) // a refusal is one for both
			}
		}
		for i, kind := range r.Perm(17) { // each kind of change, in another order each time
			switch kind {
			case 0:
				w.put("deal", map[string]any{"outcome": "won", "close_date": "2026-06-01",
					"amount": fmt.Sprint(i+1, " EUR"), "owner": "Ada", "account": "Elm"})
			case 1:
				setNow(w, "person", "Ada", map[string]any{"name": fmt.Sprint("Ada ", i)})
			case 2:
				setNow(w, "account", "Elm", map[string]any{"name": fmt.Sprint("Elm ", i)})
			case 3:
				w.put("lead", map[string]any{"name": fmt.Sprint("lead ", i), "created_on": "2026-05-03"})
			case 4:
				w.put("fx_rate", map[string]any{"from_currency": "EUR", "to_currency": "USD", "day": "2026-01-01",
					"rate": 1_100_000_000 + i})
			case 5:
				w.put("quota", map[string]any{"person": "Ada", "name": fmt.Sprint("quota ", i),
					"amount": fmt.Sprint(100+i, " EUR"), "from_on": "2026-04-01", "to_on": "2026-06-30"})
			case 6:
				w.put("activity", map[string]any{"subject": fmt.Sprint("call ", i), "kind": "call", "owner": "Ada",
					"created_on": "2026-05-05"})
			case 7:
				w.put("team", map[string]any{"name": fmt.Sprint("South ", i)})
				setNow(w, "person", "Ada", map[string]any{"team": fmt.Sprint("South ", i)})
			case 8:
				w.put("calendar_event", map[string]any{"title": fmt.Sprint("call ", i), "owner": "Ada",
					"account": "Elm", "start_at": "2026-05-05T09:00:00Z", "end_at": "2026-05-05T10:00:00Z"})
			case 9:
				w.put("contract", map[string]any{"name": fmt.Sprint("contract ", i), "account": "Elm",
					"start_on": "2026-01-01", "mrr": fmt.Sprint(i+1, " EUR")})
			case 10:
				w.put("cost", map[string]any{"name": fmt.Sprint("cost ", i), "kind": "ads", "from_on": "2026-05-01",
					"amount": fmt.Sprint(i+1, " EUR")})
			case 11: // edits of one field, which some answers rest on
				setNow(w, "deal", "first", map[string]any{"next_step": fmt.Sprint("write ", i)})
			case 12:
				setNow(w, "deal", "second", map[string]any{"amount": fmt.Sprint(i+1, " EUR")})
			case 13:
				setNow(w, "deal", "first", map[string]any{"owner": "Bob"})
			case 14:
				setNow(w, "deal", "second", map[string]any{"outcome": "won", "close_date": "2026-05-04"})
			case 15:
				setNow(w, "deal", "first", map[string]any{"close_date": "2026-02-04", "account": "Elm"})
			default:
				w.put("import", map[string]any{"summary": "nothing that a number rests on"})
			}
			w.catchUp()
			fresh := metrics.New(w.cols, catalog, metrics.Options{Clock: clock})
			for k, q := range questions {
				scope := scopes[(i+k)%len(scopes)]
				got, gotErr := w.engine.Ask(t.Context(), scope, q)
				want, wantErr := fresh.Ask(t.Context(), scope, q)
				if fmt.Sprint(gotErr) != fmt.Sprint(wantErr) {
					t.Fatalf("seed %d, %+v for %s: %v, computed anew %v", seed, q, scope, gotErr, wantErr)
				}
				if d := cmp.Diff(bytesOf(t, want), bytesOf(t, got)); d != "" {
					t.Fatalf("seed %d, %+v for %s: kept and computed anew differ:\n%s", seed, q, scope, d)
				}
			}
		}
	}
}

// A change that no number rests on leaves answers as they were made.
func TestAnswersOutliveOtherChanges(t *testing.T) {
	t.Parallel()
	w := filled(t, won("2026-05-01", "10 EUR"))
	first := w.ask(metrics.Query{Metric: "won_revenue"})
	w.put("import", map[string]any{"summary": "something"})
	w.catchUp()
	again := w.ask(metrics.Query{Metric: "won_revenue"})
	if &first.Rows[0] != &again.Rows[0] {
		t.Error("the answer was computed anew")
	}
	if again.Position != first.Position+1 || again.Receipt == first.Receipt {
		t.Errorf("position %d after %d", again.Position, first.Position)
	}
	if same, err := w.replay(again.Receipt); err != nil ||
		cmp.Diff(bytesOf(t, again), bytesOf(t, same)) != "" {
		t.Errorf("its receipt: %v %s", err, cmp.Diff(bytesOf(t, again), bytesOf(t, same)))
	}
	w.put("deal", won("2026-05-02", "5 EUR"))
	w.catchUp()
	if after := w.ask(metrics.Query{Metric: "won_revenue"}); after.Rows[0].N != 2 {
		t.Errorf("after another deal: %+v", after.Rows[0])
	}
}

// An edit changes the answers that rest on its field, of those who see its record.
func TestAnswersOutliveEditsOfOtherFieldsAndOthersRecords(t *testing.T) {
	t.Parallel()
	w := filled(t, won("2026-05-01", "10 EUR"))
	w.put("person", map[string]any{"name": "Ada"})
	w.put("person", map[string]any{"name": "Bob"})
	w.put("deal", map[string]any{"name": "his", "outcome": "won", "close_date": "2026-05-02", "amount": "5 EUR",
		"owner": "Bob"})
	w.put("deal", map[string]any{"name": "hers", "outcome": "won", "close_date": "2026-05-02", "amount": "7 EUR",
		"owner": "Ada"})
	w.catchUp()
	everybody, bob := record.Everything(), record.RecordsOf(w.named("person", "Bob"))
	ask := func(scope record.Scope) *metrics.Answer {
		t.Helper()
		a, err := w.engine.Ask(t.Context(), scope, metrics.Query{Metric: "won_revenue"})
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	setNow(w, "deal", "hers", map[string]any{"next_step": "call"}) // from here on, history is recorded
	w.catchUp()
	for _, step := range []struct {
		deal  string
		row   map[string]any
		moves []bool // the answer for everybody, and the one for Bob
	}{
		{"his", map[string]any{"next_step": "write"}, []bool{false, false}},
		{"hers", map[string]any{"amount": "8 EUR"}, []bool{true, false}},
		{"his", map[string]any{"amount": "6 EUR"}, []bool{true, true}},
		{"hers", map[string]any{"owner": "Bob"}, []bool{false, true}},
		{"hers", map[string]any{"owner": "Ada"}, []bool{false, true}},
	} {
		before := []*metrics.Answer{ask(everybody), ask(bob)}
		setNow(w, "deal", step.deal, step.row)
		w.catchUp()
		for i, scope := range []record.Scope{everybody, bob} {
			if moved := &ask(scope).Rows[0] != &before[i].Rows[0]; moved != step.moves[i] {
				t.Errorf("%s %v: computed anew for %s: %v", step.deal, step.row, scope, moved)
			}
		}
	}
}

// None of the twelve is computed anew when a deal's next step is edited, whoever asks.
func TestTheTwelveOutliveANextStep(t *testing.T) {
	t.Parallel()
	w := filled(t, won("2026-05-01", "10 EUR"))
	w.put("person", map[string]any{"name": "Ada", "sells": true})
	w.put("deal", map[string]any{"name": "hers", "outcome": "won", "close_date": "2026-05-02", "amount": "7 EUR",
		"owner": "Ada"})
	w.catchUp()
	setNow(w, "deal", "hers", map[string]any{"next_step": "call"}) // from here on, history is recorded
	w.catchUp()
	from, to := day(t, "2026-04-01"), day(t, "2026-06-30")
	scopes := []record.Scope{record.Everything(), record.RecordsOf(w.named("person", "Ada"))}
	ask := func() (rows []*metrics.Row) {
		t.Helper()
		for _, m := range w.engine.Catalog().Twelve() {
			for _, scope := range scopes {
				a, err := w.engine.Ask(t.Context(), scope,
					metrics.Query{Metric: m.Name, Grain: period.Quarter, From: &from, To: &to, Compare: "previous"})
				if err != nil || len(a.Rows) == 0 {
					t.Fatalf("%s for %s: %+v, %v", m.Name, scope, a, err)
				}
				rows = append(rows, &a.Rows[0])
			}
		}
		return rows
	}
	first := ask()
	setNow(w, "deal", "hers", map[string]any{"next_step": "write"})
	w.catchUp()
	for i, row := range ask() {
		if row != first[i] {
			t.Errorf("%s is computed anew for %s", w.engine.Catalog().Twelve()[i/2].Name, scopes[i%2])
		}
	}
}

// An answer rests on what it read itself, not on what others asked beside it.
func TestAnswersOutliveWhatOthersRead(t *testing.T) {
	t.Parallel()
	w := filled(t, won("2026-05-01", "10 EUR"))
	w.put("person", map[string]any{"name": "Ada", "sells": true})
	w.put("activity", map[string]any{"subject": "call", "kind": "call", "owner": "Ada", "created_on": "2026-05-05"})
	w.put("calendar_event", map[string]any{"title": "call", "owner": "Ada", "start_at": "2026-05-05T09:00:00Z",
		"end_at": "2026-05-05T10:00:00Z", "attendees": "kim@buyer.example"})
	w.catchUp()
	w.ask(metrics.Query{Metric: "won_revenue"})
	first := w.ask(metrics.Query{Metric: "activities"})
	w.put("deal", won("2026-05-02", "5 EUR"))
	w.catchUp()
	if again := w.ask(metrics.Query{Metric: "activities"}); &first.Rows[0] != &again.Rows[0] {
		t.Error("a deal's change made the activities be counted again")
	}
	if after := w.ask(metrics.Query{Metric: "won_revenue"}); after.Rows[0].N != 2 {
		t.Errorf("after another deal: %+v", after.Rows[0])
	}
	w.put("activity", map[string]any{"subject": "mail", "kind": "email", "owner": "Ada", "created_on": "2026-05-06"})
	w.catchUp()
	if after := w.ask(metrics.Query{Metric: "activities"}); after.Rows[0].N != first.Rows[0].N+1 {
		t.Errorf("after another activity: %+v", after.Rows[0])
	}
}

// setNow changes a record today.
func setNow(w *world, object, name string, row map[string]any) {
	w.t.Helper()
	w.add(record.Change{Kind: record.Set, Object: object, ID: w.named(object, name), EffectiveAt: clock(),
		Fields: w.fields(object, row)})
}

func bytesOf(t *testing.T, a *metrics.Answer) string {
	t.Helper()
	if a == nil {
		return "none"
	}
	b, err := a.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
