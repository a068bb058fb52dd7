package analytics

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"salesops/record"
)

// staged is the prefix of tables that are being loaded.
const staged = "staged__" // names of objects have no two underscores in a row

// Rebuild makes all tables again from the log. Running queries see the old tables until it is done.
// progress may be nil; it is called from several goroutines, and reading, folding and writing count
// one third each.
func (c *Columns) Rebuild(ctx context.Context, progress func(done, total record.Seq)) error {
	load := func() error {
		c.write.Lock()
		defer c.write.Unlock()
		return c.load(ctx, progress, neverSurges)
	}
	err := load()
	if broken(err) {
		if err = c.mend(ctx, err); err == nil {
			err = load()
		}
	}
	return err
}

// load fills new tables from the whole log and replaces the old ones. Its memory does not grow with
// the log: facts are written to files by record, each file is folded into rows, the rows are
// written to files in the order of their tables, and each of these is written to its table. While
// the log surges, load keeps reading, so that the changes of a running import become part of the
// load. The caller holds c.write.
func (c *Columns) load(ctx context.Context, progress func(done, total record.Seq), surges surging) error {
	last := c.log.Head()
	if last == 0 {
		return nil
	}
	// after the head is read, so that the schema has every field up to there
	if err := c.widen(ctx); err != nil {
		return err
	}
	folder, err := c.loadFolder()
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	l := &loading{
		c: c, shape: c.shape.Load(), last: last, ranges: map[*layout]*ranges{},
		rows: &rowSpill{folder: folder, files: map[rowFileName]*rowFile{}},
	}
	defer l.rows.close()
	l.progress = func(done, total record.Seq) {
		c.advanced(done, total, false)
		if progress != nil {
			progress(done, total)
		}
	}
	if l.facts, err = newSpill(folder); err != nil {
		return fmt.Errorf("making room to load the columns: %w", err)
	}
	defer l.facts.close()
	if err := l.read(ctx, surges); err != nil {
		return fmt.Errorf("reading the log: %w", err)
	}
	if c.log.Schema() != l.shape.schema && l.followed {
		return c.load(ctx, progress, surges) // a field was added meanwhile
	}
	if err := withSession(c.writer, func(s *session) error { return l.stage(ctx, s) }); err != nil {
		return fmt.Errorf("loading the columns: %w", err)
	}
	if err := l.fold(ctx); err != nil {
		return fmt.Errorf("loading the columns: %w", err)
	}
	if err := l.write(ctx); err != nil {
		return fmt.Errorf("loading the columns: %w", err)
	}
	if err := withSession(c.writer, func(s *session) error { return l.swap(ctx, s) }); err != nil {
		c.stateUncertain.Store(true)
		return fmt.Errorf("loading the columns: %w", err)
	}
	c.state, c.unsorted = l.state, 0
	c.moveAll(l.last)
	c.advanced(max(l.last, last), l.last, true) // the whole log was read, although its last changes may hold no rows
	return c.checkpoint(context.WithoutCancel(ctx))
}

func (c *Columns) loadFolder() (string, error) {
	if c.path == "" {
		return os.MkdirTemp("", "salesops-load-")
	}
	folder := fmt.Sprintf("%s.load-%d", c.path, os.Getpid())
	if err := os.RemoveAll(folder); err != nil {
		return "", err
	}
	return folder, os.Mkdir(folder, 0o700)
}

// loading is the state of one load.
type loading struct {
	c        *Columns
	shape    *shape
	last     record.Seq
	followed bool // last has moved since the shape was taken
	progress func(done, total record.Seq)
	state    state
	facts    *spill // by record
	rows     *rowSpill
	ranges   map[*layout]*ranges
}

