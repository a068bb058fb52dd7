package backup

import (
	"archive/tar"
	"bufio"
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
	"slices"
	"strings"

	"filippo.io/age"
	"github.com/klauspost/compress/zstd"

	"salesops/internal/disk"
	"salesops/internal/fault"
	"salesops/internal/reason"
)

// Limits on the parts besides the log, so that a forged file cannot fill the memory.
const (
	maxManifest = 1 << 20
	maxFiles    = 10_000
)

const ageIntro = "age-encryption.org/"

// Encrypted reports whether the file at path is encrypted.
func Encrypted(path string) (bool, error) {
	file, err := os.Open(path) //nolint:gosec // the owner of the folder names it
	if err != nil {
		return false, fault.New(fault.Missing, "%s cannot be read: %w", path, plain(err))
	}
	defer file.Close() //nolint:errcheck // only read
	head := make([]byte, len(ageIntro))
	_, err = io.ReadFull(file, head)
	return err == nil && string(head) == ageIntro, nil
}

// Extract reads a backup to its end and writes its files into dir, which must exist and be empty;
// dir "" only checks the backup. A file that is damaged, truncated, of a newer format or no backup
// is fault.Invalid. The contents of dir must then be discarded.
func Extract(ctx context.Context, r io.Reader, dir string, identities []age.Identity,
	progress func(done int64)) (Manifest, error) {
	m, err := extract(&counting{stopped: ctx.Err, from: r, told: progress}, dir, identities)
	var known *fault.Error
	switch {
	case err == nil, errors.As(err, &known), ctx.Err() != nil, isDisk(err):
		return m, err
	}
	return m, damaged(err)
}

func damaged(err error) error {
	why := reason.Of("backup_damaged", "cause", err)
	return &fault.Error{Kind: fault.Invalid, Message: why.Text, Why: why, Cause: err}
}

// errDisk marks an error of writing, which says nothing about the backup.
type errDisk struct{ error }

func (e errDisk) Unwrap() error { return e.error }

func isDisk(err error) bool {
	var d errDisk
	return errors.As(err, &d)
}

func extract(r io.Reader, dir string, identities []age.Identity) (m Manifest, err error) {
	in := bufio.NewReaderSize(r, 1<<20)
	if intro, _ := in.Peek(len(ageIntro)); string(intro) == ageIntro {
		if len(identities) == 0 {
			return m, fault.Because(fault.Invalid, reason.Of("backup_locked"))
		}
		opened, err := age.Decrypt(in, identities...)
		var wrong *age.NoIdentityMatchError
		if errors.As(err, &wrong) {
			return m, fault.Because(fault.Invalid, reason.Of("backup_wrong_key"))
		}
		if err != nil {
			return m, err
		}
		in = bufio.NewReaderSize(opened, 1<<20)
	}
	if magic, err := in.Peek(4); !bytes.Equal(magic, []byte{0x28, 0xb5, 0x2f, 0xfd}) {
		if err != nil && !errors.Is(err, io.EOF) {
			return m, err // it could not be read: that says nothing of what it is
		}
		return m, fault.Because(fault.Invalid, reason.Of("backup_none"))
	}
	unpacked, err := zstd.NewReader(in, zstd.WithDecoderMaxWindow(64<<20), zstd.WithDecoderMaxMemory(256<<20))
	if err != nil {
		return m, err
	}
	defer unpacked.Close()
	x := &extraction{dir: dir, tar: tar.NewReader(unpacked)}
	if m, err = x.all(); err != nil {
		return m, err
	}
	// Nothing may follow the last part. Reading to the end also lets age detect a truncation.
	if n, err := io.Copy(io.Discard, io.LimitReader(unpacked, 1<<20)); err != nil || n > 64<<10 {
		return m, errors.Join(err, errors.New("more follows after its end"))
	}
	if _, err := in.ReadByte(); !errors.Is(err, io.EOF) {
		return m, errors.Join(err, errors.New("more follows after its end"))
	}
	return m, nil
}

type extraction struct {
	dir  string
	tar  *tar.Reader
	sums []sum
}

// all reads every part.
func (x *extraction) all() (m Manifest, err error) {
	for n := 0; ; n++ {
		head, err := x.tar.Next()
		if errors.Is(err, io.EOF) {
			return m, errors.New("its end is missing")
		}
		if err != nil {
			return m, err
		}
		if n > maxFiles || head.Typeflag != tar.TypeReg {
			return m, errors.New("it holds what no backup holds")
		}
		switch {
		case (n == 0) != (head.Name == manifestName):
			return m, fault.Because(fault.Invalid, reason.Of("backup_none"))
		case n == 0:
			if err := x.text(head, &m); err != nil {
				return m, err
			}
			if m.Format > Format {
				return m, fault.Because(fault.Invalid,
					reason.Of("backup_newer", "format", m.Format, "most", Format, "program", m.Program))
			}
		case head.Name == sumsName:
			var want []sum
			if err := x.text(head, &want); err != nil {
				return m, err
			}
			x.sums = x.sums[:len(x.sums)-1]
			if !slices.Equal(want, x.sums) {
				return m, errors.New("a file in it is not what it was")
			}
			if _, err := x.tar.Next(); !errors.Is(err, io.EOF) {
				return m, errors.Join(err, errors.New("more follows after its end"))
			}
			return m, nil
		default:
			if err := x.file(head); err != nil {
				return m, err
			}
		}
	}
}

// text decodes a part that is JSON.
func (x *extraction) text(head *tar.Header, to any) error {
	if head.Size > maxManifest {
		return errors.New("it holds what no backup holds")
	}
	text, err := io.ReadAll(x.tar)
	if err != nil {
		return err
	}
	hash := sha256.Sum256(text)
	x.sums = append(x.sums, sum{head.Name, head.Size, hex.EncodeToString(hash[:])})
	return json.Unmarshal(text, to)
}

// file reads a file and, unless dir is "", writes it.
func (x *extraction) file(head *tar.Header) (err error) {
	name := filepath.FromSlash(head.Name)
	if !filepath.IsLocal(name) || strings.Contains(head.Name, `\`) {
		return errors.New("it names a file outside the data folder")
	}
	to := io.Discard
	if x.dir != "" {
		path := filepath.Join(x.dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return errDisk{err}
		}
		file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600) //nolint:gosec // local, checked above
		if err != nil {
			return errDisk{err}
		}
		defer func() {
			if closed := errors.Join(file.Sync(), file.Close()); closed != nil && err == nil {
				err = errDisk{closed}
			}
		}()
		to = onDisk{&disk.Writer{To: file, Dir: x.dir, Keep: disk.ForFiles}}
	}
	hash := sha256.New()
	n, err := io.CopyBuffer(io.MultiWriter(to, hash), struct{ io.Reader }{x.tar}, make([]byte, 1<<20))
	if err != nil {
		return fmt.Errorf("%s: %w", head.Name, err)
	}
	x.sums = append(x.sums, sum{head.Name, n, hex.EncodeToString(hash.Sum(nil))})
	return nil
}

// onDisk marks the errors of writing to it.
type onDisk struct{ to io.Writer }

func (d onDisk) Write(p []byte) (int, error) {
	n, err := d.to.Write(p)
	if err != nil {
		return n, errDisk{err}
	}
	return n, nil
}
