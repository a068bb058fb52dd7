package metrics_test

import (
	"math/big"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"salesops/metrics"
	"salesops/record"
)

func dealLine(deal, product, total string, more ...any) map[string]any {
	row := map[string]any{"object": "deal_line", "deal": deal, "total": total}
	if product != "" {
		row["product"] = product
	}
	for i := 0; i < len(more); i += 2 {
		row[more[i].(string)] = more[i+1]
	}
	return row
}

// soldAs is a won deal with a label that lines refer to.
func soldAs(as, amount string, more ...any) map[string]any {
	row := map[string]any{"as": as, "outcome": "won", "close_date": "2026-01-10", "created_on": "2026-01-01"}
	if amount != "" {
		row["amount"] = amount
	}
	for i := 0; i < len(more); i += 2 {
		row[more[i].(string)] = more[i+1]
	}
	return row
}

// cut writes an answer's rows as "Widget=1100.00/2 …": name, value, n.
func cut(a *metrics.Answer, by string) string {
	var out []string
	for _, r := range a.Rows {
		value := "-"
		if r.Value != nil {
			value = r.Value.Text
		}
		out = append(out, r.By[by].Name+"="+value+"/"+big.NewInt(r.N).String())
	}
	return strings.Join(out, " ")
}

// noted is a note's count and of; 0 0 without it.
func noted(a *metrics.Answer, code string) (count, of int64) {
	for _, n := range a.Notes {
		if n.Code == code {
			return n.Count, n.Of
		}
	}
	return 0, 0
}

// addsUp checks that the rows of a sum add up to the answer without dimensions, and
// that every row opens to records whose contributions are the row's value.
func (w *world) addsUp(q metrics.Query) {
	w.t.Helper()
	cutUp := w.ask(q)
	whole := q
	whole.By = nil
	total := w.ask(whole).Rows[0]
	sum := new(big.Rat)
	for _, row := range cutUp.Rows {
		if row.Value == nil {
			w.t.Fatalf("%v has no value: %s", row.By, row.Reason)
		}
		value := number(w.t, row.Value.Text)
		sum.Add(sum, value)
		cell := metrics.Cell{By: map[string]string{}}
		for name, key := range row.By {
			cell.By[name] = ""
			if key.ID != nil {
				cell.By[name] = *key.ID
			}
		}
		found := new(big.Rat)
		seen, page := map[string]bool{}, metrics.Page{Limit: 6}
		for {
			set, err := w.engine.Records(w.t.Context(), record.Everything(), q, cell, page)
			if err != nil {
				w.t.Fatal(err)
			}
			for _, item := range set.Records {
				if seen[item.ID] {
					w.t.Errorf("%v lists %s twice", row.By, item.ID)
				}
				if item.Reason != "" {
					continue // left out, and not counted
				}
				seen[item.ID] = true
				if item.Contribution != nil {
					found.Add(found, number(w.t, item.Contribution.Text))
				}
			}
			if page.Cursor = set.NextCursor; page.Cursor == "" {
				break
			}
		}
		if found.Cmp(value) != 0 || int64(len(seen)) != row.N {
			w.t.Errorf("%v opens to %d records with %s; the row says %d and %s", row.By, len(seen),
				found.FloatString(2), row.N, row.Value.Text)
		}
	}
	if want := number(w.t, total.Value.Text); sum.Cmp(want) != 0 {
		w.t.Errorf("%v adds up to %s, and without it is %s", q.By, sum.FloatString(2), want.FloatString(2))
	}
}

func number(t testing.TB, text string) *big.Rat {
	t.Helper()
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		t.Fatalf("%q is no number", text)
	}
	return r
}

// catalogue are the products of these tests.
func catalogue(rows ...map[string]any) []map[string]any {
	return append([]map[string]any{
		{"object": "product", "name": "Widget", "family": "Hardware", "code": "W"},
		{"object": "product", "name": "Gadget", "family": "Hardware", "code": "G"},
		{"object": "product", "name": "Advice"},
	}, rows...)
}

