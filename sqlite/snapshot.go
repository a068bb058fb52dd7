package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"salesops/internal/fault"
	"salesops/internal/reason"
	"salesops/record"
)

// Snapshot is the database at one moment, as the files that hold it.
type Snapshot struct {
	Head    record.Head // of the log at that moment
	Records int64       // with a state
	Parts   []Part
}

// Part is a file of a snapshot, to be read once.
type Part struct {
	Name string // as it must be called beside the others
	Size int64
	io.Reader
}

// Snapshot calls fn with the database as it stands between two commits. Writes go on
// meanwhile, into the write-ahead log alone: the main file is not touched before fn returns,
// so the main file and the write-ahead log as long as it was then are the whole snapshot.
// It needs no room, and lasts as long as fn does; a second one meanwhile is fault.Busy.
func (db *DB) Snapshot(ctx context.Context, fn func(Snapshot) error) (err error) {
	if err := db.flush.tell(); err != nil {
		return err
	}
	db.flush.flush(ctx, truncate, waitLong) // a short write-ahead log makes a quick restore
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

	var s Snapshot
	db.writing.Lock()
	row := conn.QueryRowContext(ctx, "SELECT coalesce(max(seq), 0) FROM change")
	err = row.Scan(&s.Head.Seq) // the transaction sees this moment from here on
	for _, name := range []string{db.path, db.path + "-wal"} {
		if err != nil {
			break
		}
		var file *os.File
		var info os.FileInfo
		if file, err = os.Open(name); err == nil {
			defer file.Close() //nolint:errcheck,gosec // only read
			if info, err = file.Stat(); err == nil {
				s.Parts = append(s.Parts, Part{filepath.Base(name), info.Size(), io.LimitReader(file, info.Size())})
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
