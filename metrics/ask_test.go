package metrics_test

import (
	"bytes"
	"math/big"
	"slices"
	"strings"
	"testing"

	"salesops/internal/fault"
	"salesops/internal/money"
	"salesops/internal/period"
	"salesops/metrics"
	"salesops/record"
)

func on(t testing.TB, s string) *period.Day { d := day(t, s); return &d }

// filled is a world with the given deals.
func filled(t *testing.T, rows ...map[string]any) *world {
	t.Helper()
	w := newWorld(t, load(t))
	for _, r := range rows {
		object := "deal"
		if o, ok := r["object"].(string); ok {
			object = o
			delete(r, "object")
		}
		w.put(object, r)
	}
	w.complete()
	w.catchUp()
	return w
}

func won(closeDate string, amount string) map[string]any {
	return map[string]any{"outcome": "won", "close_date": closeDate, "amount": amount}
}

// early is a deal from which on the data reaches: what is compared with lies behind it.
func early() map[string]any { return map[string]any{"created_on": "2020-01-01"} }

func TestCompare(t *testing.T) {
	t.Parallel()
	w := filled(t, early(), won("2025-01-15", "1"), won("2025-11-30", "10"), won("2025-12-31", "20"),
		won("2026-01-01", "40"), won("2026-02-28", "80"), won("2026-03-31", "160"))
	cases := []struct {
		name string
		q    metrics.Query
		want string // period=value/compared value …
	}{
		{"a quarter with the one before", metrics.Query{From: on(t, "2026-01-01"), To: on(t, "2026-03-31"),
			Compare: "previous"}, "=280.00/30.00"},
		{"a quarter with that of last year", metrics.Query{From: on(t, "2026-01-01"), To: on(t, "2026-03-31"),
			Compare: "year"}, "=280.00/1.00"},
		{"days with as many days", metrics.Query{From: on(t, "2026-01-01"), To: on(t, "2026-01-02"),
			Compare: "previous"}, "=40.00/20.00"},
		{"months with those of the range before", metrics.Query{From: on(t, "2026-01-01"), To: on(t, "2026-02-28"),
			Grain: period.Monthly, Compare: "previous"}, "2026-01=40.00/10.00 2026-02=80.00/20.00"},
		{"months with last year's", metrics.Query{From: on(t, "2026-01-01"), To: on(t, "2026-02-28"),
			Grain: period.Monthly, Compare: "year"}, "2026-01=40.00/1.00 2026-02=80.00/0.00"},
		{"each month with the one before", metrics.Query{From: on(t, "2026-01-01"), Grain: period.Monthly,
			Compare: "previous"}, "2026-01=40.00/20.00 2026-02=80.00/40.00 2026-03=160.00/80.00"},
		{"ranges that share days", metrics.Query{From: on(t, "2025-01-01"), To: on(t, "2026-12-31"), Compare: "year",
			Whole: true}, "=311.00/31.00"},
		{"to date, 546 of 730 days", metrics.Query{From: on(t, "2025-01-01"), To: on(t, "2026-12-31"), Compare: "year"},
			"=311.00/1.00"},
		{"a clipped month", metrics.Query{From: on(t, "2026-01-15"), To: on(t, "2026-03-14"), Grain: period.Monthly,
			Compare: "previous"}, "2026-01=0.00/10.00 2026-02=80.00/20.00 2026-03=0.00/40.00"},
	}
	for _, c := range cases {
		c.q.Metric = "won_revenue"
		a := w.ask(c.q)
		var got []string
		for _, r := range a.Rows {
			label := ""
			if r.Period != nil {
				label = *r.Period
			}
			got = append(got, label+"="+r.Value.Text+"/"+r.Compare.Value.Text)
		}
		if text := strings.Join(got, " "); text != c.want {
			t.Errorf("%s: %s, want %s", c.name, text, c.want)
		}
	}
	_, err := w.engine.Ask(t.Context(), record.Everything(), metrics.Query{Metric: "won_revenue", Compare: "year"})
	if fault.KindOf(err) != fault.Invalid {
		t.Errorf("a comparison without a range: %v", err)
	}
}

func TestVerdictAndChange(t *testing.T) {
	t.Parallel()
	w := filled(t, early(), won("2026-01-10", "100"), won("2026-02-10", "150"))
	a := w.ask(metrics.Query{Metric: "won_revenue", From: on(t, "2026-02-01"),
		To: on(t, "2026-02-28"), Compare: "previous"})
	c := a.Rows[0].Compare
	if c.Change.Text != "50.00" || c.Relative.Text != "0.5000" || c.Verdict != "better" {
		t.Errorf("change %s, relative %s, verdict %s", c.Change, c.Relative, c.Verdict)
	}
}

