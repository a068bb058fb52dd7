package api

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"sync"
	"time"
)

// Patience is how long the program waits for whoever is at the other end. It ends what stands
// still: a body that does not come, an answer that nobody takes, a question that is not answered.
// It never ends what flows, however long that takes. Zero values are the usual ones.
type Patience struct {
	// Body is the longest pause within a body, and what it may take in all beyond bodyPace.
	Body time.Duration
	// Reader is the longest pause of somebody who takes an answer.
	Reader time.Duration
	// Answer and Export are how long an answer may take before its first byte.
	Answer, Export time.Duration
}

func (p Patience) orUsual() Patience {
	usual := Patience{Body: 30 * time.Second, Reader: 2 * time.Minute, Answer: 2 * time.Minute,
		Export: 15 * time.Minute}
	for _, d := range []struct{ given, usual *time.Duration }{
		{&p.Body, &usual.Body}, {&p.Reader, &usual.Reader}, {&p.Answer, &usual.Answer}, {&p.Export, &usual.Export},
	} {
		if *d.given == 0 {
			*d.given = *d.usual
		}
	}
	return p
}

const (
	// bodyPace is the least bytes a second that a body comes in, on the whole.
	bodyPace = 4 << 10
	// drainTime is what a refused body may still take: its sender reads the answer afterwards.
	drainTime = 5 * time.Second
)

// moment is the time of the system a while from now. Deadlines of connections are the one thing
// here that the program's own clock must not decide: tests set that to other years.
func moment(fromNow time.Duration) time.Time {
	ctx, stop := context.WithTimeout(context.Background(), fromNow)
	defer stop()
	at, _ := ctx.Deadline()
	return at
}

// body is a request's body that may not stall. Its deadline is gone as soon as it was read: one
// that stayed would end the connection in the middle of the answer, because the server reads on to
// notice when its asker leaves.
type body struct {
	io.ReadCloser
	deadline func(time.Time) error
	patience time.Duration
	begun    time.Time
	read     int64
	over     bool
}

// watchBody puts a limit on a request's body. The caller calls what it returns at the end.
func watchBody(w http.ResponseWriter, r *http.Request, patience time.Duration) func() {
	if r.Body == nil || r.Body == http.NoBody {
		return func() {}
	}
	b := &body{ReadCloser: r.Body, deadline: http.NewResponseController(w).SetReadDeadline,
		patience: patience, begun: moment(0)}
	_ = b.deadline(moment(patience)) // also for a body that nobody here wants to read
	r.Body = b
	return func() {
		if !b.over {
			_ = b.deadline(moment(min(drainTime, patience)))
		}
	}
}

func (b *body) Read(p []byte) (int, error) {
	if !b.over {
		until := moment(b.patience)
		if slowest := b.begun.Add(b.patience + time.Duration(b.read/bodyPace)*time.Second); slowest.Before(until) {
			until = slowest
		}
		if err := b.deadline(until); err != nil && !errors.Is(err, http.ErrNotSupported) {
			return 0, err
		}
	}
	n, err := b.ReadCloser.Read(p)
	b.read += int64(n)
	if errors.Is(err, io.EOF) && !b.over {
		b.over = true
		_ = b.deadline(time.Time{})
	}
	return n, err
}

// Listener gives connections whose writes wait no longer than Patience allows: a reader who takes
// what is sent may take all day, one who does not is let go.
func (a *API) Listener(l net.Listener) net.Listener {
	return &listener{Listener: l, patience: a.Patience.Reader}
}

type listener struct {
	net.Listener
	patience time.Duration
}

func (l *listener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &conn{Conn: c, patience: l.patience}, nil
}

type conn struct {
	net.Conn
	patience time.Duration
}

func (c *conn) Write(b []byte) (int, error) {
	// A slow reader takes a large piece bit by bit: each bit is a sign of life.
	const piece = 16 << 10
	sent := 0
	for {
		if err := c.SetWriteDeadline(moment(c.patience)); err != nil {
			return sent, err
		}
		n, err := c.Conn.Write(b[sent:min(len(b), sent+piece)])
		sent += n
		if err != nil || sent == len(b) {
			return sent, err
		}
	}
}

// CloseWrite lets the server end its half first, so that a last answer arrives.
func (c *conn) CloseWrite() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return nil
}

// limit ends the making of an answer that takes too long to begin.
type limit struct {
	timer *time.Timer
	stop  context.CancelCauseFunc
}

type limitKey struct{}

// limited is ctx with a limit, which begins releases.
func limited(ctx context.Context, most time.Duration) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	l := &limit{stop: cancel, timer: time.AfterFunc(most, func() { cancel(context.DeadlineExceeded) })}
	return context.WithValue(ctx, limitKey{}, l), func() { l.timer.Stop(); cancel(nil) }
}

// begins says that the answer flows from now on.
func begins(ctx context.Context) {
	if l, ok := ctx.Value(limitKey{}).(*limit); ok {
		l.timer.Stop()
	}
}

// changing are the requests under way that change something. Each is carried out whole, also when
// whoever asked for it has gone, and the program waits for them before it closes.
type changing struct{ group sync.WaitGroup }

// whole is ctx for a request that changes something.
func (c *changing) whole(ctx context.Context) (context.Context, func()) {
	c.group.Add(1)
	return context.WithoutCancel(ctx), c.group.Done
}

// wait returns when none is under way any more, or ctx ends.
func (c *changing) wait(ctx context.Context) error {
	over := make(chan struct{})
	go func() { c.group.Wait(); close(over) }()
	select {
	case <-over:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
