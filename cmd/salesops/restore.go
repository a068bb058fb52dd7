package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"salesops/api"
	"salesops/audit"
	"salesops/backup"
	"salesops/erasure"
	"salesops/internal/fault"
	"salesops/internal/figures"
	"salesops/internal/reason"
	"salesops/record"
)

type restoreCommand struct {
	File     string `complete:"files" arg:"" help:"The backup."`
	Replace  bool   `help:"Put it in the place of the folder that is there, which is kept beside it."`
	Identity string `complete:"files" placeholder:"FILE" help:"A file with the age secret key that opens it."`
	Erasures string `complete:"files" placeholder:"FILE" help:"Another list of erasures to carry out again."`
	keyFlags
}

func (*restoreCommand) Help() string {
	return `Reads a backup into a new folder beside DIR, walks the log's chain there and compares its end and counts with what the backup says. Only then the folder gets the name DIR; until then nothing that is there is touched, and a restore that is killed or fails has changed nothing.

A folder that is there already is replaced only with --replace, and not while a process has it open. It is kept as DIR.before-TIME.

People who were erased after the backup was made are erased again: the folder that is replaced, the folder of its backups and the folder of FILE are looked at for a list of erasures.

The columns are made anew when the folder is opened next.

Examples:

  salesops restore acme.backup --data ~/acme
  salesops restore acme.backup --data ~/acme --replace
  salesops restore acme.backup --data ~/acme --identity ~/.age/acme.txt`
}

func (*restoreCommand) use() (folderUse, error) { return noFolder, nil }

func (c *restoreCommand) run(ctx context.Context, s *session) error {
	dir, file := s.path(s.data), s.path(c.File)
	old, err := c.replaced(dir)
	if err != nil {
		return err
	}
	if old != nil {
		defer old.release()
	}
	fresh, err := c.room(dir)
	if err != nil {
		return err
	}
	defer fresh.release()
	made, err := c.fill(ctx, s, file, fresh.dir)
	if err != nil {
		return errors.Join(err, os.RemoveAll(fresh.dir))
	}
	erased, err := c.eraseAgain(ctx, s, dir, fresh.dir)
	if err != nil {
		return errors.Join(err, os.RemoveAll(fresh.dir))
	}
	if err := errors.Join(s.noteRestored(ctx, dir, fresh.dir), inheritSecretsKey(dir, fresh.dir)); err != nil {
		return errors.Join(err, os.RemoveAll(fresh.dir))
	}
	kept, err := swap(fresh.dir, dir, old != nil, s.now().Time().Format("20060102T150405Z"))
	if err != nil {
		return err
	}
	if _, err = fmt.Fprintf(s.stdout, "restored %s changes of %s records into %s, as they were %s; the chain holds\n",
		figures.Count(int64(made.Changes)), figures.Count(made.Records), dir, made.At); err != nil {
		return err
	}
	if erased > 0 {
		if _, err = fmt.Fprintf(s.stdout, "%s erased again\n",
			figures.Several(int64(erased), "person was", "people were")); err != nil {
			return err
		}
	}
	if kept != "" {
		_, err = fmt.Fprintf(s.stdout, "what was there is kept in %s\n", kept)
	}
	return err
}

// eraseAgain erases in the restored folder whom the lists name, and leaves it a list of its own.
func (c *restoreCommand) eraseAgain(ctx context.Context, s *session, dir, fresh string) (people int, err error) {
	lists := []string{filepath.Join(dir, erasure.ListName), filepath.Join(backupsOf(dir), erasure.ListName),
		filepath.Join(filepath.Dir(s.path(c.File)), erasure.ListName)}
	if c.Erasures != "" {
		if _, err := os.Stat(s.path(c.Erasures)); err != nil {
			return 0, fault.Missingf("there is no list of erasures at %s", c.Erasures)
		}
		lists = append(lists, s.path(c.Erasures))
	}
	entries, err := erasure.Read(lists...)
	if err != nil || len(entries) == 0 {
		return 0, err
	}
	for _, e := range entries {
		if err := erasure.Note(filepath.Join(fresh, erasure.ListName), e); err != nil {
			return 0, err
		}
	}
	err = s.backups(nil).Within(ctx, fresh, func(log *record.Log) error {
		people, err = erasure.Again(ctx, log, api.Owner, entries)
		return err
	})
	return people, err
}

