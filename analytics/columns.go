package analytics

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"salesops/record"
)

// Options of Columns. The zero value is a sane default.
type Options struct {
	MemoryLimit string // DuckDB's, such as "600MB", which "" means
	Threads     int    // the most that are used; 0 means the number of processors
	Gate        int    // queries that run at the same time; 0 means 2
	// Derived are tables computed from other tables whenever those change.
	Derived []Derived
	// Keyed are tables whose rows name their records and are built again for those records alone.
	Keyed  []Keyed
	Logger *slog.Logger // nil: slog.Default()
}

// Columns follows a log into columns and answers queries on them. It is safe for
// concurrent use; queries wait for the follower while it takes in somebody's edit, never for
// an import.
type Columns struct {
	log     record.Reader
	options Options
	path    string
	db      *sql.DB
	gate    chan struct{}
	closed  chan struct{}
	shape   atomic.Pointer[shape]
	replays replays
	lookups lookups
	steps   steps

	keyed      map[string]*keyedTable
	keyedNames []string // in their order

	// write is held while the tables change.
	write    writing
	writer   *sql.Conn
	state    state
	unsorted int // changes taken in since the tables were sorted
	threads  int // that the engine has now
	// doubtful: a transaction failed, perhaps only in the telling, so state is read again.
	doubtful atomic.Bool

	mu       sync.Mutex
	position record.Seq
	touches  touches
	moved    chan struct{} // closed and replaced when position moves
}

// shape is what tables there are: it changes only when the company adds a field.
type shape struct {
	schema  *record.Schema
	layouts map[string]*layout
	names   []string // objects, in the schema's order
}

// state is what the follower keeps in memory of the tables.
type state struct {
	mark    mark
	zone    *time.Location
	book    *book
	history history
	skipped map[string]bool // "object.field": values met before the schema knew the field
}

// Close waits for running queries and closes the file. It is called once, after Run has ended.
func (c *Columns) Close() error {
	close(c.closed)
	c.replays.close()
	c.write.Lock()
	defer c.write.Unlock()
	for range cap(c.gate) {
		c.gate <- struct{}{}
	}
	return errors.Join(c.lookups.close(), c.writer.Close(), c.db.Close())
}

// Position is the last change the columns hold.
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

// moveAll is move where any rows may be others.
func (c *Columns) moveAll(to record.Seq) { c.move(to, func(t *touches) { t.everything(to) }) }

// move tells those who wait that the tables hold a new position.
func (c *Columns) move(to record.Seq, touch func(*touches)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.position = to
	touch(&c.touches)
	close(c.moved)
	c.moved = make(chan struct{})
}
