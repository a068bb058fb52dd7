package planning

import (
	"context"
	"maps"
	"slices"
	"strings"

	"salesops/analytics"
	"salesops/internal/expr"
	"salesops/internal/period"
	"salesops/metrics"
	"salesops/sales"
)

// Quotas is the row set of people with a quota. It has one row per person and period of the question: the
// quota, what the person won, and whether it reached the quota. Reps without a quota have a row too, so that
// they can be listed. See docs/methods.md, Quotas.
func Quotas() *metrics.RowSet {
	return &metrics.RowSet{
		Name: "seller_quota", Like: sales.Person, Opens: []string{sales.Person},
		From:    []string{sales.Quota, sales.Deal},
		Dayless: true, Stands: true, Certain: true, Extra: []string{"unrated", "unrated_minor", "unrated_currency"},
		Shown: []string{"quota", "credit", "attainment"},
		Own: []expr.Field{
			{Name: "owner", Kind: expr.Ref, RefObject: sales.Person, Label: "Owner"},
			{Name: "period_on", Kind: expr.Day, Label: "First day of the period"},
			{Name: "last_on", Kind: expr.Day, Label: "Last day in the period"},
			{Name: "quota", Kind: expr.Money, Label: "Quota"},
			{Name: "credit", Kind: expr.Money, Label: "Won"},
			{Name: "attainment", Kind: expr.Number, Label: "Attainment"},
			{Name: "attained", Kind: expr.Bool, Label: "Quota reached"},
			{Name: "carries", Kind: expr.Bool, Label: "Has a quota"},
		},
		Prepare: prepareQuotas, Incomplete: incompleteQuotas,
		Parts: []metrics.Part{
			{Object: sales.Quota, Role: metrics.RoleQuota, Metric: "quota", Money: true,
				Of: "carries", Day: "period_on",
				Select: quotaPieces},
			{Object: sales.Deal, Role: metrics.RoleCredit, Metric: "won_revenue", Money: true,
				Of: "carries", Day: "period_on",
				Select: quotaWins},
		},
	}
}

// quotaSQL writes the parts of the statement about quotas.
type quotaSQL struct {
	b       *metrics.Statement
	fx      string // SELECT of the rates; "" when nothing is converted
	code    string
	periods string // SELECT of idx, first, last
	quotas  string
	blind   bool // credit is left out, because it is in other currencies than the quotas
	credits bool // credit is asked for; without a rate for it there is no answer
}

func prepareQuotas(ctx context.Context, b *metrics.Statement, limits []period.Range) (metrics.Rows, error) {
	q, err := newQuotaSQL(ctx, b, limits)
	if err != nil {
		return nil, err
	}
	b.TeamOn("last_on")
	return metrics.Select(func(columns []string) (string, error) {
		theirs, _ := b.Split(columns)
		q.credits = slices.ContainsFunc(columns,
			func(c string) bool { return c == "credit" || c == "attainment" || c == "attained" })
		ctes, err := q.ctes(theirs)
		if err != nil {
			return "", err
		}
		return "WITH " + ctes + ` SELECT ` + metrics.Quoted(columns) + ` FROM "whole"`, nil
	}), nil
}

func newQuotaSQL(ctx context.Context, b *metrics.Statement, limits []period.Range) (*quotaSQL, error) {
	q := &quotaSQL{b: b}
	theirs, err := b.CurrenciesOf(ctx, sales.Quota, "amount")
	if err != nil {
		return nil, err
	}
	won, err := b.CurrenciesOf(ctx, sales.Deal, "amount")
	if err != nil {
		return nil, err
	}
	found := append(slices.Clone(won), theirs...)
	slices.Sort(found)
	found = slices.Compact(found)
	if home := b.Settings().Currency; home != "" && slices.Contains(theirs, "") && len(found) > 1 {
		b.AssumeIn(home)
	}
	// the question asks for no credit, so the currencies of deals do not matter
	if b.Several(found) && !b.Mentions("credit") && !b.Mentions("attain") {
		found, q.blind = theirs, true
	}
	if q.fx, err = b.RatesOf(ctx, found); err != nil {
		return nil, err
	}
	q.code = b.Currency()
	if q.quotas, err = quotasHeld(b); err != nil {
		return nil, err
	}
	return q, q.cut(ctx, limits)
}

