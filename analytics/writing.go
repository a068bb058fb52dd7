package analytics

import (
	"sync"
	"sync/atomic"

	"salesops/record"
)

// writing is the lock of the tables. It tells readers, who take no part in it, whether anything
// was written while they read.
type writing struct {
	sync.RWMutex
	turns atomic.Uint64 // odd while somebody writes
}

func (w *writing) Lock() {
	w.RWMutex.Lock()
	w.turns.Add(1)
}

func (w *writing) Unlock() {
	w.turns.Add(1)
	w.RWMutex.Unlock()
}

// unwritten is a time in which nobody writes the tables, which then hold the log up to a position.
type unwritten struct {
	turn     uint64
	position record.Seq
}

// unwritten begins such a time; false where somebody writes, or where it is not known what the
// last who wrote has left.
func (c *Columns) unwritten() (unwritten, bool) {
	turn := c.write.turns.Load()
	return unwritten{turn, c.Position()}, turn%2 == 0 && !c.doubtful.Load()
}

// lasts says whether nothing was written since it began.
func (u unwritten) lasts(c *Columns) bool { return c.write.turns.Load() == u.turn }