func TestCurrencies(t *testing.T) {
	t.Parallel()
	rows := []map[string]any{
		won("2026-01-10", "100 EUR"), won("2026-02-10", "0.55 USD"), won("2026-03-10", "7 GBP"),
		{"outcome": "open", "amount": "1000 JPY"},
	}
	mixed := filled(t, rows...)
	a := mixed.ask(metrics.Query{Metric: "won_revenue"})
	if r := a.Rows[0]; r.Value != nil || !strings.Contains(r.Reason, "several currencies") {
		t.Errorf("mixed currencies gave %v, %q", r.Value, r.Reason)
	}
	for range 20 { // a receipt gives the same bytes, the reason too
		if again := mixed.ask(metrics.Query{Metric: "won_revenue"}); again.Rows[0].Reason != a.Rows[0].Reason {
			t.Fatalf("first %q, then %q", a.Rows[0].Reason, again.Rows[0].Reason)
		}
	}
	// A deal without an amount is in no currency.
	bare := filled(t, append([]map[string]any{{"outcome": "won", "close_date": "2026-01-11"}}, rows...)...)
	a = bare.ask(metrics.Query{Metric: "won_revenue", To: on(t, "2026-01-31")})
	if r := a.Rows[0]; r.Value == nil || r.Value.Text != "100.00" || *r.Currency != "EUR" || r.N != 2 {
		t.Errorf("one currency beside a deal without an amount gave %v, %q", r.Value, r.Reason)
	}
	a = mixed.ask(metrics.Query{Metric: "won_revenue", To: on(t, "2026-01-31")})
	if r := a.Rows[0]; r.Value == nil || r.Value.Text != "100.00" || *r.Currency != "EUR" {
		t.Errorf("one currency left: %s", dump(a))
	}

	rate := func(from, to, day, text string) map[string]any {
		r, err := money.ParseRate(text, from, to)
		if err != nil {
			t.Fatal(err)
		}
		return map[string]any{"object": "fx_rate", "from_currency": from, "to_currency": to, "day": day, "rate": int(r)}
	}
	w := filled(t, append([]map[string]any{
		{"object": "company", "name": "us", "currency": "EUR"},
		rate("USD", "EUR", "2026-01-01", "0.5"), rate("USD", "EUR", "2026-02-11", "0.9"),
		rate("EUR", "JPY", "2026-01-01", "160"),
	}, rows...)...)
	a = w.ask(metrics.Query{Metric: "won_revenue"})
	// 0.55 USD at 0.5 is 27.5 cents, half to even: 28
	if r := a.Rows[0]; r.Value == nil || r.Value.Text != "100.28" || *r.Currency != "EUR" || r.N != 2 ||
		!slices.Contains(r.Flags, metrics.FlagMissingRate) {
		t.Errorf("in the company's currency: %s", dump(a))
	}
	if !slices.ContainsFunc(a.Notes, func(n metrics.Note) bool {
		return n.Code == "missing_rate" && n.Currency == "GBP" && n.Amount.Text == "7.00" && n.Count == 1
	}) {
		t.Errorf("no note about the pounds: %s", dump(a))
	}
	a = w.ask(metrics.Query{Metric: "open_pipeline"}) // by the inverse rate of the as-of day: 1000 ÷ 160
	if r := a.Rows[0]; r.Value == nil || r.Value.Text != "6.25" {
		t.Errorf("yen in euros: %s", dump(a))
	}
	// dollars by way of euros
	a = w.ask(metrics.Query{Metric: "won_revenue", Currency: "JPY", Where: []string{"source != 'x'"}})
	if r := a.Rows[0]; r.Value == nil || r.Value.Text != "16044" {
		t.Errorf("in yen: %s", dump(a))
	}
	set, err := w.engine.Records(t.Context(), record.Everything(), metrics.Query{Metric: "won_revenue"},
		metrics.Cell{}, metrics.Page{})
	if err != nil {
		t.Fatal(err)
	}
	sum := new(big.Rat)
	for _, r := range set.Records {
		if r.Contribution != nil {
			v, _ := new(big.Rat).SetString(r.Contribution.Text)
			sum.Add(sum, v)
		}
	}
	if sum.FloatString(2) != "100.28" || set.Records[len(set.Records)-1].Role != metrics.RoleLeftOut ||
		set.Records[len(set.Records)-1].Reason == "" {
		t.Errorf("the records add up to %s: %+v", sum.FloatString(2), set.Records)
	}
}

