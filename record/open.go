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

// Options for Open. Clock is required.
type Options struct {
	Objects []Object // the vocabulary; custom fields come from the log
	Guards  []Guard  // run in this order on every draft
	Clock   func() period.Instant
	IDs     *IDs // nil: NewIDs(Clock)
	// PackFrom is from how many drafts on a command keeps the records that it has dealt with
	// as bytes; 0 means 20,000. Only an undo's commands are so large.
	PackFrom int
}

// Log is the change log: the only door through which a fact comes in. It is safe for
// concurrent use.
type Log struct {
	store  Store
	guards []Guard
	clock  func() period.Instant
	ids    *IDs
	queue  queue

	schema  atomic.Pointer[Schema]
	aliases atomic.Pointer[map[ID]ID] // merged record → into; replaced, never changed
	head    atomic.Int64
	latest  atomic.Int64 // the instant of the latest transaction; see Now

	mu    sync.Mutex
	moved chan struct{} // closed and replaced when the head moves

	// The writer's own:
	hash    [32]byte
	maxID   ID            // the greatest id that a record has: a greater one needs no look at the store
	kinds   map[ID]uint16 // object codes of ids known to exist, to check references
	seed    maphash.Seed
	unbound map[space]map[uint64]struct{} // see unbound.go
	recent  recent
	vast    int // drafts of a command that packs
	workroom
}

// Open reads the schema and the head from the store and starts the writer.
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
	l.ids.past(head.MaxID)
	l.maxID = head.MaxID
	l.head.Store(int64(head.Seq))
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
	if err := l.fillTrail(ctx); err != nil {
		return nil, fmt.Errorf("open log: %w", err)
	}
	l.queue.init()
	go l.write(context.WithoutCancel(ctx))
	return l, nil
}

// Close stops the writer after the commands it holds; later ones are refused. It does not
// close the store.
func (l *Log) Close() error {
	l.queue.close()
	<-l.queue.ended
	return nil
}

// Schema is the schema as of the latest change.
func (l *Log) Schema() *Schema { return l.schema.Load() }

// Now is the clock, but never before what was written here: where a clock is put back, the changes written
// before do not lie ahead, and those written later are the later ones.
func (l *Log) Now() period.Instant { return max(period.Instant(l.latest.Load()), l.clock()) }

// NewID is an id for a record that a later Create will make.
func (l *Log) NewID() ID { return l.ids.Next() }

// Size is the bytes that the log takes on disk.
func (l *Log) Size(ctx context.Context) (int64, error) { return l.store.Size(ctx) }