// quotasHeld is a SELECT of the quotas as of the day. A quota that was entered after that day counts as it was
// first entered, because quotas are often written down after their first day.
func quotasHeld(b *metrics.Statement) (string, error) {
	columns := []string{"id", "person", "from_on", "to_on", "amount", "amount_currency", "ramp"}
	if !b.Past() {
		return b.Records(sales.Quota, columns, b.When())
	}
	at := analytics.When{KnownAt: b.When().KnownAt}
	if at.KnownAt != nil {
		forever := period.Forever
		at.AsOf = &forever
	}
	history, err := b.Versions(sales.Quota, append(slices.Clone(columns), "eff_from", "eff_to"), at)
	if err != nil {
		return "", err
	}
	asOf := b.Bind(*b.When().AsOf) + "::BIGINT"
	return "SELECT " + strings.Join(columns, ", ") +
		" FROM (SELECT *, min(eff_from) OVER (PARTITION BY id) AS entered FROM (" + history +
		")) WHERE CASE WHEN entered < " + asOf + " THEN eff_from < " + asOf + " AND eff_to >= " +
		asOf + " ELSE eff_from = entered END", nil
}

// cut computes the periods. An open limit is replaced by the first or last day of all quotas.
func (q *quotaSQL) cut(ctx context.Context, limits []period.Range) error {
	var first, last period.Day
	none := true
	for _, l := range limits {
		if l.Bounded() || !none {
			continue
		}
		err := q.b.Each(ctx, "SELECT min(from_on), max(to_on) FROM ("+q.quotas+
			") WHERE from_on IS NOT NULL AND to_on >= from_on", func(b *analytics.Batch, row int) error {
			if none = b.Null(0, row); !none {
				first, last = b.Day(0, row), b.Day(1, row)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	var closed []period.Range
	for _, l := range limits {
		if l.From == period.MinDay {
			l.From = first
		}
		if l.To == period.MaxDay {
			l.To = last + 1
		}
		if l.From < l.To {
			closed = append(closed, l)
		}
	}
	var from, to []int64
	for _, p := range q.b.Periods(closed) {
		from, to = append(from, int64(p.From)), append(to, int64(p.To-1))
	}
	add := q.b.Bind
	q.periods = "SELECT DATE '1970-01-01' + a::INTEGER AS first, DATE '1970-01-01' + z::INTEGER AS last FROM (SELECT " +
		"unnest(" +
		add(from) + "::BIGINT[]) AS a, unnest(" + add(to) + "::BIGINT[]) AS z)"
	return nil
}

// money is the SQL of an amount in the result's currency.
func (q *quotaSQL) money(minor string) string {
	if q.fx == "" {
		return minor + "::HUGEINT"
	}
	return metrics.Converted(minor)
}

// rate joins the rate of a day.
func (q *quotaSQL) rate(currency, day string) string {
	if q.fx == "" {
		return ""
	}
	return ` LEFT JOIN "fx" ON "fx".code = coalesce(` + currency + `, '') AND "fx".day_from <= ` +
		day + ` AND "fx".day_to > ` + day
}

// until is a condition that leaves out deals won after the last day that is compared.
func (q *quotaSQL) until() string {
	if q.b.Until() == 0 {
		return ""
	}
	return " AND closed_on <= " + q.b.Bind(q.b.Until()) + "::DATE"
}

func (q *quotaSQL) unrated(minor string) string {
	if q.fx == "" {
		return "false"
	}
	return "(" + minor + ` IS NOT NULL AND "fx".rate IS NULL)`
}

// ctes returns the parts of the statement. periods and people; pieces, the part of a quota in a period; wins,
// the won deals, each credited to the person who owned it when it was won, or shared by its credit splits;
// whole, which has all columns.
func (q *quotaSQL) ctes(columns []string) (string, error) {
	b := q.b
	need := map[string]bool{"id": true, "sells": true, "started_on": true, "left_on": true}
	for _, c := range columns {
		need[c] = true
	}
	people, err := b.Stubs(sales.Person, slices.Sorted(maps.Keys(need)))
	if err != nil {
		return "", err
	}
	at := b.When()
	at.Only = analytics.OnlyClosed
	deals, err := b.Records(sales.Deal, []string{"id", "outcome", "amount", "amount_currency", "closed_on"},
		at)
	if err != nil {
		return "", err
	}
	// an edit of something else divides a period, and the first won one after the last other keeps its owner
	history, err := b.States(sales.Deal, []string{"id", "owner", "outcome", "eff_from"}, b.When())
	if err != nil {
		return "", err
	}
	shares, err := b.CreditShares("held")
	if err != nil {
		return "", err
	}
	var out []string
	if q.fx != "" {
		out = append(out, `"fx" AS (`+q.fx+")")
	}
	code := "NULL::VARCHAR"
	if q.code != "" {
		code = b.Bind(q.code) + "::VARCHAR"
	}
	inDays := func(amount string) string { return metrics.HalfEven(amount+" * above", "below") }
	lacks := func(quota, credit string) string {
		if !q.credits {
			return "coalesce(" + quota + ", false)"
		}
		return "coalesce(" + quota + ", false) OR coalesce(" + credit + ", false)"
	}
	gained := "coalesce(e.credit, 0)"
	if q.blind {
		gained = "NULL::HUGEINT"
	}
	const began, ended = "coalesce(started_on, DATE '0001-01-01')", "coalesce(left_on, DATE '9999-12-30')"
	return strings.Join(append(out,
		`"periods" AS (`+q.periods+")",
		`"people" AS (`+people+")",
		`"quotas" AS (`+q.quotas+")",
		`"parts" AS (SELECT "quotas".id, "quotas".person, "periods".first, "quotas".amount_currency, `+
			q.unrated(`"quotas".amount`)+` AS unrated, `+q.money(`"quotas".amount`)+
			` AS whole, "quotas".amount::HUGEINT AS recorded, `+
			`round(greatest(coalesce("quotas".ramp, 1), 0) * 1000000)::HUGEINT
				* greatest(least(to_on, "periods".last, `+ended+`)
				- greatest(from_on, "periods".first, `+began+`) + 1, 0) AS above, `+
			`(to_on - from_on + 1)::HUGEINT * 1000000 AS below FROM "quotas"
				JOIN "people" ON "people".id = "quotas".person
				JOIN "periods" ON from_on <= "periods".last AND to_on >= "periods".first`+
			q.rate(`"quotas".amount_currency`, "from_on")+` WHERE to_on >= from_on)`,
		`"pieces" AS (SELECT id, person, first, amount_currency, unrated AND above > 0 AS unrated, `+inDays("recorded")+
			` AS amount, `+inDays("whole")+` AS quota FROM "parts")`,
		`"won" AS (SELECT d.id, first, amount, amount_currency, closed_on FROM (`+deals+
			`) d JOIN "periods" ON closed_on BETWEEN "periods".first AND "periods".last WHERE outcome = 'won'`+
			q.until()+")",
		`"holders" AS (SELECT id, arg_min(owner, eff_from) AS owner
			FROM (SELECT *, max(CASE WHEN outcome IS DISTINCT FROM 'won' THEN eff_from END)
				OVER (PARTITION BY id) AS since
				FROM (`+history+`) WHERE id IN (SELECT id FROM "won"))`+
			` WHERE outcome = 'won' AND owner IS NOT NULL AND (since IS NULL OR eff_from > since) GROUP BY id)`,
		`"held" AS (SELECT "won".*, "holders".owner FROM "won" LEFT JOIN "holders" ON "holders".id = "won".id)`,
		strings.Join(shares, ", "),
		`"wins" AS (SELECT h.id, CASE WHEN x.deal IS NULL THEN h.owner ELSE x.person END AS person, first,
			coalesce(x.upto - x.below, amount) AS amount, amount_currency, `+q.unrated("amount")+` AS unrated, `+
			q.money("coalesce(x.upto, amount)")+` - `+q.money("coalesce(x.below, 0)")+
			` AS credit FROM "held" h LEFT JOIN "credit_shares" x ON x.deal = h.id`+
			q.rate("amount_currency", "closed_on")+
			" WHERE x.deal IS NULL AND h.owner IS NOT NULL OR x.person IS NOT NULL)",
		`"owed" AS (SELECT person, first, coalesce(sum(quota), 0) AS quota, bool_or(unrated) AS unrated,
			sum(amount) FILTER (WHERE unrated) AS minor, max(amount_currency) FILTER (WHERE unrated) AS currency
			FROM "pieces" GROUP BY person, first)`,
		`"earned" AS (SELECT person, first, coalesce(sum(credit), 0) AS credit, bool_or(unrated) AS unrated,
			sum(amount) FILTER (WHERE unrated) AS minor, max(amount_currency) FILTER (WHERE unrated) AS currency
			FROM "wins" GROUP BY person, first)`,
		`"whole" AS (SELECT "people".*, "people".id AS owner, "periods".first AS period_on, least("periods".last, `+
			ended+`) AS last_on, coalesce(q.quota, 0) AS quota, `+gained+` AS credit, `+
			code+` AS quota_currency, `+code+` AS credit_currency, `+gained+
			`::DOUBLE / nullif(q.quota, 0)::DOUBLE AS attainment, `+
			gained+` >= q.quota AND q.quota > 0 AS attained, coalesce(q.quota > 0 OR q.unrated, false) AS carries, `+
			lacks("q.unrated", "e.unrated")+
			` AS unrated, CASE WHEN q.unrated THEN q.minor ELSE e.minor END AS unrated_minor,
				CASE WHEN q.unrated THEN q.currency ELSE e.currency END AS unrated_currency `+
			`FROM "people" CROSS JOIN "periods"
				LEFT JOIN "owed" q ON q.person = "people".id AND q.first = "periods".first
				LEFT JOIN "earned" e ON e.person = "people".id AND e.first = "periods".first `+
			`WHERE q.quota > 0 OR q.unrated OR e.person IS NOT NULL OR sells AND `+began+` <= "periods".last AND `+
			ended+` >= "periods".first)`,
	), ", "), nil
}

// quotaPieces selects the quotas behind a person's quota.
func quotaPieces(ctx context.Context, b *metrics.Statement, limit period.Range) (string, error) {
	_, ctes, err := quotaCTEs(ctx, b, limit)
	if err != nil {
		return "", err
	}
	return "WITH " + ctes + ` SELECT person AS row, first AS day, id, quota AS value FROM "pieces"`, nil
}

// quotaWins selects the won deals that are credited to people; none when they are in other currencies.
func quotaWins(ctx context.Context, b *metrics.Statement, limit period.Range) (string, error) {
	q, ctes, err := quotaCTEs(ctx, b, limit)
	if err != nil || q.blind {
		return "", err
	}
	return "WITH " + ctes + ` SELECT person AS row, first AS day, id, credit AS value FROM "wins"`, nil
}

func quotaCTEs(ctx context.Context, b *metrics.Statement, limit period.Range) (*quotaSQL, string, error) {
	q, err := newQuotaSQL(ctx, b, []period.Range{limit})
	if err != nil {
		return nil, "", err
	}
	ctes, err := q.ctes(nil)
	return q, ctes, err
}

// incompleteQuotas describes the quotas and won deals that count for nobody.
func incompleteQuotas(context.Context, *metrics.Statement) ([]metrics.Incomplete, error) {
	return []metrics.Incomplete{
		{Object: sales.Quota, Where: "has(person)",
			Lack: "!has(amount) || !has(from_on) || !has(to_on) || to_on < from_on", Code: "quotas_incomplete",
			Says: "%d of %d quotas of a person lack an amount or one of their days, or end before they begin, " +
				"and are not counted"},
		{Object: sales.Quota, Where: "has(person)", Below: "amount", Code: "quotas_not_above_zero",
			Says: "%d of %d quotas of a person are 0 or less; whoever has no other in a period is listed as " +
				"without a quota, or not at all"},
		{Object: sales.Deal, Where: "won", Lack: "!has(closed_on) || !has(amount)",
			Code: "wins_incomplete", Need: "won_amounts",
			Says: "%d of %d won deals lack a close date or an amount and count towards no quota"},
		{Object: sales.Deal, Where: "won", Lack: "!has(owner)", Code: "wins_unowned", Need: "owners",
			Says: "%d of %d won deals have no owner and count towards no quota, but " +
				"for the shares of credit splits"},
	}, nil
}
