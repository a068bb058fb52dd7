package metrics

import (
	"math/big"
	"strings"

	"salesops/internal/expr"
)

// A reason says why something ended in one way, so only rows with that outcome have one. A share by reason
// therefore uses the denominator of the whole for every row; the rows then add up to the share. With the rows
// of one reason as denominator, each would be 0 or 100 %.

// ofOutcome reports whether a dimension is a reason of the metric's rows.
func (b *Statement) ofOutcome(field string, kind expr.Kind) bool {
	return b.m.Measure == MeasureRatio && b.m.Unit == UnitShare && kind == expr.Text &&
		(field == "reason" || strings.HasSuffix(field, "_reason"))
}

// widen gives the cell of every reason the denominator of all.
func (t *table) widen(cells map[cell]*tally) {
	reasons := map[cell]bool{}
	totals := map[cell]*tally{}
	for c, k := range cells {
		rest, why := t.apart(c)
		reasons[why] = true
		if totals[rest] == nil {
			totals[rest] = k.empty()
		}
		totals[rest].n += k.n
		totals[rest].b.Add(totals[rest].b, k.b)
	}
	for rest, total := range totals {
		for why := range reasons {
			c := rest
			for i, d := range t.dims {
				if d.outcome {
					c.dims[i] = why.dims[i]
				}
			}
			if cells[c] == nil {
				cells[c] = total.empty()
			}
			cells[c].n, cells[c].b = total.n, total.b
		}
	}
}

// apart splits a cell into its dimensions that are no reasons, and its reasons.
func (t *table) apart(c cell) (rest, why cell) {
	rest = c
	for i, d := range t.dims {
		if d.outcome {
			rest.dims[i], why.dims[i] = dimValue{}, c.dims[i]
		}
	}
	return rest, why
}

// empty returns a tally of no rows with the shape of another.
func (t *tally) empty() *tally {
	one := &tally{
		bad: make([]int64, len(t.bad)), of: make([]int64, len(t.of)), unproven: make([]int64, len(t.unproven)),
		a: new(big.Int), b: new(big.Int), months: t.months, priced: t.priced, mixed: t.mixed,
	}
	if t.proven != nil {
		one.proven = new(big.Int)
	}
	return one
}
