package metrics_test

import (
	"fmt"
	"maps"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"salesops/internal/period"
	"salesops/metrics"
	"salesops/record"
)

// richWorld has evidence of every kind. without takes one kind out: it gets the row of an object
// and says whether it stays.
func richWorld(t testing.TB, catalog *metrics.Catalog, without func(object string, row map[string]any) bool) *world {
	w := newWorld(t, catalog)
	put := func(object string, row map[string]any) {
		row = maps.Clone(row)
		if without(object, row) {
			w.put(object, row)
		}
	}
	put("company", map[string]any{"name": "Us", "working_hours": "mon-fri 09:00-17:00",
		"own_domains": "own.example", "gross_margin": 0.8})
	for _, name := range []string{"Ann", "Bob"} {
		put("person", map[string]any{"name": name, "sells": true, "started_on": "2025-01-01"})
	}
	put("contact", map[string]any{"name": "Kim", "email": "kim@buyer.example"})
	for i := range 12 {
		put("deal", map[string]any{"as": fmt.Sprint("w", i), "account": fmt.Sprint("acc", i), "owner": "Ann",
			"outcome": "won", "created_on": "2026-01-05", "close_date": fmt.Sprintf("2026-0%d-10", 2+i%4),
			"amount": 1000, "source": "web"})
		put("deal", map[string]any{"as": fmt.Sprint("l", i), "owner": "Bob", "outcome": "lost",
			"created_on": "2026-01-05", "close_date": "2026-03-10", "amount": 500,
			"competitor": "Rival", "account": "acc1"})
		put("deal", map[string]any{"as": fmt.Sprint("o", i), "owner": "Bob", "outcome": "open",
			"created_on": "2026-01-05", "close_date": "2026-06-20", "amount": 700, "account": "acc2",
			"then": []any{map[string]any{"on": "2026-03-01", "close_date": "2026-07-20"}}})
		put("deal_line", map[string]any{"deal": fmt.Sprint("w", i), "quantity": 2, "total": 900, "list_price": 500})
		put("lead", map[string]any{"created_on": "2026-01-02", "converted_on": "2026-01-05",
			"converted_deal": fmt.Sprint("w", i)})
		put("lead", map[string]any{"created_on": "2026-01-02"})
		put("activity", map[string]any{"kind": "call", "owner": "Ann", "start_on": "2026-05-10", "done": true,
			"outcome": "Connected"})
		put("activity", map[string]any{"kind": "call", "owner": "Ann", "start_on": "2026-05-10", "done": true,
			"outcome": "No answer"})
		put("activity", map[string]any{"kind": "email", "owner": "Ann", "start_on": "2026-05-10",
			"done": true, "outcome": "Replied"})
		put("activity", map[string]any{"kind": "email", "owner": "Ann", "start_on": "2026-05-10", "done": true,
			"outcome": "Delivered"})
		put("activity", map[string]any{"kind": "meeting", "owner": "Ann", "start_on": "2026-05-11",
			"done": true, "outcome": "Held"})
		put("activity", map[string]any{"kind": "meeting", "owner": "Ann", "start_on": "2026-05-12",
			"done": false, "outcome": "No show"})
		put("contract", map[string]any{"account": fmt.Sprint("acc", i), "start_on": "2025-01-01", "mrr": 100})
		put("contract", map[string]any{"account": fmt.Sprint("gone", i), "start_on": "2025-01-01",
			"end_on": "2026-02-10", "mrr": 100})
	}
	put("quota", map[string]any{"person": "Ann", "from_on": "2026-01-01", "to_on": "2026-12-31", "amount": 40000})
	put("cost", map[string]any{"kind": "ads", "channel": "web", "from_on": "2026-01-01",
		"to_on": "2026-06-30", "amount": 1000})
	put("cost", map[string]any{"kind": "pay", "from_on": "2026-01-01", "to_on": "2026-06-30", "amount": 1000})
	for _, owner := range []string{"Ann", "Bob"} {
		put("calendar_event", map[string]any{"owner": owner, "title": "Demo", "start_at": "2026-05-12T10:00:00Z",
			"end_at": "2026-05-12T11:00:00Z", "attendees": "kim@buyer.example"})
	}
	w.complete()
	w.catchUp()
	return w
}