// Two deals and three lines: each product has what its lines come to.
func TestProductsOfDealLines(t *testing.T) {
	t.Parallel()
	w := filled(t, catalogue(
		soldAs("a", "1000"), soldAs("b", "500"),
		dealLine("a", "Widget", "600"), dealLine("a", "Gadget", "400"), dealLine("b", "Widget", "500"),
	)...)
	q := metrics.Query{Metric: "won_revenue", By: []string{"product"}}
	a := w.ask(q)
	if got := cut(a, "product"); got != "Widget=1100.00/2 Gadget=400.00/1" {
		t.Error(got)
	}
	if n, of := noted(a, "counted_in_several"); n != 1 || of != 2 {
		t.Errorf("noted %d of %d: %v", n, of, a.Notes)
	}
	w.addsUp(q)
	// Two products of one family are one row, and nothing is counted twice.
	q.By = []string{"product.family"}
	a = w.ask(q)
	if got := cut(a, "product.family"); got != "Hardware=1500.00/2" {
		t.Error(got)
	}
	if n, _ := noted(a, "counted_in_several"); n != 0 {
		t.Error(a.Notes)
	}
	w.addsUp(q)
	q.By = []string{"product.code", "product.family"}
	if got := cut(w.ask(q), "product.code"); got != "W=1100.00/2 G=400.00/1" {
		t.Error(got)
	}
	w.addsUp(q)
	// A count has each deal once under each product; the whole has it once.
	deals := metrics.Query{Metric: "won_deals", By: []string{"product"}}
	a = w.ask(deals)
	if got := cut(a, "product"); got != "Widget=2/2 Gadget=1/1" {
		t.Error(got)
	}
	if n, of := noted(a, "counted_in_several"); n != 1 || of != 2 {
		t.Errorf("noted %d of %d", n, of)
	}
	set, err := w.engine.Records(t.Context(), record.Everything(), deals, metrics.Cell{}, metrics.Page{})
	if err != nil || set.Total != 2 || len(set.Records) != 2 {
		t.Errorf("all products open to %d records, %v", len(set.Records), err)
	}
	// Filters are about the deal's own product.
	deals.Where = []string{"has(product)"}
	if rows := w.ask(deals).Rows; len(rows) != 1 || rows[0].N != 0 {
		t.Errorf("a filter found products of lines: %s", dump(w.ask(deals)))
	}
}

// What no line accounts for stands under none, and may be below 0.
func TestRemainderOfDealLines(t *testing.T) {
	t.Parallel()
	w := filled(t, catalogue(
		soldAs("part", "1000"), dealLine("part", "Widget", "600"), dealLine("part", "Widget", "100"),
		soldAs("over", "100"), dealLine("over", "Gadget", "150.50"),
		soldAs("plain", "70"),
		soldAs("own", "30", "product", "Advice"), dealLine("own", "Advice", "999"),
		soldAs("bundle", "100", "product", "Advice"), dealLine("bundle", "Widget", "60"),
		dealLine("bundle", "Gadget", "40"),
		soldAs("unnamed", "20"), dealLine("unnamed", "", "20"),
		soldAs("exact", "5"), dealLine("exact", "Gadget", "3"), dealLine("exact", "Advice", "2"),
		soldAs("worthless", ""), dealLine("worthless", "Gadget", "44"),
	)...)
	q := metrics.Query{Metric: "won_revenue", By: []string{"product"}}
	a := w.ask(q)
	// None: 300 − 50.50 + 70 + 20.
	if got := cut(a, "product"); got != "Widget=760.00/2 (none)=339.50/4 Gadget=193.50/4 Advice=32.00/2" {
		t.Error(got)
	}
	if n, of := noted(a, "counted_in_several"); n != 4 || of != 8 {
		t.Errorf("noted %d of %d", n, of)
	}
	// The notes count a deal once, in however many rows it stands.
	if n, of := noted(a, "no_amount"); n != 1 || of != 8 {
		t.Errorf("without an amount: %d of %d", n, of)
	}
	w.addsUp(q)
	for _, by := range [][]string{{"product.family"}, {"product", "product.family"}, {"product.code", "owner"}} {
		q.By = by
		w.addsUp(q)
	}
	q.By = []string{"product.family"}
	if got := cut(w.ask(q), "product.family"); got != "Hardware=953.50/5 (none)=371.50/6" {
		t.Error(got)
	}
	// Counted, a deal has no remainder: it stands under its products only.
	if got := cut(w.ask(metrics.Query{Metric: "won_deals", By: []string{"product"}}),
		"product"); got != "Gadget=4/4 Advice=2/2 Widget=2/2 (none)=2/2" {
		t.Error(got)
	}
	// A mean takes the deal whole under each of its products.
	if got := cut(w.ask(metrics.Query{Metric: "asp", By: []string{"product"}}),
		"product"); got != "Widget=550.000000/2 Gadget=68.3333333333/3 (none)=45.000000/2 Advice=17.500000/2" {
		t.Error(got)
	}
}

