package analytics

import (
	"context"
	"fmt"

	"salesops/record"
)

// threadChanges is the number of changes in the log that justify one more thread. DuckDB scans
// about 120,000 rows of a table as one task, so a second thread has nothing to do on smaller
// tables.
const threadChanges = 1_000_000

// threadsFor returns the number of threads for a log of the given size. More threads than useful
// are harmful: the thread that asked spins until the others have finished their single tasks, and a
// short statement then costs several times the processor time.
func threadsFor(changes record.Seq, most int) int {
	return int(min(1+changes/threadChanges, record.Seq(most)))
}

// fitThreads sets the number of threads according to the size of the log.
func (c *Columns) fitThreads(ctx context.Context) error {
	return c.setThreads(ctx, threadsFor(c.log.Head(), c.options.Threads))
}

// setThreads sets the number of threads of the engine.
func (c *Columns) setThreads(ctx context.Context, n int) error {
	if n == c.threads {
		return nil
	}
	err := withSession(c.writer, func(s *session) error { return s.exec(ctx, "SET threads = "+fmt.Sprint(n)) })
	if err == nil {
		c.threads = n
	}
	return err
}
