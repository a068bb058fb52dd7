package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"salesops/analytics"
	"salesops/internal/fault"
)

// current waits until the columns have everything that the log has. It shows how far they are while they are made
// again.
func (s *session) current(ctx context.Context) error {
	line := newProgress(s)
	defer line.end()
	return s.shop.caughtUp(ctx, func(r analytics.Renewal) { line.show("rebuilding", int64(r.Done), int64(r.Total)) })
}

// current is the same without showing anything.
func (w *workspace) current(ctx context.Context) error {
	return w.caughtUp(ctx, func(analytics.Renewal) {})
}

func (w *workspace) caughtUp(ctx context.Context, show func(analytics.Renewal)) error {
	awaited := make(chan error, 1)
	go func() { awaited <- w.columns.Await(ctx, w.log.Head()) }()
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case err := <-awaited:
			return err
		case err := <-w.followed: // it ended before its time
			w.followed <- err
			return fmt.Errorf("follow the log into the columns: %w", err)
		case <-tick.C:
			if w.columns.WaitsForRoom() {
				return fault.DiskFull(nil)
			}
			if r, ok := w.columns.Renewal(); ok {
				show(r)
			}
		}
	}
}

// counted counts what is written.
type counted struct {
	io.Writer
	n int
}

func (c *counted) Write(p []byte) (int, error) {
	n, err := c.Writer.Write(p)
	c.n += n
	return n, err
}

// carryOut runs a command. One that only asks, and has printed nothing when the columns are found damaged, waits
// until they are made again and asks once more.
func carryOut(ctx context.Context, s *session, cmd command) error {
	switch cmd.(type) {
	case *metricCommand, *recordsCommand, *exportCommand:
	default:
		return cmd.run(ctx, s)
	}
	out := &counted{Writer: s.stdout}
	s.stdout = out
	defer func() { s.stdout = out.Writer }()
	err := cmd.run(ctx, s)
	if analytics.IsRenewal(err) && out.n == 0 {
		if err := s.current(ctx); err != nil {
			return err
		}
		err = cmd.run(ctx, s)
	}
	return err
}
