package analytics

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"salesops/internal/disk"
)

// lookAgain is how often a full disk is looked at.
const lookAgain = 500 * time.Millisecond

// noRoom reports whether an error of the engine or the system says that the disk is full. The engine
// passes on the text of the C library.
func noRoom(err error) bool {
	return err != nil && (errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) ||
		strings.Contains(err.Error(), "No space left on device"))
}

// low reports whether the disk has too little room to take changes in. The engine stops for good
// when it meets the end of the disk in the middle of a write, and then answers nothing.
func (c *Columns) low() bool { return c.path != "" && disk.Low(filepath.Dir(c.path), disk.ForCopies) }

// awaitRoom returns when there is room on the disk. Questions are answered meanwhile, from what the
// columns have.
func (c *Columns) awaitRoom(ctx context.Context) error {
	c.waiting.Store(true)
	defer c.waiting.Store(false)
	tick := time.NewTicker(lookAgain)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return ctx.Err()
		}
		if !c.low() {
			return nil
		}
	}
}

// WaitsForRoom reports whether the columns do not follow the log because the disk is full.
func (c *Columns) WaitsForRoom() bool { return c.waiting.Load() }
