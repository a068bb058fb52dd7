package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"salesops/record"
)

// store implements record.Store.
type store struct{ db *DB }

// reader holds the statements of the connections for reading.
type reader struct {
	pick, states, lookup, seen                *sized
	rows, personal, head, each, eachOf, bound *sql.Stmt
	caused, boundAll, aliases, end, audited   *sql.Stmt
	causes, stated, statedBy                  *sql.Stmt
	job, due, next, openJobs, jobs            *sql.Stmt
}

// sliceRows is the number of rows per call of fn in Rows.
const sliceRows = 5000

func newReader(ctx context.Context, pool *sql.DB) (*reader, error) {
	r := &reader{}
	var err error
	for _, p := range []struct {
		to   **sized
		head string
	}{
		{&r.pick,
			`SELECT c.seq, c.data, p.data
			FROM change c
			LEFT JOIN personal p ON p.seq = c.seq
			WHERE c.seq IN (`},
		{&r.states, "SELECT id, object, seq, data FROM state WHERE id IN ("},
		{&r.lookup, "SELECT external, id FROM binding WHERE source = ? AND object = ? AND external IN ("},
		{&r.seen, "SELECT id, data FROM seen WHERE source = ? AND id IN ("},
	} {
		if *p.to, err = prepare(ctx, pool, p.head, 1, ")"); err != nil {
			return nil, err
		}
	}
	for _, p := range []struct {
		to    **sql.Stmt
		query string
	}{
		{&r.rows, "SELECT seq, data FROM change WHERE seq BETWEEN ? AND ? ORDER BY seq LIMIT ?"},
		{&r.personal, "SELECT seq, data FROM personal WHERE seq BETWEEN ? AND ? ORDER BY seq"},
		{&r.head, "SELECT seq, substr(data, 1, 32) FROM change ORDER BY seq DESC LIMIT 1"},
		{&r.end, "SELECT (SELECT coalesce(max(id), 0) FROM state), coalesce((SELECT at FROM stamp), 0)"},
		{&r.each, "SELECT id, object, seq, data FROM state WHERE id > ? ORDER BY id LIMIT ?"},
		{&r.eachOf, "SELECT id, object, seq, data FROM state WHERE object = ? AND object < 10 ORDER BY id"},
		{&r.bound,
			`SELECT source, object, external, id
			FROM binding
			WHERE source = ?1 AND object = ?2 AND (external > ?3 OR ?5 = 0)
			ORDER BY external
			LIMIT ?4`},
		{&r.boundAll,
			`SELECT source, object, external, id
			FROM binding
			WHERE (source, object, external) > (?1, ?2, ?3) OR ?5 = 0
			ORDER BY source, object, external
			LIMIT ?4`},
		{&r.caused, "SELECT first, last FROM cause WHERE seq = ?"},
		{&r.causes, "SELECT seq, first, last FROM cause WHERE seq < ? ORDER BY seq"},
		{&r.stated,
			`SELECT cause, first, last, data
			FROM stated
			WHERE last >= ? AND first <= ?
			ORDER BY cause, first`},
		{&r.statedBy, "SELECT cause, first, last, data FROM stated WHERE cause = ? ORDER BY first"},
		{&r.audited, "SELECT seq FROM audited WHERE seq < ? ORDER BY seq DESC LIMIT ?"},
		{&r.aliases, "SELECT id, into_id FROM alias"},
		{&r.job, jobColumns + " WHERE id = ?"},
		{&r.due, jobColumns + dueJobs},
		{&r.next, "SELECT coalesce(min(wake), 0) FROM job WHERE wake > ? AND state IN ('waiting', 'running')"},
		{&r.openJobs, jobColumns + " WHERE state IN ('waiting', 'running') AND (key = ?1 OR ?1 = '*') ORDER BY id"},
		{&r.jobs, jobColumns + " WHERE (kind = ?1 OR ?1 = '') AND (id < ?2 OR ?2 = 0) ORDER BY id DESC LIMIT ?3"},
	} {
		//nolint:sqlclosecheck // lives as long as the pool
		if *p.to, err = pool.PrepareContext(ctx, p.query); err != nil {
			return nil, fmt.Errorf("prepare %s: %w", p.query, err)
		}
	}
	return r, nil
}

// Head implements record.Store.
func (s store) Head(ctx context.Context) (record.Head, error) {
	var h record.Head
	var hash []byte
	err := s.db.read.head.QueryRowContext(ctx).Scan(&h.Seq, &hash)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return h, err
	}
	copy(h.Hash[:], hash)
	return h, s.db.read.end.QueryRowContext(ctx).Scan(&h.MaxID, &h.Time)
}

