package metrics

import (
	"context"
	"fmt"
	"slices"

	"salesops/analytics"
	"salesops/sales"
)

// incomplete are records from which no row can be made because a value is unset: a contract
// without a first day makes no customer, a won deal without a close date reaches no quota. No
// count of rows shows them, so the answer names them.
type incomplete struct {
	object, where string // which records rows are made from
	lack          string // the condition that one makes none
	below         string // instead: the column of an amount that is 0 or less
	code, says    string // "%d of %d contracts name no account"
	need          string // only for metrics that need this; "" for all of the rows
}

// incompletes says which records the rows of a metric pass over.
func (b *build) incompletes(ctx context.Context) ([]incomplete, error) {
	switch b.m.Over {
	case customerRows:
		return []incomplete{{object: sales.Contract, lack: "!has(account) || !has(start_on)",
			code: "contracts_incomplete",
			says: "%d of %d contracts lack an account or a first day and make no customer"}}, nil
	case "seller_quota":
		return []incomplete{
			{object: sales.Quota, where: "has(person)",
				lack: "!has(amount) || !has(from_on) || !has(to_on) || to_on < from_on", code: "quotas_incomplete",
				says: "%d of %d quotas of a person lack an amount or one of their days, or end before they begin, " +
					"and are not counted"},
			{object: sales.Quota, where: "has(person)", below: "amount", code: "quotas_not_above_zero",
				says: "%d of %d quotas of a person are 0 or less; whoever has no other in a period is listed as " +
					"without a quota, or not at all"},
			{object: sales.Deal, where: "won", lack: "!has(closed_on) || !has(amount)",
				code: "wins_incomplete", need: "won_amounts",
				says: "%d of %d won deals lack a close date or an amount and count towards no quota"},
			{object: sales.Deal, where: "won", lack: "!has(owner)", code: "wins_unowned", need: "owners",
				says: "%d of %d won deals have no owner and count towards no quota, but " +
					"for the shares of credit splits"},
		}, nil
	case "buyer":
		src, err := b.purchasesOf(ctx)
		if src.object == sales.Order {
			return []incomplete{{object: sales.Order, lack: "!has(account) || !has(ordered_on) || !has(amount)",
				code: "purchases_incomplete",
				says: "%d of %d orders lack an account, a day or an amount and are no purchase"}}, err
		}
		return []incomplete{{object: sales.Deal, where: "won", lack: "!has(account) || !has(closed_on) || !has(amount)",
			code: "purchases_incomplete",
			says: "%d of %d won deals lack an account, a close date or an amount and are no purchase"}}, err
	case "deal_due":
		return []incomplete{{object: sales.Deal, where: "!credit_note", lack: "!has(close_date)", code: "due_undated",
			says: "%d of %d deals have no close date and were due in no period"}}, nil
	case "seller_time":
		return []incomplete{{object: sales.Event, lack: "!has(owner) || !has(start_at) || !has(end_at)",
			code: "events_incomplete",
			says: "%d of %d calendar events lack an owner, a start or an end and fill nobody's time"}}, nil
	case sales.DealLine:
		return []incomplete{{object: sales.DealLine, lack: "!has(deal)", code: "lines_without_deal",
			says: "%d of %d deal lines name no deal and are not counted"}}, nil
	}
	return nil, nil
}

// lookPassedOver counts them in all of the data: what has no day lies in no period.
func (t *table) lookPassedOver(ctx context.Context, s *session, r *request) error {
	all, err := newBuild(s, r, t.m).incompletes(ctx)
	if err != nil {
		return err
	}
	for _, one := range all {
		if one.need != "" && !slices.Contains(t.m.Needs, one.need) {
			continue
		}
		over := &metric{file: file{Name: t.m.Name, Over: one.object, Where: one.where},
			hash: "passed over of " + one.object}
		b := newBuild(s, r.everything(), over)
		if err := b.stepWhere(ctx); err != nil {
			return err
		}
		lack := `"r".` + quote(one.below) + " <= 0"
		if one.below != "" {
			b.base[one.below] = true
		} else if lack, err = b.condition("lack", one.lack); err != nil {
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
			t.passed = append(t.passed, Note{Code: one.code, Count: bad, Of: of, Text: fmt.Sprintf(one.says, bad, of)})
		}
	}
	return nil
}

// passesOver says that there are such records.
func (sh *sheet) passesOver() bool {
	return slices.ContainsFunc(sh.tables, func(t *table) bool { return len(t.passed) > 0 })
}

// passedNotes say what the rows pass over.
func (t *table) passedNotes(part string) []Note {
	out := slices.Clone(t.passed)
	for i := range out {
		out[i].Metric = part
	}
	return out
}
