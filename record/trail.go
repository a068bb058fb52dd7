package record

import (
	"context"
	"fmt"
	"math"

	"salesops/internal/period"
)

// Trail returns the audit trail: changes of audited objects and every erasure, newest first. It
// returns at most limit changes, those before the given position (0: from the newest).
func (l *Log) Trail(ctx context.Context, before Seq, limit int) ([]Change, error) {
	if before <= 0 {
		before = math.MaxInt64
	}
	seqs, err := l.store.Audited(ctx, before, limit)
	if err != nil {
		return nil, storeError("read", err)
	}
	rows, err := l.store.Pick(ctx, seqs)
	if err != nil {
		return nil, storeError("read", err)
	}
	schema := l.Schema()
	changes := make([]Change, len(seqs))
	for i, seq := range seqs {
		row, ok := rows[seq]
		if !ok {
			return nil, fmt.Errorf("change %d is missing from the log: run verify", seq)
		}
		e, err := row.entry()
		if err != nil {
			return nil, err
		}
		if changes[i], err = schema.change(&e, nil); err != nil {
			return nil, err
		}
	}
	return changes, nil
}

// fillTrail lists the audited changes of a log written by a program that did not list them.
func (l *Log) fillTrail(ctx context.Context) error {
	if l.Head() == 0 {
		return nil
	}
	if some, err := l.store.Audited(ctx, math.MaxInt64, 1); err != nil || len(some) > 0 {
		return err
	}
	b := Batch{Time: period.Instant(l.latest.Load())}
	err := l.store.Rows(ctx, 1, l.Head(), func(rows []Row) error {
		var facts []fact
		for i := range rows {
			e, err := readEntry(string(rows[i].Body), facts)
			if err != nil {
				continue // left to Verify, which reports it
			}
			facts = e.facts
			if o, ok := l.Schema().Code(e.code); e.Kind == Forget || ok && o.Audited {
				b.Audited = append(b.Audited, e.Seq)
			}
		}
		return nil
	})
	if err != nil || len(b.Audited) == 0 {
		return err
	}
	return l.store.Commit(ctx, &b)
}
