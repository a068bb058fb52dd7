package analytics

import (
	"sync"
	"sync/atomic"

	"salesops/record"
)

// writing is the lock of the tables for writers. Readers do not take it, but can find out whether
// anything was written while they read.
type writing struct {
	sync.RWMutex
	generation atomic.Uint64 // odd while somebody writes
}

func (w *writing) Lock() {
	w.RWMutex.Lock()
	w.generation.Add(1)
}

func (w *writing) Unlock() {
	w.generation.Add(1)
	w.RWMutex.Unlock()
}

// unwritten is a period in which nobody writes the tables, and the log position that they hold.
type unwritten struct {
	generation uint64
	position   record.Seq
}

// unwritten starts such a period. ok is false when somebody writes, or when the outcome of the last
// write is unknown.
func (c *Columns) unwritten() (unwritten, bool) {
	turn := c.write.generation.Load()
	return unwritten{turn, c.Position()}, turn%2 == 0 && !c.stateUncertain.Load()
}

// stillHolds reports whether nothing was written since the period began.
func (u unwritten) stillHolds(c *Columns) bool { return c.write.generation.Load() == u.generation }
