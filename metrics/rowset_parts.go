package metrics

import (
	"context"
	"strconv"

	"salesops/internal/money"
	"salesops/internal/period"
)

// Part is a kind of records behind the rows of a row set. A drill lists them below the rows, and their
// contributions add up to the values of the rows.
type Part struct {
	Object string // whose records they are
	Role   string // in a drill
	Metric string // what they add up to
	Money  bool   // in amounts of the result's currency
	Of     string // a field of the row set: only rows for which it holds are made of them
	Day    string // a field of the row set: the day by which rows of one id are told apart
	// Select writes a SELECT of row, day (by which a row is found), id and value; "" where the metric
	// counts none.
	Select func(ctx context.Context, b *Statement, limit period.Range) (string, error)
}

// parts builds the statements that list the records behind the rows of a cell.
func (b *Statement) parts(ctx context.Context, c Cell, limit period.Range) ([]*opened, error) {
	if b.set == nil {
		return nil, nil
	}
	var all []*opened
	for _, p := range b.set.Parts {
		o, err := newStatement(b.s, b.r, b.m).part(ctx, p, c, limit)
		if err != nil {
			return nil, err
		}
		if o != nil {
			all = append(all, o)
		}
	}
	return all, nil
}

// part builds the statement of one kind of records; nil where there are none.
func (b *Statement) part(ctx context.Context, p Part, c Cell, limit period.Range) (*opened, error) {
	g, err := b.cellRows(ctx, c, limit)
	if err != nil {
		return nil, err
	}
	records, err := p.Select(ctx, b, limit)
	if err != nil || records == "" {
		return nil, err
	}
	b.base[p.Of], b.base[p.Day] = true, true
	b.where = append(b.where, `"r".`+quote(p.Of))
	if g.ok != "" {
		b.where = append(b.where, g.ok)
	}
	with, from, err := b.from()
	if err != nil {
		return nil, err
	}
	o := &opened{
		m:      &metric{file: file{Name: p.Metric, Kind: KindAggregate, Measure: MeasureSum, Over: p.Object}},
		object: p.Object, base: with, rename: map[string]string{RoleRow: p.Role}, scale: scale(0, 0),
	}
	if p.Money {
		o.money, o.code, o.scale = true, b.money.code, scale(money.Digits(b.money.code), 0)
	}
	o.rows = `SELECT x.id AS id, ` + strconv.Itoa(rankRow) +
		` AS role, x.value::HUGEINT AS contribution, NULL::HUGEINT AS below, 0 AS reason, 0 AS kind, 0 AS line` + from +
		` JOIN (` + records + `) x ON x.row = "r".id AND x.day = "r".` + quote(p.Day) + b.restrict()
	o.args = b.args.Values()
	return o, nil
}
