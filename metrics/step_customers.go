package metrics

import (
	"context"
	"maps"
	"slices"
	"strings"

	"salesops/analytics"
	"salesops/internal/expr"
	"salesops/internal/period"
	"salesops/sales"
)

// customerRows is the row set of customers: one row per account and period of the
// answer, for accounts whose first contract began by the period's end. Which
// contracts count on which day is told in docs/methods.md, Customers.
const customerRows = "customer"

// customerFields are what a customer has beside the fields of its account.
func customerFields() []expr.Field {
	return []expr.Field{
		{Name: "account", Kind: expr.Ref, RefObject: sales.Account, Label: "Account"},
		{Name: "at_start", Kind: expr.Bool, Label: "Customer at the start"},
		{Name: "at_end", Kind: expr.Bool, Label: "Customer at the end"},
		{Name: "active", Kind: expr.Bool, Label: "Customer on the last day"},
		{Name: "since_on", Kind: expr.Day, Label: "Customer since"},
		{Name: "ended_on", Kind: expr.Day, Label: "Last day as a customer"},
		{Name: "seen_on", Kind: expr.Day, Label: "Last day that was looked at"},
		{Name: "end_reason", Kind: expr.Text, Label: "End reason"},
		{Name: "mrr_start", Kind: expr.Money, Label: "Monthly recurring revenue at the start"},
		{Name: "mrr_end", Kind: expr.Money, Label: "Monthly recurring revenue at the end"},
		{Name: "mrr_kept", Kind: expr.Money, Label: "Monthly recurring revenue kept"},
		{Name: "mrr", Kind: expr.Money, Label: "Monthly recurring revenue on the last day"},
	}
}

// customerTerms are named conditions of a customer.
func customerTerms() map[string]string {
	return map[string]string{"churned": "at_start && !at_end"}
}

// customerSet is what a build needs to know to make rows of customers.
type customerSet struct {
	byCode bool   // amounts are kept apart by currency
	rate   string // the condition that joins the rates; "" without conversion
}

// customersIn sets up the periods for which there are rows.
func (b *build) customersIn(ctx context.Context, limits []period.Range) error {
	b.customers = &customerSet{}
	b.on, b.orgOn, b.place = `"r".period_from`, `"r".period_to`, `"r".place`
	return b.periodsIn(ctx, limits, b.firstContract)
}

// firstContract is the day on which the first contract began; the as-of day without any.
func (b *build) firstContract(ctx context.Context) (period.Day, error) {
	first := b.r.asOf
	err := b.s.rows(ctx, sales.Contract, []string{"start_on"}, b.r.when, func(batch *analytics.Batch, row int) error {
		if !batch.Null(0, row) {
			first = min(first, batch.Day(0, row))
		}
		return nil
	})
	return first, err
}

// customerRelation is the relation "r": accounts with what their contracts say,
// and the relations that it is made of.
func (b *build) customerRelation() ([]string, error) {
	own := map[string]bool{}
	amounts := false
	for column := range b.base {
		if f, ok := customerColumn(column); ok {
			amounts = amounts || f.Kind == expr.Money
		} else {
			own[column] = true
		}
	}
	own["id"] = true
	accounts := b.r.when
	accounts.Stubs = true
	rows, err := b.s.cols.Rows(sales.Account, slices.Sorted(maps.Keys(own)), accounts, b.args.Add)
	if err != nil {
		return nil, err
	}
	contracts, err := b.s.cols.Rows(sales.Contract,
		[]string{"id", "account", "start_on", "end_on", "end_reason"}, b.r.when, b.args.Add)
	if err != nil {
		return nil, err
	}
	ctes := []string{
		`"contracts" AS (` + contracts + `)`,
		// A contract that another of the account follows on the next day lasts until that day.
		`"terms" AS (SELECT c.*, CASE WHEN n.day IS NULL THEN c.end_on ELSE n.day END AS through FROM "contracts" c` +
			` LEFT JOIN (SELECT DISTINCT account, start_on AS day FROM "contracts") n ON n.account = c.account AND n.day = c.end_on + 1` +
			` WHERE c.account IS NOT NULL AND c.start_on IS NOT NULL AND (c.end_on IS NULL OR c.end_on >= c.start_on))`,
		`"states" AS (SELECT t.account, p.place, p.period_from, p.period_to, min(t.start_on) AS since_on,` +
			` bool_or(` + atStart + `) AS at_start, bool_or(` + atEnd + `) AS at_end, bool_or(` +
			onLast + `) AS active,` +
			` max(least(t.end_on, p.period_to)) AS last_on, arg_max(t.end_reason, t.end_on) FILTER (WHERE t.end_on <= p.period_to) AS last_reason` +
			` FROM "terms" t JOIN "p" p ON t.start_on <= p.period_to GROUP BY 1, 2, 3, 4)`}
	columns := `s.account, s.place, s.period_from, s.period_to, s.period_to AS seen_on, s.since_on, s.at_start, s.at_end, s.active,` +
		` CASE WHEN NOT s.at_end THEN s.last_on END AS ended_on, CASE WHEN NOT s.at_end THEN s.last_reason END AS end_reason`
	from := ` FROM "states" s JOIN (` + rows + `) a ON a.id = s.account`
	if amounts {
		more, err := b.customerMoney()
		if err != nil {
			return nil, err
		}
		ctes = append(ctes, more...)
		from += ` LEFT JOIN "money" m ON m.account = s.account AND m.place = s.place`
		for _, name := range []string{"mrr_start", "mrr_end", "mrr_kept", "mrr"} {
			columns += `, m.` + name + `, m.code AS ` + name + `_currency`
		}
		columns += `, coalesce(m.unrated, 0) AS unrated, m.unrated_code, m.unrated_minor`
	}
	return append(ctes, `"r" AS (SELECT a.*, `+columns+from+`)`), nil
}

