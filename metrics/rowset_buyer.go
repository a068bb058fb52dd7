package metrics

import (
	"context"
	"maps"
	"slices"
	"strings"

	"salesops/internal/expr"
	"salesops/internal/period"
	"salesops/sales"
)

// Buyers is the row set of accounts that bought, with one row per account and period of the question: what it
// had bought by the period's last day. Purchases are orders or, when there are none, won deals. Purchases of
// one day count as one. See docs/methods.md, Lifetime value.
func Buyers() *RowSet {
	return &RowSet{
		Name: "buyer", Like: sales.Account, Opens: []string{sales.Account},
		From: []string{sales.Order, sales.Deal}, Any: true,
		Dayless: true, Stands: true, Extra: []string{"unrated", "unrated_minor", "unrated_currency"},
		Own: []expr.Field{
			{Name: "seen_on", Kind: expr.Day, Label: "Last day that was looked at"},
			{Name: "first_bought_on", Kind: expr.Day, Label: "First purchase"},
			{Name: "last_bought_on", Kind: expr.Day, Label: "Last purchase"},
			{Name: "purchases", Kind: expr.Int, Label: "Purchases"},
			{Name: "repeats", Kind: expr.Int, Label: "Purchases after the first"},
			{Name: "last_days", Kind: expr.Int, Label: "Days from the first purchase to the last"},
			{Name: "seen_days", Kind: expr.Int, Label: "Days since the first purchase"},
			{Name: "bought", Kind: expr.Money, Label: "Bought"},
			{Name: "again", Kind: expr.Money, Label: "Bought after the first purchase"},
		},
		Shown: []string{"purchases", "first_bought_on", "last_bought_on", "bought"}, Prepare: prepareBuyers,
		Incomplete: incompletePurchases,
	}
}

// purchaseSource has the object whose records are purchases, its columns, and the condition of those that
// count.
type purchaseSource struct{ object, day, amount, where string }

// purchasesOf returns what the purchases are: orders when there are any, else won deals.
func (b *Statement) purchasesOf(ctx context.Context) (purchaseSource, error) {
	orders := purchaseSource{sales.Order, "ordered_on", "amount",
		"account IS NOT NULL AND ordered_on IS NOT NULL AND amount > 0"}
	own := newStatement(b.s, b.r, b.m)
	rows, err := b.s.cols.Rows(sales.Order, []string{"account", "ordered_on", "amount"}, b.r.when, own.args.Add)
	if err != nil {
		return orders, err
	}
	n, err := b.s.count(ctx, "SELECT count(*) FROM (SELECT 1 FROM ("+rows+") WHERE "+orders.where+
		" LIMIT 1)", own.args.Values())
	if err != nil || n > 0 {
		return orders, err
	}
	return purchaseSource{sales.Deal, "closed_on", "amount",
		"outcome = 'won' AND account IS NOT NULL AND closed_on IS NOT NULL AND amount > 0"}, nil
}

