package metrics_test

import (
	"strings"
	"testing"
	"time"

	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/metrics"
	"salesops/record"
)

func (w *world) explain(first, second *metrics.Answer) *metrics.Explanation {
	w.t.Helper()
	x, err := w.engine.Explain(w.t.Context(), record.Everything(), first.Receipt, second.Receipt)
	if err != nil {
		w.t.Fatal(err)
	}
	return x
}

// at is noon of a day.
func at(t testing.TB, text string) period.Instant { return day(t, text).Start(time.UTC) + 12*hour }

// change writes a later change of a record.
func (w *world) change(object, label, known, effective string, row map[string]any) {
	w.t.Helper()
	w.add(record.Change{Kind: record.Set, Object: object, ID: w.named(object, label), KnownAt: at(w.t, known),
		EffectiveAt: at(w.t, effective), Fields: w.fields(object, row)})
}

// steps writes the first row's amounts: new data, late corrections, definition, teams, rates.
func steps(t testing.TB, x *metrics.Explanation) string {
	t.Helper()
	if len(x.Rows) == 0 {
		return "no rows"
	}
	var out []string
	for _, s := range x.Rows[0].Steps {
		text := "?"
		if s.Amount != nil {
			text = s.Amount.Text
		}
		out = append(out, text)
	}
	whole := "?"
	if d := x.Rows[0].Difference; d != nil {
		whole = d.Text
	}
	return strings.Join(out, " ") + " = " + whole
}

func rate(from, to, day string, r int) map[string]any {
	return map[string]any{"from_currency": from, "to_currency": to, "day": day, "rate": r, "as": from + to + day}
}

// euroWorld has two deals that are won and one that is open, a team each, and a rate.
func euroWorld(t *testing.T) *world {
	t.Helper()
	w := newWorld(t, load(t))
	w.put("company", map[string]any{"name": "Acme", "currency": "EUR"})
	w.put("fx_rate", rate("USD", "EUR", "2026-01-01", 500_000_000))
	w.put("team", map[string]any{"name": "North"})
	w.put("team", map[string]any{"name": "South"})
	w.put("person", map[string]any{"name": "Ann", "team": "North"})
	w.put("person", map[string]any{"name": "Bob", "team": "South"})
	deal := func(name, owner, outcome, closes, amount string) {
		w.put("deal", map[string]any{"name": name, "owner": owner, "outcome": outcome, "close_date": closes,
			"amount": amount, "created_on": "2026-01-02"})
	}
	deal("one", "Ann", "won", "2026-02-10", "100.00 EUR")
	deal("two", "Ann", "won", "2026-02-20", "80.00 USD")
	deal("three", "Bob", "open", "2026-04-20", "50.00 EUR")
	w.complete()
	w.catchUp()
	return w
}

func TestExplainGoesStepByStep(t *testing.T) {
	t.Parallel()
	w := euroWorld(t)
	q := metrics.Query{Metric: "won_revenue", From: on(t, "2026-01-01"), To: on(t, "2026-06-30"),
		Today: day(t, "2026-03-31")}
	north := q
	north.Whose = "North"
	whole, mine := w.ask(q), w.ask(north)

	// won since: +50
	w.change("deal", "three", "2026-04-20", "2026-04-20", map[string]any{"outcome": "won"})
	// it was settled: -10
	w.change("deal", "one", "2026-04-21", "2026-04-21", map[string]any{"amount": "90.00 EUR"})
	// said later: -10
	w.change("deal", "two", "2026-04-21", "2026-02-20", map[string]any{"amount": "60.00 USD"})
	// and was there all along
	w.change("person", "Bob", "2026-04-22", "2026-01-01", map[string]any{"team": "North"})
	w.change("fx_rate", "USDEUR2026-01-01", "2026-04-23", "2000-01-01", map[string]any{"rate": 600_000_000}) // +6
	w.catchUp()
	q.Today, north.Today = day(t, "2026-04-30"), day(t, "2026-04-30")
	if got, want := steps(t, w.explain(whole, w.ask(q))), "50.00 -20.00 0.00 0.00 6.00 = 36.00"; got != want {
		t.Errorf("of everybody: %s, not %s", got, want)
	}
	x := w.explain(mine, w.ask(north))
	if got, want := steps(t, x), "0.00 -20.00 0.00 50.00 6.00 = 36.00"; got != want {
		t.Errorf("of North: %s, not %s", got, want)
	}
	if x.Changes != [5]int64{1, 2, 0, 1, 1} {
		t.Errorf("changes behind the steps: %v", x.Changes)
	}
	if got, want := steps(t, w.explain(w.ask(q), whole)), "-50.00 22.00 0.00 0.00 -8.00 = -36.00"; got != want {
		t.Errorf("the other way round: %s, not %s", got, want)
	}
	if got, want := steps(t, w.explain(whole, whole)), "0.00 0.00 0.00 0.00 0.00 = 0.00"; got != want {
		t.Errorf("with itself: %s, not %s", got, want)
	}

	for step, want := range map[string]string{
		metrics.StepNewData:     "three none 50.00 50.00",
		metrics.StepCorrections: "one 100.00 90.00 -10.00, two 40.00 30.00 -10.00",
		metrics.StepDefinition:  "",
		metrics.StepTeams:       "",
		metrics.StepRates:       "two 30.00 36.00 6.00",
	} {
		set, err := w.engine.ExplainRecords(t.Context(), record.Everything(), whole.Receipt, w.ask(q).Receipt,
			step, metrics.Cell{}, metrics.Page{})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range set.Records {
			figure := func(f *metrics.Figure) string {
				if f == nil {
					return "none"
				}
				return f.Text
			}
			got = append(got, strings.Join([]string{r.Title, figure(r.Before), figure(r.After), figure(r.Change)}, " "))
		}
		if text := strings.Join(got, ", "); text != want {
			t.Errorf("%s opens to %q, not %q", step, text, want)
		}
	}
}

