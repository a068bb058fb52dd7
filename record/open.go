package record

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"sync"
	"sync/atomic"

	"salesops/internal/period"
)

// Options are the options of Open. Clock is required.
type Options struct {
	Objects []Object // the vocabulary; custom fields are read from the log
	Guards  []Guard  // run in this order for every draft
	Clock   func() period.Instant
	IDs     *IDs // nil means NewIDs(Clock)
	// PackFrom is the number of drafts from which a command keeps the records it has finished with
	// in encoded form, to save memory. 0 means 20,000. Only commands of an undo are that large.
	PackFrom int
	// ReadOnly leaves the store as it is, also where Open would mend it. The store refuses what is written later.
	ReadOnly bool
}

// Log is the change log, and the only way to write a fact. It is safe for concurrent use.
type Log struct {
	store  Store
	guards []Guard
	clock  func() period.Instant
	ids    *IDs
	queue  queue

	schema atomic.Pointer[Schema]
	// merged record → the record it was merged into; replaced as a whole, never changed
	aliases atomic.Pointer[map[ID]ID]
	head    atomic.Int64
	latest  atomic.Int64 // time of the latest transaction; see Now

	mu    sync.Mutex
	moved chan struct{} // closed and replaced when the head moves
	moves moves

	// The fields below are used only by the writer goroutine.
	hash    [32]byte
	maxID   ID            // the greatest id in use: greater ids are known to be new without asking the store
	kinds   map[ID]uint16 // object codes of ids that exist, to check references
	seed    maphash.Seed
	unbound map[space]map[uint64]struct{} // see unbound.go
	recent  recent
	vast    int // number of drafts from which a command is packed
	workroom
}

// Open reads the schema and the head from the store and starts the writer goroutine.
func Open(ctx context.Context, store Store, o Options) (*Log, error) {
	if o.Clock == nil {
		return nil, errors.New("open log: a clock is needed")
	}
	schema, err := NewSchema(o.Objects)
	if err != nil {
		return nil, fmt.Errorf("open log: %w", err)
	}
	head, err := store.Head(ctx)
	if err != nil {
		return nil, fmt.Errorf("open log: %w", err)
	}
	l := &Log{store: store, guards: o.Guards, clock: o.Clock, ids: o.IDs, hash: head.Hash, moved: make(chan struct{}),
		kinds: map[ID]uint16{}, seed: maphash.MakeSeed(), unbound: map[space]map[uint64]struct{}{}}
	if l.ids == nil {
		l.ids = NewIDs(o.Clock)
	}
	if l.vast = o.PackFrom; l.vast <= 0 {
		l.vast = mostRecent
	}
	l.ids.skipPast(head.MaxID)
	l.maxID = head.MaxID
	l.head.Store(int64(head.Seq))
	l.latest.Store(int64(max(head.Time, timeOf(head.MaxID))))
	l.moves.opened = head.Seq
	aliases, err := store.Aliases(ctx)
	if err != nil {
		return nil, fmt.Errorf("open log: %w", err)
	}
	l.aliases.Store(&aliases)
	l.schema.Store(schema)
	if schema, err = l.withCustomFields(ctx, schema); err != nil {
		return nil, fmt.Errorf("open log: %w", err)
	}
	l.schema.Store(schema)
	if !o.ReadOnly {
		if err := l.fillTrail(ctx); err != nil {
			return nil, fmt.Errorf("open log: %w", err)
		}
	}
	l.queue.init()
	go l.write(context.WithoutCancel(ctx))
	return l, nil
}

// Close writes the commands that are waiting and stops the writer. Later commands are refused.
// Close does not close the store.
func (l *Log) Close() error {
	l.queue.close()
	<-l.queue.ended
	return nil
}

// Schema returns the schema as of the latest change.
func (l *Log) Schema() *Schema { return l.schema.Load() }

// Now returns the current time, but never less than the time of the latest transaction. When the
// clock is set back, changes written before are thus not in the future, and later changes still
// have later stamps. The store keeps that time, so that it does not go back either when the program
// starts again.
func (l *Log) Now() period.Instant { return max(period.Instant(l.latest.Load()), l.clock()) }

// Clock returns the current time as the clock says it, which is less than Now while the clock is behind the latest
// transaction. It is for what shall happen at a time, not for stamps.
func (l *Log) Clock() period.Instant { return l.clock() }

// NewID returns an id for a record that a later Create will make.
func (l *Log) NewID() ID { return l.ids.Next() }

// Size returns how many bytes the log takes on disk.
func (l *Log) Size(ctx context.Context) (int64, error) { return l.store.Size(ctx) }