func prepareBuyers(ctx context.Context, b *Statement, limits []period.Range) (Rows, error) {
	src, err := b.purchasesOf(ctx)
	if err != nil {
		return nil, err
	}
	found, err := b.s.facts.currenciesOf(ctx, b.s, src.object, src.amount)
	if err != nil {
		return nil, err
	}
	fx, err := b.ratesOfRows(ctx, found)
	if err != nil {
		return nil, err
	}
	var from, to []int64
	for _, l := range limits { // days after the as-of day are unknown
		l.From, l.To = max(l.From, period.DayOf(1900, 1, 1)), min(l.To, b.r.asOf+1)
		if l.From >= l.To {
			continue
		}
		for _, p := range b.periodsOf([]period.Range{l}) {
			from, to = append(from, int64(p.From)), append(to, int64(p.To-1))
		}
	}
	return Select(func(columns []string) (string, error) {
		theirs, own := b.set.split(columns)
		need := map[string]bool{"id": true}
		for _, c := range theirs {
			need[c] = true
		}
		at := b.r.when
		at.Stubs = true
		accounts, err := b.s.cols.Rows(sales.Account, slices.Sorted(maps.Keys(need)), at, b.args.Add)
		if err != nil {
			return "", err
		}
		read := []string{"id", "account", src.day, src.amount, src.amount + "_currency"}
		if src.object == sales.Deal {
			read = append(read, "outcome")
		}
		rows, err := b.s.cols.Rows(src.object, read, b.r.when, b.args.Add)
		if err != nil {
			return "", err
		}
		amount, unrated, join := src.amount+"::HUGEINT", "false", ""
		ctes := []string{}
		if fx != "" {
			ctes = append(ctes, `"fx" AS (`+fx+")")
			amount, unrated = Converted(src.amount), `"fx".rate IS NULL`
			join = ` LEFT JOIN "fx" ON "fx".code = coalesce(` + src.amount + `_currency, '') AND "fx".day_from <= ` +
				src.day + ` AND "fx".day_to > ` + src.day
		}
		reported := "NULL::VARCHAR"
		if b.money.code != "" {
			reported = b.args.Add(b.money.code) + "::VARCHAR"
		}
		ctes = append(ctes,
			`"accounts" AS (`+accounts+")",
			`"periods" AS (SELECT DATE '1970-01-01' + a::INTEGER AS first, DATE '1970-01-01' + z::INTEGER AS last
				FROM (SELECT unnest(`+
				b.args.Add(from)+"::BIGINT[]) AS a, unnest("+b.args.Add(to)+"::BIGINT[]) AS z))",
			`"paid" AS (SELECT account, `+src.day+` AS day, `+amount+` AS amount, `+unrated+` AS unrated, `+src.amount+
				` AS minor, coalesce(`+src.amount+`_currency, '') AS currency FROM (`+
				rows+`)`+join+` WHERE `+src.where+`)`,
			`"days" AS (SELECT account, day, coalesce(sum(amount), 0) AS amount, bool_or(unrated) AS unrated,
				sum(minor) FILTER (WHERE unrated) AS minor, min(currency) FILTER (WHERE unrated) AS currency
				FROM "paid" GROUP BY 1, 2)`,
			`"buyers" AS (SELECT d.account, p.last AS seen_on, min(d.day) AS first_bought_on,
				max(d.day) AS last_bought_on, count(*) AS purchases, sum(d.amount) AS bought,
				sum(d.amount) - arg_min(d.amount, d.day) AS again, `+
				`bool_or(d.unrated) AS unrated, sum(d.minor) AS unrated_minor, min(d.currency) AS unrated_currency
				FROM "days" d JOIN "periods" p ON d.day <= p.last GROUP BY d.account, p.last)`,
			`"seen" AS (SELECT *, purchases - 1 AS repeats, last_bought_on - first_bought_on AS last_days,
				seen_on - first_bought_on AS seen_days,
				`+reported+` AS bought_currency, `+reported+` AS again_currency FROM "buyers")`)
		var list []string
		for _, c := range columns {
			if slices.Contains(own, c) {
				list = append(list, "s."+quote(c))
			} else {
				list = append(list, "a."+quote(c))
			}
		}
		return "WITH " + strings.Join(ctes, ", ") + " SELECT " + strings.Join(list, ", ") +
			` FROM "seen" s JOIN "accounts" a ON a.id = s.account`, nil
	}), nil
}

// incompletePurchases describes the orders, or won deals, that make no purchase.
func incompletePurchases(ctx context.Context, b *Statement) ([]Incomplete, error) {
	src, err := b.purchasesOf(ctx)
	if src.object == sales.Order {
		return []Incomplete{{Object: sales.Order, Lack: "!has(account) || !has(ordered_on) || !has(amount)",
			Code: "purchases_incomplete",
			Says: "%d of %d orders lack an account, a day or an amount and are no purchase"}}, err
	}
	return []Incomplete{{Object: sales.Deal, Where: "won", Lack: "!has(account) || !has(closed_on) || !has(amount)",
		Code: "purchases_incomplete",
		Says: "%d of %d won deals lack an account, a close date or an amount and are no purchase"}}, err
}
