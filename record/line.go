package record

import (
	"context"

	"salesops/internal/fault"
)

// ErrBehind refuses a command of a Line because the one before it was refused. What it held may
// be right: it may be sent again when the other has been dealt with.
var ErrBehind = fault.New(fault.Conflict, "the command before this one was refused")

// Line sends commands that must be written in their order, without waiting for one before the
// next is sent: while one is made durable the next is worked out. After a refusal those that were
// sent behind it are refused with ErrBehind; a new Line begins afresh.
type Line struct {
	log  *Log
	last *request
}

// Line begins one. A Line is used by one goroutine.
func (l *Log) Line() *Line { return &Line{log: l} }

// Send puts a command behind those sent before. wait returns when it is on disk or refused.
func (n *Line) Send(ctx context.Context, cmd Command) (wait func() (Done, error)) {
	r := &request{gone: ctx.Err, cmd: &cmd, out: make(chan struct{}), line: true, after: n.last}
	n.last = r
	n.log.queue.put(r)
	return func() (Done, error) {
		<-r.out
		return r.done, r.err
	}
}
