package sales_test

import (
	"testing"

	"salesops/internal/money"
	"salesops/record"
	"salesops/sales"
)

func TestAnnualised(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		amount money.Amount
		term   int64
		acv    string // "" is not known
	}{
		{money.Amount{Minor: 3_600_000, Currency: "USD"}, 36, "12000.00"},
		{money.Amount{Minor: 50_000, Currency: "USD"}, 6, "1000.00"},
		{money.Amount{Minor: 10_005, Currency: "USD"}, 7, "171.51"},
		{money.Amount{Minor: 1, Currency: "USD"}, 24, "0.00"}, // half a cent: to even
		{money.Amount{Minor: 3, Currency: "USD"}, 24, "0.02"}, // one and a half
		{money.Amount{Minor: -3, Currency: "USD"}, 24, "-0.02"},
		{money.Amount{Minor: 1000, Currency: "JPY"}, 36, "333"},
		{money.Amount{Minor: 1000, Currency: "USD"}, 0, ""},
		{money.Amount{Minor: 1000, Currency: "USD"}, -12, ""},
	} {
		acv, tcv, known := sales.Annualised(map[string]record.Value{"amount": record.MoneyValue(c.amount),
			"term_months": record.IntValue(c.term)})
		if known != (c.acv != "") || known && (acv.String() != c.acv || tcv != c.amount) {
			t.Errorf("%s over %d months: %s, %s, %v; want %s", c.amount, c.term, acv, tcv, known, c.acv)
		}
	}
	if _, _, known := sales.Annualised(
		map[string]record.Value{"amount": record.MoneyValue(money.Amount{Minor: 1, Currency: "USD"})}); known {
		t.Error("a deal without a term is known")
	}
}