func TestHierarchy(t *testing.T) {
	t.Parallel()
	w := filled(t,
		map[string]any{"object": "team", "name": "north"}, map[string]any{"object": "team", "name": "south"},
		map[string]any{"object": "person", "name": "Ann", "team": "north",
			"then": []any{map[string]any{"on": "2026-03-01", "team": "south"}}},
		map[string]any{"owner": "Ann", "outcome": "won", "close_date": "2026-02-28", "amount": "10"},
		map[string]any{"owner": "Ann", "outcome": "won", "close_date": "2026-03-01", "amount": "20"},
		map[string]any{"owner": "Ann", "outcome": "open", "amount": "40"},
	)
	read := func(q metrics.Query) string {
		var out []string
		for _, r := range w.ask(q).Rows {
			out = append(out, r.By["team"].Name+" "+r.Value.Text)
		}
		slices.Sort(out)
		return strings.Join(out, ", ")
	}
	for _, c := range []struct{ metric, org, want string }{
		{"won_revenue", "", "north 10.00, south 20.00"},
		{"won_revenue", "as-is", "south 30.00"},
		{"open_pipeline", "", "south 40.00"},
	} {
		if got := read(metrics.Query{Metric: c.metric, By: []string{"team"}, Org: c.org}); got != c.want {
			t.Errorf("%s %s: %s, want %s", c.metric, c.org, got, c.want)
		}
	}
}

func TestReceiptGivesTheSameBytes(t *testing.T) {
	t.Parallel()
	w := filled(t, won("2026-01-10", "100"), won("2026-02-10", "150"))
	for _, q := range []metrics.Query{
		{Metric: "won_revenue", Grain: period.Monthly, By: []string{"owner"}},
		{Metric: "won_revenue", AsOf: on(t, "2026-05-01"), Compare: "previous", From: on(t, "2026-02-01"),
			To: on(t, "2026-02-28")},
		{Metric: "revenue_per_rep"},
		{Metric: "cycle_km_median", Where: []string{"amount > money('1 EUR')"}},
	} {
		first := w.ask(q)
		before, err := first.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		w.put("deal", won("2026-02-11", "1000"))
		w.catchUp()
		again, err := w.replay(first.Receipt)
		if err != nil {
			t.Fatal(err)
		}
		after, err := again.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(before, after) {
			t.Errorf("%s\n%s", before, after)
		}
		if now := dump(w.ask(q)); now == string(before) {
			t.Errorf("%s: the new deal changed nothing", q.Metric)
		}
	}
	if _, err := w.engine.Replay(t.Context(), record.Everything(), "nonsense"); fault.KindOf(err) != fault.Invalid {
		t.Errorf("nonsense for a receipt: %v", err)
	}
}

func TestWrongQueriesSayWhatToDo(t *testing.T) {
	t.Parallel()
	w := filled(t, won("2026-01-10", "100"))
	for _, c := range []struct {
		q    metrics.Query
		kind fault.Kind
		says string
	}{
		{metrics.Query{Metric: "win_rat"}, fault.Missing, "did you mean win_rate?"},
		{metrics.Query{Metric: "win_rate@7"}, fault.Missing, "no version 7"},
		{metrics.Query{Metric: "win_rate", By: []string{"ownr"}}, fault.Invalid, "did you mean owner?"},
		{metrics.Query{Metric: "win_rate", By: []string{"amount"}}, fault.Invalid,
			"which is no text, number, reference or yes/no: filter by it with --where"},
		{metrics.Query{Metric: "win_rate", By: []string{"month"}}, fault.Invalid,
			"which is a grain: write --grain month"},
		{metrics.Query{Metric: "sellers", By: []string{"region"}}, fault.Invalid,
			`sellers cannot be cut by "region": it can be cut by `},
		{metrics.Query{Metric: "sellers", By: []string{"segment"}}, fault.Invalid, ", owner, "},
		{metrics.Query{Metric: "cost", By: []string{"team_1"}}, fault.Invalid,
			`cost cannot be cut by "team_1"; did you mean team? It can be cut by `},
		{metrics.Query{Metric: "win_rate", By: []string{"regoin"}}, fault.Invalid,
			`did you mean region? It can be cut by account, `},
		{metrics.Query{Metric: "forecast", By: []string{"colour"}}, fault.Invalid,
			`forecast is mean of won_revenue over `},
		{metrics.Query{Metric: "win_rate", By: []string{"owner", "owner"}}, fault.Invalid, "twice"},
		{metrics.Query{Metric: "win_rate", By: []string{"a", "b", "c", "d"}}, fault.Invalid, "at most 3"},
		{metrics.Query{Metric: "win_rate", Where: []string{"amout > 1"}}, fault.Invalid, "amount"},
		{metrics.Query{Metric: "win_rate", Where: []string{"owner; DROP TABLE deal_now"}}, fault.Invalid, ""},
		{metrics.Query{Metric: "win_rate", By: []string{`owner" FROM deal_now; --`}}, fault.Invalid, "cannot be cut"},
		{metrics.Query{Metric: "win_rate", AsOf: on(t, "2026-03-02"), KnownAt: on(t, "2026-03-01")},
			fault.Invalid, "later than known-at"},
		{metrics.Query{Metric: "win_rate", From: on(t, "2026-03-02"), To: on(t, "2026-03-01")},
			fault.Invalid, "exchange"},
		{metrics.Query{Metric: "win_rate", Currency: "EURO"}, fault.Invalid, "three letters"},
		{metrics.Query{Metric: "win_rate", Position: 99}, fault.Missing, "position 99"},
		{metrics.Query{Metric: "revenue_per_rep", By: []string{"source"}}, fault.Invalid, "seller"},
		{metrics.Query{Metric: "win_rate", Grain: "fortnight"}, fault.Invalid, "grain"},
	} {
		_, err := w.engine.Ask(t.Context(), record.Everything(), c.q)
		if fault.KindOf(err) != c.kind || err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%+v: %v", c.q, err)
		}
	}
	a, err := w.engine.Ask(t.Context(), record.Scope{}, metrics.Query{Metric: "won_revenue"})
	if err != nil || a.Rows[0].N != 0 {
		t.Errorf("an empty scope saw %s, %v", dump(a), err)
	}
}

