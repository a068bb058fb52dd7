package metrics

import (
	"context"

	"salesops/analytics"
	"salesops/internal/expr"
	"salesops/internal/period"
	"salesops/internal/reason"
	"salesops/sales"
)

// Sellers is the row set of people who sell, with one row per person, present on the days on which the person
// sells. The owner of a row is the person, so that filters on owners apply to both sides of a ratio.
func Sellers() *RowSet {
	return &RowSet{
		Name: "seller", Like: sales.Person, Opens: []string{sales.Person}, From: []string{sales.Person},
		Own:  []expr.Field{{Name: "owner", Kind: expr.Ref, RefObject: sales.Person, Label: "Owner"}},
		Same: map[string]string{"owner": "id"}, Prepare: prepareSellers, Calculator: sellers{},
	}
}

func prepareSellers(_ context.Context, b *Statement, _ []period.Range) (Rows, error) {
	return Select(func(columns []string) (string, error) {
		at := b.r.when
		at.Stubs = true
		return b.s.cols.Rows(sales.Person, columns, at, b.args.Add)
	}), nil
}

// sellers counts people by the days on which they sell.
type sellers struct{}

// The measures of sellers.
const (
	heads     Measure = "heads"
	dailyMean Measure = "daily_mean"
	daysSold  Measure = "days"
)

// Measures returns the measures: how many people sold, on how many days, and how many on an average day.
func (sellers) Measures() []Measure { return []Measure{heads, dailyMean, daysSold} }

// Begin counts people marked as selling whose days overlap the period; without any, the owners of deals
// alive in the period and of activities in it.
func (sellers) Begin(ctx context.Context, b *Statement) (*Calculation, error) {
	p := &presence{measure: b.m.Measure}
	if err := p.readRoster(ctx, b); err != nil {
		return nil, err
	}
	c := &Calculation{First: p.first, Lines: p.lines}
	if p.measure == dailyMean {
		c.Form = DailyMean
	}
	if !p.fromOwners {
		return c, nil
	}
	c.From, c.Flags = []string{sales.Deal}, []string{FlagFromDealOwners}
	c.Notes = []Note{{Code: FlagFromDealOwners,
		Text: "Nobody is marked as a rep: the owners of deals alive in the period and of activities in it are " +
			"counted instead"}}
	if p.deals > 0 && p.ownerless == p.deals {
		c.Hint = reason.Of("sellers_ownerless", "deals", p.deals)
	}
	switch {
	case p.measure != heads:
		c.Why = reason.Of("presence_unknown", "what", p.word())
	case !c.Hint.None():
		c.Why = c.Hint
	case p.deals == 0:
		c.Why = reason.Of("sellers_none")
	}
	return c, nil
}

// presence knows who sold on which days.
type presence struct {
	measure    Measure
	fromOwners bool // nobody is marked as selling: owners of deals and activities are used
	ownerless  int64
	deals      int64
}

// readRoster finds out whether anybody is marked as selling and, if not, whether deals have owners.
func (p *presence) readRoster(ctx context.Context, b *Statement) error {
	people, err := b.Records(sales.Person, []string{"id", "sells"}, b.r.when)
	if err != nil {
		return err
	}
	err = b.Each(ctx, "SELECT count(*) FROM ("+people+") WHERE sells", func(b *analytics.Batch, row int) error {
		p.fromOwners = b.Int(0, row) == 0
		return nil
	})
	if err != nil || !p.fromOwners {
		return err
	}
	b = b.Apart()
	deals, err := b.Records(sales.Deal, []string{"owner"}, b.r.when)
	if err != nil {
		return err
	}
	return b.Each(ctx, "SELECT count(*), count(owner) FROM ("+deals+")", func(b *analytics.Batch, row int) error {
		p.deals, p.ownerless = b.Int(0, row), b.Int(0, row)-b.Int(1, row)
		return nil
	})
}

// stretches returns the relation of people and the days on which they sell, both included.
func (p *presence) stretches(b *Statement, periods []period.Range) (string, error) {
	const open = ", DATE '9999-12-30')"
	if !p.fromOwners {
		rows, err := b.s.cols.Rows(sales.Person, []string{"id", "sells", "started_on", "left_on"}, b.r.when, b.args.Add)
		return "SELECT id AS person, coalesce(started_on, DATE '0001-01-01') AS day_from, coalesce(left_on" +
			open + " AS day_to FROM (" + rows + ") WHERE sells", err
	}
	deals, err := b.s.cols.Rows(sales.Deal, []string{"owner", "created_on", "closed_on"}, b.r.when, b.args.Add)
	if err != nil {
		return "", err
	}
	activities, err := b.s.cols.Rows(sales.Activity, []string{"owner", "start_on", "created_on"}, b.r.when, b.args.Add)
	days := "(SELECT owner AS person, coalesce(created_on, closed_on, DATE '0001-01-01') AS day_from, " +
		"coalesce(closed_on" + open + " AS day_to FROM (" + deals + ") WHERE owner IS NOT NULL" +
		" UNION ALL SELECT owner, coalesce(start_on, created_on), coalesce(start_on, created_on) FROM (" + activities +
		") WHERE owner IS NOT NULL AND coalesce(start_on, created_on) IS NOT NULL)"
	if wholePeriods(b.r.ranges, periods) {
		return b.periodsSold(days, periods), err
	}
	// Of several stretches that begin on one day, only the longest is needed.
	return "SELECT person, day_from, max(day_to) AS day_to FROM " + days + " GROUP BY person, day_from", err
}

