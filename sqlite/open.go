package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"sync"

	"github.com/pressly/goose/v3"
	_ "modernc.org/sqlite" // the driver "sqlite"

	"salesops/internal/disk"
	"salesops/internal/fault"
	"salesops/record"
)

// Options are the options of Open. The zero value suits most callers.
type Options struct {
	// Readers is the number of connections for reading; 0 means 4.
	Readers int
	// Reserve is how many bytes of the disk a commit leaves free: below it, it is refused and may be
	// tried again. 0 means none.
	Reserve int64
	// ReadOnly opens a file that is there without changing a byte of it or of its folder. Commits are refused, and so
	// is a file of an earlier layout. Nobody may write to the file meanwhile.
	ReadOnly bool
}

const (
	applicationID = 0x534f5053 // "SOPS" in ASCII
	// PRAGMA user_version; a migration raises it when older programs cannot read the file
	// afterwards
	formatVersion = 1
)

//go:embed migrations/*.sql
var migrations embed.FS

// DB is an open database file.
type DB struct {
	path     string
	reserve  int64
	readOnly bool
	access   url.Values // how the connections open the file, in the words of SQLite; nil means for writing
	cancel   context.CancelFunc
	writers  *sql.DB // one connection, used only by Commit
	readers  *sql.DB
	flushers *sql.DB // one connection, used only for checkpoints
	auths    *sql.DB // one connection, used only to write users and sessions
	write    *writer
	read     *reader
	flush    *flusher

	writing sync.Mutex // held while a batch is committed; a holder knows that the log does not change

	mu      sync.RWMutex
	sources map[string]int64 // contents of the table source
	names   map[int64]string
}

// Open opens the file at path, or creates it with mode 0600. A file of another program, a damaged
// file and a file of a newer format are refused as fault.Invalid.
func Open(path string, o Options) (*DB, error) {
	// The background tasks run until Close, not only as long as a caller's request.
	ctx, cancel := context.WithCancel(context.Background())
	db := &DB{path: path, reserve: o.Reserve, readOnly: o.ReadOnly, cancel: cancel, sources: map[string]int64{},
		names: map[int64]string{}}
	if err := db.open(ctx, o); err != nil {
		return nil, errors.Join(fmt.Errorf("open %s: %w", filepath.Base(path), err), db.closeAll())
	}
	return db, nil
}

