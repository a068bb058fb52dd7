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

// Patience is how long the program waits for the other side. It ends what has stopped: a body that does not
// arrive, an answer that nobody reads, a question whose answer takes too long. It never ends a transfer that
// makes progress. Zero values mean the defaults.
type Patience struct {
	// Body is the longest pause within a body, and the time that a body may take in addition to bodyPace.
	Body time.Duration
	// Reader is the longest pause of the reader of an answer.
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
	// bodyPace is the least average speed of a body, in bytes a second.
	bodyPace = 4 << 10
	// drainTime is how long the rest of a refused body is read, because its sender reads the answer afterwards.
	drainTime = 5 * time.Second
)

// moment returns the system time after a duration. Deadlines of connections must not use the program's own
// clock, which tests set to other years.
func moment(fromNow time.Duration) time.Time {
	ctx, stop := context.WithTimeout(context.Background(), fromNow)
	defer stop()
	at, _ := ctx.Deadline()
	return at
}

// body is a request's body that may not stall. Its deadline is removed when the body was read. A deadline that
// stayed would end the connection during the answer, because the server reads on to notice when the asker has
// gone.
type body struct {
	io.ReadCloser
	deadline func(time.Time) error
	patience time.Duration
	begun    time.Time
	read     int64
	over     bool
}

// watchBody limits a request's body. The caller calls the returned function at the end.
func watchBody(w http.ResponseWriter, r *http.Request, patience time.Duration) func() {
	if r.Body == nil || r.Body == http.NoBody {
		return func() {}
	}
	b := &body{ReadCloser: r.Body, deadline: http.NewResponseController(w).SetReadDeadline,
		patience: patience, begun: moment(0)}
	_ = b.deadline(moment(patience)) // also for a body that no operation reads
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

// Listener returns connections whose writes wait no longer than Patience allows. A slow reader may take as long
// as it needs; a reader that has stopped is disconnected.
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
	// A slow reader takes a large piece in small parts, and each part shows that it still reads.
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

// CloseWrite lets the server close its side first, so that a last answer arrives.
func (c *conn) CloseWrite() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return nil
}

// steady returns a writer that does for one answer of HTTP/2 what conn does for a connection. There, many answers
// share a connection that moves, while the reader of one of them has stopped.
func steady(w http.ResponseWriter, r *http.Request, patience time.Duration) http.ResponseWriter {
	if r.ProtoMajor < 2 {
		return w
	}
	return &steadyWriter{ResponseWriter: w, deadline: http.NewResponseController(w).SetWriteDeadline,
		patience: patience}
}

type steadyWriter struct {
	http.ResponseWriter
	deadline func(time.Time) error
	patience time.Duration
}

// Unwrap lets http.ResponseController reach what this writer does not have.
func (s *steadyWriter) Unwrap() http.ResponseWriter { return s.ResponseWriter }

func (s *steadyWriter) Write(b []byte) (int, error) {
	const piece = 64 << 10 // each costs a word with the connection
	sent := 0
	for {
		if err := s.deadline(moment(s.patience)); err != nil && !errors.Is(err, http.ErrNotSupported) {
			return sent, err
		}
		n, err := s.ResponseWriter.Write(b[sent:min(len(b), sent+piece)])
		sent += n
		if err != nil {
			return sent, err
		}
		if sent == len(b) {
			_ = s.deadline(time.Time{}) // the next piece may take long to compute
			return sent, nil
		}
	}
}

// limit cancels a request whose answer takes too long to begin.
type limit struct {
	timer *time.Timer
	stop  context.CancelCauseFunc
}

type limitKey struct{}

// limited returns ctx with a limit, which begins removes.
func limited(ctx context.Context, most time.Duration) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	l := &limit{stop: cancel, timer: time.AfterFunc(most, func() { cancel(context.DeadlineExceeded) })}
	return context.WithValue(ctx, limitKey{}, l), func() { l.timer.Stop(); cancel(nil) }
}

// begins removes the limit: the answer is being sent.
func begins(ctx context.Context) {
	if l, ok := ctx.Value(limitKey{}).(*limit); ok {
		l.timer.Stop()
	}
}

// changing counts the running requests that change something. Each is completed, also when its sender has gone,
// and the program waits for them before it closes.
type changing struct{ group sync.WaitGroup }

// whole returns a ctx for a request that changes something.
func (c *changing) whole(ctx context.Context) (context.Context, func()) {
	c.group.Add(1)
	return context.WithoutCancel(ctx), c.group.Done
}

// wait returns when none is running any more, or when ctx ends.
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
