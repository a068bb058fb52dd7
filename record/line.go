package record

import (
	"context"

	"salesops/internal/fault"
)

// ErrBehind refuses a command of a Line because the command before it was refused. The command
// itself may be valid and can be sent again after the other was dealt with.
var ErrBehind = fault.New(fault.Conflict, "the command before this one was refused")

// Line sends commands that must be written in order, without waiting for one before the next is
// sent. This lets the log stage one command while the one before is made durable. After a refusal,
// the commands already sent behind it are refused with ErrBehind; use a new Line to continue.
type Line struct {
	log  *Log
	last *request
}

// Line returns a new Line. A Line must be used by one goroutine only.
func (l *Log) Line() *Line { return &Line{log: l} }

// Send queues a command behind those sent before. The returned function waits until the command is
// on disk or refused.
func (n *Line) Send(ctx context.Context, cmd Command) (wait func() (Done, error)) {
	r := &request{gone: ctx.Err, cmd: &cmd, out: make(chan struct{}), line: true, after: n.last}
	n.last = r
	n.log.queue.put(r)
	return func() (Done, error) {
		<-r.out
		return r.done, r.err
	}
}
