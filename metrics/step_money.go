package metrics

import (
	"cmp"
	"context"
	"slices"

	"salesops/internal/expr"
	"salesops/internal/money"
	"salesops/internal/period"
	"salesops/sales"
)

// moneyMode says how amounts of several currencies become one figure.
type moneyMode struct {
	// code is the currency of the result; "" when none is known.
	code string
	// split is the SQL of the currency by which rows are kept separate (unset without an amount). It is set
	// when there are several currencies and the question does not say into which to convert.
	split string
	// missing is the condition that an amount has no rate; "" when nothing is converted.
	missing string
	// converted means that amounts are converted with the joined rates.
	converted bool
	// currency and minor are the amount as recorded, for the note.
	currency, minor string
}

// amount returns the SQL of an amount in minor units of the result's currency. It is unset when there is no
// rate.
func (b *Statement) amount(ctx context.Context, field string, f expr.Fragment) (string, error) {
	if rows, ok := b.rows.(converter); ok {
		return rows.amount(ctx, f)
	}
	if b.set.owns(field) {
		return f.SQL, nil // it is already in the result's currency
	}
	if b.w.annual(b.m.Over, field) {
		field = "amount"
	}
	found, err := b.s.facts.currenciesOf(ctx, b.s, b.m.object(), field)
	if err != nil {
		return "", err
	}
	code, convert, several := b.reportIn(found)
	b.money.code = code
	switch {
	case several:
		b.splitByCurrency(f)
		return f.SQL, nil
	case !convert:
		return f.SQL, nil
	}
	in, err := b.convert(ctx, f, code, found)
	if err != nil {
		return "", err
	}
	return b.shareOf(f.SQL, in), nil
}

// splitByCurrency keeps rows separate by the currency of an amount.
func (b *Statement) splitByCurrency(f expr.Fragment) {
	b.money.split = "CASE WHEN " + f.SQL + " IS NOT NULL THEN coalesce(" + f.Currency + ", '') END"
}

// converts reports whether rows have amounts that are not in the result's currency.
func (b *Statement) converts() bool {
	_, ok := b.rows.(converter)
	return ok
}

// reportIn returns in which currency amounts in the given currencies are reported, whether any must be
// converted, and whether they stay in several because the question does not ask to convert them.
func (b *Statement) reportIn(found []string) (code string, convert, several bool) {
	home := b.s.facts.settings.Currency
	if code = b.r.q.Currency; code == "" {
		code = home
	}
	named := slices.DeleteFunc(slices.Clone(found), func(c string) bool { return c == "" && home != "" })
	bare := home != "" && slices.Contains(found, "") // amounts without a currency are the company's
	switch {
	case code == "" && len(named) == 1:
		return named[0], false, false
	case code == "":
		return "", false, len(named) > 1
	}
	same := !slices.ContainsFunc(named, func(c string) bool { return c != code })
	return code, !same || bare && (home != code || money.Digits(code) != money.Digits("")), false
}

// ratesOfRows decides in which currency a row set gives its amounts. It returns the SELECT of the rates that
// its rows join, "" when nothing is converted.
func (b *Statement) ratesOfRows(ctx context.Context, found []string) (string, error) {
	code, convert, several := b.reportIn(found)
	b.money.code = code
	switch {
	case several:
		for _, c := range found {
			b.mixed = append(b.mixed, currencyName(c))
		}
		return "", nil
	case !convert:
		return "", nil
	}
	for _, c := range []string{"unrated", "unrated_minor", "unrated_currency"} {
		b.base[c] = true
	}
	b.money.missing, b.money.currency, b.money.minor = `"r".unrated`, `"r".unrated_currency`, `"r".unrated_minor`
	return b.rates(ctx, code, found)
}

// currencyName returns a currency as notes and reasons name it.
func currencyName(code string) string { return cmp.Or(code, "no currency") }

// convert joins the rates into one currency: of the close day for closed deals, of the as-of day for the
// others.
func (b *Statement) convert(ctx context.Context, f expr.Fragment, code string, found []string) (string, error) {
	if b.money.missing == "" {
		fx, err := b.rates(ctx, code, found)
		if err != nil {
			return "", err
		}
		b.ctes = append(b.ctes, `"fx" AS (`+fx+")")
		day := b.args.Add(b.r.asOf) + "::DATE"
		switch {
		case b.spread != nil:
			day = "least(" + b.spread.last + ", " + day + ")"
		case b.m.Over != sales.Deal && b.on != "":
			day = "least(coalesce(" + b.on + ", " + day + "), " + day + ")"
		}
		switch {
		case b.settles():
			day = "coalesce(" + b.settledOn() + ", " + day + ")"
		case b.m.Over == sales.Deal:
			c, err := b.column("closed_on")
			if err != nil {
				return "", err
			}
			day = "coalesce(" + c.SQL + ", " + day + ")"
		}
		currency := "coalesce(" + f.Currency + ", '')"
		b.joins = append(b.joins, ` LEFT JOIN "fx" ON "fx".code = `+currency+` AND "fx".day_from <= `+
			day+` AND "fx".day_to > `+day)
		b.money.missing = "(" + f.SQL + ` IS NOT NULL AND "fx".rate IS NULL)`
		b.money.currency, b.money.minor = currency, f.SQL
	}
	b.money.converted = true
	return b.money.in(f.SQL), nil
}

// rates is a SELECT of the rates into a currency: code, day_from, day_to (excluded), rate.
func (b *Statement) rates(ctx context.Context, code string, found []string) (string, error) {
	book, err := b.s.facts.ratesAt(ctx, b.s, b.r.known)
	if err != nil {
		return "", err
	}
	var from []string
	var first, last, rates []int64
	for _, c := range found {
		starts, steps := book.steps(c, code)
		for i, day := range starts {
			until := period.MaxDay
			if i+1 < len(starts) {
				until = starts[i+1]
			}
			if steps[i] > 0 {
				from, first, last, rates = append(from, c), append(first, int64(day)), append(last,
					int64(until)), append(rates, steps[i])
			}
		}
	}
	return "SELECT code, DATE '1970-01-01' + a::INTEGER AS day_from, DATE '1970-01-01' + z::INTEGER AS day_to, rate " +
		"FROM (SELECT unnest(" +
		b.args.Add(from) + "::VARCHAR[]) AS code, unnest(" + b.args.Add(first) + "::BIGINT[]) AS a, unnest(" +
		b.args.Add(last) + "::BIGINT[]) AS z, unnest(" +
		b.args.Add(rates) + "::BIGINT[]) AS rate)", nil
}

// in returns the SQL of another amount of the same row in the result's currency.
func (m *moneyMode) in(minor string) string {
	if !m.converted {
		return minor
	}
	return Converted(minor)
}

// Converted returns the SQL of minor units multiplied with the joined rate, as money.Convert does. A rate is in
// units of 1e-9.
func Converted(minor string) string {
	return `(CASE WHEN "fx".rate = 1000000000 THEN ` + minor + `::HUGEINT ELSE ` +
		HalfEven(minor+`::HUGEINT * "fx".rate`, "1000000000") + ` END)`
}
