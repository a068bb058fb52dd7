package metrics

import (
	"context"
	"fmt"
	"strings"

	"salesops/analytics"
	"salesops/internal/period"
)

// lookAround reads what the main statement does not return: rows in no period, rows for which a condition of
// the query is unknown and, when nothing was found, whether there are any records at all.
func (t *table) lookAround(ctx context.Context, s *session, r *request) error {
	limited := r.ranges.now.From != period.MinDay || r.ranges.now.To != period.MaxDay
	if limited && t.hasDates && !t.m.set.periodic() || t.m.Spread != nil {
		if err := t.countUndated(ctx, s, r); err != nil {
			return err
		}
	}
	if err := t.countUnknown(ctx, s, r); err != nil {
		return err
	}
	if err := t.lookForUnrated(ctx, s, r); err != nil {
		return err
	}
	if err := t.lookWhetherAny(ctx, s, r); err != nil {
		return err
	}
	if err := t.lookForEvidence(ctx, s, r); err != nil {
		return err
	}
	return t.lookAtExtent(ctx, s, r)
}

// lookWhetherAny finds out, when nothing was counted, whether there are any records.
func (t *table) lookWhetherAny(ctx context.Context, s *session, r *request) error {
	for _, k := range t.now {
		if k.n > 0 {
			return nil
		}
	}
	t.none = true
	objects := []string{t.m.object()}
	if t.m.set != nil && t.m.set.Any {
		objects = t.m.set.From
	}
	for _, object := range objects {
		err := s.rows(ctx, object, []string{"id"}, r.when, func(*analytics.Batch, int) error {
			t.none = false
			return errEnough
		})
		if err != nil {
			return err
		}
		if !t.none {
			return t.lookForWhose(ctx, s, r, objects)
		}
	}
	return nil
}

func (t *table) countUndated(ctx context.Context, s *session, r *request) error {
	b := newStatement(s, r, t.m)
	if t.m.Spread != nil { // a row without a first day has no days
		whole := *t.m
		whole.Spread, whole.On = nil, t.m.Spread.From
		b = newStatement(s, r, &whole)
	}
	if err := b.rowsOf(ctx, period.Range{From: period.MinDay, To: period.MaxDay}); err != nil {
		return err
	}
	b.where = append(b.where, b.on+" IS NULL")
	with, from, err := b.from()
	if err != nil {
		return err
	}
	t.undated, err = s.count(ctx, with+" SELECT count(*)"+from+b.restrict(), b.args.Values())
	return err
}

// maxCounts is the number of counts that are kept for a position.
const maxCounts = 1000

// count runs a statement that returns one number. The number is kept for the position, because rows in no
// period do not depend on the periods asked for.
func (s *session) count(ctx context.Context, sql string, args []any) (int64, error) {
	key := fmt.Sprint(sql, args)
	f := s.facts
	f.mu.Lock()
	n, kept := f.counts[key]
	f.mu.Unlock()
	if kept {
		s.reads(sql)
		return n, nil
	}
	err := s.each(ctx, sql, args, func(batch *analytics.Batch, row int) error {
		n = batch.Int(0, row)
		return nil
	})
	if err != nil {
		return 0, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.counts) < maxCounts {
		f.counts[key] = n
	}
	return n, nil
}

// countUnknown counts the rows for which a condition of the query is unknown because a value is unset. They do
// not match.
func (t *table) countUnknown(ctx context.Context, s *session, r *request) error {
	if len(r.where) == 0 {
		return nil
	}
	without := *r
	without.where = nil
	b := newStatement(s, &without, t.m)
	if err := b.rowsOf(ctx, r.ranges.now); err != nil {
		return err
	}
	var unknown []string
	for _, src := range r.where {
		p, err := b.filter(ctx, src)
		if err != nil {
			return err
		}
		sql, err := p.UnknownSQL(b.target())
		if err != nil {
			return err
		}
		if sql != "false" {
			unknown = append(unknown, sql)
		}
	}
	if len(unknown) == 0 {
		return nil
	}
	b.where = append(b.where, "("+strings.Join(unknown, " OR ")+")")
	with, from, err := b.from()
	if err != nil {
		return err
	}
	return s.each(ctx, with+" SELECT count(*)"+from+b.restrict(), b.args.Values(),
		func(batch *analytics.Batch, row int) error {
			t.unknown = batch.Int(0, row)
			return nil
		})
}
