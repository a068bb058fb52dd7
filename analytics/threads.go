package analytics

import (
	"context"
	"fmt"

	"salesops/record"
)

// threadChanges is how many changes of the log make a thread of the engine's own worth its while.
// The engine scans some 120,000 rows of a table as one piece, so that smaller tables give a second
// thread nothing to do.
const threadChanges = 1_000_000

// threadsFor is how many threads of the engine serve a statement when the log has so many changes.
// Each above the first takes single tasks away from the thread that asked, which turns round and
// round until they are done: a short statement then costs several times the processor time.
func threadsFor(changes record.Seq, most int) int {
	return int(min(1+changes/threadChanges, record.Seq(most)))
}

// fitThreads gives the engine the threads that the log's size asks for.
func (c *Columns) fitThreads(ctx context.Context) error {
	return c.setThreads(ctx, threadsFor(c.log.Head(), c.options.Threads))
}

// setThreads changes how many threads the engine has.
func (c *Columns) setThreads(ctx context.Context, n int) error {
	if n == c.threads {
		return nil
	}
	err := with(c.writer, func(s *session) error { return s.exec(ctx, "SET threads = "+fmt.Sprint(n)) })
	if err == nil {
		c.threads = n
	}
	return err
}
