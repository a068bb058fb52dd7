package analytics

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"

	"salesops/internal/fair"
)

// notice passes an error of a question on. When the file must be opened again, the follower learns
// of it, and the asker is told to ask again.
func (c *Columns) notice(err error) error {
	if !broken(err) {
		return err
	}
	select {
	case c.ailing <- err:
	default: // the follower knows already
	}
	return errors.Join(Renewal{Damaged: true, Total: 1}.Refusal(), err)
}

// mend opens the file again after an error of the engine. A file that is damaged is set aside, and
// the follower fills a new one from the log. The error is returned when mending cannot help.
func (c *Columns) mend(ctx context.Context, why error) error {
	if c.path == "" || !broken(why) {
		return why
	}
	c.write.Lock()
	defer c.write.Unlock()
	select {
	case <-c.ailing: //nolint:errcheck // what was noticed is what is mended now
	default:
	}
	c.renewing.Store(&renewal{damaged: true, until: c.log.Head()})
	for _, f := range []*fair.Queue{c.pins, c.gate} { // pinned views and questions end, and no new one begins
		if !f.TakeAll(ctx) {
			return ctx.Err()
		}
		defer f.GiveAll()
	}
	_ = c.closeFile() // the engine has failed; closing tells nothing more
	fresh, err := c.reopened(ctx, why)
	if err != nil {
		return fmt.Errorf("opening the columns again: %w", err)
	}
	select {
	case <-c.ailing: //nolint:errcheck // noticed by a question that ended meanwhile
	default:
	}
	c.folder = fresh.folder
	c.db, c.writer, c.state, c.threads, c.unsorted = fresh.db, fresh.writer, fresh.state, fresh.threads, 0
	c.shape.Store(fresh.shape.Load())
	for name, t := range c.keyed {
		t.built.Store(fresh.keyed[name].built.Load())
	}
	c.stateUncertain.Store(false)
	c.moveAll(c.state.mark.seq)
	c.renew(true)
	return nil
}

// reopened opens the file if it is whole, and otherwise sets it aside and makes a new one.
func (c *Columns) reopened(ctx context.Context, why error) (*Columns, error) {
	if !damaged(why) {
		same, err := open(ctx, c.path, c.log, c.options)
		if err == nil {
			if _, err = same.digest(ctx); err == nil { // reads every block
				c.options.Logger.WarnContext(ctx, "columns were opened again", "reason", why.Error())
				return same, nil
			}
			_ = same.closeFile()
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		why = errors.Join(why, err)
	}
	if err := discard(ctx, c.path, c.options, why, &c.aside); err != nil {
		return nil, err
	}
	return open(ctx, c.path, c.log, c.options)
}

// discard makes room for a new file in the place of one that cannot be used. Only a damaged one is
// worth a look and is kept.
func discard(ctx context.Context, path string, options Options, why error, kept *atomic.Pointer[string]) error {
	if errors.Is(why, errStale) {
		options.Logger.WarnContext(ctx, "columns are made again", "reason", why.Error())
		return removeFile(path)
	}
	name, err := setAside(path, options.Clock)
	if err != nil {
		return err
	}
	kept.Store(&name)
	options.Logger.WarnContext(ctx, "columns are made again", "reason", "the file is damaged: check the disk",
		"kept", name, "error", why.Error())
	return nil
}

// closeFile closes all connections; the engine lets the file go with the last one.
func (c *Columns) closeFile() error {
	err := c.lookups.close()
	if c.writer != nil {
		err = errors.Join(err, c.writer.Close())
		c.writer = nil
	}
	err = errors.Join(err, c.db.Close())
	c.folder.close()
	return err
}