// A line counts from the day it was there, like everything.
func TestDealLinesAsOfADay(t *testing.T) {
	t.Parallel()
	w := filled(t, catalogue(
		soldAs("a", "1000"), dealLine("a", "Widget", "600", "created_on", "2026-02-01"),
		dealLine("a", "Gadget", "400", "created_on", "2026-03-01", "then",
			[]any{map[string]any{"on": "2026-04-01", "total": "300"}}),
	)...)
	for asOf, want := range map[string]string{
		"2026-01-31": "(none)=1000.00/1",
		"2026-02-15": "Widget=600.00/1 (none)=400.00/1",
		"2026-03-15": "Widget=600.00/1 Gadget=400.00/1",
		"2026-04-15": "Widget=600.00/1 Gadget=300.00/1 (none)=100.00/1",
	} {
		q := metrics.Query{Metric: "won_revenue", By: []string{"product"}, AsOf: on(t, asOf)}
		if got := cut(w.ask(q), "product"); got != want {
			t.Errorf("as of %s: %s, want %s", asOf, got, want)
		}
		w.addsUp(q)
	}
}

func TestWinRateByProduct(t *testing.T) {
	t.Parallel()
	rows := catalogue()
	for i := range 8 { // Widget 6 of 8, Gadget 5 of 6
		as := string(rune('a' + i))
		deal := soldAs(as, "100")
		if i < 2 {
			deal["outcome"] = "lost"
		}
		rows = append(rows, deal, dealLine(as, "Widget", "60"))
		if i >= 1 && i < 7 {
			rows = append(rows, dealLine(as, "Gadget", "40"), dealLine(as, "Gadget", "0"))
		}
	}
	w := filled(t, rows...)
	q := metrics.Query{Metric: "win_rate", By: []string{"product"}}
	a := w.ask(q)
	if got := cut(a, "product"); got != "Gadget=0.833333333333/6 Widget=0.7500000000/8" {
		t.Error(got)
	}
	if n, of := noted(a, "counted_in_several"); n != 6 || of != 8 {
		t.Errorf("noted %d of %d", n, of)
	}
	gadget := a.Rows[0].By["product"].ID
	set, err := w.engine.Records(t.Context(), record.Everything(),
		q, metrics.Cell{By: map[string]string{"product": *gadget}}, metrics.Page{})
	if err != nil || set.Total != 6 || len(set.Sums) != 2 || set.Sums[0].Sum.Text != "5" ||
		set.Sums[1].Sum.Text != "6" {
		t.Errorf("Gadget opens to %+v, %v", set, err)
	}
	// Estimates, too: every metric over deals can be cut by product.
	for _, m := range []string{"win_rate_value", "win_rate_created", "cycle_won_mean", "cycle_won_median",
		"cycle_km_median", "asp_median", "pipeline_created", "new_customers", "open_pipeline"} {
		if rows := w.ask(metrics.Query{Metric: m, By: []string{"product"}, Compare: "previous",
			From: on(t, "2026-01-01"), To: on(t, "2026-03-31")}).Rows; len(rows) == 0 {
			t.Errorf("%s has no rows", m)
		}
	}
}