func (db *DB) open(ctx context.Context, o Options) error {
	if o.Readers <= 0 {
		o.Readers = 4
	}
	if o.ReadOnly {
		return db.openToRead(ctx, o)
	}
	file, err := os.OpenFile(db.path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	if err := file.Close(); err != nil {
		return err
	}
	if err := db.check(ctx); err != nil {
		return err
	}
	if db.writers, err = db.pool(1, "cache_size(-65536)", "secure_delete(1)", "wal_autocheckpoint(0)",
		"journal_size_limit(67108864)"); err != nil {
		return err
	}
	if err := db.migrate(ctx); err != nil {
		return err
	}
	if db.readers, err = db.pool(o.Readers, "cache_size(-16384)", "query_only(1)"); err != nil {
		return err
	}
	if db.flushers, err = db.pool(1, "wal_autocheckpoint(0)", "journal_size_limit(67108864)"); err != nil {
		return err
	}
	if db.auths, err = db.pool(1, "secure_delete(1)", "wal_autocheckpoint(0)",
		"journal_size_limit(67108864)"); err != nil {
		return err
	}
	if db.read, err = newReader(ctx, db.readers); err != nil {
		return err
	}
	if db.write, err = newWriter(ctx, db.writers); err != nil {
		return err
	}
	if err := db.loadSources(ctx); err != nil {
		return err
	}
	db.flush = newFlusher(db.flushers)
	go db.flush.run(ctx)
	return nil
}

// pool opens n connections with the common settings and the given ones.
func (db *DB) pool(n int, pragmas ...string) (*sql.DB, error) {
	return db.connect(n, append([]string{"busy_timeout(5000)", "journal_mode(WAL)", "synchronous(FULL)",
		"temp_store(MEMORY)"}, pragmas...)...)
}

// connect opens n connections that stay open as long as the pool.
func (db *DB) connect(n int, pragmas ...string) (*sql.DB, error) {
	query := url.Values{"_txlock": {"immediate"}}
	maps.Copy(query, db.access)
	for _, p := range pragmas {
		query.Add("_pragma", p)
	}
	absolute, err := filepath.Abs(db.path)
	if err != nil {
		return nil, err
	}
	name := url.URL{Scheme: "file", OmitHost: true, Path: absolute, RawQuery: query.Encode()}
	pool, err := sql.Open("sqlite", name.String())
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(n)
	pool.SetMaxIdleConns(n)
	return pool, nil
}

// check refuses a file of another program or of a newer format. It uses a connection without
// settings, because even switching the journal mode would change the other program's file.
func (db *DB) check(ctx context.Context) (err error) {
	plain, err := db.connect(1, "busy_timeout(5000)")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, plain.Close()) }()
	var application, format, tables int64
	for query, to := range map[string]*int64{
		"PRAGMA application_id": &application, "PRAGMA user_version": &format,
		"SELECT count(*) FROM sqlite_master": &tables,
	} {
		if err := plain.QueryRowContext(ctx, query).Scan(to); isForeign(err) {
			return notOurs(err)
		} else if err != nil { // the file may be intact; for example, the disk may be full
			return diskError("read", err)
		}
	}
	switch {
	case application == 0 && format == 0 && tables == 0 && db.readOnly:
		return fault.Invalidf("the file is empty: there is nothing to read")
	case application == 0 && format == 0 && tables == 0: // a new file
		if _, err := plain.ExecContext(ctx, fmt.Sprintf("PRAGMA application_id = %d", applicationID)); err != nil {
			return diskError("begin", err)
		}
	case application != applicationID:
		return notOurs(nil)
	case format > formatVersion:
		return fault.Invalidf(
			"the data was written by a newer version of the program (format %d, this one reads up to %d): use the "+
				"newer one", format, formatVersion)
	}
	return nil
}

// migrate applies the migrations that the file lacks.
func (db *DB) migrate(ctx context.Context) error {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, db.writers, files, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return err
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("bring the data to format %d: %w", formatVersion, err)
	}
	return nil
}

// notOurs returns the refusal of a file that another program made or that is damaged.
func notOurs(err error) error {
	if err != nil {
		return fault.New(fault.Invalid,
			"the file is not a log of this program, or it is damaged (%w): restore it from a backup or choose "+
				"another folder", err)
	}
	return fault.Invalidf("the file belongs to another program: choose another folder")
}

// Full reports whether commits are refused now because the disk is full.
func (db *DB) Full() bool { return db.reserve > 0 && disk.Low(filepath.Dir(db.path), db.reserve) }

// Store returns the log's store in this file.
func (db *DB) Store() record.Store { return store{db} }

// Close flushes and closes the file. After a failed flush it keeps the write-ahead log, from which
// the next Open recovers, and returns the error unless a command was already refused because of it.
func (db *DB) Close() error {
	if db.readOnly {
		return db.closeAll()
	}
	db.cancel()
	<-db.flush.ended
	if db.flush.failed() != nil {
		// Closing the last connection would flush again, and a flush that succeeds after a failed
		// one does not prove that the data is on disk.
		return errors.Join(db.flush.unreportedError(), db.readers.Close())
	}
	return db.closeAll()
}

func (db *DB) closeAll() error {
	db.cancel()
	var errs []error
	if db.write != nil {
		errs = append(errs, db.write.close())
	}
	for _, pool := range []*sql.DB{db.readers, db.writers, db.auths, db.flushers} {
		if pool != nil {
			errs = append(errs, pool.Close())
		}
	}
	return errors.Join(errs...)
}
