package analytics

import (
	"context"
	"database/sql"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"salesops/internal/fair"
	"salesops/internal/period"
	"salesops/record"
)

// Options are the options of Open. The zero value is usable.
type Options struct {
	MemoryLimit string // DuckDB's memory limit; "" means "600MB"
	Threads     int    // the maximum number of threads; 0 means the number of processors
	Gate        int    // the number of queries that run at the same time; 0 means 2
	// Derived are tables that are computed from other tables whenever those change.
	Derived []Derived
	// Keyed are tables whose rows belong to records and are rebuilt only for records that change.
	Keyed  []Keyed
	Logger *slog.Logger // nil means slog.Default()
	// Clock gives the time at which a damaged file is set aside; nil means when it was written last.
	Clock func() period.Instant
}

// Columns copies a log into columns and answers queries on them. It is safe for concurrent use.
// Queries wait while the follower takes in an edit of a person, but never for an import. The first
// reading of a keyed table waits for what is being written, because its rows are then built.
type Columns struct {
	log     record.Reader
	options Options
	path    string
	folder  *heldFolder
	db      *sql.DB
	gate    *fair.Queue
	gone    goners
	pins    *fair.Queue // as many as views may be pinned; taken before gate
	closed  chan struct{}
	shape   atomic.Pointer[shape]
	replays replays
	lookups lookups
	steps   steps

	keyed      map[string]*keyedTable
	keyedNames []string // sorted

	// write is held while the tables change.
	write    writing
	writer   *sql.Conn
	state    state
	unsorted int // number of changes taken in since the tables were sorted
	threads  int // number of threads that DuckDB has now
	// stateUncertain is set after a transaction failed. It may have been committed nevertheless, so state
	// is read again.
	stateUncertain atomic.Bool

	renewing atomic.Pointer[renewal] // set while the tables hold nothing of a log that is there
	waiting  atomic.Bool             // the disk is full
	aside    atomic.Pointer[string]
	ailing   chan error // an error after which the file must be opened again, noticed by a question

	mu       sync.Mutex
	position record.Seq
	touches  touches
	moved    chan struct{} // closed and replaced when position moves
}

// shape is the set of tables and their columns. It changes only when a custom field is added.
type shape struct {
	schema  *record.Schema
	layouts map[string]*layout
	names   []string // names of the objects, in the order of the schema
}

// state is what the follower knows of the tables' contents.
type state struct {
	mark    mark
	zone    *time.Location
	book    *book
	history history
	skipped map[string]bool // "object.field" of values that came before the schema knew the field
}

// Close waits for running queries and closes the file. It must be called once, after Run has
// returned.
func (c *Columns) Close() error {
	close(c.closed)
	c.replays.close()
	c.write.Lock()
	defer c.write.Unlock()
	c.pins.TakeAll(context.Background())
	c.gate.TakeAll(context.Background())
	return c.closeFile()
}

// Position returns the log position up to which the columns hold the changes.
func (c *Columns) Position() record.Seq {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.position
}

// Await returns when the columns hold the change seq, or with ctx's error.
func (c *Columns) Await(ctx context.Context, seq record.Seq) error {
	for {
		c.mu.Lock()
		reached, moved := c.position >= seq, c.moved
		c.mu.Unlock()
		if reached {
			return nil
		}
		select {
		case <-moved:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// moveAll is move for the case that any rows may have changed.
func (c *Columns) moveAll(to record.Seq) {
	c.gone.everything(to)
	c.move(to, func(t *touches) { t.everything(to) })
}

// move sets the position and wakes those who wait for it.
func (c *Columns) move(to record.Seq, touch func(*touches)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.position = to
	touch(&c.touches)
	close(c.moved)
	c.moved = make(chan struct{})
}