// taken says how each kind of evidence is taken out of the rich world: rows that go, and fields
// that go from rows that stay.
func taken(code, object string, row map[string]any) bool {
	is := func(o string, fields map[string]any) bool {
		if o != object {
			return false
		}
		for k, v := range fields {
			if row[k] != v {
				return false
			}
		}
		return true
	}
	drop := func(o string, outcome any, fields ...string) bool {
		if o == object && (outcome == nil || row["outcome"] == outcome) {
			for _, f := range fields {
				delete(row, f)
			}
		}
		return true
	}
	switch code {
	case "deals":
		drop("lead", nil, "converted_deal")
		return object != "deal" && object != "deal_line"
	case "won_deals":
		return !is("deal", map[string]any{"outcome": "won"})
	case "lost_deals":
		return !is("deal", map[string]any{"outcome": "lost"})
	case "open_deals":
		return !is("deal", map[string]any{"outcome": "open"})
	case "closed_deals":
		return object != "deal" || row["outcome"] == "open"
	case "unwon_deals":
		return object != "deal" || row["outcome"] == "won"
	case "close_dates", "due_dates":
		if object == "deal" {
			delete(row, "then")
		}
		return drop("deal", nil, "close_date")
	case "won_dates", "lost_dates":
		if object == "deal" && row["outcome"] == code[:len(code)-len("_dates")] {
			delete(row, "close_date")
		}
		return true
	case "created_dates":
		return drop("deal", nil, "created_on")
	case "amounts":
		return drop("deal", nil, "amount")
	case "won_amounts":
		return drop("deal", "won", "amount")
	case "lost_amounts":
		return drop("deal", "lost", "amount")
	case "open_amounts":
		return drop("deal", "open", "amount")
	case "owners":
		return drop("deal", nil, "owner")
	case "accounts":
		return drop("deal", "won", "account")
	case "competitors":
		return drop("deal", nil, "competitor")
	case "leads":
		return object != "lead"
	case "lead_dates":
		return drop("lead", nil, "created_on")
	case "unconverted_leads":
		switch { // all became a deal within 90 days, and a customer
		case object == "lead":
			row["created_on"] = "2026-01-03"
		case is("deal", map[string]any{"outcome": "won"}):
			row["close_date"] = "2026-03-10"
		}
		return object != "lead" || row["converted_deal"] != nil
	case "conversions":
		if object == "lead" && row["converted_deal"] != nil {
			row["converted"] = true // the flag alone is no evidence
		}
		return drop("lead", nil, "converted_deal", "converted_on")
	case "conversion_dates":
		drop("deal", nil, "created_on")
		return drop("lead", nil, "converted_on")
	case "lead_outcomes":
		if object == "lead" && row["converted_deal"] != nil {
			row["converted_deal"] = "o1"
		}
		return true
	case "activities":
		return object != "activity" && object != "calendar_event"
	case "connected_calls":
		return !is("activity", map[string]any{"outcome": "Connected"})
	case "other_calls":
		return !is("activity", map[string]any{"outcome": "No answer"})
	case "replies":
		return !is("activity", map[string]any{"outcome": "Replied"})
	case "unanswered_mails":
		return !is("activity", map[string]any{"outcome": "Delivered"})
	case "held_meetings":
		return !is("activity", map[string]any{"outcome": "Held"})
	case "missed_meetings":
		return !is("activity", map[string]any{"outcome": "No show"})
	case "costs":
		return object != "cost"
	case "ad_costs":
		return !is("cost", map[string]any{"kind": "ads"})
	case "paid_channels":
		return drop("cost", nil, "channel")
	case "contracts":
		return object != "contract"
	case "contract_ends":
		return drop("contract", nil, "end_on")
	case "mrr":
		return drop("contract", nil, "mrr")
	case "purchases":
		return object != "order" && object != "deal"
	case "deal_lines":
		return object != "deal_line"
	case "list_prices":
		return drop("deal_line", nil, "list_price")
	case "quotas":
		return object != "quota"
	case "calendars":
		return object != "calendar_event"
	case "attendees":
		return drop("calendar_event", nil, "attendees")
	case "working_hours":
		return drop("company", nil, "working_hours")
	case "roster":
		return drop("person", nil, "sells", "started_on")
	case "history", "stage_moves", "deal_stages":
		if object == "deal" {
			delete(row, "then")
		}
		return true
	case "gross_margin":
		return drop("company", nil, "gross_margin")
	}
	panic("the test does not know how to take out " + code)
}