// Rows implements record.Store. Each slice is a separate query, because a long-running read would
// keep the write-ahead log from shrinking. ctx is checked only between slices: checking it for
// every row would cost as much as reading the row.
func (s store) Rows(ctx context.Context, from, to record.Seq, fn func([]record.Row) error) error {
	quick := context.WithoutCancel(ctx)
	rows := make([]record.Row, 0, sliceRows)
	var bytes []byte
	for from <= to {
		if err := ctx.Err(); err != nil {
			return err
		}
		rows, bytes = rows[:0], bytes[:0]
		err := scan(quick, s.db.read.rows, []any{int64(from), int64(to), sliceRows}, func(r *sql.Rows) error {
			var seq int64
			var data sql.RawBytes
			if err := r.Scan(&seq, &data); err != nil {
				return err
			}
			at := len(bytes)
			// when append moves the bytes, earlier rows keep pointing to the old array
			bytes = append(bytes, data...)
			rows = append(rows, row(seq, bytes[at:len(bytes):len(bytes)]))
			return nil
		})
		if err != nil || len(rows) == 0 {
			return err
		}
		if err := s.addPersonal(quick, rows); err != nil {
			return err
		}
		from = rows[len(rows)-1].Seq + 1
		if err := fn(rows); err != nil {
			return err
		}
	}
	return nil
}

// addPersonal adds the personal values to a range of rows.
func (s store) addPersonal(ctx context.Context, rows []record.Row) error {
	at := 0
	return scan(ctx, s.db.read.personal, []any{int64(rows[0].Seq), int64(rows[len(rows)-1].Seq)},
		func(r *sql.Rows) error {
			var seq record.Seq
			var data []byte
			if err := r.Scan(&seq, &data); err != nil {
				return err
			}
			for at < len(rows) && rows[at].Seq < seq {
				at++
			}
			if at < len(rows) && rows[at].Seq == seq {
				rows[at].Personal = data
			}
			return nil
		})
}

// row splits stored data into hash and body. Data that is too short gives a zero hash and no body,
// which Verify reports.
func row(seq int64, data []byte) record.Row {
	row := record.Row{Seq: record.Seq(seq)}
	if len(data) >= len(row.Hash) {
		copy(row.Hash[:], data)
		row.Body = data[len(row.Hash):]
	}
	return row
}

// Pick implements record.Store.
func (s store) Pick(ctx context.Context, seqs []record.Seq) (map[record.Seq]record.Row, error) {
	found := make(map[record.Seq]record.Row, len(seqs))
	return found, s.db.read.pick.query(ctx, nil, int64Args(seqs), func(r *sql.Rows) error {
		var seq int64
		var data, personal []byte
		err := r.Scan(&seq, &data, &personal)
		picked := row(seq, data)
		picked.Personal = personal
		found[picked.Seq] = picked
		return err
	})
}

// int64Args converts numbers to arguments of a statement.
func int64Args[N ~int64](numbers []N) []any {
	args := make([]any, len(numbers))
	for i, n := range numbers {
		args[i] = int64(n)
	}
	return args
}

func scanState(r *sql.Rows) (row record.StateRow, err error) {
	var id, seq, object int64
	err = r.Scan(&id, &object, &seq, &row.Data)
	row.ID, row.Object, row.Seq = record.ID(id), uint16(object), record.Seq(seq)
	return row, err
}

// States implements record.Store.
func (s store) States(ctx context.Context, ids []record.ID) (map[record.ID]record.StateRow, error) {
	found := make(map[record.ID]record.StateRow, len(ids))
	return found, s.db.read.states.query(ctx, nil, int64Args(ids), func(r *sql.Rows) error {
		row, err := scanState(r)
		found[row.ID] = row
		return err
	})
}

// EachState implements record.Store. It reads in slices, as Rows does.
func (s store) EachState(ctx context.Context, object uint16, fn func(record.StateRow) error) error {
	if object != 0 && object < 10 {
		return scan(ctx, s.db.read.eachOf, []any{int64(object)}, func(r *sql.Rows) error {
			row, err := scanState(r)
			if err != nil {
				return err
			}
			return fn(row)
		})
	}
	slice := make([]record.StateRow, 0, sliceRows)
	for after := record.ID(0); ; {
		if err := ctx.Err(); err != nil {
			return err
		}
		slice = slice[:0]
		err := scan(context.WithoutCancel(ctx), s.db.read.each, []any{int64(after), sliceRows},
			func(r *sql.Rows) error {
				row, err := scanState(r)
				slice = append(slice, row)
				return err
			})
		if err != nil || len(slice) == 0 {
			return err
		}
		for _, row := range slice {
			if object == 0 || row.Object == object {
				if err := fn(row); err != nil {
					return err
				}
			}
		}
		after = slice[len(slice)-1].ID
	}
}

// Lookup implements record.Store.
func (s store) Lookup(ctx context.Context, source string, object uint16,
	external []string) (map[string]record.ID, error) {
	found := make(map[string]record.ID, len(external))
	code, ok := s.source(source)
	if !ok {
		return found, nil
	}
	keys := make([]any, len(external))
	for i, e := range external {
		keys[i] = e
	}
	return found, s.db.read.lookup.query(ctx, []any{code, int64(object)}, keys, func(r *sql.Rows) error {
		var e string
		var id int64
		err := r.Scan(&e, &id)
		found[e] = record.ID(id)
		return err
	})
}