// Shares of one deal add up to its amount in the report currency, whatever the rates;
// lines in another currency are not compared with the amount.
func TestDealLinesInCurrencies(t *testing.T) {
	t.Parallel()
	w := filled(t, catalogue(
		map[string]any{"object": "fx_rate", "from_currency": "USD", "to_currency": "EUR",
			"day": "2026-01-01", "rate": 913_370_001},
		soldAs("thirds", "1.00 USD"), dealLine("thirds", "Widget", "0.33 USD"),
		dealLine("thirds", "Gadget", "0.33 USD"), dealLine("thirds", "Advice", "0.34 USD"),
		soldAs("part", "10.01 USD"), dealLine("part", "Widget", "3.33 USD"), dealLine("part", "Gadget", "3.35 USD"),
		soldAs("foreign", "7 EUR"), dealLine("foreign", "Widget", "2 EUR"), dealLine("foreign", "Gadget", "9 USD"),
		soldAs("rateless", "4 CHF"), dealLine("rateless", "Widget", "1 CHF"), dealLine("rateless", "Gadget", "1 CHF"),
	)...)
	q := metrics.Query{Metric: "won_revenue", By: []string{"product"}, Currency: "EUR"}
	a := w.ask(q)
	if n, of := noted(a, "lines_in_other_currency"); n != 1 || of != 3 {
		t.Errorf("in another currency: %d of %d", n, of)
	}
	for _, n := range a.Notes {
		if n.Code == "missing_rate" && (n.Count != 1 || n.Amount.Text != "4.00") {
			t.Errorf("left out %s of %d", n.Amount.Text, n.Count)
		}
	}
	if n, _ := noted(a, "missing_rate"); n != 1 {
		t.Errorf("missing rates: %v", a.Notes)
	}
	w.addsUp(q)
	q.By = []string{"product.family"}
	w.addsUp(q)
}

// Many deals with random lines: the columns share out what plain Go shares out.
func TestSharesOfManyDeals(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(7, 11))
	names := []string{"", "Widget", "Gadget", "Advice"}
	want := map[string]int64{}
	rows := catalogue()
	for i := range 80 {
		as, amount := "d"+strconv.Itoa(i), int64(random.IntN(2000)-100)
		deal := soldAs(as, cents(amount))
		own := ""
		if random.IntN(4) == 0 {
			own = names[1+random.IntN(3)]
			deal["product"] = own
		}
		rows = append(rows, deal)
		lines, others := map[string]int64{}, false
		for range random.IntN(5) {
			product, total := names[random.IntN(4)], int64(random.IntN(900)-50)
			rows = append(rows, dealLine(as, product, cents(total)))
			lines[product] += total
			others = others || product != "" && product != own
		}
		if !others { // the deal's own product, whatever the lines of it come to
			want[own] += amount
			continue
		}
		delete(lines, "")
		for product, total := range lines {
			want[product] += total
			amount -= total
		}
		want[""] += amount
	}
	w := filled(t, rows...)
	q := metrics.Query{Metric: "won_revenue", By: []string{"product"}}
	a := w.ask(q)
	if len(a.Rows) != 4 {
		t.Fatal(dump(a))
	}
	for _, r := range a.Rows {
		name := r.By["product"].Name
		if name == "(none)" {
			name = ""
		}
		if r.Value.Text != cents(want[name]) {
			t.Errorf("%q has %s, want %s", name, r.Value.Text, cents(want[name]))
		}
	}
	w.addsUp(q)
	q.By = []string{"product.family", "product"}
	w.addsUp(q)
}

func cents(n int64) string { return big.NewRat(n, 100).FloatString(2) }