// instead are answers that rest on something else where a need is not met, and say so by a flag
// or a note of their own.
var instead = map[string][]string{
	// on revenue, flagged
	"gross_margin": {"ltv", "ltv_discounted", "ltv_sbg", "ltv_to_cac", "cac_payback", "ltv_bgnbd"},
	// owners of deals
	"roster": {"sellers", "seller_fte", "seller_days", "revenue_per_fte", "activities_per_rep_day"},
	"owners": {"sellers", "revenue_per_rep"}, // the roster
	// what is without it is left out by a guard
	"history": {"slip_rate", "stage_conversion", "stage_conversion_entered", "time_in_stage", "stage_time_to_next",
		"stage_rework", "deal_variants"},
	"activities":  {"cycle_contact_mean"},
	"deals":       {"new_customers", "cac", "sellers"},
	"close_dates": {"new_customers", "cac"},
	"won_dates":   {"new_customers", "cac"},
	"accounts":    {"new_customers", "cac"},
}

// TestNothingIsKnownWithoutItsEvidence takes each kind of evidence that a metric needs out of
// the data: then there is no number, never 0 and never everything.
func TestNothingIsKnownWithoutItsEvidence(t *testing.T) {
	t.Parallel()
	catalog := load(t)
	from, to := day(t, "2026-01-01"), day(t, "2026-06-30")
	everyday := metrics.Query{From: &from, To: &to}
	ask := func(w *world, d metrics.Definition) *metrics.Answer {
		q := everyday
		if d.Kind == "setting" {
			q = metrics.Query{}
		}
		q.Metric = d.Name
		if d.Kind == "baseline" {
			q.From, q.To, q.Grain = nil, nil, period.Quarter
			return askedFor(w, q)
		}
		return w.ask(q)
	}
	asked := map[string][]metrics.Definition{}
	for _, d := range catalog.List() {
		for _, code := range d.Needs {
			asked[code] = append(asked[code], d)
		}
	}
	for code, all := range asked {
		t.Run(code, func(t *testing.T) {
			t.Parallel()
			w := richWorld(t, catalog, func(object string, row map[string]any) bool { return taken(code, object, row) })
			for _, d := range all {
				if slices.Contains(instead[code], d.Name) {
					continue
				}
				for _, row := range ask(w, d).Rows {
					if row.Value != nil || row.Reason == "" {
						t.Errorf("%s without %s is %v (%s)", d.Name, code, row.Value, row.Reason)
					}
				}
			}
		})
	}
}

func askedFor(w *world, q metrics.Query) *metrics.Answer {
	from, to := day(w.t, "2026-04-01"), day(w.t, "2026-06-30")
	q.From, q.To, q.Grain = &from, &to, ""
	return w.ask(q)
}

