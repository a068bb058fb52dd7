package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"salesops/record"
)

// Migration is a step from one layout of the file to the next.
type Migration struct {
	Layout int64  // the layout after it
	Name   string // such as "role"
}

// Layout says which layout the file at path has, and which migrations this program would apply to it. A file that
// is empty or not there has layout 0. It reads only.
func Layout(ctx context.Context, path string) (has int64, missing []Migration, err error) {
	if has, err = layoutOf(ctx, path); isFull(err) {
		return 0, nil, diskError("read", err)
	} else if err != nil {
		return 0, nil, fmt.Errorf("read the layout of %s: %w", filepath.Base(path), err)
	}
	missing, err = migrationsAfter(has)
	return has, missing, err
}

// migrationsAfter returns the migrations that a file of a layout lacks.
func migrationsAfter(has int64) (missing []Migration, err error) {
	files, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return nil, err
	}
	for _, file := range files { // in order, as Glob sorts
		number, name, _ := strings.Cut(strings.TrimSuffix(filepath.Base(file), ".sql"), "_")
		layout, err := strconv.ParseInt(number, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("name of the migration %s: %w", file, err)
		}
		if layout > has {
			missing = append(missing, Migration{layout, name})
		}
	}
	return missing, nil
}

func layoutOf(ctx context.Context, path string) (has int64, err error) {
	if info, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() == 0 {
		return 0, nil
	}
	err = reading(ctx, path, func(db *sql.DB) error {
		has, err = layoutIn(ctx, db)
		return err
	})
	return has, err
}

func layoutIn(ctx context.Context, db *sql.DB) (has int64, err error) {
	var tables int
	if err := db.QueryRowContext(ctx,
		"SELECT count(*) FROM sqlite_master WHERE name = 'goose_db_version'").Scan(&tables); err != nil || tables == 0 {
		return 0, err
	}
	err = db.QueryRowContext(ctx,
		"SELECT coalesce(max(version_id), 0) FROM goose_db_version WHERE is_applied").Scan(&has)
	return has, err
}

// End says which is the latest change of the log in the file at path, and its hash. It reads only.
func End(ctx context.Context, path string) (seq record.Seq, hash [32]byte, err error) {
	var read []byte
	err = reading(ctx, path, func(db *sql.DB) error {
		return db.QueryRowContext(ctx, "SELECT seq, substr(data, 1, 32) FROM change ORDER BY seq DESC LIMIT 1").
			Scan(&seq, &read)
	})
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return 0, hash, fmt.Errorf("read the end of the log in %s: %w", filepath.Base(path), err)
	}
	copy(hash[:], read)
	return seq, hash, nil
}

// Copy writes what the file at path holds, with its write-ahead log, into a new file to, and returns when that is on
// disk. Nobody may write to the file meanwhile.
func Copy(ctx context.Context, path, to string) error {
	db := &DB{path: path}
	plain, err := db.connect(1, "busy_timeout(5000)") // not query_only, which refuses to write the copy
	if err != nil {
		return err
	}
	_, err = plain.ExecContext(ctx, "VACUUM INTO ?", to)
	if err = errors.Join(err, plain.Close()); err != nil {
		return errors.Join(fmt.Errorf("copy %s: %w", filepath.Base(path), diskError("copy", err)), removed(to))
	}
	file, err := os.OpenFile(to, os.O_RDWR, 0) // a file that is open for reading cannot be flushed everywhere
	if err != nil {
		return err
	}
	return errors.Join(os.Chmod(to, 0o600), file.Sync(), file.Close())
}

// Fold moves what the write-ahead log holds into the file itself, so that the file alone is complete. Nobody else may
// have it open.
func Fold(ctx context.Context, path string) (err error) {
	db := &DB{path: path}
	plain, err := db.connect(1, "busy_timeout(5000)", "synchronous(FULL)")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, plain.Close()) }()
	var busy, frames, moved int
	if err := plain.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &frames, &moved); err != nil {
		return fmt.Errorf("complete %s: %w", filepath.Base(path), diskError("complete", err))
	}
	if busy != 0 {
		return fmt.Errorf("complete %s: it is in use", filepath.Base(path))
	}
	return nil
}

func removed(path string) error {
	if err := os.Remove(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// reading opens the file as it is, without the settings of Open.
func reading(ctx context.Context, path string, fn func(*sql.DB) error) (err error) {
	db := &DB{path: path}
	plain, err := db.connect(1, "busy_timeout(5000)", "query_only(1)")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, plain.Close()) }()
	return fn(plain)
}