// periodsSold returns the SQL of the periods that stretches of days touch, each once. Of several stretches that
// begin in one period, only the longest is needed.
func (b *Statement) periodsSold(days string, periods []period.Range) string {
	first, last := periods[0].From, periods[0].To
	for _, p := range periods {
		first, last = min(first, p.From), max(last, p.To)
	}
	from, to := b.args.Add(first)+"::DATE", b.args.Add(last)+"::DATE"
	key := func(on string) string { return periodKey(b.r.ranges.calendar, b.r.ranges.grain, on) }
	return "SELECT DISTINCT person, unnest(range(begun, ended + 1)) AS key FROM (SELECT person, " + key("day_from") +
		" AS begun, max(" + key("day_to") + ") AS ended FROM (" +
		"SELECT person, greatest(day_from, " + from + ") AS day_from, least(day_to, " + to + " - 1) AS day_to FROM " +
		days + " WHERE day_from < " + to + " AND day_to >= " + from +
		") GROUP BY 1, 2)"
}

// wholePeriods reports whether the answer's periods are complete periods of the calendar.
func wholePeriods(r ranges, periods []period.Range) bool {
	if r.grain == period.Whole || len(periods) == 0 {
		return false
	}
	for _, p := range periods {
		if r.calendar.PeriodOf(p.From, r.grain) != p {
			return false
		}
	}
	return true
}

// first is the first day on which anybody sold.
func (p *presence) first(ctx context.Context, b *Statement) (period.Day, error) {
	first := b.r.asOf
	days, err := p.stretches(b, nil)
	if err != nil {
		return first, err
	}
	err = b.Each(ctx, "SELECT min(day_from) FROM ("+days+") WHERE day_from > DATE '0001-01-01'",
		func(batch *analytics.Batch, row int) error {
			if !batch.Null(0, row) {
				first = min(first, batch.Day(0, row))
			}
			return nil
		})
	return first, err
}

// lines returns one line for each person and period: 1, or the days on which the person sold.
func (p *presence) lines(_ context.Context, b *Statement, periods []period.Range) (Lines, error) {
	switch counted := p.measure != heads; {
	case counted && p.fromOwners:
		return Lines{}, nil // Begin says why
	case counted && len(periods) == 1 && !periods[0].Bounded():
		return Lines{Why: reason.Of("presence_endless", "what", p.word())}, nil
	}
	stretches, err := p.stretches(b, periods)
	if err != nil {
		return Lines{}, err
	}
	var index, first, last []int64
	for i, q := range periods {
		index, first, last = append(index, int64(i)), append(first, int64(q.From)), append(last,
			int64(min(q.To, period.MaxDay-1)-1))
	}
	days := `(SELECT idx, DATE '1970-01-01' + a::INTEGER AS first, DATE '1970-01-01' + z::INTEGER AS last FROM ` +
		"(SELECT unnest(" + b.args.Add(index) + "::BIGINT[]) AS idx, unnest(" + b.args.Add(first) +
		"::BIGINT[]) AS a, unnest(" + b.args.Add(last) + "::BIGINT[]) AS z))"
	// The team is that of the period's last day on which the person sold.
	day, sold := `least("p".last, "s".day_to)`, `"s".day_from <= "p".last AND "s".day_to >= "p".first`
	once := ""
	if p.fromOwners {
		day, once = `"p".last`, "DISTINCT " // an owner may have several stretches in a period
		if wholePeriods(b.r.ranges, periods) {
			once = "" // a person has each period once
			sold = `"s".key = ` + periodKey(b.r.ranges.calendar, b.r.ranges.grain, `"p".first`)
		}
	}
	above := "1"
	if p.measure != heads {
		above = p.days(b)
	}
	return Lines{SQL: "SELECT " + once + `"s".person AS record, "p".idx AS place, ` + day + " AS day, " + above +
		" AS above, 0 AS below FROM (" + stretches + `) "s" JOIN ` + days + ` "p" ON ` + sold}, nil
}

// days returns the SQL of the days on which people sold in a period. A daily mean is over the whole period and
// includes future days; a number of days does not.
func (p *presence) days(b *Statement) string {
	last := `"p".last`
	if p.measure == daysSold {
		last = `least("p".last, ` + b.args.Add(b.r.asOf) + "::DATE)"
	}
	return "greatest(least(" + last + `, "s".day_to) - greatest("p".first, "s".day_from) + 1, 0)`
}

func (p *presence) word() string {
	if p.measure == daysSold {
		return "days of reps"
	}
	return "full-time equivalents"
}