// TestWhatCouldHaveBeenSeenIsCounted: evidence is not the thing itself but that it would have been
// written down. Forty lost deals show that none was won; forty won ones do not show that none was
// lost, because losses often go unrecorded. What was open once, by its history, shows that nothing
// is open now.
func TestWhatCouldHaveBeenSeenIsCounted(t *testing.T) {
	t.Parallel()
	catalog := load(t)
	lost, won, once := newWorld(t, catalog), newWorld(t, catalog), newWorld(t, catalog)
	later, undated := newWorld(t, catalog), newWorld(t, catalog)
	for i := range 40 {
		row := map[string]any{"outcome": "lost", "account": fmt.Sprint("a", i), "owner": "Ann",
			"created_on": "2026-01-05", "close_date": "2026-02-10", "amount": 500}
		lost.put("deal", row)
		row = maps.Clone(row)
		row["outcome"] = "won"
		won.put("deal", row)
	}
	for _, w := range []*world{lost, won} {
		w.put("quota", map[string]any{"person": "Ann", "from_on": "2026-01-01", "to_on": "2026-03-31", "amount": 40000})
		w.complete()
	}
	for range 3 {
		once.put("deal", map[string]any{"outcome": "open", "created_on": "2026-01-05",
			"close_date": "2026-06-10", "amount": 500,
			"then": []any{map[string]any{"on": "2026-02-10", "outcome": "lost", "close_date": "2026-02-10"}}})
	}
	for range 6 { // open at first, as an import without history makes them: no deal that was not won
		later.put("deal", map[string]any{"outcome": "open", "created_on": "2026-01-05", "amount": 500,
			"then": []any{map[string]any{"on": "2026-02-10", "outcome": "won", "close_date": "2026-02-10"}}})
		undated.put("deal", map[string]any{"outcome": "won", "created_on": "2026-01-05", "amount": 500})
		undated.put("deal", map[string]any{"outcome": "lost", "created_on": "2026-01-05",
			"close_date": "2026-02-10", "amount": 500})
	}
	for _, w := range []*world{lost, won, once, later, undated} {
		w.catchUp()
	}
	from, to := day(t, "2026-01-01"), day(t, "2026-03-31")
	asOf := day(t, "2026-03-31")
	for _, x := range []struct {
		w            *world
		of, metric   string
		value, cause string
	}{
		{lost, "all lost", "won_deals", "0", ""},
		{lost, "all lost", "won_revenue", "0.00", ""},
		{lost, "all lost", "lost_deals", "40", ""},
		{lost, "all lost", "new_customers", "0", ""},
		{lost, "all lost", "win_rate", "0.0000000000", ""},
		{lost, "all lost", "win_rate_created", "0.0000000000", ""},
		{lost, "all lost", "quota_attainment_team", "0.0000000000", ""},
		{lost, "all lost", "asp", "", "not_enough_data"},
		{lost, "all lost", "open_deals", "", "evidence_missing"},
		{won, "all won", "won_deals", "40", ""},
		{won, "all won", "lost_deals", "", "evidence_missing"},
		{won, "all won", "win_rate", "", "evidence_missing"},
		{won, "all won", "win_rate_created", "", "evidence_missing"},
		{won, "all won", "win_rate_value", "", "evidence_missing"},
		{won, "all won", "win_incidence", "", "evidence_missing"},
		{once, "once open", "open_deals", "0", ""},
		{once, "once open", "open_pipeline", "0.00", ""},
		{once, "once open", "won_deals", "0", ""},
		{later, "all won later", "win_rate_created", "", "evidence_missing"},
		{undated, "wins without a date", "win_rate", "", "evidence_missing"},
		{undated, "wins without a date", "won_deals", "", "evidence_missing"},
		{undated, "wins without a date", "won_revenue", "", "evidence_missing"},
		{undated, "wins without a date", "lost_deals", "6", ""},
	} {
		q := metrics.Query{Metric: x.metric, From: &from, To: &to, AsOf: &asOf}
		if strings.HasPrefix(x.metric, "open_") {
			q.From, q.To = nil, nil
		}
		row := x.w.ask(q).Rows[0]
		got := ""
		if row.Value != nil {
			got = row.Value.Text
		}
		if got != x.value || x.value == "" && row.ReasonCode != x.cause {
			t.Errorf("%s, %s: %q (%s %s)", x.of, x.metric, got, row.ReasonCode, row.Reason)
		}
	}
}

