package metrics

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"salesops/analytics"
	"salesops/internal/period"
	"salesops/sales"
)

// dealLines counts deals under the products of their lines, when these differ from the deal's product. One row
// of a deal becomes one row per combination of the question's dimensions; see docs/methods.md, By product.
type dealLines struct {
	keys    []string        // SQL of the dimensions on a line "l" and its product "p"
	columns map[string]bool // of the product
	summed  bool            // amounts are shared out
}

// ofProduct reports whether a dimension is the deal's product or a field of it.
func (b *Statement) ofProduct(path string) bool {
	ref, _, _ := strings.Cut(path, ".")
	f, ok := b.w.field(b.m.Over, ref)
	return b.m.Over == sales.Deal && ref == sales.Product && ok && f.RefObject == sales.Product
}

// byLines returns the SQL of a product dimension: that of the deal's lines, else its own.
func (b *Statement) byLines(path, own string) string {
	if b.lines == nil {
		b.lines = &dealLines{columns: map[string]bool{"id": true}}
	}
	key := `"l".product`
	if _, field, hop := strings.Cut(path, "."); hop {
		b.lines.columns[field] = true
		key = `"p".` + quote(field)
	}
	name := "k" + strconv.Itoa(len(b.lines.keys))
	b.lines.keys = append(b.lines.keys, key+" AS "+name)
	return `CASE WHEN "shares".deal IS NULL THEN ` + own + ` ELSE "shares".` + name + " END"
}

// stepLines joins the lines when a dimension needs them, and divides sums. Only sums of a deal's amount are
// divided; every other measure counts the whole deal under each of its products.
func (b *Statement) stepLines(g *grouping) error {
	if b.lines == nil {
		return nil
	}
	b.lines.summed = b.m.Kind == KindAggregate && b.m.Measure == MeasureSum && b.m.Value == "amount" && g.money
	columns := []string{"deal", "product"}
	if b.lines.summed {
		columns = append(columns, "total", "total_currency")
	}
	lines, err := b.s.cols.Rows(sales.DealLine, columns, b.r.when, b.args.Add)
	if err != nil {
		return err
	}
	at := b.r.when
	at.Stubs = true
	products, err := b.s.cols.Rows(sales.Product, slices.Sorted(maps.Keys(b.lines.columns)), at, b.args.Add)
	if err != nil {
		return err
	}
	from := ` FROM (SELECT * FROM (` + lines + `) WHERE deal IN (SELECT deal FROM "named")) "l" LEFT JOIN (` +
		products + `) "p" ON "p".id = "l".product`
	keys := strings.Join(b.lines.keys, ", ")
	own, err := b.column(sales.Product)
	if err != nil {
		return err
	}
	// A deal with a product counts by its lines when one of them has another product.
	b.ctes = append(b.ctes, `"named" AS (SELECT DISTINCT "l".deal FROM (`+
		lines+`) "l" JOIN "r" ON "r".id = "l".deal WHERE `+own.SQL+` IS NULL OR "l".product <> `+own.SQL+")")
	b.joins = append(b.joins, ` LEFT JOIN "shares" ON "shares".deal = "r".id`)
	if !b.lines.summed {
		b.ctes = append(b.ctes, `"shares" AS (SELECT DISTINCT "l".deal, `+keys+`, false AS other`+from+")")
		return nil
	}
	return b.shareOut(g, keys, from)
}

