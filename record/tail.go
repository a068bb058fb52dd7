package record

import (
	"context"
	"slices"
)

// Head returns the position of the latest durable change; 0 for an empty log.
func (l *Log) Head() Seq { return Seq(l.head.Load()) }

// Tail calls fn with the changes from position from up to the head at the time of the call, in
// order, in slices of at most 5,000. What the scope hides is left out. The slice is reused; the
// Fields of the changes are not.
func (l *Log) Tail(ctx context.Context, scope Scope, from Seq, fn func([]Change) error) error {
	return l.eachChange(ctx, max(from, 1), l.Head(), l.shown(ctx, scope, fn))
}

// shown wraps fn so that it gets only changes of records that the scope shows.
func (l *Log) shown(ctx context.Context, scope Scope, fn func([]Change) error) func([]Change) error {
	if scope.Everything() {
		return fn
	}
	return func(changes []Change) error {
		ids := make([]ID, len(changes))
		for i := range changes {
			ids[i] = changes[i].ID
		}
		slices.Sort(ids)
		seen, err := l.visible(ctx, scope, slices.Compact(ids))
		if err != nil {
			return err
		}
		changes = slices.DeleteFunc(changes, func(c Change) bool {
			_, yes := slices.BinarySearch(seen, c.ID)
			return !yes
		})
		if changes = scope.unmask(changes); len(changes) == 0 {
			return nil
		}
		return fn(changes)
	}
}

// EachCaused calls fn, as Tail does, with the changes whose cause is seq. For an import these are
// its changes, and those of its undo, which have the flag Undo.
func (l *Log) EachCaused(ctx context.Context, scope Scope, seq Seq, fn func([]Change) error) error {
	first, last, err := l.store.Caused(ctx, seq)
	if err != nil {
		return storeError("read", err)
	}
	if first == 0 {
		return nil
	}
	shown := l.shown(ctx, scope, fn)
	return l.eachChange(ctx, first, last, func(changes []Change) error {
		return shown(slices.DeleteFunc(changes, func(c Change) bool { return c.Cause != seq }))
	})
}

func (l *Log) eachChange(ctx context.Context, from, to Seq, fn func([]Change) error) error {
	var changes []Change
	var facts []fact
	var room []FieldValue
	return l.store.Rows(ctx, from, to, func(rows []Row) error {
		changes = changes[:0]
		schema := l.Schema() // the schema of the head or later, so it has every key in these rows
		for i := range rows {
			e, err := readEntry(string(rows[i].Body), facts)
			if err == nil {
				err = readPersonal(&e, rows[i].Personal)
			}
			if err != nil {
				return rowError(&rows[i], err)
			}
			facts = e.facts
			if len(room) < len(e.facts) {
				room = make([]FieldValue, max(4096, len(e.facts)))
			}
			n := len(e.facts)
			c, err := schema.change(&e, room[:0:n])
			if err != nil {
				return err
			}
			room = room[n:]
			changes = append(changes, c)
		}
		return fn(changes)
	})
}

// Wait returns when the head is greater than seq, or with ctx's error.
func (l *Log) Wait(ctx context.Context, seq Seq) error {
	for {
		l.mu.Lock()
		moved := l.moved
		l.mu.Unlock()
		if l.Head() > seq {
			return nil
		}
		select {
		case <-moved:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