// TestAnEmptyLogKnowsNothing asks everything of a log without any record, and of one whose
// records say nothing but that they exist.
func TestAnEmptyLogKnowsNothing(t *testing.T) {
	t.Parallel()
	catalog := load(t)
	empty, bare := newWorld(t, catalog), newWorld(t, catalog)
	for _, object := range []string{"deal", "deal_line", "lead", "activity", "contract", "order", "cost", "quota"} {
		for range 6 {
			bare.put(object, map[string]any{})
		}
	}
	bare.catchUp()
	from, to := day(t, "2026-01-01"), day(t, "2026-03-31")
	for _, d := range catalog.List() {
		for name, w := range map[string]*world{"an empty log": empty, "bare records": bare} {
			for _, q := range []metrics.Query{{Metric: d.Name}, {Metric: d.Name, From: &from, To: &to}} {
				a, err := w.engine.Ask(t.Context(), record.Everything(), q)
				if err != nil {
					continue // a question that this metric does not take
				}
				for _, row := range a.Rows {
					if row.Value != nil && (row.Value.Text == "0" || name == "an empty log" || !knowsBare(d.Name)) {
						t.Errorf("%s of %s: %s", d.Name, name, dump(a))
					}
				}
			}
		}
	}
}

// knowsBare are counts of records that a record without any value counts in.
func knowsBare(name string) bool {
	return name == "open_deals" || name == "activities" || name == "leads_created"
}

// TestTheDataBeginsAndEnds: before the first day and long after the last nothing was counted,
// so there is nothing to compare with and nothing to project.
func TestTheDataBeginsAndEnds(t *testing.T) {
	t.Parallel()
	w := newWorld(t, load(t))
	for _, on := range []string{"2016-11-05", "2017-02-10", "2017-05-10", "2017-08-10", "2017-12-10"} {
		w.put("deal", map[string]any{"outcome": "won", "created_on": "2016-11-01", "close_date": on, "amount": 1000})
	}
	w.put("lead", map[string]any{"created_on": "2017-12-20"})
	w.catchUp()
	first := func(q metrics.Query) metrics.Row { t.Helper(); return w.ask(q).Rows[0] }
	days := func(from, to string) (a, b *period.Day) { x, y := day(t, from), day(t, to); return &x, &y }

	q := metrics.Query{Metric: "won_revenue", Compare: "previous"}
	q.From, q.To = days("2016-10-01", "2016-12-31")
	if row := first(q); row.Value.Text != "1000.00" || row.Compare.Value != nil || row.Compare.Verdict != "" ||
		row.Compare.Reason != "not known: the data begins on 2016-11-01" || row.Compare.Change != nil {
		t.Errorf("before the history: %+v %+v", row.Result, row.Compare)
	}
	q.From, q.To = days("2018-04-01", "2018-06-30")
	if row := first(q); row.Value != nil || row.Reason != "not known: the data ends on 2017-12-20" {
		t.Errorf("after the data: %+v", row.Result)
	}
	q.From, q.To = days("2018-01-01", "2018-01-31") // a month after the last day may be a quiet one
	if row := first(q); row.Value == nil || row.Value.Text != "0.00" {
		t.Errorf("a quiet month: %+v", row.Result)
	}
	q.From, q.To = days("2017-09-01", "2017-09-30") // within the data nothing is nothing
	if row := first(q); row.Value == nil || row.Value.Text != "0.00" {
		t.Errorf("an empty month: %+v", row.Result)
	}
	if row := first(metrics.Query{Metric: "forecast"}); row.Value != nil || row.Low != nil ||
		!strings.Contains(row.Reason, "the data ends on 2017-12-20") {
		t.Errorf("a forecast years after the data: %+v", row.Result)
	}
	asOf := day(t, "2018-01-10")
	if row := first(metrics.Query{Metric: "forecast", AsOf: &asOf}); row.Value == nil {
		t.Errorf("a forecast on the data: %+v", row.Result)
	}
	for _, row := range w.ask(metrics.Query{Metric: "won_revenue", Compare: "previous",
		Grain: period.Quarter}).Rows[:1] {
		if row.Compare.Value != nil || row.Compare.Verdict != "" {
			t.Errorf("the first quarter is compared with %+v", row.Compare)
		}
	}
}

