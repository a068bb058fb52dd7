package analytics

import (
	"context"
	"crypto/sha256"
	"fmt"
	"sync"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"salesops/record"
)

// Recall caches the rows of small results until a change concerns rows from which they were read.
// Planning a statement takes longer than reading the rows of a typical metric, and an edit of a
// deal does not affect contracts, activities or costs.
type Recall struct {
	columns *Columns
	mu      sync.Mutex
	answers map[statement]*recalled
	oldest  []statement                 // in the order in which they were added
	size    int64                       // of all results, in bytes
	running map[statement]chan struct{} // closed when the statement has been run
}

// statement is the hash of a statement and its arguments.
type statement [sha256.Size]byte

type recalled struct {
	position record.Seq
	batches  []*Batch
	size     int64
}

const (
	maxRecalledRows = 5_000    // of one result
	maxRecalled     = 64 << 20 // bytes of all results
)

// NewRecall returns an empty cache for some columns.
func NewRecall(columns *Columns) *Recall {
	return &Recall{columns: columns, answers: map[statement]*recalled{}, running: map[statement]chan struct{}{}}
}

// Query is the Query of a view with the cache. reads must name everything whose changes can change the
// result. Queries made at the same time often need the same statement, so the second one waits for
// the rows of the first.
func (r *Recall) Query(ctx context.Context, v *View, sql string, args []any, reads Reads,
	fn func(*Batch) error) (record.Seq, error) {
	run := func(fn func(*Batch) error) (record.Seq, error) { return v.Query(ctx, sql, args, fn) }
	return r.through(ctx, v, fmt.Append(nil, sql, args), reads, run, fn)
}

// Lookup is the Lookup of a view with the cache.
func (r *Recall) Lookup(ctx context.Context, v *View, text string, args []int64, reads Reads,
	fn func(*Batch) error) (record.Seq, error) {
	run := func(fn func(*Batch) error) (record.Seq, error) { return v.Lookup(ctx, text, args, fn) }
	return r.through(ctx, v, fmt.Append(nil, "lookup ", text, args), reads, run, fn)
}

// through returns the cached rows of a statement, or runs and caches it.
func (r *Recall) through(ctx context.Context, v *View, text []byte, reads Reads,
	run func(func(*Batch) error) (record.Seq, error), fn func(*Batch) error) (record.Seq, error) {
	key := statement(sha256.Sum256(text))
	done, err := r.turn(ctx, key)
	if err != nil {
		return 0, err
	}
	defer done()
	if found, position := r.find(v, key, reads); found != nil {
		for _, b := range found.batches {
			if err := fn(b); err != nil {
				return position, err
			}
		}
		return position, nil
	}
	one := &recalled{size: int64(len(text))}
	rows, whole := 0, true
	position, err := run(func(b *Batch) error {
		if rows += b.Rows(); rows > maxRecalledRows {
			one.batches, whole = nil, false
		} else if whole {
			own, err := b.copied()
			if err != nil {
				return err
			}
			one.batches = append(one.batches, own)
			for _, c := range own.rows.Columns() {
				one.size += int64(c.Data().SizeInBytes()) //nolint:gosec // bytes in memory
			}
		}
		return fn(b)
	})
	if err == nil && whole {
		one.position = position
		r.keep(key, one)
	}
	return position, err
}

// turn waits while the same statement runs for another caller. After waiting, a caller finds the
// cached result; when the result was not cached, all who waited run the statement at once, so that
// they do not run it one after the other. done must be called afterwards.
func (r *Recall) turn(ctx context.Context, key statement) (done func(), err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if others := r.running[key]; others != nil {
		r.mu.Unlock()
		select {
		case <-others:
		case <-ctx.Done():
			err = ctx.Err()
		}
		r.mu.Lock()
		return func() {}, err
	}
	mine := make(chan struct{})
	r.running[key] = mine
	return func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		delete(r.running, key)
		close(mine)
	}, nil
}

// find returns a cached result that is valid for a view, and the position of the view.
func (r *Recall) find(v *View, key statement, reads Reads) (*recalled, record.Seq) {
	r.mu.Lock()
	found := r.answers[key]
	r.mu.Unlock()
	if found == nil {
		return nil, 0
	}
	// Read the position first: what is touched after it was touched by a later change.
	position := v.Position()
	if r.columns.Changed(reads, v.Scope(), min(found.position, position)) {
		return nil, 0
	}
	return found, position
}

func (r *Recall) keep(key statement, one *recalled) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if before := r.answers[key]; before != nil {
		r.size -= before.size
	} else {
		r.oldest = append(r.oldest, key)
	}
	r.answers[key] = one
	r.size += one.size
	for r.size > maxRecalled && len(r.oldest) > 0 {
		first := r.oldest[0]
		r.size -= r.answers[first].size
		delete(r.answers, first)
		r.oldest = r.oldest[1:]
	}
}

// copied returns a batch that stays valid after fn returns.
func (b *Batch) copied() (*Batch, error) {
	columns := make([]arrow.Array, b.rows.NumCols())
	for i, c := range b.rows.Columns() {
		own, err := array.Concatenate([]arrow.Array{c}, memory.DefaultAllocator)
		if err != nil {
			return nil, err
		}
		columns[i] = own
	}
	return &Batch{b.names, array.NewRecordBatch(b.rows.Schema(), columns, b.rows.NumRows())}, nil
}
