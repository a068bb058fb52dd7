package analytics

import (
	"context"
	"fmt"
	"os"
	"slices"
	"sync"

	"salesops/internal/fault"
	"salesops/record"
)

// keptReplays is the number of replays that stay open after use.
const keptReplays = 2

// replays holds columns of past positions, the most recently used first.
type replays struct {
	mu   sync.Mutex // held while a replay is made, so that only one is made at a time
	kept []*replay
}

type replay struct {
	position record.Seq
	without  string // Leaving.Name of the changes left out; "" for none
	columns  *Columns
	users    int
}

// At returns columns as of a log position, and a function that releases them and must be called
// once. A position that is not in the log is fault.Invalid. The most recently used columns are kept
// open. When the columns themselves are at the position, At returns them; they then take in no
// changes until they are released.
func (c *Columns) At(ctx context.Context, position record.Seq) (*Columns, func(), error) {
	if position <= 0 || position > c.log.Head() {
		return nil, nil, fault.Invalidf("the log has no position %d: it goes from 1 to %d", position, c.log.Head())
	}
	if c.write.TryRLock() {
		if c.state.mark.seq == position {
			return c, sync.OnceFunc(c.write.RUnlock), nil
		}
		c.write.RUnlock()
	}
	return c.replayed(ctx, Leaving{Position: position})
}

// replayed returns a replay and a function that releases it.
func (c *Columns) replayed(ctx context.Context, l Leaving) (*Columns, func(), error) {
	c.replays.mu.Lock()
	defer c.replays.mu.Unlock()
	r, err := c.replayAt(ctx, l)
	if err != nil {
		return nil, nil, err
	}
	r.users++
	return r.columns, sync.OnceFunc(func() { c.giveBack(r) }), nil
}

// replayAt finds or makes a replay and moves it to the front of the list. The caller holds
// replays.mu.
func (c *Columns) replayAt(ctx context.Context, l Leaving) (*replay, error) {
	rs := &c.replays
	if i := slices.IndexFunc(rs.kept,
		func(r *replay) bool {
			return r.position == l.Position && r.without == l.Name && len(r.columns.ailing) == 0
		}); i >= 0 {
		r := rs.kept[i]
		rs.kept = slices.Insert(slices.Delete(rs.kept, i, i+1), 0, r)
		return r, nil
	}
	rs.trim(keptReplays - 1)
	columns, err := c.replay(ctx, l)
	if err != nil {
		return nil, fmt.Errorf("replaying the log up to %d: %w", l.Position, err)
	}
	r := &replay{position: l.Position, without: l.Name, columns: columns}
	rs.kept = slices.Insert(rs.kept, 0, r)
	return r, nil
}

// replay makes columns from the log up to a position. They are in a file of their own, which is
// deleted when they are closed.
func (c *Columns) replay(ctx context.Context, l Leaving) (*Columns, error) {
	path := ""
	if c.path != "" {
		path = fmt.Sprintf("%s.at-%d-%d-%s", c.path, l.Position, os.Getpid(), l.Name)
	}
	options := c.options
	options.MemoryLimit, options.Derived = replayMemory(c.shape.Load()), options.Derived[builtIn:]
	columns, err := Open(ctx, path, l.applyTo(c.log), options)
	if err != nil {
		return nil, err
	}
	if err := columns.Rebuild(ctx, nil); err != nil {
		columns.drop()
		return nil, err
	}
	return columns, nil
}

// The memory that DuckDB needs to write a replay: a fixed part, and a part for each column of the
// widest object, because it fills a row group of every table at once.
const replayMegabytes, replayColumnKilobytes = 256, 256

// replayMemory returns a memory limit that grows with the number of custom fields.
func replayMemory(sh *shape) string {
	widest := 0
	for _, l := range sh.layouts {
		widest = max(widest, len(l.columns))
	}
	return fmt.Sprintf("%dMB", replayMegabytes+widest*replayColumnKilobytes/1024)
}

// drop closes temporary columns and deletes their file.
func (c *Columns) drop() {
	if err := c.Close(); err != nil {
		c.options.Logger.Warn("closing temporary columns", "reason", err.Error())
	}
	if c.path != "" {
		if err := removeFile(c.path); err != nil {
			c.options.Logger.Warn("deleting temporary columns", "reason", err.Error())
		}
	}
}

func (c *Columns) giveBack(r *replay) {
	c.replays.mu.Lock()
	defer c.replays.mu.Unlock()
	r.users--
	c.replays.trim(keptReplays)
}

// trim closes unused replays until at most n are left.
func (rs *replays) trim(n int) {
	for i := len(rs.kept) - 1; i >= 0 && len(rs.kept) > n; i-- {
		if r := rs.kept[i]; r.users == 0 {
			rs.kept = slices.Delete(rs.kept, i, i+1)
			r.columns.drop()
		}
	}
}

func (rs *replays) close() {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	for _, r := range rs.kept {
		r.columns.drop()
	}
	rs.kept = nil
}

// truncatedLog is a log that ends at a position.
type truncatedLog struct {
	record.Reader
	end record.Seq
}

func (p *truncatedLog) Head() record.Seq { return min(p.end, p.Reader.Head()) }

func (p *truncatedLog) Tail(ctx context.Context, scope record.Scope, from record.Seq,
	fn func([]record.Change) error) error {
	return upTo(ctx, p.Reader, scope, from, p.end, fn)
}
