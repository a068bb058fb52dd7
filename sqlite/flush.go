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

// flusher moves the write-ahead log into the main file.
type flusher struct {
	pool  *sql.DB
	wake  chan chan struct{} // asks for a full flush, closed when it was tried
	ended chan struct{}

	busy   sync.Mutex // held while a flush runs
	mu     sync.Mutex
	paused bool // the main file must not change: somebody copies it
	err    error
	dirty  bool // something was committed since the last flush
	erase  bool // something was erased, and the write-ahead log may still hold it
}

func newFlusher(pool *sql.DB) *flusher {
	return &flusher{pool: pool, wake: make(chan chan struct{}), ended: make(chan struct{})}
}

// run flushes until ctx ends.
func (f *flusher) run(ctx context.Context) {
	defer close(f.ended)
	ticker := time.NewTicker(flushEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			f.mu.Lock()
			due := f.dirty && f.err == nil
			erase := f.erase
			f.dirty = false
			f.mu.Unlock()
			if due {
				f.flush(context.WithoutCancel(ctx), erase)
			}
		case answer := <-f.wake:
			f.flush(context.WithoutCancel(ctx), true)
			close(answer)
		}
	}
}

// flush runs one checkpoint. A full one empties the write-ahead log, which waits for readers
// up to the busy timeout; when they stay, it is tried again later. Its failure is failed's.
func (f *flusher) flush(ctx context.Context, full bool) {
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
	statement := "PRAGMA wal_checkpoint(PASSIVE)"
	if full {
		statement = "PRAGMA wal_checkpoint(TRUNCATE)"
	}
	var busy, pages, moved int64
	err := f.pool.QueryRowContext(ctx, statement).Scan(&busy, &pages, &moved)
	f.mu.Lock()
	defer f.mu.Unlock()
	switch {
	case err != nil && isBusy(err):
		f.dirty = true
	case err != nil:
		// The disk refused pages of the main file. They are still in the write-ahead log; a
		// later flush that seems to succeed would empty it, so there is none.
		f.err = diskError("flush", err)
	case busy != 0 || (!full && moved < pages):
		f.dirty = true
	case full:
		f.erase = false
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
