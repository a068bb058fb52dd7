package analytics

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/duckdb/duckdb-go/v2"

	"salesops/internal/fair"
	"salesops/record"
)

// Open opens the columns in the file at path; path "" keeps them in memory. A file that is missing,
// damaged, of another version or of another log is created anew. Open does not catch up with the
// log; call Run or CatchUp. No other process may open the file.
func Open(ctx context.Context, path string, log record.Reader, options Options) (*Columns, error) {
	if options.MemoryLimit == "" {
		options.MemoryLimit = "600MB"
	}
	if options.Threads <= 0 {
		options.Threads = runtime.NumCPU()
	}
	if options.Gate <= 0 {
		options.Gate = 2
	}
	if options.Logger == nil {
		options.Logger = slog.Default()
	}
	options.Derived = slices.Concat([]Derived{orgTable, rateTable}, options.Derived)
	if _, err := newKeyedTables(log.Schema(), options.Keyed); err != nil {
		return nil, err
	}
	if path != "" {
		sweep(path)
	}
	c, err := open(ctx, path, log, options)
	if err == nil || path == "" || !disposable(err) {
		return c, err
	}
	var set atomic.Pointer[string]
	if _, missing := os.Stat(path); missing == nil {
		if err := discard(ctx, path, options, err, &set); err != nil {
			return nil, err
		}
	}
	if err := removeFile(path); err != nil {
		return nil, err
	}
	if c, err = open(ctx, path, log, options); err != nil {
		return nil, err
	}
	if name := set.Load(); name != nil {
		c.aside.Store(name)
		c.renew(true)
	}
	return c, nil
}

// builtIn is the number of derived tables that this package declares itself.
const builtIn = 2

// disposable reports whether deleting the file may help against an error. It does not when another
// process has the file open, when the folder is not writable or when the caller has given up.
func disposable(err error) bool {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) ||
		errors.Is(err, fs.ErrPermission) {
		return false
	}
	text := strings.ToLower(err.Error())
	for _, sign := range []string{"could not set lock", "permission denied", "no space", "read-only",
		"too many open files", "no such file"} {
		if strings.Contains(text, sign) {
			return false
		}
	}
	return true
}

// errStale marks a file that is intact but cannot be used.
var errStale = errors.New("the columns are of another version or another log")

func open(ctx context.Context, path string, log record.Reader, options Options) (_ *Columns, err error) {
	name, folder, err := address(path)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			folder.close()
		}
	}()
	connector, err := duckdb.NewConnector(name, nil)
	if err != nil {
		return nil, fmt.Errorf("opening the columns %s: %w", path, err)
	}
	if path != "" {
		if err := os.Chmod(path, 0o600); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, errors.Join(err, connector.Close())
		}
	}
	c := &Columns{
		log: log, options: options, path: path, folder: folder, db: sql.OpenDB(connector),
		gate: fair.New(options.Gate), pins: fair.New(maxPinned), moved: make(chan struct{}),
		closed: make(chan struct{}),
		ailing: make(chan error, 1),
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, c.db.Close())
		}
	}()
	c.db.SetMaxIdleConns(options.Gate + maxPinned + 2)
	if c.keyed, err = newKeyedTables(log.Schema(), options.Keyed); err != nil {
		return nil, err
	}
	c.keyedNames = slices.Sorted(maps.Keys(c.keyed))
	if c.writer, err = c.db.Conn(ctx); err != nil {
		return nil, fmt.Errorf("opening the columns %s: %w", path, err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, c.writer.Close())
		}
	}()
	err = withSession(c.writer, func(s *session) error {
		if err := s.configure(ctx, path, options); err != nil {
			return err
		}
		c.threads = 1
		return c.prepare(ctx, s)
	})
	if err == nil {
		err = c.fitThreads(ctx)
	}
	if err != nil {
		return nil, err
	}
	c.moveAll(c.state.mark.seq)
	c.renew(false)
	return c, nil
}

