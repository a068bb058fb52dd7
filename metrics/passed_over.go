package metrics

import (
	"context"
	"fmt"
	"slices"

	"salesops/analytics"
	"salesops/sales"
)

// Incomplete describes records of which no row can be made because a value is unset: a contract without a first
// day makes no customer, a won deal without a close date counts for no quota. They are in no count of rows, so
// the answer mentions them.
type Incomplete struct {
	Object, Where string // condition of the records of which rows are made
	Lack          string // condition of those that make no row
	Below         string // instead: the column of an amount that is 0 or less
	Code, Says    string // "%d of %d contracts name no account"
	Need          string // only for metrics that need this; "" for all of the rows
}

// incompletes returns which records the rows of a metric leave out.
func (b *Statement) incompletes(ctx context.Context) ([]Incomplete, error) {
	switch {
	case b.set != nil && b.set.Incomplete != nil:
		return b.set.Incomplete(ctx, b)
	case b.m.Over == sales.DealLine:
		return []Incomplete{{Object: sales.DealLine, Lack: "!has(deal)", Code: "lines_without_deal",
			Says: "%d of %d deal lines name no deal and are not counted"}}, nil
	}
	return nil, nil
}

// lookPassedOver counts them in all of the data, because records without a day are in no period.
func (t *table) lookPassedOver(ctx context.Context, s *session, r *request) error {
	all, err := newStatement(s, r, t.m).incompletes(ctx)
	if err != nil {
		return err
	}
	for _, one := range all {
		if one.Need != "" && !slices.Contains(t.m.Needs, one.Need) {
			continue
		}
		over := &metric{file: file{Name: t.m.Name, Over: one.Object, Where: one.Where},
			hash: "passed over of " + one.Object}
		b := newStatement(s, r.everything(), over)
		if err := b.stepWhere(ctx); err != nil {
			return err
		}
		lack := `"r".` + quote(one.Below) + " <= 0"
		if one.Below != "" {
			b.base[one.Below] = true
		} else if lack, err = b.condition("lack", one.Lack); err != nil {
			return err
		}
		with, from, err := b.from()
		if err != nil {
			return err
		}
		var bad, of int64
		err = s.each(ctx, with+" SELECT count(*)"+filter(lack)+", count(*)"+from+b.restrict(), b.args.Values(),
			func(batch *analytics.Batch, row int) error {
				bad, of = batch.Int(0, row), batch.Int(1, row)
				return nil
			})
		if err != nil {
			return err
		}
		if bad > 0 {
			t.passed = append(t.passed, Note{Code: one.Code, Count: bad, Of: of, Text: fmt.Sprintf(one.Says, bad, of)})
		}
	}
	return nil
}

// passesOver reports whether there are such records.
func (sh *sheet) passesOver() bool {
	return slices.ContainsFunc(sh.tables, func(t *table) bool { return len(t.passed) > 0 })
}

// passedNotes returns the notes about them.
func (t *table) passedNotes(part string) []Note {
	out := slices.Clone(t.passed)
	for i := range out {
		out[i].Metric = part
	}
	return out
}
