package metrics

import (
	"context"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"salesops/analytics"
	"salesops/internal/money"
	"salesops/sales"
)

// behind counts the records of an object that have values without history, for row sets made from such records:
// contracts of customers, events of working time. On past days these values are assumed to be as they were when
// imported, from the first day on which the record is known to exist.
type behind struct {
	object  string
	bad, of int64
}

// lookBehind counts these records for a question about a past day.
func (t *table) lookBehind(ctx context.Context, s *session, r *request) error {
	if !r.past() {
		return nil
	}
	var objects []string
	if set := t.m.set; set != nil && !slices.Equal(set.From, []string{sales.Deal}) { // those count them row by row
		objects = set.From
	}
	for _, object := range objects {
		b := newStatement(s, r, t.m)
		rows, err := s.cols.Rows(object, []string{"id", "backfilled"}, r.when, b.args.Add)
		if err != nil {
			return err
		}
		one := behind{object: object}
		err = s.each(ctx, `SELECT count(*) FILTER (WHERE backfilled), count(*) FROM (`+rows+`)`, b.args.Values(),
			func(batch *analytics.Batch, row int) error {
				one.bad, one.of = batch.Int(0, row), batch.Int(1, row)
				return nil
			})
		if err != nil {
			return err
		}
		if one.bad > 0 {
			t.behind = append(t.behind, one)
		}
	}
	return nil
}

// behindNotes returns the notes about them.
func (t *table) behindNotes(part string) []Note {
	var out []Note
	for _, one := range t.behind {
		share := new(big.Rat).SetFrac64(100*one.bad, one.of)
		out = append(out, Note{Code: "backfilled", Metric: part, Count: one.bad, Of: one.of,
			Text: fmt.Sprintf(
				"%s %% of the %s behind it rest on values without history, taken to be as they were when imported, "+
					"from the first day that they prove", money.Decimal(share, 0, 0), manyOf(one.object))})
	}
	return out
}

// manyOf is the plural of an object's name.
func manyOf(object string) string {
	switch object {
	case sales.Activity:
		return "activities"
	case sales.Person:
		return "people"
	}
	return strings.ReplaceAll(object, "_", " ") + "s"
}