func (s store) source(name string) (int64, bool) {
	s.db.mu.RLock()
	defer s.db.mu.RUnlock()
	code, ok := s.db.sources[name]
	return code, ok
}

// EachBinding implements record.Store. It reads in slices, as Rows does.
func (s store) EachBinding(ctx context.Context, source string, object uint16, fn func(record.Binding) error) error {
	code, stmt := int64(0), s.db.read.boundAll
	if source != "*" {
		known := false
		if code, known = s.source(source); !known {
			return nil
		}
		stmt = s.db.read.bound
	}
	of, external := int64(object), ""
	slice := make([]record.Binding, 0, sliceRows)
	for started := int64(0); ; started = 1 {
		slice = slice[:0]
		err := scan(ctx, stmt, []any{code, of, external, sliceRows, started}, func(r *sql.Rows) error {
			var b record.Binding
			err := r.Scan(&code, &of, &external, &b.ID)
			s.db.mu.RLock()
			b.Source = s.db.names[code]
			s.db.mu.RUnlock()
			b.Object, b.External = uint16(of), external
			slice = append(slice, b)
			return err
		})
		if err != nil || len(slice) == 0 {
			return err
		}
		for _, b := range slice {
			if err := fn(b); err != nil {
				return err
			}
		}
	}
}

// Aliases implements record.Store.
func (s store) Aliases(ctx context.Context) (map[record.ID]record.ID, error) {
	found := map[record.ID]record.ID{}
	return found, scan(ctx, s.db.read.aliases, nil, func(r *sql.Rows) error {
		var id, into int64
		err := r.Scan(&id, &into)
		found[record.ID(id)] = record.ID(into)
		return err
	})
}

// Caused implements record.Store.
func (s store) Caused(ctx context.Context, cause record.Seq) (first, last record.Seq, err error) {
	err = s.db.read.caused.QueryRowContext(ctx, int64(cause)).Scan(&first, &last)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, 0, nil
	}
	return first, last, err
}

// Causes implements record.Store.
func (s store) Causes(ctx context.Context, below record.Seq) ([]record.Cause, error) {
	var found []record.Cause
	err := scan(ctx, s.db.read.causes, []any{int64(below)}, func(r *sql.Rows) error {
		var seq, first, last int64
		err := r.Scan(&seq, &first, &last)
		found = append(found, record.Cause{Seq: record.Seq(seq), First: record.Seq(first), Last: record.Seq(last)})
		return err
	})
	return found, err
}

// Stated implements record.Store.
func (s store) Stated(ctx context.Context, first, last record.ID) ([]record.StatedRow, error) {
	return s.statedRows(ctx, s.db.read.stated, int64(first), int64(last))
}

// StatedBy implements record.Store.
func (s store) StatedBy(ctx context.Context, cause record.Seq) ([]record.StatedRow, error) {
	return s.statedRows(ctx, s.db.read.statedBy, int64(cause))
}

func (s store) statedRows(ctx context.Context, stmt *sql.Stmt, args ...any) ([]record.StatedRow, error) {
	var found []record.StatedRow
	err := scan(ctx, stmt, args, func(r *sql.Rows) error {
		var cause, first, last int64
		var data []byte
		err := r.Scan(&cause, &first, &last, &data)
		found = append(found, record.StatedRow{Cause: record.Seq(cause), First: record.ID(first),
			Last: record.ID(last), Data: data})
		return err
	})
	return found, err
}

// Audited implements record.Store.
func (s store) Audited(ctx context.Context, before record.Seq, limit int) ([]record.Seq, error) {
	var found []record.Seq
	err := scan(ctx, s.db.read.audited, []any{int64(before), limit}, func(r *sql.Rows) error {
		var seq int64
		err := r.Scan(&seq)
		found = append(found, record.Seq(seq))
		return err
	})
	return found, err
}

// Seen implements record.Store.
func (s store) Seen(ctx context.Context, source string, ids []record.ID) (map[record.ID][]byte, error) {
	found := make(map[record.ID][]byte, len(ids))
	code, ok := s.source(source)
	if !ok {
		return found, nil
	}
	return found, s.db.read.seen.query(ctx, []any{code}, int64Args(ids), func(r *sql.Rows) error {
		var id int64
		var data []byte
		err := r.Scan(&id, &data)
		found[record.ID(id)] = data
		return err
	})
}

// Size returns the size of the main file and the write-ahead log in bytes.
func (s store) Size(context.Context) (int64, error) {
	var total int64
	for _, name := range []string{s.db.path, s.db.path + "-wal"} {
		info, err := os.Stat(name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return 0, err
		}
		total += info.Size()
	}
	return total, nil
}
