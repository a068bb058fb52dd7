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

// mostPlanned is the maximum number of prepared statements per connection.
const mostPlanned = 64

// lookups holds connections that keep prepared statements.
type lookups struct {
	mu   sync.Mutex
	free []*planner // at most as many as queries run at the same time
}

// planner is a connection with the names of its prepared statements, by text.
type planner struct {
	conn  *sql.Conn
	names map[string]string
	made  int
}

// Lookup is Query for a statement that is executed often with different numbers. The statement is
// prepared once per connection, although DuckDB binds it again when it cannot infer the types of
// its parameters. Every $n is a whole number, and there must be at least one: DuckDB has crashed on
// prepared statements without parameters, which keep the statistics from when they were prepared.
//
// The first column of every row is the log position; the columns of the statement follow. A batch
// may consist of one row with NULLs, which means that the statement found nothing.
func (c *Columns) Lookup(ctx context.Context, text string, args []int64, fn func(*Batch) error) (record.Seq, error) {
	var position record.Seq
	if len(args) == 0 {
		return 0, fault.New(fault.Internal, "a lookup needs a number to look up")
	}
	err := c.admitted(ctx, func() error {
		p, err := c.lookups.take(ctx, c.db)
		if err != nil {
			return preferContextError(ctx, fault.New(fault.Internal, "opening the columns: %w", err))
		}
		err = withSession(p.conn, func(s *session) error {
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

// take returns an idle connection, or opens one.
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

// giveBack keeps the connection for the next query. After a failure it closes the connection.
func (l *lookups) giveBack(p *planner, failed error) error {
	if failed != nil {
		_ = p.conn.Close() // the failure itself is returned
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

// plan returns the name of a prepared statement. The statement also selects the position, so that
// both are of the same moment without a transaction.
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
	err := s.exec(ctx, "PREPARE "+name+" AS "+withPosition(text))
	if err == nil {
		p.names[text] = name
	}
	return name, err
}

// withPosition makes a statement select the position as well.
func withPosition(text string) string {
	return "SELECT mark.seq, found.* FROM mark LEFT JOIN (" + text + ") found ON true"
}

// numbers formats the arguments of an EXECUTE, which takes no parameters.
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