// TestCostsAddUp: whatever costs are cut by, the rows add up to the whole, in whole minor units,
// and each is the fair part of its days to within one unit per cost.
func TestCostsAddUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t, load(t))
	r := rand.New(rand.NewPCG(11, 12))
	for i := range 60 {
		from := base + period.Day(r.IntN(150)-40)
		w.put("cost", map[string]any{
			"kind": []string{"pay", "ads", "tools"}[r.IntN(3)], "channel": []string{"web", "fair"}[r.IntN(2)],
			"from_on": from.String(),
			"to_on":   (from + period.Day(r.IntN(200))).String(),
			"amount":  fmt.Sprintf("%d.%02d", r.IntN(90_000), (i*37)%100),
		})
	}
	// given back
	w.put("cost", map[string]any{"kind": "pay", "from_on": "2026-02-01", "to_on": "2026-02-07", "amount": "-10.01"})
	w.put("cost", map[string]any{"kind": "three", "from_on": "2026-02-01", "to_on": "2026-02-03", "amount": "100.00"})
	w.catchUp()
	sum := func(rows []metrics.Row) *big.Rat {
		total := new(big.Rat)
		for _, row := range rows {
			if row.Value == nil {
				continue
			}
			if digits := row.Value.Text[strings.IndexByte(row.Value.Text, '.')+1:]; len(digits) != 2 {
				t.Errorf("%s is no whole number of minor units", row.Value)
			}
			v, _ := new(big.Rat).SetString(row.Value.Text)
			total.Add(total, v)
		}
		return total
	}
	for _, span := range [][2]string{{"2025-11-01", "2026-06-30"}, {"2026-01-10", "2026-02-17"},
		{"2026-03-01", "2026-03-31"}} {
		from, to := day(t, span[0]), day(t, span[1])
		whole := sum(w.ask(metrics.Query{Metric: "cost", From: &from, To: &to}).Rows)
		for _, grain := range []period.Grain{period.Whole, period.Daily, period.Weekly, period.Monthly,
			period.Quarter, period.Year} {
			for _, by := range [][]string{nil, {"kind"}, {"kind", "channel"}} {
				if got := sum(w.ask(metrics.Query{Metric: "cost", From: &from, To: &to, Grain: grain,
					By: by}).Rows); got.Cmp(whole) != 0 {
					t.Errorf("%v by %s %v: %s, in all %s", span, grain, by, got.FloatString(4), whole.FloatString(4))
				}
			}
		}
	}
	from, to := day(t, "2026-02-01"), day(t, "2026-02-03")
	var parts []string
	for _, row := range w.ask(metrics.Query{Metric: "cost", From: &from, To: &to, Grain: period.Daily,
		Where: []string{"kind == 'three'"}}).Rows {
		parts = append(parts, row.Value.Text)
	}
	if !slices.Equal(parts, []string{"33.34", "33.33", "33.33"}) {
		t.Errorf("100.00 over three days is %v", parts)
	}
}

// TestARangeSaysWhatItIs: 95 % of a share is Wilson's, a baseline's is 80 % of its past errors,
// and the baseline has no denominator of an amount.
func TestARangeSaysWhatItIs(t *testing.T) {
	t.Parallel()
	w := newWorld(t, load(t))
	for i := range 12 {
		on := (day(t, "2024-01-15") + period.Day(i*75)).String()
		for range 3 {
			w.put("deal", map[string]any{"outcome": "won", "created_on": "2023-12-01",
				"close_date": on, "amount": 100 + i})
		}
		w.put("deal", map[string]any{"outcome": "lost", "created_on": "2023-12-01", "close_date": on, "amount": 100})
	}
	w.catchUp()
	for name, want := range map[string]metrics.Interval{
		"win_rate":        {Kind: metrics.IntervalWilson, Coverage: 0.95},
		"forecast":        {Kind: metrics.IntervalBaseline, Coverage: 0.8},
		"cycle_km_median": {Kind: metrics.IntervalLogLog, Coverage: 0.95},
		"cycle_rmst":      {Kind: metrics.IntervalNormal, Coverage: 0.95},
	} {
		asOf := day(t, "2026-05-01")
		row := w.ask(metrics.Query{Metric: name, AsOf: &asOf}).Rows[0]
		if name == "cycle_rmst" && row.Low == nil {
			continue // nothing ended within the horizon
		}
		if row.Interval == nil || *row.Interval != want {
			t.Errorf("%s: %+v %v %v", name, row.Interval, row.Low, row.High)
		}
		if name == "forecast" && (row.Denominator != nil || row.Numerator != nil) {
			t.Errorf("the forecast is %v of %v", row.Numerator, row.Denominator)
		}
	}
	if row := w.ask(metrics.Query{Metric: "won_revenue"}).Rows[0]; row.Interval != nil {
		t.Errorf("a sum has the interval %+v", row.Interval)
	}
}