func TestList(t *testing.T) {
	t.Parallel()
	w := filled(t,
		map[string]any{"name": "Alpha 100%", "amount": "30 EUR", "owner": "Ann", "created_on": "2026-01-01"},
		map[string]any{"name": "beta", "amount": "10 EUR", "created_on": "2026-01-03"},
		map[string]any{"name": "Gamma", "outcome": "won", "owner": "Bob", "created_on": "2026-01-02"},
		map[string]any{"name": "delta", "amount": "20 EUR", "owner": "Ann"},
	)
	titles := func(q metrics.ListQuery) string {
		q.Object, q.Limit = "deal", 1
		var out []string
		for {
			set, err := w.engine.List(t.Context(), record.Everything(), q)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range set.Records {
				out = append(out, r.Title)
			}
			if set.NextCursor == "" {
				if int(set.Total) != len(out) {
					t.Errorf("%+v: %d listed, total %d", q, len(out), set.Total)
				}
				return strings.Join(out, " ")
			}
			q.Cursor = set.NextCursor
		}
	}
	for _, c := range []struct {
		q    metrics.ListQuery
		want string
	}{
		{metrics.ListQuery{}, "beta Gamma Alpha 100% delta"},
		{metrics.ListQuery{Sort: "name"}, "Alpha 100% beta delta Gamma"},
		{metrics.ListQuery{Sort: "amount", Desc: true}, "Alpha 100% delta beta Gamma"},
		{metrics.ListQuery{Sort: "owner"}, "Alpha 100% delta Gamma beta"},
		{metrics.ListQuery{Search: "100%"}, "Alpha 100%"},
		{metrics.ListQuery{Search: "_"}, ""},
		{metrics.ListQuery{Where: []string{"open && has(owner)"}, Sort: "name"}, "Alpha 100% delta"},
		{metrics.ListQuery{AsOf: on(t, "2026-01-02"), Sort: "name"}, "Alpha 100% delta Gamma"},
	} {
		if got := titles(c.q); got != c.want {
			t.Errorf("%+v: %q, want %q", c.q, got, c.want)
		}
	}
	set, err := w.engine.List(t.Context(), record.Everything(), metrics.ListQuery{Object: "deal", Search: "Alpha"})
	if err != nil {
		t.Fatal(err)
	}
	if owner, ok := set.Records[0].Fields["owner"].(metrics.Key); !ok || owner.Name != "Ann" {
		t.Errorf("owner is %v", set.Records[0].Fields["owner"])
	}
	if amount, ok := set.Records[0].Fields["amount"].(metrics.Amount); !ok ||
		amount != (metrics.Amount{Amount: "30.00", Currency: "EUR"}) {
		t.Errorf("amount is %v", set.Records[0].Fields["amount"])
	}
}

// Days of two thousand years are too many rows: those without deals are left out, and the answer says so.
func TestTooManyEmptyPeriodsAreLeftOutAloud(t *testing.T) {
	t.Parallel()
	w := filled(t, won("2026-01-10", "100 EUR"))
	a := w.ask(metrics.Query{Metric: "won_deals", Grain: period.Daily, From: on(t, "0026-01-01"),
		To: on(t, "2026-06-30")})
	if len(a.Rows) != 1 || !slices.ContainsFunc(a.Notes,
		func(n metrics.Note) bool { return n.Code == "empty_periods_left_out" }) {
		t.Errorf("%d rows, notes %v", len(a.Rows), a.Notes)
	}
}
