package metrics_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"

	"salesops/internal/money"
	"salesops/metrics"
	"salesops/metrics/rowsets"
	"salesops/record"
	"salesops/sales"
)

// TestValueOfAYearAndOfATerm: a metric over them adds up what sales.Annualised says of each deal. Deals without a
// term or an amount are left out and counted; where there are no others, there is no number.
func TestValueOfAYearAndOfATerm(t *testing.T) {
	t.Parallel()
	text := func(value string) string {
		return "name: won_" + value + "\nversion: 1\nquestion: How much?\ndescription: A test.\nkind: aggregate\n" +
			"over: deal\non: closed_on\nwhere: won\nmeasure: sum\nvalue: " + value + "\nunit: money\n"
	}
	both := own("acv.yaml", text("acv"))
	both["tcv.yaml"] = own("tcv.yaml", text("tcv"))["tcv.yaml"]
	catalog, err := metrics.Load(rowsets.All(), both)
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(7, 1))
	for _, termless := range []bool{false, true} {
		w := newWorld(t, catalog)
		acv, tcv, lacking := int64(0), int64(0), 0
		for range 60 {
			minor := random.Int64N(2_000_000) - 200_000
			deal := map[string]any{"outcome": "won", "close_date": "2026-05-10"}
			fields := map[string]record.Value{}
			if random.IntN(6) > 0 {
				deal["amount"] = money.Amount{Minor: minor, Currency: "USD"}.String() + " USD"
				fields["amount"] = record.MoneyValue(money.Amount{Minor: minor, Currency: "USD"})
			}
			if term := random.IntN(40) - 2; term != 0 && !termless {
				deal["term_months"] = term
				fields["term_months"] = record.IntValue(int64(term))
			}
			year, whole, known := sales.Annualised(fields)
			acv, tcv = acv+year.Minor, tcv+whole.Minor
			if !known {
				lacking++
			}
			w.put("deal", deal)
		}
		w.catchUp()
		from, to := day(t, "2026-05-01"), day(t, "2026-05-31")
		for value, want := range map[string]int64{"acv": acv, "tcv": tcv} {
			a := w.ask(metrics.Query{Metric: "won_" + value, From: &from, To: &to})
			if termless {
				if a.Rows[0].Value != nil {
					t.Errorf("%s of deals without a term: %s", value, dump(a))
				}
				continue
			}
			cents := new(big.Rat).SetFrac64(want, 100).FloatString(2)
			if textOf(a.Rows[0].Value) != cents || a.Rows[0].N != int64(60-lacking) {
				t.Errorf("%s is %s of %d, want %s of %d", value, textOf(a.Rows[0].Value),
					a.Rows[0].N, cents, 60-lacking)
			}
			if told := dump(a); !strings.Contains(told, fmt.Sprintf("%d", lacking)) ||
				!strings.Contains(told, "no known term and amount") {
				t.Errorf("%s leaves out %d and says %s", value, lacking, told)
			}
		}
	}
}
