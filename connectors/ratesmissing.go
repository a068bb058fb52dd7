package connectors

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"salesops/internal/problems"
	"salesops/sales"
)

// Amounts in a currency of which no exchange rate leads to the company's are in no sum. The import
// says so, where it would otherwise be found out at each number.

// noteCurrencies counts the amounts of a record by currency, and takes note of rates.
func (a *assembler) noteCurrencies(o ord, c *current) {
	if c.deleted == yes {
		return
	}
	if a.reg.objectOf(o).Name == sales.Rate {
		from, _ := c.value("from_currency")
		to, _ := c.value("to_currency")
		a.paired[[2]string{from.Text(), to.Text()}] = true
		return
	}
	for _, f := range c.fields {
		if code := f.Value.Money().Currency; code != "" && code != a.ownCurrency {
			a.foreign[code]++
		}
	}
}

// inspectRates reports the currencies without a rate.
func (a *assembler) inspectRates(ctx context.Context) error {
	if len(a.foreign) == 0 || a.ownCurrency == "" {
		return nil
	}
	held, err := sales.ExchangeRates(ctx, a.log, everything)
	if err != nil {
		return err
	}
	for _, have := range held {
		a.paired[[2]string{have.From, have.To}] = true
	}
	for _, code := range slices.Sorted(maps.Keys(a.foreign)) {
		// a rate holds both ways
		if n := a.foreign[code]; !a.paired[[2]string{code, a.ownCurrency}] &&
			!a.paired[[2]string{a.ownCurrency, code}] {
			p := a.problems.of(problems.RatesMissing)
			p.count += n
			if len(p.examples) < mostExamples {
				p.examples = append(p.examples,
					example{noRecord, code + "/" + a.ownCurrency,
						fmt.Sprintf("%d %s", n, verb(n, "amount", "amounts"))})
			}
		}
	}
	return nil
}
