package mapping_test

import (
	"fmt"
	"strings"
	"testing"

	"salesops/connectors"
	"salesops/internal/period"
	"salesops/internal/problems"
	"salesops/record"
	"salesops/sales"
)

// rates are those of the log: from, to, day and number.
func (w *world) rates() string {
	w.t.Helper()
	held, err := sales.ExchangeRates(w.t.Context(), w.log, record.Everything())
	if err != nil {
		w.t.Fatal(err)
	}
	var all []string
	for _, r := range held {
		all = append(all, fmt.Sprintf("%s/%s %s %s", r.From, r.To, r.Day, r.Rate.Text(r.From, r.To)))
	}
	return strings.Join(all, "; ")
}

// TestRatesOfAFile: what a row says of a rate with one or both currencies and with or without a day, and what cannot be
// one.
func TestRatesOfAFile(t *testing.T) {
	t.Parallel()
	const both = "from_currency: f, to_currency: t, day: d, rate: r"
	for name, c := range map[string]struct {
		fields, rows string // columns f, t, d, r
		want         string
		rejects      string
		told         []problems.Code
	}{
		"both currencies": {both, "USD,EUR,2026-01-01,0.9\nusd,eur,2026-02-01,0.8\n",
			"USD/EUR 2026-01-01 0.9; USD/EUR 2026-02-01 0.8", "", nil},
		"written with a comma": {both, "USD,EUR,2026-01-01,\"0,95\"\nUSD,EUR,2026-01-02,\"0,85\"\n",
			"USD/EUR 2026-01-01 0.95; USD/EUR 2026-01-02 0.85", "", nil},
		"one day twice": {both, "USD,EUR,2026-01-01,0.9\nUSD,EUR,2026-01-01,0.8\n", "USD/EUR 2026-01-01 0.8", "", nil},
		"of itself":     {both, "EUR,EUR,2026-01-01,1.0\nEUR,EUR,2026-01-01,2\n", "", "rate_of_itself", nil},
		"no currency":   {both, ",,2026-01-01,0.9\n", "", "rate_without_currency", nil},
		"one currency of which nothing tells the other": {both, "USD,,2026-01-01,0.9\n", "USD/EUR 2026-01-01 0.9", "",
			[]problems.Code{problems.RatesBase}},
		"no such currency": {both, "USD,XXQ,2026-01-01,0.9\nQQX,EUR,2026-01-01,0.9\n",
			"", "currency_unknown currency_unknown", nil},
		"no number": {both, "USD,EUR,2026-01-01,\nUSD,EUR,2026-01-02,0\nUSD,EUR,2026-01-03,-1\n",
			"", "rate_wrong rate_wrong", nil},
		"no day": {both, "USD,EUR,,0.9\n", "", "rate_without_day", nil},
		"undated": {"from_currency: f, to_currency: t, rate: r", "USD,EUR,,0.9\n", "USD/EUR 1970-01-01 0.9", "",
			[]problems.Code{problems.RatesUndated}},
		"to the company's": {"to_currency: t, day: d, rate: r", ",USD,2026-01-01,1.25\n", "EUR/USD 2026-01-01 1.25", "",
			[]problems.Code{problems.RatesBase}},
		"the base is the one that is 1": {"to_currency: t, day: d, rate: r",
			",GBP,2026-01-01,1.0\n,USD,2026-01-01,1.25\n",
			"GBP/USD 2026-01-01 1.25", "", []problems.Code{problems.RatesBase}},
		"one that is 1 on one day only": {"to_currency: t, day: d, rate: r",
			",CHF,2026-01-01,1\n,CHF,2026-01-02,1.1\n,USD,2026-01-01,1.25\n",
			"EUR/CHF 2026-01-01 1; EUR/USD 2026-01-01 1.25; EUR/CHF 2026-01-02 1.1", "",
			[]problems.Code{problems.RatesBase}},
		"two that are 1, of which one is the company's": {"to_currency: t, day: d, rate: r",
			",CHF,2026-01-01,1\n,EUR,2026-01-01,1\n,USD,2026-01-01,1.25\n",
			"EUR/CHF 2026-01-01 1; EUR/USD 2026-01-01 1.25", "", []problems.Code{problems.RatesBase}},
		"two that are 1": {"to_currency: t, day: d, rate: r",
			",CHF,2026-01-01,1\n,GBP,2026-01-01,1\n,USD,2026-01-01,1.25\n",
			"", "rate_base rate_base rate_base", nil},
		"the company's own, that is not 1": {"to_currency: t, day: d, rate: r",
			",EUR,2026-01-01,0.8\n,USD,2026-01-01,1.25\n",
			"", "rate_base rate_base", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.company("EUR")
			text := "source: bank\nfiles:\n  - {file: r.csv, object: fx_rate, fields: {" + c.fields + "}}\n"
			o := connectors.Options{Paths: []string{folder(t, map[string]string{"r.csv": "f,t,d,r\n" + c.rows})}}
			r, err := w.try(text, o)
			if err != nil && c.want != "" {
				t.Fatal(err)
			}
			if got := w.rates(); got != c.want {
				t.Errorf("the rates are %s, want %s", got, c.want)
			}
			if r == nil {
				t.Fatal(err)
			}
			var rejects []string
			for _, one := range r.Files[0].Rejects {
				rejects = append(rejects, one.ReasonCode)
			}
			if got := strings.Join(rejects, " "); got != c.rejects {
				t.Errorf("rejected: %s, want %s\n%+v", got, c.rejects, r.Files[0].Rejects)
			}
			for _, code := range []problems.Code{problems.RatesBase, problems.RatesUndated, problems.RatesAside} {
				want := false
				for _, told := range c.told {
					want = want || told == code
				}
				if got := problem(r, code) != nil; got != want {
					t.Errorf("%s is told: %v", code, got)
				}
			}
			if c.want == "" {
				return
			}
			again := w.run(text, o)
			if n := again.Objects[0]; n.Created+n.Updated+n.Deleted != 0 || w.rates() != c.want {
				t.Errorf("imported again: %+v, %s", n, w.rates())
			}
		})
	}
}