// TestBothLifetimesTreatChurnAlike: one customer in 60 is taken to leave each month, where fewer do.
func TestBothLifetimesTreatChurnAlike(t *testing.T) {
	t.Parallel()
	catalog := load(t)
	for _, x := range []struct {
		stay, gone      int
		ltv, discounted string
	}{
		{49, 1, "20000.00", "13466.67"},  // 2 %
		{59, 1, "24000.00", "15150.00"},  // 1 in 60, the least
		{199, 1, "24000.00", "15150.00"}, // 0.5 % counts as 1 in 60
		{60, 0, "24000.00", "15150.00"},  // nobody leaves
	} {
		w := newWorld(t, catalog)
		w.put("company", map[string]any{"name": "Us", "gross_margin": 0.8})
		w.put("contract", map[string]any{"accounts": x.stay, "start_on": "2025-01-01", "mrr": 500})
		if x.gone > 0 {
			w.put("contract", map[string]any{"accounts": x.gone, "start_on": "2025-01-01",
				"end_on": "2026-01-20", "mrr": 500})
		}
		w.complete()
		w.catchUp()
		from, to := day(t, "2026-01-01"), day(t, "2026-01-31")
		for name, want := range map[string]string{"ltv": x.ltv, "ltv_discounted": x.discounted} {
			row := w.ask(metrics.Query{Metric: name, From: &from, To: &to}).Rows[0]
			if row.Value == nil {
				t.Fatalf("%s: %s", name, row.Reason)
			}
			near(t, 0, fmt.Sprint(name, " of ", x.stay, " and ", x.gone), row.Value.Text, want)
			if capped := slices.Contains(row.Flags, metrics.FlagCapped); capped != (x.gone == 0 || x.stay > 60) {
				t.Errorf("%s of %d and %d is flagged %v", name, x.stay, x.gone, row.Flags)
			}
		}
	}
}

// A company that records losses later had none before: its rate of a past day is known.
func TestLossesRecordedLaterProveTheHabit(t *testing.T) {
	t.Parallel()
	deal := func(outcome, on string) map[string]any {
		return map[string]any{"outcome": "open", "created_on": "2026-01-01",
			"then": []any{map[string]any{"on": on, "outcome": outcome, "close_date": on}}}
	}
	var rows []map[string]any
	for range 6 {
		rows = append(rows, deal("won", "2026-02-01"))
	}
	w := filled(t, append(rows, deal("lost", "2026-03-01"))...)
	early, q := day(t, "2026-02-10"), metrics.Query{Metric: "win_rate"}
	q.AsOf = &early
	if r := w.ask(q).Rows[0]; r.Value == nil || r.Value.Text != "1" && r.Value.Text != "1.0000000000" {
		t.Errorf("as of a day before the first loss: %+v", r.Result)
	}
	// what was known then says nothing of losses
	q.AsOf, q.KnownAt = nil, &early
	if r := w.ask(q).Rows[0]; r.Value != nil || r.ReasonCode != "evidence_missing" || r.N != 6 {
		t.Errorf("as known then: %+v", r.Result)
	}
}
