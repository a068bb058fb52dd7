package analytics

import (
	"context"
	"slices"

	"salesops/internal/fault"
	"salesops/record"
)

// Leaving is a log as it would be if some of its changes had never been made.
type Leaving struct {
	Position record.Seq   // nothing behind it is there
	Out      []record.Seq // the changes that are left out, ascending
	// Name tells one Out from another among replays of the same position: letters, digits and hyphens.
	Name string
}

// Without gives columns of such a log, and a function that gives them back, to be called once.
// The latest asked for are kept, as those of At are.
func (c *Columns) Without(ctx context.Context, l Leaving) (*Columns, func(), error) {
	if len(l.Out) == 0 {
		return c.At(ctx, l.Position)
	}
	if l.Position <= 0 || l.Position > c.log.Head() || l.Name == "" || !slices.IsSorted(l.Out) {
		return nil, nil, fault.New(fault.Internal,
			"the log cannot be replayed up to %d without %d changes", l.Position, len(l.Out))
	}
	return c.replayed(ctx, l)
}

// Changes reads the log from one position to another, in slices that are reused.
func (c *Columns) Changes(ctx context.Context, from, to record.Seq, fn func([]record.Change) error) error {
	return upTo(ctx, c.log, everything, from, to, fn)
}

// of is that log, made of the whole one.
func (l Leaving) of(log record.Reader) record.Reader {
	p := &prefix{Reader: log, end: l.Position}
	if len(l.Out) == 0 {
		return p
	}
	return &sieve{Reader: p, out: l.Out}
}

// sieve is a log without some of its changes. Those that stay keep their places, so the places have gaps.
type sieve struct {
	record.Reader
	out []record.Seq
}

func (s *sieve) Tail(ctx context.Context, scope record.Scope, from record.Seq, fn func([]record.Change) error) error {
	var kept []record.Change
	// A run that is left out is jumped over, not read: a load asks for the log in many short pieces.
	i, _ := slices.BinarySearch(s.out, from)
	for ; i < len(s.out) && s.out[i] == from; i++ {
		from++
	}
	return s.Reader.Tail(ctx, scope, from, func(changes []record.Change) error {
		kept = kept[:0]
		for i := range changes {
			if _, out := slices.BinarySearch(s.out, changes[i].Seq); !out {
				kept = append(kept, changes[i])
			}
		}
		if len(kept) == 0 {
			return nil
		}
		return fn(kept)
	})
}
