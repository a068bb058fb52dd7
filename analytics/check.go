package analytics

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"salesops/internal/fault"
	"salesops/record"
)

// ErrDiffers is the kind of error that Check returns for a difference. Any other error means that
// the comparison could not be made and says nothing about the columns.
var ErrDiffers = errors.New("the columns are not what the log gives")

// differs is a difference found by Check. It has a message of its own and is ErrDiffers.
type differs struct{ error }

func (d differs) Is(target error) bool { return target == ErrDiffers }
func (d differs) Unwrap() error        { return d.error }

func differ(format string, args ...any) error {
	return differs{fault.New(fault.Internal, format, args...)}
}

// Check compares the columns with a replay of the log. When they differ, it returns an error of
// kind fault.Internal that is ErrDiffers and names the first table and record.
func (c *Columns) Check(ctx context.Context) error {
	mine, err := c.digest(ctx)
	if err != nil {
		return err
	}
	if mine.position == 0 {
		return nil
	}
	fresh, err := c.replay(ctx, Leaving{Position: mine.position})
	if err != nil {
		return fmt.Errorf("replaying the log: %w", err)
	}
	defer fresh.drop()
	for _, name := range mine.built {
		if t, ok := fresh.keyed[name]; ok {
			if err := fresh.keep(ctx, t); err != nil {
				return err
			}
		}
	}
	theirs, err := fresh.digest(ctx)
	if err != nil {
		return err
	}
	if !slices.Equal(mine.names, theirs.names) {
		return differ("the columns have other tables than a replay of the log: run salesops rebuild")
	}
	for _, name := range mine.names {
		if mine.tables[name] != theirs.tables[name] {
			return c.firstDifference(ctx, fresh, name)
		}
	}
	return nil
}

// digest is a checksum of the columns at a position, by table.
type digest struct {
	position record.Seq
	names    []string
	built    []string // keyed tables that hold their rows
	tables   map[string]content
}

type content struct {
	rows int64
	sum  string // sum of the hashes of all rows, independent of their order
}

func (c *Columns) digest(ctx context.Context) (*digest, error) {
	if r, ok := c.Renewal(); ok {
		return nil, r.Refusal()
	}
	d := &digest{tables: map[string]content{}}
	conn, err := c.db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	err = withSession(conn, func(s *session) error {
		return s.snapshot(ctx, func() error {
			at, err := s.number(ctx, "SELECT seq FROM mark")
			if err != nil {
				return err
			}
			d.position = record.Seq(at)
			if d.built, err = s.builtTables(ctx); err != nil {
				return err
			}
			columns, err := s.columnNames(ctx)
			if err != nil {
				return err
			}
			for name, list := range columns {
				d.names = append(d.names, name)
				if err := s.query(ctx, "SELECT count(*), sum(hash("+list+"))::VARCHAR FROM "+Ident(name),
					nil, func(b *Batch) error {
						d.tables[name] = content{b.Int(0, 0), b.Text(1, 0)}
						return nil
					}); err != nil {
					return err
				}
			}
			return nil
		})
	})
	slices.Sort(d.names)
	return d, c.notice(err)
}

// columnNames returns, by table, its columns in alphabetical order as SQL.
func (s *session) columnNames(ctx context.Context) (map[string]string, error) {
	lists := map[string][]string{}
	err := s.query(ctx,
		"SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal ORDER BY table_name, column_name",
		nil, func(b *Batch) error {
			for i := range b.Rows() {
				if name := b.Text(0, i); !strings.HasPrefix(name, staged) {
					lists[name] = append(lists[name], Ident(b.Text(1, i)))
				}
			}
			return nil
		})
	text := map[string]string{}
	for name, list := range lists {
		text[name] = strings.Join(list, ", ")
	}
	return text, err
}

// firstDifference returns an error that names the first record of a table that differs.
func (c *Columns) firstDifference(ctx context.Context, fresh *Columns, name string) error {
	advice := "run salesops rebuild"
	var object string
	for _, l := range c.shape.Load().layouts {
		for _, t := range l.tables() {
			if l.name(t) == name {
				object = l.object
			}
		}
	}
	for _, t := range c.keyed {
		if t.physical() == name {
			object = t.Object
		}
	}
	if object == "" {
		return differ("the table %s of the columns is not what the log gives: %s", name, advice)
	}
	mine, err := c.hashes(ctx, name)
	if err != nil {
		return err
	}
	theirs, err := fresh.hashes(ctx, name)
	if err != nil {
		return err
	}
	var first record.ID
	for id, sum := range theirs {
		if mine[id] != sum && (first == 0 || id < first) {
			first = id
		}
	}
	for id := range mine {
		if _, ok := theirs[id]; !ok && (first == 0 || id < first) {
			first = id
		}
	}
	return differ("the columns hold %s otherwise than the log gives (table %s): %s",
		record.FormatID(object, first), name, advice)
}

func (c *Columns) hashes(ctx context.Context, name string) (map[record.ID]string, error) {
	sums := map[record.ID]string{}
	conn, err := c.db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	err = withSession(conn, func(s *session) error {
		columns, err := s.columnNames(ctx)
		if err != nil {
			return err
		}
		return s.query(ctx, "SELECT id, sum(hash("+columns[name]+"))::VARCHAR FROM "+Ident(name)+" GROUP BY id",
			nil, func(b *Batch) error {
				for i := range b.Rows() {
					sums[record.ID(b.Int(0, i))] = b.Text(1, i)
				}
				return nil
			})
	})
	return sums, err
}
