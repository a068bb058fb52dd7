package metrics

import (
	"cmp"
	"context"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"salesops/analytics"
	"salesops/internal/fault"
	"salesops/internal/money"
	"salesops/internal/reason"
	"salesops/record"
)

// StepRecords is a page of the records that count differently after a step than before it.
type StepRecords struct {
	Records    []MovedRecord
	Total      int64
	NextCursor string
}

// MovedRecord is a record with what it counted before a step and after it. Nil means that it did not count.
type MovedRecord struct {
	Item
	Before, After         *Figure
	RoleBefore, RoleAfter string // "" where it was not counted
	Change                *Figure
}

// maxMoved is the greatest number of records of a number that are compared.
const maxMoved = 2_000_000

// ExplainRecords lists the records that one step changed in one row, the largest change first.
func (e *Engine) ExplainRecords(ctx context.Context, scope record.Scope, first, second, step string,
	c Cell, page Page) (*StepRecords, error) {
	i := slices.Index(stepCodes[:], step)
	if i < 0 {
		return nil, fault.Because(fault.Invalid, reason.Of("explain_step", "step", strconv.Quote(step)))
	}
	if page.Limit < 0 || page.Limit > maxPage {
		return nil, fault.Invalidf("a page has at most %d records: ask for fewer and follow the cursor", maxPage)
	}
	if page.Limit == 0 {
		page.Limit = defaultPage
	}
	from := 0
	if page.Cursor != "" {
		if err := readCursor(page.Cursor, &from); err != nil || from < 0 {
			return nil, fault.Invalidf("this is no cursor: take next_cursor of the last page, or start without one")
		}
	}
	w, err := e.walk(ctx, scope, first, second)
	if err != nil {
		return nil, err
	}
	out := &StepRecords{Records: []MovedRecord{}}
	if w.states[i+1].same(&w.states[i]) {
		return out, nil
	}
	m := moved{}
	for side := range 2 {
		if err := w.counted(ctx, &w.states[i+side], c, side, m); err != nil {
			return nil, err
		}
	}
	lines := m.differing()
	out.Total = int64(len(lines))
	lines = lines[min(from, len(lines)):min(from+page.Limit, len(lines))]
	if next := from + len(lines); int64(next) < out.Total {
		if out.NextCursor, err = writeCursor(next); err != nil {
			return nil, err
		}
	}
	out.Records, err = w.items(ctx, i, lines)
	return out, err
}

// movedKey is one record in one part of a number.
type movedKey struct {
	part   string
	object string
	id     record.ID
}

// movedLine is what a record counts on both sides of a step.
type movedLine struct {
	movedKey
	role  [2]string
	sum   [2]*big.Rat
	shown [2]*Figure
	code  string
}

type moved map[movedKey]*movedLine

// counted reads what every record of a row counts in a state.
func (w *walk) counted(ctx context.Context, st *state, c Cell, side int, into moved) error {
	return w.on(ctx, st, func(s *session, r *request) error {
		for _, line := range into { // the log moved on: read again
			line.role[side], line.sum[side], line.shown[side] = "", nil, nil
		}
		limit, err := w.e.cellDays(ctx, s, r, st.m, c)
		if err != nil {
			return err
		}
		all, err := w.e.openAll(ctx, s, r, st.m, c, limit)
		if err != nil {
			return err
		}
		for _, o := range all {
			if err := into.read(ctx, s, o, c.Role, side); err != nil {
				return err
			}
		}
		return nil
	})
}

func (m moved) read(ctx context.Context, s *session, o *opened, role string, side int) error {
	sql := o.base + " SELECT id, role, sum(contribution), kind FROM (" + o.rows + ") WHERE role <> " +
		strconv.Itoa(rankLeftOut) + " AND " + o.matches(role) + " GROUP BY ALL"
	return s.each(ctx, sql, o.args, func(b *analytics.Batch, row int) error {
		key := movedKey{o.part(), o.objectOf(b.Int(3, row)), record.ID(b.Int(0, row))}
		line := m[key]
		if line == nil {
			if len(m) >= maxMoved {
				return fault.Invalidf("the number is made of more than %d records: open one row of it", maxMoved)
			}
			line = &movedLine{movedKey: key}
			m[key] = line
		}
		rank := b.Int(1, row)
		line.role[side] = o.roleName(rank)
		if b.Null(2, row) {
			return nil
		}
		if line.sum[side] == nil {
			line.sum[side] = new(big.Rat)
		}
		line.sum[side].Add(line.sum[side], new(big.Rat).SetInt(b.Big(2, row)))
		line.shown[side], line.code = o.figure(line.sum[side], rank), o.currency(rank)
		return nil
	})
}

// change is the difference of what the record counts; a record that does not count is 0.
func (l *movedLine) change() *big.Rat {
	change := new(big.Rat)
	for side, sign := range []int64{-1, 1} {
		if f := l.shown[side]; f != nil {
			if v, ok := new(big.Rat).SetString(f.Text); ok {
				change.Add(change, v.Mul(v, big.NewRat(sign, 1)))
			}
		}
	}
	return change
}

// differing are the records that count differently, the largest change first.
func (m moved) differing() []*movedLine {
	type ranked struct {
		*movedLine
		size *big.Rat
	}
	var out []ranked
	for _, l := range m {
		if change := l.change(); l.role[0] != l.role[1] || change.Sign() != 0 {
			out = append(out, ranked{l, change.Abs(change)})
		}
	}
	slices.SortFunc(out, func(a, b ranked) int {
		return cmp.Or(b.size.Cmp(a.size), cmp.Compare(a.part, b.part), cmp.Compare(a.object, b.object),
			cmp.Compare(a.id, b.id))
	})
	lines := make([]*movedLine, len(out))
	for i, r := range out {
		lines[i] = r.movedLine
	}
	return lines
}

// items reads the records of a page: as they are after the step, else as they were before it.
func (w *walk) items(ctx context.Context, step int, lines []*movedLine) ([]MovedRecord, error) {
	ids := map[string][]record.ID{}
	for _, l := range lines {
		ids[l.object] = append(ids[l.object], l.id)
	}
	found := map[string]Item{}
	for _, i := range []int{step + 1, step} {
		err := w.on(ctx, &w.states[i], func(s *session, r *request) error {
			for object, list := range ids {
				list = slices.DeleteFunc(slices.Clone(list),
					func(id record.ID) bool { _, ok := found[record.FormatID(object, id)]; return ok })
				items, err := s.items(ctx, object, list, r.when)
				if err != nil {
					return err
				}
				for _, item := range items {
					found[item.ID] = item
				}
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	out := make([]MovedRecord, len(lines))
	for i, l := range lines {
		item, ok := found[record.FormatID(l.object, l.id)]
		if !ok {
			id := record.FormatID(l.object, l.id)
			item = Item{Object: l.object, ID: id, Title: id, Fields: map[string]any{}}
		}
		item.Metric, item.Currency = l.part, l.code
		out[i] = MovedRecord{Item: item, Before: l.shown[0], After: l.shown[1],
			RoleBefore: l.role[0], RoleAfter: l.role[1]}
		if shown := cmp.Or(l.shown[1], l.shown[0]); shown != nil {
			change := l.change()
			out[i].Change = &Figure{money.Decimal(change, decimals(shown.Text), 12), shown.Money}
		}
	}
	return out, nil
}

// decimals returns the number of digits after the point.
func decimals(text string) int {
	_, behind, _ := strings.Cut(text, ".")
	return len(behind)
}