// company is the company with its currency.
func (w *world) company(currency string) {
	w.t.Helper()
	_, err := sales.ChangeSettings(w.t.Context(), w.log, "owner", map[string]string{"currency": currency})
	if err != nil {
		w.t.Fatal(err)
	}
}

// TestUndatedRatesLater: a rate without a day that is another than the last of its pair holds from the day of the
// import on, and the same one again is no new one; beside rates with days those without are left aside.
func TestUndatedRatesLater(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.company("EUR")
	text := "source: bank\nfiles:\n  - {file: r.csv, object: fx_rate, fields: {to_currency: t, rate: r}}\n"
	for i, c := range []struct{ rate, want string }{
		{"1.25", "EUR/USD 1970-01-01 1.25"}, {"1.25", "EUR/USD 1970-01-01 1.25"},
		{"1.2", "EUR/USD 1970-01-01 1.25; EUR/USD 2026-11-25 1.2"},
		{"1.2", "EUR/USD 1970-01-01 1.25; EUR/USD 2026-11-25 1.2"},
		{"1.25", "EUR/USD 1970-01-01 1.25; EUR/USD 2026-11-25 1.2; EUR/USD 2026-11-27 1.25"},
	} {
		dir := folder(t, map[string]string{"r.csv": "t,r\nUSD," + c.rate + "\n"})
		w.run(text, connectors.Options{Paths: []string{dir}})
		if got := w.rates(); got != c.want {
			t.Errorf("after import %d: %s, want %s", i, got, c.want)
		}
		w.now += period.Instant(86_400_000_000)
	}
	dir := folder(t, map[string]string{"r.csv": "t,r\nGBP,0.85\n", "d.csv": "t,d,r\nCHF,2026-01-01,0.95\n"})
	r := w.run("source: other\nfiles:\n  - {file: r.csv, object: fx_rate, fields: {to_currency: t, rate: r}}\n"+
		"  - {file: d.csv, object: fx_rate, fields: {to_currency: t, day: d, rate: r}}\n",
		connectors.Options{Paths: []string{dir}})
	if got := w.rates(); strings.Contains(got, "GBP") || !strings.Contains(got, "EUR/CHF 2026-01-01 0.95") ||
		problem(r, problems.RatesAside) == nil {
		t.Errorf("beside rates with days: %s, %+v", got, r.Problems)
	}
}

// TestCorrectedRates: each rate that comes again with another number is corrected, whether its rows have ids or not.
func TestCorrectedRates(t *testing.T) {
	t.Parallel()
	for _, id := range []string{"", "id: none, ", "id: [f, t, d], "} {
		w := newWorld(t)
		w.company("EUR")
		text := "source: bank\nfiles:\n  - {file: r.csv, object: fx_rate, " + id +
			"fields: {from_currency: f, to_currency: t, day: d, rate: r}}\n"
		for _, numbers := range [][3]string{{"0.9", "0.8", "1.5"}, {"0.95", "0.8", "1.5"}, {"0.97", "0.87", "1.6"}} {
			rows := fmt.Sprintf("f,t,d,r\nUSD,EUR,2026-01-01,%s\nUSD,EUR,2026-02-01,%s\nGBP,EUR,2026-03-01,%s\n",
				numbers[0], numbers[1],
				numbers[2])
			w.run(text, connectors.Options{Paths: []string{folder(t, map[string]string{"r.csv": rows})}})
			want := fmt.Sprintf("USD/EUR 2026-01-01 %s; USD/EUR 2026-02-01 %s; GBP/EUR 2026-03-01 %s",
				numbers[0], numbers[1], numbers[2])
			if got := w.rates(); got != want {
				t.Errorf("with %q: %s, want %s", id, got, want)
			}
		}
	}
}
