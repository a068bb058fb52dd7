package metrics

import (
	"context"
	"slices"
	"strconv"

	"salesops/internal/expr"
	"salesops/internal/money"
)

// moneyKey sorts amounts by their value in one currency, converted at the rates that metrics use. Amounts
// without a rate come last in either direction, grouped by currency.
func (b *Statement) moneyKey(ctx context.Context, field string, c expr.Column, desc bool) (sortKey, error) {
	plain := sortKey{c.SQL, "BIGINT"}
	found, err := b.s.facts.currenciesOf(ctx, b.s, b.m.object(), field)
	if err != nil {
		return plain, err
	}
	code, convert, several := b.reportIn(found)
	if several {
		if code, err = b.commonCurrency(ctx, found); err != nil {
			return plain, err
		}
		convert = true
	}
	if !convert {
		return plain, nil
	}
	worth, err := b.convert(ctx, expr.Fragment{SQL: c.SQL, Currency: c.Currency}, code, found)
	if err != nil {
		return plain, err
	}
	away := "+"
	if desc {
		away = "-"
	}
	order := "CASE coalesce(" + c.Currency + ", '')"
	for i, name := range found {
		order += " WHEN " + b.args.Add(name) + "::VARCHAR THEN " + far(i)
	}
	order += " ELSE " + far(len(found)) + " END"
	return sortKey{"(CASE WHEN " + b.money.missing + " THEN " + c.SQL + "::HUGEINT " + away + " " + order + " ELSE " +
		worth + " END)", "HUGEINT"}, nil
}

// commonCurrency returns the currency into which most of the others can be converted.
func (b *Statement) commonCurrency(ctx context.Context, found []string) (string, error) {
	book, err := b.s.facts.ratesAt(ctx, b.s, b.r.known)
	if err != nil {
		return "", err
	}
	best, most := "", -1
	for _, to := range found {
		if !money.Known(to) {
			continue
		}
		n := 0
		for _, from := range found {
			if _, rates := book.steps(from, to); slices.ContainsFunc(rates, func(r int64) bool { return r > 0 }) {
				n++
			}
		}
		if n > most {
			best, most = to, n
		}
	}
	return best, nil
}

// far returns the i-th of the values that are beyond every amount.
func far(i int) string {
	return "(" + strconv.Itoa(i+1) + "::HUGEINT * 100000000000000000000000000000000)"
}
