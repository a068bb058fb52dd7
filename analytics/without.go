package analytics

import (
	"context"
	"slices"

	"salesops/internal/fault"
	"salesops/record"
)

// Leaving describes a log from which some changes are left out.
type Leaving struct {
	Position record.Seq   // the last position of the log
	Out      []record.Seq // the changes that are left out, ascending
	// Name identifies Out among replays of the same position. It consists of letters, digits and
	// hyphens.
	Name string
}

// Without returns columns of a log without some changes, and a function that releases them and must
// be called once. As with At, the most recently used columns are kept open.
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

// Changes calls fn with the changes of the log between two positions, both included, in slices that
// are reused.
func (c *Columns) Changes(ctx context.Context, from, to record.Seq, fn func([]record.Change) error) error {
	return upTo(ctx, c.log, everything, from, to, fn)
}

// applyTo returns log without the changes left out.
func (l Leaving) applyTo(log record.Reader) record.Reader {
	p := &truncatedLog{Reader: log, end: l.Position}
	if len(l.Out) == 0 {
		return p
	}
	return &filteredLog{Reader: p, out: l.Out}
}

// filteredLog is a log without some of its changes. The others keep their positions, so there are gaps.
type filteredLog struct {
	record.Reader
	out []record.Seq
}

func (s *filteredLog) Tail(ctx context.Context, scope record.Scope, from record.Seq,
	fn func([]record.Change) error) error {
	var kept []record.Change
	// Skip changes that are left out at the beginning instead of reading them: a load reads the log
	// in many short pieces.
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
