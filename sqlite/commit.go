package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"salesops/internal/fault"
	"salesops/internal/reason"
	"salesops/record"
)

// argsAtOnce limits for how many rows the values are held in memory beside the batch. It is a
// multiple of the rows of the largest statement.
const argsAtOnce = 1000

// writer is the only connection that writes the log, with its statements. They are prepared in
// advance, because there is no second connection to prepare them on during a transaction.
type writer struct {
	conn                    *sql.Conn
	begin, commit, rollback *sql.Stmt
	change, personal, state *sized
	binding, seen, alias    *sized
	source, cause, audited  *sized
	unbind, unsee, stated   *sized
	unalias, forget, stamp  *sql.Stmt
	job                     *sized
	erase                   *sized
	args                    []any
	bytes                   []byte
}

func newWriter(ctx context.Context, pool *sql.DB) (*writer, error) {
	conn, err := pool.Conn(ctx)
	if err != nil {
		return nil, err
	}
	w := &writer{conn: conn}
	for _, p := range []struct {
		to    **sql.Stmt
		query string
	}{
		{&w.begin, "BEGIN IMMEDIATE"}, {&w.commit, "COMMIT"}, {&w.rollback, "ROLLBACK"},
		{&w.unalias, "DELETE FROM alias WHERE id = ?"},
		{&w.stamp, "INSERT INTO stamp (one, at) VALUES (1, ?) ON CONFLICT (one) DO UPDATE SET at = excluded.at"},
		{&w.forget, "DELETE FROM job WHERE wake <= ? AND state NOT IN ('waiting', 'running')"},
	} {
		if *p.to, err = conn.PrepareContext(ctx, p.query); err != nil { //nolint:sqlclosecheck // close does
			return w, fmt.Errorf("prepare %s: %w", p.query, err)
		}
	}
	for _, p := range []struct {
		to         **sized
		head, tail string
		columns    int
	}{
		{&w.change, "INSERT INTO change (seq, data) VALUES ", "", 2},
		{&w.personal, "INSERT INTO personal (seq, data) VALUES ", "", 2},
		{&w.state, "INSERT INTO state (id, object, seq, data) VALUES ",
			" ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, data = excluded.data", 4},
		{&w.binding, "INSERT INTO binding (source, object, external, id) VALUES ", "", 4},
		{&w.seen, "INSERT INTO seen (source, id, data) VALUES ",
			" ON CONFLICT (source, id) DO UPDATE SET data = excluded.data", 3},
		{&w.stated, "INSERT INTO stated (cause, first, last, data) VALUES ",
			" ON CONFLICT (cause, first) DO UPDATE SET last = excluded.last, data = excluded.data", 4},
		{&w.alias, "INSERT INTO alias (id, into_id) VALUES ",
			" ON CONFLICT (id) DO UPDATE SET into_id = excluded.into_id", 2},
		{&w.cause, "INSERT INTO cause (seq, first, last) VALUES ",
			" ON CONFLICT (seq) DO UPDATE SET last = excluded.last", 3},
		{&w.audited, "INSERT INTO audited (seq) VALUES ", " ON CONFLICT DO NOTHING", 1},
		{&w.job, "INSERT INTO job (id, kind, key, state, wake, data) VALUES ",
			" ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, key = excluded.key, state = excluded.state," +
				" wake = excluded.wake, data = excluded.data", 6},
		{&w.source, "INSERT INTO source (code, name) VALUES ", "", 2},
		{&w.unbind, "DELETE FROM binding WHERE source = ? AND object = ? AND external IN (", ")", 1},
		{&w.unsee, "DELETE FROM seen WHERE source = ? AND id IN (", ")", 1},
		{&w.erase, "DELETE FROM personal WHERE seq IN (", ")", 1},
	} {
		if *p.to, err = prepare(ctx, conn, p.head, p.columns, p.tail); err != nil {
			return w, err
		}
	}
	return w, nil
}

// close closes the statements and the connection. Closing the connection alone is not enough:
// SQLite keeps the files open until the last statement is closed.
func (w *writer) close() error {
	var errs []error
	for _, stmt := range []*sql.Stmt{w.begin, w.commit, w.rollback, w.unalias, w.forget, w.stamp} {
		if stmt != nil {
			errs = append(errs, stmt.Close())
		}
	}
	for _, s := range []*sized{w.change, w.personal, w.state, w.binding, w.seen, w.stated, w.alias, w.cause, w.audited,
		w.source, w.unbind, w.unsee, w.erase, w.job} {
		if s == nil {
			continue
		}
		for _, stmt := range s.stmts {
			errs = append(errs, stmt.Close())
		}
	}
	return errors.Join(append(errs, w.conn.Close())...)
}

// Commit implements record.Store.
func (s store) Commit(ctx context.Context, b *record.Batch) error {
	db, w := s.db, s.db.write
	if db.readOnly {
		return errReadOnly
	}
	db.writing.Lock()
	defer db.writing.Unlock()
	if len(b.Rows) >= manyRows {
		db.flush.makeRoom(ctx)
	}
	if err := db.flush.report(); err != nil {
		return err
	}
	if db.Full() {
		return fault.DiskFull(nil)
	}
	if _, err := w.begin.ExecContext(ctx); err != nil {
		if isBusy(err) {
			return fault.Because(fault.Busy, reason.Of("log_busy", "path", db.path))
		}
		return db.failed("begin", err)
	}
	added, err := db.batch(ctx, b)
	if err == nil {
		_, err = w.commit.ExecContext(ctx)
	}
	if err != nil {
		// SQLite has already rolled back after most errors; rolling back again does no harm.
		_, _ = w.rollback.ExecContext(ctx)
		return db.failed("write", err)
	}
	db.addSources(added)
	db.flush.committed(ctx, len(b.Erase) > 0)
	return nil
}

