package sqlite

import (
	"context"
	"database/sql"
	"sync"
	"time"
)

// flushEvery is how often what is in the write-ahead log moves to the main file. A commit
// never waits for it: it runs on a connection of its own.
const flushEvery = 500 * time.Millisecond

// A write-ahead log can only begin again at its start while nothing is written to it. An import
// leaves no such moment, so its commits make one when the log has this many pages (16 MB); and
// when nothing is written any more, one above the smaller size (4 MB) is emptied.
const manyPages, fewPages = 4096, 1024

// manyRows is what a commit of an import writes at least: a person's never waits for a flush.
const manyRows = 200

// How a flush runs.
const (
	beside   = "PRAGMA wal_checkpoint(PASSIVE)"  // waits for nobody
	restart  = "PRAGMA wal_checkpoint(RESTART)"  // the write-ahead log begins again at its start
	truncate = "PRAGMA wal_checkpoint(TRUNCATE)" // … and is empty
)

// Readers that keep a write-ahead log from beginning again are waited for. A reader reads at most
// some thousand rows at a time, so a short wait nearly always does.
const waitShort, waitLong = "PRAGMA busy_timeout = 50", "PRAGMA busy_timeout = 5000"

// flusher moves the write-ahead log into the main file.
type flusher struct {
	pool  *sql.DB
	wake  chan chan struct{} // asks for a full flush, closed when it was tried
	ended chan struct{}

	busy   sync.Mutex // held while a flush runs
	mu     sync.Mutex
	paused bool // the main file must not change: somebody copies it
	err    error
	untold bool  // err is the flush's own, and no command has been refused for it
	dirty  bool  // something was committed since the last flush
	erase  bool  // something was erased, and the write-ahead log may still hold it
	pages  int64 // the most that the write-ahead log held since it was emptied: the size that its file has
	grown  bool  // it is large, and a commit of an import has not tried to have it begin again
}

func newFlusher(pool *sql.DB) *flusher {
	return &flusher{pool: pool, wake: make(chan chan struct{}), ended: make(chan struct{})}
}

// run flushes until ctx ends, and once more then: SQLite does the same when the last connection
// closes, and says nothing when the disk refuses it.
func (f *flusher) run(ctx context.Context) {
	defer close(f.ended)
	ticker := time.NewTicker(flushEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			f.flush(context.WithoutCancel(ctx), truncate, waitShort)
			return
		case <-ticker.C:
			f.mu.Lock()
			due, erase := f.dirty && f.err == nil, f.erase
			idle := !f.dirty && f.err == nil && f.pages > fewPages
			f.dirty = false
			f.mu.Unlock()
			switch {
			case due && erase:
				f.flush(context.WithoutCancel(ctx), truncate, waitLong)
			case due:
				f.flush(context.WithoutCancel(ctx), beside, waitLong)
			case idle:
				f.flush(context.WithoutCancel(ctx), truncate, waitShort)
			}
		case answer := <-f.wake:
			f.flush(context.WithoutCancel(ctx), truncate, waitLong)
			close(answer)
		}
	}
}

// flush runs one checkpoint. One that empties the write-ahead log waits for readers; when they
// stay, it is tried again later. Its failure is failed's.
func (f *flusher) flush(ctx context.Context, how, wait string) {
	f.busy.Lock()
	defer f.busy.Unlock()
	if f.failed() != nil {
		return
	}
	if f.isPaused() {
		f.mu.Lock()
		f.dirty = true
		f.mu.Unlock()
		return
	}
	var busy, pages, moved int64
	_, err := f.pool.ExecContext(ctx, wait) // the pool is one connection
	if err == nil {
		err = f.pool.QueryRowContext(ctx, how).Scan(&busy, &pages, &moved)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	switch {
	case err != nil && isBusy(err):
		f.dirty = true
		return
	case err != nil:
		// The disk refused pages of the main file. They are still in the write-ahead log; a
		// later flush that seems to succeed would empty it, so there is none.
		f.err, f.untold = diskError("flush", err), true
		return
	}
	f.pages = max(f.pages, pages)
	f.grown = how == beside && pages > manyPages
	switch {
	case busy != 0 || moved < pages:
		f.dirty = true
	case how == truncate:
		f.pages, f.erase = 0, false
	}
}

// makeRoom has the write-ahead log begin again at its start when it is large. It is called between
// two commits of an import, and moves what the last flush, a moment ago, did not.
func (f *flusher) makeRoom(ctx context.Context) {
	f.mu.Lock()
	grown := f.grown
	f.grown = false
	f.mu.Unlock()
	if grown {
		f.flush(context.WithoutCancel(ctx), restart, waitShort)
	}
}

// pause waits for a flush that runs and lets no other begin until resume. It returns false
// when it is paused already.
func (f *flusher) pause() bool {
	f.busy.Lock()
	defer f.busy.Unlock()
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.paused {
		return false
	}
	f.paused = true
	return true
}

func (f *flusher) resume() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.paused = false
}

func (f *flusher) isPaused() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.paused
}

// committed notes that there is something to flush; erased, that it must leave no copy.
func (f *flusher) committed(ctx context.Context, erased bool) {
	f.mu.Lock()
	f.dirty = true
	f.erase = f.erase || erased
	f.mu.Unlock()
	if !erased {
		return
	}
	answer := make(chan struct{})
	select {
	case f.wake <- answer:
		<-answer
	case <-f.ended:
	case <-ctx.Done():
	}
}

// stop keeps the write-ahead log as it is from here on: a write failed, and the next Open
// finds out what the disk kept.
func (f *flusher) stop(why error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.err == nil {
		f.err = why
	}
}

// failed says why nothing more may be written; nil while all is well.
func (f *flusher) failed() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.err
}

// tell is failed, for somebody who reports it.
func (f *flusher) tell() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.untold = false
	return f.err
}

// unheard is a failure of a flush that nobody was told of.
func (f *flusher) unheard() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.untold {
		return nil
	}
	return f.err
}
