package metrics

import (
	"context"
	"slices"
	"strings"

	"salesops/internal/expr"
	"salesops/internal/period"
	"salesops/sales"
)

// Customers is the row set of accounts with a contract. It has one row per account and period of the question,
// for accounts whose first contract began by the period's end. docs/methods.md, Customers, says which contracts
// count on which day.
func Customers() *RowSet {
	return &RowSet{
		Name: "customer", Like: sales.Account, Opens: []string{sales.Account},
		From: []string{sales.Contract}, Begins: "start_on", Source: "contracts",
		Own: []expr.Field{
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
		},
		Terms:      map[string]string{"churned": "at_start && !at_end"},
		Prepare:    prepareCustomers,
		Incomplete: incompleteContracts,
	}
}

func incompleteContracts(context.Context, *Statement) ([]Incomplete, error) {
	return []Incomplete{{Object: sales.Contract, Lack: "!has(account) || !has(start_on)", Code: "contracts_incomplete",
		Says: "%d of %d contracts lack an account or a first day and make no customer"}}, nil
}

// customers writes the rows of one statement.
type customers struct {
	b      *Statement
	byCode bool   // amounts are kept apart by currency
	rate   string // the condition that joins the rates; "" without conversion
}

func prepareCustomers(_ context.Context, b *Statement, _ []period.Range) (Rows, error) {
	return &customers{b: b}, nil
}

// amount returns the SQL of an amount. Amounts are converted contract by contract, before they are added up.
func (c *customers) amount(ctx context.Context, f expr.Fragment) (string, error) {
	b := c.b
	found, err := b.s.facts.currenciesOf(ctx, b.s, sales.Contract, "mrr")
	if err != nil {
		return "", err
	}
	code, convert, several := b.reportIn(found)
	b.money.code = code
	switch {
	case several:
		c.byCode = true
		b.splitByCurrency(f)
		return f.SQL, nil
	case !convert || c.rate != "":
		return f.SQL, nil
	}
	fx, err := b.rates(ctx, code, found)
	if err != nil {
		return "", err
	}
	b.ctes = append(b.ctes, `"fx" AS (`+fx+")")
	// One rate is used for both ends of a period, so that a change of the rate is no expansion.
	c.rate = `"fx".code = coalesce(v.mrr_currency, '') AND "fx".day_from <= p.period_to AND "fx".day_to > p.period_to`
	b.money.missing, b.money.currency, b.money.minor = `"r".unrated > 0`,
		`coalesce("r".unrated_code, '')`, `"r".unrated_minor`
	return f.SQL, nil
}

// Select writes accounts with what their contracts say in each of the periods "p".
func (c *customers) Select(columns []string) (string, error) {
	b := c.b
	theirs, own := b.set.split(columns)
	amounts := slices.ContainsFunc(own, func(column string) bool { return strings.HasPrefix(column, "mrr") })
	stubs := b.r.when
	stubs.Stubs = true
	rows, err := b.s.cols.Rows(sales.Account, withID(theirs), stubs, b.args.Add)
	if err != nil {
		return "", err
	}
	contracts, err := b.s.cols.Rows(sales.Contract,
		[]string{"id", "account", "start_on", "end_on", "end_reason"}, b.r.when, b.args.Add)
	if err != nil {
		return "", err
	}
	// These relations stand beside the rows instead of within them: DuckDB takes about a fifth longer for nested ones.
	b.ctes = append(b.ctes,
		`"contracts" AS (`+contracts+`)`,
		// When another contract of the account begins on the next day, the contract lasts until that day.
		`"terms" AS (SELECT c.*, CASE WHEN n.day IS NULL THEN c.end_on ELSE n.day END AS through FROM "contracts" c`+
			` LEFT JOIN (SELECT DISTINCT account, start_on AS day FROM "contracts") n
				ON n.account = c.account AND n.day = c.end_on + 1`+
			` WHERE c.account IS NOT NULL AND c.start_on IS NOT NULL AND (c.end_on IS NULL OR c.end_on >= c.start_on))`,
		`"states" AS (SELECT t.account, p.place, p.period_from, p.period_to, min(t.start_on) AS since_on,`+
			` bool_or(`+atStart+`) AS at_start, bool_or(`+atEnd+`) AS at_end, bool_or(`+
			onLast+`) AS active,`+
			` max(least(t.end_on, p.period_to)) AS last_on,
				arg_max(t.end_reason, t.end_on) FILTER (WHERE t.end_on <= p.period_to) AS last_reason`+
			` FROM "terms" t JOIN "p" p ON t.start_on <= p.period_to GROUP BY 1, 2, 3, 4)`)
	list := `a.*, s.account, s.place, s.period_from, s.period_to, s.period_to AS seen_on, s.since_on, s.at_start,
		s.at_end, s.active,` +
		` CASE WHEN NOT s.at_end THEN s.last_on END AS ended_on,
		CASE WHEN NOT s.at_end THEN s.last_reason END AS end_reason`
	from := ` FROM "states" s JOIN (` + rows + `) a ON a.id = s.account`
	if amounts {
		more, err := c.money()
		if err != nil {
			return "", err
		}
		b.ctes = append(b.ctes, more...)
		from += ` LEFT JOIN "money" m ON m.account = s.account AND m.place = s.place`
		for _, name := range []string{"mrr_start", "mrr_end", "mrr_kept", "mrr"} {
			list += `, m.` + name + `, m.code AS ` + name + `_currency`
		}
		list += `, coalesce(m.unrated, 0) AS unrated, m.unrated_code, m.unrated_minor`
	}
	return "SELECT " + list + from, nil
}

// Conditions of the contracts in force: across the midnight before the first day, across the midnight after the
// last day, and on the last day itself.
const (
	atStart = `t.start_on < p.period_from AND (t.through IS NULL OR t.through >= p.period_from)`
	atEnd   = `t.start_on <= p.period_to AND (t.through IS NULL OR t.through > p.period_to)`
	onLast  = `t.start_on <= p.period_to AND (t.end_on IS NULL OR t.end_on >= p.period_to)`
)

// money adds up the monthly amounts of the contracts. An amount is that of the moment; before the first
// recorded amount, that first one. Amounts without a rate are those at the end of the period; for customers who
// left, those at its start.
func (c *customers) money() ([]string, error) {
	b := c.b
	versions, err := b.s.cols.Versions(sales.Contract,
		[]string{"id", "mrr", "mrr_currency", "eff_from", "eff_to"}, b.r.when, b.args.Add)
	if err != nil {
		return nil, err
	}
	amount, unrated, join := "v.mrr::HUGEINT", "false", ""
	if c.rate != "" {
		amount, unrated, join = Converted("v.mrr"), `v.mrr IS NOT NULL AND "fx".rate IS NULL`, ` LEFT JOIN "fx" ON `+
			c.rate
	}
	code, by := "NULL", ""
	if c.byCode {
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
		`"values" AS (SELECT id, mrr, mrr_currency, eff_to,
			CASE WHEN row_number() OVER (PARTITION BY id ORDER BY eff_from) = 1 THEN -9223372036854775807
			ELSE eff_from END AS eff_from` +
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
			` count(*) FILTER (WHERE bare) AS unrated, min(mrr_currency) FILTER (WHERE bare) AS unrated_code,
				coalesce(sum(mrr) FILTER (WHERE bare AND lasts),
					sum(mrr) FILTER (WHERE bare AND starts)) AS unrated_minor
				FROM "sides" GROUP BY account, place` + by + `)`,
	}, nil
}