// replaced locks the folder that is to be replaced; nil when there is none.
func (c *restoreCommand) replaced(dir string) (*lock, error) {
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, folderError(dir, err)
	case len(entries) == 0:
		return nil, os.Remove(dir)
	case !c.Replace:
		return nil, fault.Because(fault.Conflict, reason.Of("restore_there", "folder", dir))
	}
	// a folder whose database is gone is no data folder any more, but what is left of one
	if err := prepare(dir, makesFolder); err != nil {
		return nil, err
	}
	if !writable(dir) {
		return nil, readOnly(dir)
	}
	l, err := tryLock(dir)
	if err == nil && l == nil {
		err = fault.Because(fault.Conflict, reason.Of("restore_open", "folder", dir))
	}
	return l, err
}

// room is the folder beside dir into which a backup is read. It is locked meanwhile.
type room struct {
	*lock
	dir string
}

// room makes it, and removes what a killed restore left.
func (c *restoreCommand) room(dir string) (*room, error) {
	fresh := dir + ".restoring"
	if err := prepare(fresh, makesFolder); err != nil {
		return nil, err
	}
	l, err := tryLock(fresh)
	if err != nil {
		return nil, err
	}
	if l == nil {
		return nil, fault.Because(fault.Busy, reason.Of("restore_running", "folder", dir))
	}
	entries, err := os.ReadDir(fresh)
	for _, e := range entries {
		if e.Name() != "lock" && err == nil {
			err = os.RemoveAll(filepath.Join(fresh, e.Name()))
		}
	}
	if err != nil {
		l.release()
		return nil, folderError(fresh, err)
	}
	return &room{l, fresh}, nil
}

// fill reads and checks the backup.
func (c *restoreCommand) fill(ctx context.Context, s *session, file, dir string) (backup.Manifest, error) {
	k := &backup.Keeper{Engine: s.backups(nil), Clock: s.now, Program: version()}
	keys := backup.Keys{IdentityFile: s.pathOr(c.Identity), PassphraseFile: s.pathOr(c.PassphraseFile)}
	line := newProgress(s)
	made, _, err := k.Unpack(ctx, file, dir, keys, func(done, total int64) { line.show("restoring", done, total) })
	line.end()
	if err != nil {
		return made, err
	}
	err = s.backups(nil).Within(ctx, dir, func(log *record.Log) error {
		return audit.Write(ctx, log, api.Owner,
			audit.Event{What: "restore", Detail: audit.Say("changes", "changes", made.Changes)})
	})
	if err != nil {
		return made, err
	}
	return made, backup.SyncFolder(dir)
}

// swap gives the new folder its name, in one step where the system can. It returns the path of the old folder.
func swap(fresh, dir string, replace bool, stamp string) (kept string, err error) {
	if !replace {
		if err := os.Rename(fresh, dir); err != nil {
			return "", folderError(dir, err)
		}
		return "", backup.SyncFolder(filepath.Dir(dir))
	}
	kept = dir + ".before-" + stamp
	if err := exchange(fresh, dir); err != nil {
		return "", folderError(dir, err)
	}
	if err := os.Rename(fresh, kept); err != nil {
		return "", folderError(kept, err)
	}
	return kept, backup.SyncFolder(filepath.Dir(dir))
}

// exchangeSlowly takes three steps, for systems that cannot do it in one. When it is killed between them, both
// folders are complete under other names.
func exchangeSlowly(a, b string) error {
	aside := b + ".exchanging"
	if err := os.Rename(b, aside); err != nil {
		return err
	}
	if err := os.Rename(a, b); err != nil {
		return errors.Join(err, os.Rename(aside, b))
	}
	return os.Rename(aside, a)
}
