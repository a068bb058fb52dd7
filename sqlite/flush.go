package sqlite

import (
	"context"
	"database/sql"
	"sync"
	"time"
)

// flushEvery is the interval at which the write-ahead log is copied to the main file. The copying
// runs on a connection of its own, so commits do not wait for it.
const flushEvery = 500 * time.Millisecond

// The write-ahead log can start again at its beginning only while nothing is written to it. A
// running import leaves no such moment, so the import's own commits restart the log when it has
// manyPages pages (16 MB). When writing has stopped, a log above fewPages (4 MB) is emptied.
const manyPages, fewPages = 4096, 1024

// manyRows is the number of rows from which a commit counts as an import's. Smaller commits, those
// of people, never wait for a flush.
const manyRows = 200

// The ways of running a checkpoint.
const (
	checkpointNoWait   = "PRAGMA wal_checkpoint(PASSIVE)"  // waits for nobody
	checkpointRestart  = "PRAGMA wal_checkpoint(RESTART)"  // the write-ahead log starts again at its beginning
	checkpointTruncate = "PRAGMA wal_checkpoint(TRUNCATE)" // as restart, and the file is emptied
)

// How long a checkpoint waits for readers that keep the write-ahead log from starting again. A
// reader reads at most a few thousand rows at a time, so a short wait is nearly always enough.
const waitShort, waitLong = "PRAGMA busy_timeout = 50", "PRAGMA busy_timeout = 5000"

// flusher copies the write-ahead log to the main file.
type flusher struct {
	pool  *sql.DB
	wake  chan chan struct{} // requests a full flush; the channel sent is closed after the attempt
	ended chan struct{}

	busy       sync.Mutex // held while a flush runs
	mu         sync.Mutex
	paused     bool // the main file must not change, because it is being copied
	err        error
	unreported bool // err comes from a flush, and no command has been refused because of it
	dirty      bool // something was committed since the last flush
	erase      bool // something was erased, and the write-ahead log may still contain it
	// the most pages that the write-ahead log had since it was emptied, which is the size of its
	// file
	pages int64
	grown bool // the log is large, and no commit of an import has tried to restart it yet
}

func newFlusher(pool *sql.DB) *flusher {
	return &flusher{pool: pool, wake: make(chan chan struct{}), ended: make(chan struct{})}
}

// run flushes at intervals until ctx ends, and then once more. SQLite would do the last flush
// itself when the last connection closes, but would not report an error of the disk.
func (f *flusher) run(ctx context.Context) {
	defer close(f.ended)
	ticker := time.NewTicker(flushEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			f.flush(context.WithoutCancel(ctx), checkpointTruncate, waitShort)
			return
		case <-ticker.C:
			f.mu.Lock()
			due, erase := f.dirty && f.err == nil, f.erase
			idle := !f.dirty && f.err == nil && f.pages > fewPages
			f.dirty = false
			f.mu.Unlock()
			switch {
			case due && erase:
				f.flush(context.WithoutCancel(ctx), checkpointTruncate, waitLong)
			case due:
				f.flush(context.WithoutCancel(ctx), checkpointNoWait, waitLong)
			case idle:
				f.flush(context.WithoutCancel(ctx), checkpointTruncate, waitShort)
			}
		case answer := <-f.wake:
			f.flush(context.WithoutCancel(ctx), checkpointTruncate, waitLong)
			close(answer)
		}
	}
}

// flush runs one checkpoint. A checkpoint that empties the write-ahead log waits for readers; when
// they take too long, run tries again later. An error is kept for failed.
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
	// the pool has a single connection, so the setting applies to the checkpoint
	_, err := f.pool.ExecContext(ctx, wait)
	if err == nil {
		err = f.pool.QueryRowContext(ctx, how).Scan(&busy, &pages, &moved)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	switch {
	case err != nil && (isBusy(err) || isFull(err)): // all pages are still in the write-ahead log
		f.dirty = true
		return
	case err != nil:
		// The disk refused to write pages of the main file. They are still in the write-ahead log.
		// A later flush that seems to succeed would empty the log and lose them, so no further
		// flush is made.
		f.err, f.unreported = diskError("flush", err), true
		return
	}
	f.pages = max(f.pages, pages)
	f.grown = how == checkpointNoWait && pages > manyPages
	switch {
	case busy != 0 || moved < pages:
		f.dirty = true
	case how == checkpointTruncate:
		f.pages, f.erase = 0, false
	}
}

// makeRoom restarts a large write-ahead log. It is called between two commits of an import and has
// little to copy, because the last flush was a moment ago.
func (f *flusher) makeRoom(ctx context.Context) {
	f.mu.Lock()
	grown := f.grown
	f.grown = false
	f.mu.Unlock()
	if grown {
		f.flush(context.WithoutCancel(ctx), checkpointRestart, waitShort)
	}
}

// pause waits for a running flush to end and prevents further ones until resume. It returns false
// when flushing is paused already.
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

// committed notes that there is something to flush. With erased, it waits for a full flush, so that
// no copy of the erased bytes remains.
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

// stop prevents all further flushes after a failed write, so that the write-ahead log stays as it
// is. The next Open finds out what is on disk.
func (f *flusher) stop(why error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.err == nil {
		f.err = why
	}
}

// failed returns the error after which nothing more may be written; nil when there is none.
func (f *flusher) failed() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.err
}

// report returns the same as failed, for a caller that reports the error.
func (f *flusher) report() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.unreported = false
	return f.err
}

// unreportedError returns the error of a flush that no caller has reported yet.
func (f *flusher) unreportedError() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.unreported {
		return nil
	}
	return f.err
}
