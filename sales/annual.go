package sales

import (
	"math/big"

	"salesops/internal/money"
	"salesops/record"
)

// Annualised returns the value of a deal over its term (tcv) and per year (acv). acv is rounded half to even to
// the minor unit. Both are unset without an amount or without a term of at least a month.
func Annualised(deal map[string]record.Value) (acv, tcv money.Amount, known bool) {
	amount, term := deal["amount"], deal["term_months"]
	if amount.Kind() != record.Money || term.Kind() != record.Int || term.Int() < 1 {
		return money.Amount{}, money.Amount{}, false
	}
	tcv = amount.Money()
	year := new(big.Rat).SetFrac(new(big.Int).Mul(big.NewInt(tcv.Minor), big.NewInt(12)), big.NewInt(term.Int()))
	minor := money.RoundHalfEven(year)
	if !minor.IsInt64() {
		return money.Amount{}, money.Amount{}, false
	}
	return money.Amount{Minor: minor.Int64(), Currency: tcv.Currency}, tcv, true
}
