package metrics

import (
	"context"

	"salesops/analytics"
)

// lookForUnrated adds up the amounts without a rate, by currency: those of the answer's own days and not of its
// comparison, and only of rows that nothing else leaves out. The answer would count them if there were a rate.
func (t *table) lookForUnrated(ctx context.Context, s *session, r *request) error {
	if !anyUnrated(t.now) {
		return nil
	}
	b := newStatement(s, r, t.m)
	if err := b.rowsOf(ctx, r.ranges.now); err != nil {
		return err
	}
	g, err := b.measure(ctx)
	if err != nil {
		return err
	}
	with, from, err := b.from()
	if err != nil {
		return err
	}
	b.where = append(b.where, g.unrated)
	minor := b.money.minor
	if b.spread != nil {
		minor = b.spread.part(minor)
	}
	rows := `SELECT "r".id, ` + b.money.currency + " AS code, sum(" + minor + ") AS minor" +
		from + b.restrict() + " GROUP BY 1, 2"
	if b.set.placed() { // states are not added up over periods: use the last one
		rows = `SELECT "r".id, ` + b.money.currency + " AS code, arg_max(" + minor + ", " + b.on + ") AS minor" +
			from + b.restrict() + " GROUP BY 1, 2"
	}
	sql := with + " SELECT code, count(*), coalesce(sum(minor), 0)::HUGEINT FROM (" + rows + ") GROUP BY 1 ORDER BY 1"
	return s.each(ctx, sql, b.args.Values(), func(batch *analytics.Batch, row int) error {
		t.leftOut = append(t.leftOut, currencySum{batch.Text(0, row), batch.Int(1, row), batch.Big(2, row)})
		return nil
	})
}

func anyUnrated(cells map[cell]*tally) bool {
	for _, k := range cells {
		if k.missing > 0 {
			return true
		}
	}
	return false
}