// The company's margin and calendar, and the metric's own file, are how a number is computed.
func TestExplainCountsSettingsAsDefinition(t *testing.T) {
	t.Parallel()
	w := euroWorld(t)
	q := metrics.Query{Metric: "won_revenue", By: []string{"owner"}, Grain: period.Quarter, From: on(t, "2026-01-01"),
		To: on(t, "2026-03-31")}
	before := w.ask(q)
	w.change("company", "Acme", "2026-04-01", "2026-04-01", map[string]any{"gross_margin": 0.5})
	w.put("deal", map[string]any{"name": "four", "owner": "Bob", "outcome": "won", "close_date": "2026-03-10",
		"amount": "70.00 EUR", "created_on": "2026-03-01"})
	w.catchUp()
	x := w.explain(before, w.ask(q))
	if x.Changes[2] != 1 || len(x.Rows) != 2 {
		t.Fatalf("%d rows, changes %v", len(x.Rows), x.Changes)
	}
	for _, row := range x.Rows {
		want := map[string]string{"Ann": "0.00", "Bob": "70.00"}[row.By["owner"].Name]
		if row.Difference == nil || row.Difference.Text != want || row.Steps[0].Amount.Text != want {
			t.Errorf("%s: %+v, not %s", row.By["owner"].Name, row.Difference, want)
		}
	}
}

// A day's rate that was not there yet is a rate, not new data; so is one that the later day uses.
func TestExplainKeepsTheRateOfTheDay(t *testing.T) {
	t.Parallel()
	w := euroWorld(t)
	w.put("fx_rate", rate("USD", "EUR", "2026-04-01", 750_000_000))
	w.put("deal", map[string]any{"name": "five", "owner": "Bob", "outcome": "open", "close_date": "2026-09-10",
		"amount": "40.00 USD", "created_on": "2026-01-05"})
	w.catchUp()
	march := w.ask(metrics.Query{Metric: "open_pipeline", AsOf: on(t, "2026-03-31")})
	april := w.ask(metrics.Query{Metric: "open_pipeline", AsOf: on(t, "2026-04-30")})
	if got, want := steps(t, w.explain(march, april)), "0.00 0.00 0.00 0.00 10.00 = 10.00"; got != want {
		t.Errorf("%s, not %s", got, want)
	}
}

func TestExplainTellsTeamsThenFromTeamsToday(t *testing.T) {
	t.Parallel()
	w := euroWorld(t)
	w.change("person", "Ann", "2026-03-15", "2026-03-15", map[string]any{"team": "South"})
	w.catchUp()
	q := metrics.Query{Metric: "won_revenue", Whose: "South", Org: "as-was"}
	then := w.ask(q)
	q.Org = "as-is"
	if got, want := steps(t, w.explain(then, w.ask(q))), "0.00 0.00 0.00 140.00 0.00 = 140.00"; got != want {
		t.Errorf("%s, not %s", got, want)
	}
}

func TestExplainRefusesDifferentQuestions(t *testing.T) {
	t.Parallel()
	w := euroWorld(t)
	q := metrics.Query{Metric: "won_revenue", From: on(t, "2026-01-01"), To: on(t, "2026-03-31")}
	first := w.ask(q)
	for code, change := range map[string]func(q *metrics.Query){
		"explain_metric":   func(q *metrics.Query) { q.Metric = "won_deals" },
		"explain_days":     func(q *metrics.Query) { q.To = on(t, "2026-06-30") },
		"explain_grain":    func(q *metrics.Query) { q.Grain = period.Monthly },
		"explain_by":       func(q *metrics.Query) { q.By = []string{"owner"} },
		"explain_where":    func(q *metrics.Query) { q.Where = []string{"source == 'web'"} },
		"explain_whose":    func(q *metrics.Query) { q.Whose = "North" },
		"explain_currency": func(q *metrics.Query) { q.Currency = "USD" },
	} {
		other := q
		change(&other)
		_, err := w.engine.Explain(t.Context(), record.Everything(), first.Receipt, w.ask(other).Receipt)
		if fault.KindOf(err) != fault.Invalid || reasonCode(err) != code {
			t.Errorf("%s: %v", code, err)
		}
	}
	north, south := q, q
	north.Whose, south.Whose = record.FormatID("team", w.named("team", "North")), record.FormatID("team",
		w.named("team", "South"))
	_, err := w.engine.Explain(t.Context(), record.Everything(), w.ask(north).Receipt, w.ask(south).Receipt)
	if err == nil || !strings.Contains(err.Error(), "North") || !strings.Contains(err.Error(), "South") ||
		strings.Contains(err.Error(), "team_") {
		t.Errorf("two teams: %v", err)
	}
	if _, err := w.engine.Explain(t.Context(), record.Everything(), first.Receipt,
		"nonsense"); reasonCode(err) != "receipt_wrong" {
		t.Errorf("nonsense: %v", err)
	}
	_, err = w.engine.ExplainRecords(t.Context(), record.Everything(), first.Receipt, first.Receipt,
		"luck", metrics.Cell{}, metrics.Page{})
	if reasonCode(err) != "explain_step" {
		t.Errorf("a step that does not exist: %v", err)
	}
}

func reasonCode(err error) string {
	why, _ := fault.ReasonOf(err)
	return why.Code
}