// Which contracts count: across the midnight before the first day, across that
// after the last, and on the last day itself.
const (
	atStart = `t.start_on < p.period_from AND (t.through IS NULL OR t.through >= p.period_from)`
	atEnd   = `t.start_on <= p.period_to AND (t.through IS NULL OR t.through > p.period_to)`
	onLast  = `t.start_on <= p.period_to AND (t.end_on IS NULL OR t.end_on >= p.period_to)`
)

// customerColumn finds a column of the row set that is not the account's.
func customerColumn(column string) (expr.Field, bool) {
	name := strings.TrimSuffix(column, "_currency")
	for _, f := range customerFields() {
		if f.Name == column || f.Name == name && f.Kind == expr.Money {
			return f, true
		}
	}
	return expr.Field{}, false
}

// customerMoney adds up what the contracts are worth per month. An amount is that
// of the moment; before the first one that is recorded, that first one. What has no rate is said as
// it is at the end, and of who left as it was at the start.
func (b *build) customerMoney() ([]string, error) {
	versions, err := b.s.cols.Versions(sales.Contract,
		[]string{"id", "mrr", "mrr_currency", "eff_from", "eff_to"}, b.r.when, b.args.Add)
	if err != nil {
		return nil, err
	}
	amount, unrated, join := "v.mrr::HUGEINT", "false", ""
	if rate := b.customers.rate; rate != "" {
		amount, unrated, join = strings.ReplaceAll(halfEven, "$amount",
			"v.mrr"), `v.mrr IS NOT NULL AND "fx".rate IS NULL`, ` LEFT JOIN "fx" ON `+rate
	}
	code, by := "NULL", ""
	if b.customers.byCode {
		code, by = "coalesce(v.mrr_currency, '')", ", code"
	}
	holds := func(side, moment string) string {
		return "p." + side + " AND v.eff_from < p." + moment + " AND v.eff_to >= p." + moment
	}
	starts, ends, lasts := holds("at_start", "opening"), holds("at_end", "closing"), holds("on_last", "closing")
	known := func(side, name string) string { // an amount without a rate is not the same as none
		return "coalesce(sum(amount) FILTER (WHERE " + side + "), CASE WHEN bool_or(bare AND " + side +
			") THEN 0 END) AS " + name
	}
	const kept = "CASE WHEN sum(amount) FILTER (WHERE starts) IS NOT NULL THEN least(sum(amount) FILTER (WHERE " +
		"starts), coalesce(sum(amount) FILTER (WHERE ends), 0)) END"
	return []string{
		`"values" AS (SELECT id, mrr, mrr_currency, eff_to, CASE WHEN row_number() OVER (PARTITION BY id ORDER BY eff_from) = 1 THEN -9223372036854775807 ELSE eff_from END AS eff_from` +
			` FROM (` + versions + `))`,
		`"held" AS (SELECT t.id, t.account, p.*, ` + atStart + ` AS at_start, ` + atEnd + ` AS at_end, ` + onLast +
			` AS on_last FROM "terms" t JOIN "p" p ON t.start_on <= p.period_to)`,
		`"sides" AS (SELECT p.account, p.place, ` + starts + ` AS starts, ` + ends + ` AS ends, ` + lasts +
			` AS lasts, ` + amount + ` AS amount, ` + code + ` AS code, ` + unrated +
			` AS bare, v.mrr, v.mrr_currency` +
			` FROM "held" p JOIN "values" v ON v.id = p.id` + join + ` WHERE ` + starts + ` OR ` +
			ends + ` OR ` + lasts + `)`,
		`"money" AS (SELECT account, place, any_value(code) AS code, ` + known("starts", "mrr_start") + `, ` +
			known("ends", "mrr_end") + `, ` + known("lasts", "mrr") + `, ` + kept + ` AS mrr_kept,` +
			` count(*) FILTER (WHERE bare) AS unrated, min(mrr_currency) FILTER (WHERE bare) AS unrated_code, coalesce(sum(mrr) FILTER (WHERE bare AND lasts), sum(mrr) FILTER (WHERE bare AND starts)) AS unrated_minor FROM "sides" GROUP BY account, place` + by + `)`,
	}, nil
}
