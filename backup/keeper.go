package backup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/internal/reason"
	"salesops/record"
)

// Snapshot is a log's database at one moment.
type Snapshot struct {
	Head    record.Head
	Records int64
	Files   []File
}

// Engine is what a Keeper needs from the storage engine of the log.
type Engine interface {
	// Snapshot calls fn with the database as it is now. Writing may continue.
	Snapshot(ctx context.Context, fn func(Snapshot) error) error
	// Check opens a restored folder, walks the hash chain and returns the end of the log.
	Check(ctx context.Context, dir string) (Found, error)
}

// Found describes the contents of a restored folder.
type Found struct {
	Changes record.Seq
	Head    string // in the form of Manifest.Head
	Records int64
	Problem string // the first bad change; "" when the chain is intact
}

// Keeper makes and checks the backups of one data folder.
type Keeper struct {
	Dir     string // the data folder
	Folder  string // the folder for backups without a given path
	Engine  Engine
	Clock   func() period.Instant
	Program string
	// Daily is how many daily backups Prune leaves; 0 means all.
	Daily int
}

// beside are the folders and files that belong to the log: those that a company writes itself.
// secret ones are included only in encrypted backups.
var (
	beside = []string{"metrics", "mappings", "checkpoints.jsonl", "checkpoint.pub"}
	secret = []string{"checkpoint.key", "secrets.key"}
)

// Made describes a backup that was written.
type Made struct {
	Manifest
	Path      string `json:"path"`
	Size      int64  `json:"size"` // bytes
	Encrypted bool   `json:"encrypted"`
}

// NewName returns a path in the keeper's folder for a backup that is made now.
func (k *Keeper) NewName() string { return k.NameAt(k.Clock(), false) }

// NameAt returns a path in the keeper's folder for the backup of an instant. Daily backups are told by their names.
func (k *Keeper) NameAt(at period.Instant, daily bool) string {
	name := prefix + at.Time().Format("20060102T150405.000000Z")
	if daily {
		name += everyDay
	}
	return filepath.Join(k.Folder, name+suffix)
}

const prefix, everyDay, suffix = "salesops-", "-daily", ".backup"

// Prune removes all but the newest daily backups. Those that somebody asked for stay.
func (k *Keeper) Prune() error {
	if k.Daily <= 0 {
		return nil
	}
	found, err := k.List() // the newest first
	if err != nil {
		return err
	}
	found = slices.DeleteFunc(found, func(l Listed) bool {
		return !strings.HasPrefix(l.Name, prefix) || !strings.HasSuffix(l.Name, everyDay+suffix)
	})
	for _, l := range found[min(len(found), k.Daily):] {
		old := filepath.Join(k.Folder, l.Name)
		if err := os.Remove(old); err != nil {
			return fmt.Errorf("remove an old backup: %w", err)
		}
		if err := os.Remove(old + noted); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("remove an old backup: %w", err)
		}
	}
	return nil
}

// Sweep removes unfinished backups that a killed process has left in the keeper's folder. Their
// names are times, so no later backup replaces them. No backup may be written at the same time.
func (k *Keeper) Sweep() error {
	left, err := os.ReadDir(k.Folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("remove what is left of backups: %w", err)
	}
	for _, e := range left {
		if !strings.HasPrefix(e.Name(), "."+prefix) ||
			!strings.HasSuffix(e.Name(), suffix+unfinished) || !e.Type().IsRegular() {
			continue
		}
		if err := os.Remove(filepath.Join(k.Folder, e.Name())); err != nil {
			return fmt.Errorf("remove what is left of a backup: %w", err)
		}
	}
	return nil
}

// Create writes a backup to the file at path, which must not exist.
func (k *Keeper) Create(ctx context.Context, path string, keys Keys, progress func(done, total int64)) (Made, error) {
	recipients, err := keys.Lock()
	if err != nil {
		return Made{}, err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return Made{}, fault.New(fault.Invalid, "%s cannot be made: %w", filepath.Dir(path), plain(err))
	}
	made := Made{Path: path, Encrypted: len(recipients) > 0}
	made.Size, err = Create(path, func(w io.Writer) error {
		return k.Engine.Snapshot(ctx, func(s Snapshot) (err error) {
			files := s.Files
			for _, name := range append(slices.Clone(beside), secret...) {
				if slices.Contains(secret, name) && !made.Encrypted {
					continue
				}
				more, opened, err := within(k.Dir, name)
				defer func() {
					for _, f := range opened {
						_ = f.Close() // only read
					}
				}()
				if err != nil {
					return err
				}
				files = append(files, more...)
			}
			var total int64
			for _, f := range files {
				total += f.Size
			}
			made.Manifest = Of(s.Head, s.Records, k.Clock(), k.Program)
			return Write(ctx, w, made.Manifest, files, recipients, func(done int64) {
				if progress != nil {
					progress(done, total)
				}
			})
		})
	})
	return made, err
}

// Finished describes the backup at path that was completed and that nobody was told of; ok is false when there is
// none. A backup has its name only when it is whole.
func (k *Keeper) Finished(path string) (l Listed, ok bool, err error) {
	info, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return l, false, nil
	}
	if err != nil {
		return l, false, fmt.Errorf("look for %s: %w", path, plain(err))
	}
	l = Listed{Name: filepath.Base(path), At: period.InstantOf(info.ModTime()), Size: info.Size()}
	l.Encrypted, err = Encrypted(path)
	return l, true, err
}