// read writes the facts of the log to files by record. It also collects what concerns all records:
// merges, the company's zone, and since when history is recorded.
func (l *loading) read(ctx context.Context, surges surging) error {
	l.state = state{book: newBook(), history: history{}, skipped: map[string]bool{}}
	numbers := map[string]int{}
	for i, name := range l.shape.names {
		numbers[name] = i
	}
	var end record.Change
	company := map[record.ID][]fact{}
	take := func(changes []record.Change) error {
		for i := range changes {
			c := &changes[i]
			l.state.history.learn(c)
			number, ok := numbers[c.Object]
			if !ok {
				l.state.skipped[c.Object+"."] = true
				continue
			}
			layout := l.shape.layouts[c.Object]
			f, unknown := layout.fact(c)
			for _, name := range unknown {
				l.state.skipped[c.Object+"."+name] = true
			}
			if m, ok := mergeOf(c); ok {
				l.state.book.add(m)
			}
			if c.Object == companyObject {
				company[c.ID] = append(company[c.ID], f)
			}
			if l.ranges[layout] == nil {
				l.ranges[layout] = &ranges{}
			}
			l.ranges[layout].take(c)
			if err := l.facts.add(number, c.ID, &f); err != nil {
				return err
			}
		}
		end = changes[len(changes)-1]
		l.progress(end.Seq/3, l.last)
		return ctx.Err()
	}
	readers := l.c.options.Threads
	err := upToAhead(ctx, l.c.log, 1, l.last, readers, take)
	for err == nil {
		var more bool
		if more, err = surges(ctx, l.last); err != nil || !more {
			break
		}
		from := l.last + 1
		l.last, l.followed = l.c.log.Head(), true
		err = upToAhead(ctx, l.c.log, from, l.last, readers, take)
	}
	if err != nil {
		return err
	}
	for _, r := range l.ranges {
		r.cut()
	}
	zone, err := l.zone(company)
	l.state.zone = zone
	l.state.mark = mark{seq: l.last, id: end.ID, known: end.KnownAt, zone: zone.String()}
	return err
}

// zone returns the company's zone before there are tables to read it from.
func (l *loading) zone(company map[record.ID][]fact) (*time.Location, error) {
	layout, ok := l.shape.layouts[companyObject]
	if !ok {
		return time.UTC, nil
	}
	slot, ok := layout.slots["zone"]
	if !ok {
		return time.UTC, nil
	}
	var first record.ID
	name := "UTC"
	f := &folder{layout: layout, emit: func(t table, r *row) error {
		if v := r.cells[slot].value.Text(); t == tableNow && v != "" && (first == 0 || r.id < first) {
			first, name = r.id, v
		}
		return nil
	}}
	for id, facts := range company {
		if err := f.fold(id, facts); err != nil {
			return nil, err
		}
	}
	return zoneOf(name), nil
}

// stage creates the tables to fill.
func (l *loading) stage(ctx context.Context, s *session) error {
	if err := s.dropStaged(ctx); err != nil {
		return err
	}
	for _, name := range l.shape.names {
		layout := l.shape.layouts[name]
		for _, t := range layout.tables() {
			if err := s.exec(ctx, layout.createTable(staged+layout.name(t))); err != nil {
				return err
			}
		}
	}
	return nil
}

// fold computes the versions of all records, part by part.
func (l *loading) fold(ctx context.Context) error {
	return l.each(ctx, l.last/3, len(l.facts.parts), func(ctx context.Context, _ int, next func() int) error {
		w := &rowSpiller{spill: l.rows, ranges: l.ranges, waiting: map[rowFileName][]byte{}}
		for i := next(); i < len(l.facts.parts); i = next() {
			if err := l.foldPart(w, l.facts.parts[i]); err != nil {
				return err
			}
		}
		return w.flush()
	})
}

// write fills the new tables. Workers write different ranges of rows at the same time.
func (l *loading) write(ctx context.Context) (err error) {
	// The workers already keep the processors busy, so the engine gets one thread.
	if err := l.c.setThreads(ctx, 1); err != nil {
		return err
	}
	defer func() {
		if back := l.c.fitThreads(context.WithoutCancel(ctx)); err == nil {
			err = back
		}
	}()
	runs := l.rows.runs()
	return l.each(ctx, 2*l.last/3, len(runs), func(ctx context.Context, worker int, next func() int) error {
		conn, err := l.c.db.Conn(ctx)
		if err != nil {
			return err
		}
		defer conn.Close()
		return withSession(conn, func(s *session) error {
			for i := next(); i < len(runs); i = next() {
				// One transaction for each run: its rows are then written compressed to the file,
				// not to the write-ahead log.
				if err := s.transaction(ctx, func() error {
					b := newBulk(s, fmt.Sprint(staged, "incoming", worker), l.state.zone)
					err := l.writeRun(ctx, b, runs[i])
					if end := b.flush(ctx); err == nil {
						err = end
					}
					return err
				}); err != nil {
					return err
				}
			}
			return nil
		})
	})
}