// shareOut gives each product the totals of its lines, and the rest of the amount to none. A share is the
// difference of two running totals, each converted and rounded, so the shares of a deal add up to its amount in
// every currency.
func (b *Statement) shareOut(g *grouping, keys, from string) error {
	amount, err := b.column("amount")
	if err != nil {
		return err
	}
	var names, unset []string
	for i := range b.lines.keys {
		names = append(names, "k"+strconv.Itoa(i))
		unset = append(unset, "k"+strconv.Itoa(i)+" IS NULL")
	}
	by, none := strings.Join(names, ", "), strings.Join(unset, " AND ")
	same := `"l".total_currency IS NOT DISTINCT FROM ` + amount.Currency
	b.ctes = append(b.ctes,
		`"lines" AS (SELECT "l".deal, `+keys+", CASE WHEN "+same+
			` THEN coalesce("l".total, 0) ELSE 0 END::HUGEINT AS total, `+
			`"l".total IS NOT NULL AND NOT (`+same+") AS other"+from+` JOIN "r" ON "r".id = "l".deal)`,
		`"totals" AS (SELECT deal, `+by+`, sum(total) AS total, bool_or(other) AS other FROM "lines" GROUP BY deal, `+
			by+")",
		`"shares" AS (SELECT deal, `+by+", upto - total AS below, upto, false AS rest, false AS bare, other FROM ("+
			"SELECT *, sum(total) OVER (PARTITION BY deal ORDER BY "+
			by+` ROWS UNBOUNDED PRECEDING) AS upto FROM "totals" WHERE NOT (`+none+"))"+
			" UNION ALL SELECT deal, "+strings.Repeat("NULL, ", len(names))+"coalesce(sum(total) FILTER (WHERE NOT ("+
			none+")), 0), NULL, true, bool_or("+none+`), coalesce(bool_or(other) FILTER (WHERE `+
			none+`), false) FROM "totals" GROUP BY deal)`)
	// A deal without an amount has nothing to divide, whatever its lines say.
	b.where = append(b.where, `("shares".rest IS NOT TRUE OR "shares".bare OR `+amount.SQL+` <> "shares".below)`)
	whole := g.value
	g.value = `(CASE WHEN "shares".deal IS NULL OR ` + amount.SQL + " IS NULL THEN (" +
		whole + `)::HUGEINT WHEN "shares".rest THEN (` + whole + ")::HUGEINT - " +
		b.money.in(`"shares".below`) + " ELSE " + b.money.in(`"shares".upto`) + " - " +
		b.money.in(`"shares".below`) + " END)"
	return nil
}

// several has the numbers for the notes about deals in more than one row.
type several struct {
	deals, of int64
	foreign   int64  // deals with lines in a currency that is not theirs
	once      *table // the same answer without products: each deal once
}

// lookAtLines finds the deals that count under several products. The notes count each of them once, and so are
// computed without the products.
func (t *table) lookAtLines(ctx context.Context, s *session, r *request) error {
	b := newStatement(s, r, t.m)
	if err := b.rowsOf(ctx, r.ranges.now); err != nil {
		return err
	}
	g, err := b.measure(ctx)
	if err != nil || b.lines == nil && !b.split {
		return err
	}
	if g.ok != "" {
		b.where = append(b.where, g.ok)
	}
	with, from, err := b.from()
	if err != nil {
		return err
	}
	other := `"shares".other`
	if b.lines == nil {
		other = "false"
	}
	sql := with +
		` SELECT count(*) FILTER (WHERE n > 1), count(*), count(*) FILTER (WHERE other)
			FROM (SELECT "r".id, count(*) AS n, bool_or(` + other + `) AS other` +
		from + b.restrict() + ` GROUP BY "r".id)`
	found := &several{}
	err = s.each(ctx, sql, b.args.Values(), func(batch *analytics.Batch, row int) error {
		found.deals, found.of, found.foreign = batch.Int(0, row), batch.Int(1, row), batch.Int(2, row)
		return nil
	})
	if err != nil {
		return err
	}
	t.several = found
	whole := *r
	whole.q.By, whole.ranges.compare = nil, ""
	found.once = &table{m: t.m, now: map[cell]*tally{}, then: map[cell]*tally{}, hasDates: t.hasDates}
	if err := found.once.run(ctx, s, &whole, []period.Range{r.ranges.now}, found.once.now, nil); err != nil {
		return err
	}
	return found.once.lookAround(ctx, s, &whole)
}
