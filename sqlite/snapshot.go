package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"salesops/backup"
	"salesops/internal/fault"
	"salesops/internal/reason"
)

// Snapshot calls fn with the database as it is between two commits. Writing continues meanwhile,
// but only into the write-ahead log: the main file does not change before fn returns. The main file
// and the first part of the write-ahead log, up to its present length, are therefore a complete
// snapshot that takes no disk space. The snapshot is valid until fn returns. A second call
// meanwhile is fault.Busy.
func (db *DB) Snapshot(ctx context.Context, fn func(backup.Snapshot) error) (err error) {
	if db.readOnly {
		return errReadOnly
	}
	if err := db.flush.report(); err != nil {
		return err
	}
	db.flush.flush(ctx, checkpointTruncate, waitLong) // a short write-ahead log makes restoring fast
	if !db.flush.pause() {
		return fault.Because(fault.Busy, reason.Of("backup_running"))
	}
	defer db.flush.resume()
	conn, err := db.readers.Conn(ctx)
	if err != nil {
		return fmt.Errorf("begin snapshot: %w", err)
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	if _, err := conn.ExecContext(ctx, "BEGIN"); err != nil {
		return fmt.Errorf("begin snapshot: %w", err)
	}
	defer func() {
		_, ended := conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK")
		err = errors.Join(err, ended)
	}()

	var s backup.Snapshot
	db.writing.Lock()
	row := conn.QueryRowContext(ctx, "SELECT coalesce(max(seq), 0) FROM change")
	err = row.Scan(&s.Head.Seq) // from here on, the transaction sees this moment
	for _, name := range []string{db.path, db.path + "-wal"} {
		if err != nil {
			break
		}
		var file *os.File
		var info os.FileInfo
		if file, err = os.Open(name); err == nil {
			defer file.Close() //nolint:errcheck,gosec // only read
			if info, err = file.Stat(); err == nil {
				s.Files = append(s.Files, backup.File{Name: filepath.Base(name), Size: info.Size(),
					Reader: io.LimitReader(file, info.Size())})
			}
		}
	}
	db.writing.Unlock()
	if err != nil {
		return fmt.Errorf("begin snapshot: %w", err)
	}
	if s.Head.Seq > 0 {
		var hash []byte
		if err := conn.QueryRowContext(ctx, "SELECT substr(data, 1, 32) FROM change WHERE seq = ?",
			int64(s.Head.Seq)).Scan(&hash); err != nil {
			return fmt.Errorf("read head: %w", err)
		}
		copy(s.Head.Hash[:], hash)
	}
	if err := conn.QueryRowContext(ctx, "SELECT count(*) FROM state").Scan(&s.Records); err != nil {
		return fmt.Errorf("count records: %w", err)
	}
	return fn(s)
}