// configure sets the engine's limits and disables access to files and extensions from SQL.
func (s *session) configure(ctx context.Context, path string, options Options) error {
	spill := filepath.Join(os.TempDir(), "salesops-columns")
	if path != "" {
		spill = path + ".tmp"
	}
	return s.exec(ctx, "SET memory_limit = "+quote(options.MemoryLimit)+
		"; SET threads = 1"+
		"; SET temp_directory = "+quote(spill)+
		"; SET checkpoint_threshold = '1GB'; SET autoinstall_known_extensions = false"+
		"; SET autoload_known_extensions = false; SET enable_external_access = false"+
		"; SET allowed_configs = ['threads']; SET lock_configuration = true")
}

// quote returns a text of the program as an SQL literal, for statements that take no parameters.
func quote(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

// prepare creates the tables of a new file, or reads the state of an existing one.
func (c *Columns) prepare(ctx context.Context, s *session) error {
	tables, err := s.number(ctx, "SELECT count(*) FROM duckdb_tables()")
	if err != nil {
		return err
	}
	if tables == 0 {
		if err := s.transaction(ctx, func() error { return c.create(ctx, s) }); err != nil {
			return err
		}
	}
	m, stamp, err := s.loadMark(ctx)
	if err != nil {
		return err
	}
	if stamp != version {
		return errStale
	}
	if err := c.sameLog(ctx, m); err != nil {
		return err
	}
	if err := s.dropStaged(ctx); err != nil {
		return err
	}
	if err := c.loadState(ctx, s); err != nil {
		return err
	}
	shape, err := s.readShape(ctx, c.log.Schema())
	if err != nil {
		return err
	}
	if shape.knowsAny(c.state.skipped) {
		return errStale
	}
	if err := c.checkDerived(ctx, s); err != nil {
		return err
	}
	if err := c.prepareKeyed(ctx, s); err != nil {
		return err
	}
	c.shape.Store(shape)
	return nil
}

// create creates the tables of an empty file.
func (c *Columns) create(ctx context.Context, s *session) error {
	if err := s.exec(ctx, fixedTables); err != nil {
		return err
	}
	schema := c.log.Schema()
	for _, name := range schema.Names() {
		if o, ok := schema.Object(name); ok {
			l := newLayout(o)
			for _, t := range l.tables() {
				if err := s.exec(ctx, l.createTable(l.name(t))); err != nil {
					return err
				}
			}
		}
	}
	for _, d := range c.options.Derived {
		if err := s.exec(ctx, d.create()); err != nil {
			return err
		}
	}
	return s.run(ctx, "INSERT INTO mark VALUES ($1::BIGINT, 0, 0, 0, 'UTC')", version)
}

// loadState reads the follower's state from the tables.
func (c *Columns) loadState(ctx context.Context, s *session) (err error) {
	var st state
	if st.mark, _, err = s.loadMark(ctx); err != nil {
		return err
	}
	st.zone = zoneOf(st.mark.zone)
	if st.book, err = s.loadBook(ctx); err != nil {
		return err
	}
	if st.history, err = s.loadHistory(ctx); err != nil {
		return err
	}
	if st.skipped, err = s.loadSkipped(ctx); err != nil {
		return err
	}
	c.state = st
	return nil
}

// sameLog compares the change at the mark with the log's.
func (c *Columns) sameLog(ctx context.Context, m mark) error {
	if m.seq == 0 {
		return nil
	}
	same := false
	err := upTo(ctx, c.log, everything, m.seq, m.seq, func(changes []record.Change) error {
		same = changes[0].Seq == m.seq && changes[0].ID == m.id && changes[0].KnownAt == m.known
		return nil
	})
	if err == nil && !same {
		return errStale
	}
	return err
}

// removeFile deletes the file of the columns and the files beside it.
func removeFile(path string) error {
	for _, name := range []string{path, path + ".wal", path + ".tmp"} {
		if err := os.RemoveAll(name); err != nil {
			return fmt.Errorf("deleting the columns: %w", err)
		}
	}
	return nil
}

// sweep deletes the files of temporary columns that a killed process has left.
func sweep(path string) {
	entries, _ := os.ReadDir(filepath.Dir(path)) // what cannot be read or deleted does no harm
	for _, e := range entries {
		rest, ours := strings.CutPrefix(e.Name(), filepath.Base(path))
		if ours && (strings.HasPrefix(rest, ".at-") || strings.HasPrefix(rest, ".load-")) {
			_ = os.RemoveAll(filepath.Join(filepath.Dir(path), e.Name()))
		}
	}
}