// failed returns the error of a commit that did not succeed. After a disk that was full, SQLite has
// taken back all that it wrote, so later commits may succeed. After any other error it is unknown
// what the disk has kept, and nothing more is written.
func (db *DB) failed(doing string, err error) error {
	full := isFull(err)
	err = diskError(doing, err)
	if !full {
		db.flush.stop(err)
	}
	return err
}

func diskError(doing string, err error) error {
	if isFull(err) {
		return fault.DiskFull(err)
	}
	return fault.New(fault.Internal, "%s the data folder: %w", doing, err)
}

// batch writes a batch inside the open transaction. It returns the new sources and their codes.
func (db *DB) batch(ctx context.Context, b *record.Batch) (added map[string]int64, err error) {
	w := db.write
	added = map[string]int64{}
	code := func(source string) int64 {
		db.mu.RLock()
		defer db.mu.RUnlock()
		if c, ok := db.sources[source]; ok {
			return c
		}
		if _, ok := added[source]; !ok {
			added[source] = int64(len(db.sources) + len(added) + 1)
		}
		return added[source]
	}
	put := func(s *sized, n int, row func(i int)) {
		w.args = w.args[:0]
		for i := range n {
			if row(i); len(w.args) < argsAtOnce*s.columns && i < n-1 {
				continue
			}
			if err == nil {
				err = s.exec(ctx, w.args)
			}
			clear(w.args)
			w.args = w.args[:0]
		}
	}
	add := func(args ...any) { w.args = append(w.args, args...) }

	w.bytes = w.bytes[:0]
	for i := range b.Rows {
		w.bytes = append(append(w.bytes, b.Rows[i].Hash[:]...), b.Rows[i].Body...)
	}
	at := 0
	put(w.change, len(b.Rows), func(i int) {
		end := at + len(b.Rows[i].Hash) + len(b.Rows[i].Body)
		add(int64(b.Rows[i].Seq), w.bytes[at:end])
		at = end
	})
	put(w.personal, len(b.Rows), func(i int) {
		if b.Rows[i].Personal != nil {
			add(int64(b.Rows[i].Seq), b.Rows[i].Personal)
		}
	})
	put(w.state, len(b.States), func(i int) {
		r := &b.States[i]
		if r.Data == nil { // a nil []byte would be stored as an empty value, not as NULL
			add(int64(r.ID), int64(r.Object), int64(r.Seq), nil)
		} else {
			add(int64(r.ID), int64(r.Object), int64(r.Seq), r.Data)
		}
	})
	type space struct {
		source string
		object uint16
	}
	unbind := map[space][]any{}
	for _, u := range b.Unbind {
		unbind[space{u.Source, u.Object}] = append(unbind[space{u.Source, u.Object}], u.External)
	}
	for in, externals := range unbind {
		if err == nil {
			err = w.unbind.execFor(ctx, []any{code(in.source), int64(in.object)}, externals)
		}
	}
	put(w.binding, len(b.Bind), func(i int) {
		r := &b.Bind[i]
		add(code(r.Source), int64(r.Object), r.External, int64(r.ID))
	})
	unsee := map[string][]any{}
	put(w.seen, len(b.Seen), func(i int) {
		if r := &b.Seen[i]; r.Data != nil {
			add(code(r.Source), int64(r.ID), r.Data)
		} else {
			unsee[r.Source] = append(unsee[r.Source], int64(r.ID))
		}
	})
	for source, ids := range unsee {
		if err == nil {
			err = w.unsee.execFor(ctx, []any{code(source)}, ids)
		}
	}
	put(w.stated, len(b.Stated), func(i int) {
		r := &b.Stated[i]
		add(int64(r.Cause), int64(r.First), int64(r.Last), r.Data)
	})
	put(w.alias, len(b.Aliases), func(i int) {
		if a := b.Aliases[i]; a.Into != 0 {
			add(int64(a.ID), int64(a.Into))
		} else if err == nil {
			_, err = w.unalias.ExecContext(ctx, int64(a.ID))
		}
	})
	put(w.cause, len(b.Causes), func(i int) {
		add(int64(b.Causes[i].Seq), int64(b.Causes[i].First), int64(b.Causes[i].Last))
	})
	put(w.audited, len(b.Audited), func(i int) { add(int64(b.Audited[i])) })
	if b.ForgetJobs != 0 && err == nil {
		_, err = w.forget.ExecContext(ctx, int64(b.ForgetJobs))
	}
	put(w.job, len(b.Jobs), func(i int) {
		j := &b.Jobs[i]
		add(int64(j.ID), j.Kind, j.Key, string(j.State), int64(j.Wake), string(j.Data))
	})
	if err == nil {
		_, err = w.stamp.ExecContext(ctx, int64(b.Time))
	}
	put(w.erase, len(b.Erase), func(i int) { add(int64(b.Erase[i])) })
	put(w.source, 1, func(int) {
		for name, c := range added {
			add(c, name)
		}
	})
	return added, err
}

func (db *DB) loadSources(ctx context.Context) (err error) {
	rows, err := db.readers.QueryContext(ctx, "SELECT code, name FROM source")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	found := map[string]int64{}
	for rows.Next() {
		var code int64
		var name string
		if err := rows.Scan(&code, &name); err != nil {
			return err
		}
		found[name] = code
	}
	db.addSources(found)
	return rows.Err()
}

func (db *DB) addSources(added map[string]int64) {
	db.mu.Lock()
	defer db.mu.Unlock()
	for name, code := range added {
		db.sources[name], db.names[code] = code, name
	}
}