func (l *loading) writeRun(ctx context.Context, b *bulk, files []*rowFile) error {
	for _, f := range files {
		if err := f.each(func(r *row) error { return b.row(ctx, f.layout, f.table, r) }); err != nil {
			return err
		}
	}
	return nil
}

// each starts work on as many workers as processors may be used. next hands out the numbers 0 to
// n-1; progress covers one third of the log.
func (l *loading) each(ctx context.Context, from record.Seq, n int,
	work func(ctx context.Context, worker int, next func() int) error) error {
	var taken atomic.Int64
	group, running := errgroup.WithContext(ctx)
	for worker := range min(l.c.options.Threads, 4) {
		group.Go(func() error {
			return work(running, worker, func() int {
				i := int(taken.Add(1)) - 1
				if running.Err() != nil {
					return n // the other workers stop too; group returns the error
				}
				l.progress(from+l.last/3*record.Seq(min(i, n))/record.Seq(max(n, 1)), l.last)
				return i
			})
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	return ctx.Err()
}

func (l *loading) foldPart(w *rowSpiller, p *spillPart) error {
	all, err := p.read()
	if err != nil {
		return err
	}
	slices.SortFunc(all, func(a, b spilled) int {
		return cmp.Or(cmp.Compare(a.object, b.object), cmp.Compare(a.id, b.id))
	})
	var facts []fact
	var f *folder
	for from := 0; from < len(all) && err == nil; {
		to := from
		facts = facts[:0]
		for ; to < len(all) && all[to].id == all[from].id && all[to].object == all[from].object; to++ {
			facts = append(facts, all[to].fact)
		}
		layout := l.shape.layouts[l.shape.names[all[from].object]]
		if f == nil || f.layout != layout {
			f = &folder{layout: layout, book: l.state.book,
				emit: func(t table, r *row) error { return w.row(layout, t, r) }}
		}
		err = f.fold(all[from].id, facts)
		from = to
	}
	return err
}

// swap replaces the old tables by the new ones and writes the mark, in one transaction.
func (l *loading) swap(ctx context.Context, s *session) error {
	return s.transaction(ctx, func() error {
		for _, name := range l.shape.names {
			layout := l.shape.layouts[name]
			for _, t := range layout.tables() {
				name := layout.name(t)
				if err := s.exec(ctx, "DROP TABLE "+Ident(name)+"; ALTER TABLE "+Ident(staged+name)+" RENAME TO "+
					Ident(name)); err != nil {
					return err
				}
			}
		}
		if err := s.exec(ctx, "DELETE FROM merges; DELETE FROM history; DELETE FROM skipped"); err != nil {
			return err
		}
		w := newWriter(s, nil)
		for _, list := range l.state.book.byID {
			for _, m := range list {
				if err := w.merge(*m); err != nil {
					return err
				}
			}
		}
		if err := w.flush(); err != nil {
			return err
		}
		if err := s.saveHistory(ctx, nil, l.state.history); err != nil {
			return err
		}
		if err := s.saveSkipped(ctx, nil, l.state.skipped); err != nil {
			return err
		}
		if err := l.c.derive(ctx, s, func(string) bool { return true }); err != nil {
			return err
		}
		for _, t := range l.c.keyed {
			if err := s.discard(ctx, t); err != nil {
				return err
			}
			if t.built.Load() {
				if err := s.buildAll(ctx, t, l.shape, l.state.zone); err != nil {
					return err
				}
			}
		}
		return s.saveMark(ctx, l.state.mark)
	})
}

// dropStaged deletes what an interrupted load has left.
func (s *session) dropStaged(ctx context.Context) error {
	var names []string
	if err := s.query(ctx, "SELECT table_name FROM duckdb_tables()", nil, func(b *Batch) error {
		for i := range b.Rows() {
			if name := b.Text(0, i); strings.HasPrefix(name, staged) {
				names = append(names, name)
			}
		}
		return nil
	}); err != nil {
		return err
	}
	for _, name := range names {
		if err := s.exec(ctx, "DROP TABLE "+Ident(name)); err != nil {
			return err
		}
	}
	return nil
}
