package backup

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"filippo.io/age"
	"github.com/klauspost/compress/zstd"

	"salesops/internal/disk"
	"salesops/internal/fault"
)

// File is one file to back up.
type File struct {
	Name string // with slashes, relative to the data folder
	Size int64
	io.Reader
}

// Write writes a backup to w, encrypted when there are recipients. progress may be nil; it gets the
// number of bytes of files read so far.
func Write(ctx context.Context, w io.Writer, m Manifest, files []File, recipients []age.Recipient,
	progress func(done int64)) (err error) {
	if len(recipients) > 0 {
		sealed, err := age.Encrypt(w, recipients...)
		if err != nil {
			return fmt.Errorf("encrypt: %w", err)
		}
		if err := write(ctx, sealed, m, files, progress); err != nil {
			return err
		}
		return sealed.Close()
	}
	return write(ctx, w, m, files, progress)
}

func write(ctx context.Context, w io.Writer, m Manifest, files []File, progress func(done int64)) (err error) {
	packed, err := zstd.NewWriter(w, zstd.WithEncoderLevel(zstd.SpeedFastest))
	if err != nil {
		return fmt.Errorf("compress: %w", err)
	}
	defer func() { err = errors.Join(err, packed.Close()) }()
	t := tar.NewWriter(packed)
	sums := []sum{}
	var done int64
	add := func(name string, size int64, from io.Reader, told func(int64)) error {
		if err := t.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: name, Size: size, Mode: 0o600,
			Format: tar.FormatPAX}); err != nil {
			return fmt.Errorf("write %s: %w", name, err)
		}
		hash := sha256.New()
		read := &counting{stopped: ctx.Err, from: from, told: told, before: done}
		n, err := io.CopyBuffer(io.MultiWriter(t, hash), read, make([]byte, 1<<20))
		if err != nil {
			return fmt.Errorf("write %s: %w", name, err)
		}
		if n != size {
			return fmt.Errorf("write %s: it was cut while it was read", name)
		}
		sums = append(sums, sum{name, size, hex.EncodeToString(hash.Sum(nil))})
		return nil
	}
	head, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("write manifest: %w", err)
	}
	if err := add(manifestName, int64(len(head)), bytes.NewReader(head), nil); err != nil {
		return err
	}
	for _, f := range files {
		if err := add(f.Name, f.Size, f.Reader, progress); err != nil {
			return err
		}
		done += f.Size
	}
	last, err := json.Marshal(sums)
	if err != nil {
		return fmt.Errorf("write sums: %w", err)
	}
	if err := t.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: sumsName, Size: int64(len(last)),
		Mode: 0o600}); err != nil {
		return fmt.Errorf("write sums: %w", err)
	}
	if _, err := t.Write(last); err != nil {
		return fmt.Errorf("write sums: %w", err)
	}
	return t.Close()
}

// counting is a reader that reports progress and ends when stopped returns an error.
type counting struct {
	stopped func() error
	from    io.Reader
	told    func(int64)
	before  int64
}

func (c *counting) Read(p []byte) (int, error) {
	if err := c.stopped(); err != nil {
		return 0, err
	}
	n, err := c.from.Read(p)
	if c.before += int64(n); c.told != nil && n > 0 {
		c.told(c.before)
	}
	return n, err
}

// unfinished is the suffix of a backup that is being written.
const unfinished = ".part"

// Create writes a backup to the file at path, which must not exist. It writes under another name
// until the backup is complete and on disk, so that path never holds a partial backup.
func Create(path string, fn func(w io.Writer) error) (size int64, err error) {
	if _, err := os.Lstat(path); err == nil {
		return 0, fault.Conflictf("%s exists already: name a new file", path)
	}
	part := filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+unfinished)
	file, err := os.OpenFile(part, os.O_WRONLY|os.O_CREATE|os.O_TRUNC,
		0o600) //nolint:gosec // the owner of the folder names it
	if err != nil {
		return 0, fault.New(fault.Invalid, "%s cannot be written: %w", path, plain(err))
	}
	whole := false
	defer func() {
		if !whole {
			err = errors.Join(err, os.Remove(part))
		}
	}()
	err = fn(&disk.Writer{To: file, Dir: filepath.Dir(path), Keep: disk.ForFiles})
	if err == nil {
		err = file.Sync()
	}
	info, stat := file.Stat()
	if err = errors.Join(err, stat, file.Close()); err != nil {
		return 0, fmt.Errorf("write %s: %w", path, plain(err))
	}
	if err := os.Link(part, path); err != nil { // unlike a rename, a link never replaces a file
		if errors.Is(err, os.ErrExist) {
			return 0, fault.Conflictf("%s exists already: name a new file", path)
		}
		if err := os.Rename(part, path); err != nil { // the file system does not support links
			return 0, fmt.Errorf("write %s: %w", path, plain(err))
		}
	} else if err := os.Remove(part); err != nil {
		return 0, fmt.Errorf("write %s: %w", path, plain(err))
	}
	whole = true
	return info.Size(), SyncFolder(filepath.Dir(path))
}

// SyncFolder makes the names in a folder durable.
func SyncFolder(dir string) error {
	folder, err := os.Open(dir) //nolint:gosec // only synced
	if err != nil {
		return fmt.Errorf("sync %s: %w", dir, err)
	}
	if err := errors.Join(folder.Sync(), folder.Close()); err != nil {
		return fmt.Errorf("sync %s: %w", dir, err)
	}
	return nil
}

func plain(err error) error {
	var at *os.PathError
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}