// within opens the files of dir/name, which may be a file, a folder or missing.
func within(dir, name string) (files []File, opened []*os.File, err error) {
	err = filepath.WalkDir(filepath.Join(dir, name), func(at string, entry fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		file, err := os.Open(at) //nolint:gosec // of the data folder
		if err != nil {
			return err
		}
		opened = append(opened, file)
		info, err := file.Stat()
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(dir, at)
		files = append(files, File{filepath.ToSlash(relative), info.Size(), io.LimitReader(file, info.Size())})
		return err
	})
	if err != nil {
		err = fmt.Errorf("read %s: %w", name, plain(err))
	}
	return files, opened, err
}

// Checked describes the contents of a backup and when it was last verified.
type Checked struct {
	Manifest
	VerifiedAt period.Instant `json:"verified_at"`
	Size       int64          `json:"size"`
}

// Verify reads the backup at path completely into a folder beside it, walks the hash chain there
// and compares its end with the manifest. It removes the folder afterwards.
func (k *Keeper) Verify(ctx context.Context, path string, keys Keys,
	progress func(done, total int64)) (_ Checked, err error) {
	dir := filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+".verify")
	if err := errors.Join(os.RemoveAll(dir), os.Mkdir(dir, 0o700)); err != nil {
		return Checked{}, fmt.Errorf("make room to verify: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	m, size, err := k.Unpack(ctx, path, dir, keys, progress)
	if err != nil {
		return Checked{}, errors.Join(err, k.noteBad(path, err))
	}
	c := Checked{m, k.Clock(), size}
	return c, writeNote(path, note{Checked: c})
}

// Unpack extracts the backup at path into dir and checks it there.
func (k *Keeper) Unpack(ctx context.Context, path, dir string, keys Keys,
	progress func(done, total int64)) (Manifest, int64, error) {
	identities, err := keys.Open()
	if err != nil {
		return Manifest{}, 0, err
	}
	file, err := os.Open(path) //nolint:gosec // the owner of the folder names it
	if err != nil {
		return Manifest{}, 0, fault.New(fault.Missing, "%s cannot be read: %w", path, plain(err))
	}
	defer file.Close() //nolint:errcheck // only read
	info, err := file.Stat()
	if err != nil {
		return Manifest{}, 0, fmt.Errorf("read %s: %w", path, plain(err))
	}
	m, err := Extract(ctx, file, dir, identities, func(done int64) {
		if progress != nil {
			progress(done, info.Size())
		}
	})
	if err != nil {
		return m, 0, err
	}
	found, err := k.Engine.Check(ctx, dir)
	if err != nil {
		return m, 0, err
	}
	return m, info.Size(), m.like(found)
}

// like returns an error when a backup's contents differ from its manifest.
func (m Manifest) like(found Found) error {
	var what string
	switch {
	case found.Problem != "":
		what = found.Problem
	case found.Changes != m.Changes:
		what = fmt.Sprintf("%d changes instead of %d", found.Changes, m.Changes)
	case found.Head != m.Head:
		what = fmt.Sprintf("change %d has another hash", m.Changes)
	case found.Records != m.Records:
		what = fmt.Sprintf("%d records instead of %d", found.Records, m.Records)
	default:
		return nil
	}
	return fault.Because(fault.Invalid, reason.Of("backup_unlike", "cause", what))
}

// Listed is a backup in the keeper's folder.
type Listed struct {
	Name      string         `json:"name"`
	At        period.Instant `json:"at"`   // when the file was completed
	Size      int64          `json:"size"` // bytes
	Encrypted bool           `json:"encrypted"`
	// the last verification, when it found the backup good; nil when the file has changed since
	Verified *Checked `json:"verified"`
	// the last verification, when it found the backup bad
	Bad *Bad `json:"bad,omitempty"`
}

// List returns the backups in the keeper's folder, newest first.
func (k *Keeper) List() ([]Listed, error) {
	entries, err := os.ReadDir(k.Folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("list backups: %w", plain(err))
	}
	var found []Listed
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), suffix) || strings.HasPrefix(e.Name(), ".") || !e.Type().IsRegular() {
			continue
		}
		info, err := e.Info()
		if err != nil {
			continue // removed meanwhile
		}
		at := filepath.Join(k.Folder, e.Name())
		l := Listed{Name: e.Name(), At: period.InstantOf(info.ModTime()), Size: info.Size()}
		if l.Encrypted, err = Encrypted(at); err != nil {
			return nil, err
		}
		l.Verified, l.Bad = readNote(at, l)
		found = append(found, l)
	}
	slices.SortFunc(found, func(a, b Listed) int { return strings.Compare(b.Name, a.Name) })
	return found, nil
}

// Named returns the path of a backup in the keeper's folder. It accepts only a bare name, so that
// no other file can be reached.
func (k *Keeper) Named(name string) (string, error) {
	unknown := fault.Because(fault.Missing, reason.Of("backup_unknown", "name", fmt.Sprintf("%q", name)))
	if name != path.Base(name) || strings.ContainsAny(name, `/\`) || strings.HasPrefix(name, ".") ||
		!strings.HasSuffix(name, suffix) {
		return "", unknown
	}
	at := filepath.Join(k.Folder, name)
	if info, err := os.Lstat(at); err != nil || !info.Mode().IsRegular() {
		return "", unknown
	}
	return at, nil
}
