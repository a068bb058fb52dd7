package analytics

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"salesops/internal/fault"
	"salesops/record"
)

// mostPlanned is how many statements one connection keeps planned.
const mostPlanned = 64

// lookups are connections that keep the plans of statements which are asked again and again.
type lookups struct {
	mu   sync.Mutex
	free []*planner // at most as many as questions are let in at once
}

// planner is a connection and the names of the statements that it has planned, by their text.
type planner struct {
	conn  *sql.Conn
	names map[string]string
	made  int
}

// Lookup is Query for a statement that is asked again and again with other numbers: it is prepared
// once for each connection, though the engine may bind it anew where it cannot tell the types of
// its parameters. All $n are whole numbers, and there is at least one: a prepared statement without
// parameters keeps the statistics it was planned with, and has crashed the engine when later rows
// had other values. The first column
// of every row is the log position; the statement's own columns follow it. A batch may hold one
// row without values: the statement found nothing.
func (c *Columns) Lookup(ctx context.Context, text string, args []int64, fn func(*Batch) error) (record.Seq, error) {
	var position record.Seq
	if len(args) == 0 {
		return 0, fault.New(fault.Internal, "a lookup needs a number to look up")
	}
	err := c.admitted(ctx, func() error {
		p, err := c.lookups.take(ctx, c.db)
		if err != nil {
			return ended(ctx, fault.New(fault.Internal, "opening the columns: %w", err))
		}
		err = with(p.conn, func(s *session) error {
			name, err := p.plan(ctx, s, text)
			if err != nil {
				return err
			}
			return s.query(ctx, "EXECUTE "+name+numbers(args), nil, func(b *Batch) error {
				position = record.Seq(b.Int(0, 0))
				return fn(b)
			})
		})
		return c.lookups.giveBack(p, err)
	})
	return position, err
}

// take lends out a connection that waits for work, or opens one.
func (l *lookups) take(ctx context.Context, db *sql.DB) (*planner, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if n := len(l.free); n > 0 {
		p := l.free[n-1]
		l.free = l.free[:n-1]
		return p, nil
	}
	conn, err := db.Conn(ctx)
	return &planner{conn: conn, names: map[string]string{}}, err
}

// giveBack keeps the connection for the next question; after a failure its plans are made anew.
func (l *lookups) giveBack(p *planner, failed error) error {
	if failed != nil {
		_ = p.conn.Close() // it goes back to the others; what failed is said
		return failed
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.free = append(l.free, p)
	return nil
}

func (l *lookups) close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	var first error
	for _, p := range l.free {
		if err := p.conn.Close(); first == nil {
			first = err
		}
	}
	l.free = nil
	return first
}

// plan gives the name of a planned statement. The position stands in the same statement, so that
// both are of one moment without a transaction around them.
func (p *planner) plan(ctx context.Context, s *session, text string) (string, error) {
	if name, ok := p.names[text]; ok {
		return name, nil
	}
	if len(p.names) >= mostPlanned {
		for other, name := range p.names {
			if err := s.exec(ctx, "DEALLOCATE "+name); err != nil {
				return "", err
			}
			delete(p.names, other)
		}
	}
	p.made++
	name := fmt.Sprintf("planned_%d", p.made)
	err := s.exec(ctx, "PREPARE "+name+" AS SELECT mark.seq, found.* FROM mark LEFT JOIN ("+text+") found ON true")
	if err == nil {
		p.names[text] = name
	}
	return name, err
}

// numbers writes the arguments of an EXECUTE, which takes no parameters.
func numbers(args []int64) string {
	if len(args) == 0 {
		return ""
	}
	texts := make([]string, len(args))
	for i, n := range args {
		texts[i] = strconv.FormatInt(n, 10)
	}
	return "(" + strings.Join(texts, ", ") + ")"
}
