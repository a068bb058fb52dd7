package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"salesops/backup"
	"salesops/internal/disk"
	"salesops/internal/fault"
	"salesops/internal/figures"
	"salesops/sqlite"
)

type upgradeCommand struct {
	Preview  bool `help:"Say what would be done, and change nothing."`
	Rollback bool `help:"Return to the state before the last upgrade, for the program of that time."`
	// LoseChanges allows a rollback although changes were written since the upgrade.
	LoseChanges bool `help:"With --rollback: also when changes were written since the upgrade."`
}

func (*upgradeCommand) Help() string {
	return `Brings a data folder of an earlier version of the program to this one. Every command does so by itself when it opens such a folder: before anything is changed, the database is copied to DIR/snapshots. The newest two copies are kept.

--rollback puts the newest copy in the place of the database. Then start the earlier program again: this one would upgrade anew. Changes that were written since the upgrade are not in the copy; the command refuses when there are any, unless --lose-changes is given. The database that was replaced is kept beside the copy. The columns are made anew.

Examples:

  salesops upgrade --preview --data ~/acme
  salesops upgrade --data ~/acme
  salesops upgrade --rollback --data ~/acme`
}

func (c *upgradeCommand) use() (folderUse, error) {
	switch {
	case c.Preview && c.Rollback:
		return noFolder, wrongUsef("--preview and --rollback exclude each other")
	case c.LoseChanges && !c.Rollback:
		return noFolder, wrongUsef("--lose-changes is for --rollback")
	}
	return noFolder, nil // the folder is not opened before it was looked at
}

func (c *upgradeCommand) run(ctx context.Context, s *session) error {
	dir := s.path(s.data)
	if err := prepare(dir, needsFolder); err != nil {
		return err
	}
	if !writable(dir) {
		return readOnly(dir)
	}
	held, err := tryLock(dir)
	if err != nil {
		return err
	}
	if held == nil {
		if !c.Rollback { // whoever holds it has upgraded it
			_, err := fmt.Fprintf(s.stdout, "%s is open in another process of the program: it was upgraded then\n", dir)
			return err
		}
		return fault.Conflictf("%s is open in another process: end it before a rollback", dir)
	}
	defer held.release()
	if c.Rollback {
		return c.rollback(ctx, s, dir)
	}
	has, missing, err := sqlite.Layout(ctx, filepath.Join(dir, truthName))
	if err != nil {
		return err
	}
	if len(missing) == 0 {
		_, err := fmt.Fprintf(s.stdout, "%s has the layout of this program (%d): there is nothing to do\n", dir, has)
		return err
	}
	if c.Preview {
		return c.preview(s, dir, has, missing)
	}
	shop, err := openWorkspace(ctx, dir, s, false)
	if err != nil {
		return err
	}
	err = errors.Join(shop.current(ctx), shop.close())
	if err == nil {
		_, err = fmt.Fprintf(s.stdout, "%s has the layout %d\n", dir, missing[len(missing)-1].Layout)
	}
	return err
}

func (*upgradeCommand) preview(s *session, dir string, has int64, missing []sqlite.Migration) error {
	size, err := sizeOf(filepath.Join(dir, truthName))
	if err != nil {
		return err
	}
	free, err := disk.Free(dir)
	if err != nil {
		return err
	}
	var names []string
	for _, m := range missing {
		names = append(names, fmt.Sprintf("%d (%s)", m.Layout, m.Name))
	}
	_, err = fmt.Fprintf(s.stdout, "%s has the layout %d; this program would add %s\n"+
		"before that, %s MB are copied to %s; %s MB are free\n",
		dir, has, strings.Join(names, ", "), figures.Count(size/1_000_000+1), filepath.Join(dir, snapshotsName),
		figures.Count(free/1_000_000))
	if err == nil && size > free {
		return fault.Conflictf("there is not enough space for the copy: the upgrade would be refused")
	}
	return err
}

const (
	snapshotsName = "snapshots"
	// keptSnapshots is how many copies of the database are kept: the one before the last upgrade, and the one before
	// that.
	keptSnapshots = 2
	snapshotBegin = "before-layout-"
)

// keepBefore copies the database before a migration changes it. It does nothing for a database that has the layout
// of this program.
func (s *session) keepBefore(ctx context.Context, dir string) error {
	truth := filepath.Join(dir, truthName)
	has, missing, err := sqlite.Layout(ctx, truth)
	if err != nil || has == 0 || len(missing) == 0 {
		return err
	}
	folder := filepath.Join(dir, snapshotsName)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return folderError(folder, err)
	}
	to := missing[len(missing)-1].Layout
	at := s.now().Time().UTC().Format("20060102T150405Z")
	kept := filepath.Join(folder, fmt.Sprintf("%s%d-%s.sqlite", snapshotBegin, to, at))
	part := kept + ".part"
	if err := os.Remove(part); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return folderError(folder, err)
	}
	if err := sqlite.Copy(ctx, truth, part); err != nil {
		return fmt.Errorf("the data has the layout %d and is not upgraded, because it could not be copied first: %w",
			has, err)
	}
	if err := os.Rename(part, kept); err != nil {
		return folderError(folder, err)
	}
	if err := backup.SyncFolder(folder); err != nil {
		return err
	}
	s.say(fmt.Sprintf("brings %s from layout %d to %d; the state before is kept in %s", dir, has, to, kept))
	return s.dropSnapshots(folder)
}

// snapshots are the copies in a folder, oldest first.
func snapshots(folder string) ([]string, error) {
	entries, err := os.ReadDir(folder)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, folderError(folder, err)
	}
	var found []string
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), snapshotBegin) && strings.HasSuffix(e.Name(), ".sqlite") {
			found = append(found, filepath.Join(folder, e.Name()))
		}
	}
	stamp := func(path string) string { return path[strings.LastIndexByte(path, '-')+1:] }
	slices.SortFunc(found, func(a, b string) int { return strings.Compare(stamp(a), stamp(b)) })
	return found, nil
}

func (*session) dropSnapshots(folder string) error {
	found, err := snapshots(folder)
	if err != nil {
		return err
	}
	for len(found) > keptSnapshots {
		if err := os.Remove(found[0]); err != nil {
			return folderError(folder, err)
		}
		found = found[1:]
	}
	return nil
}

// rollback puts the newest copy in the place of the database. When it is killed, the folder has the one or the
// other, complete.
func (c *upgradeCommand) rollback(ctx context.Context, s *session, dir string) error {
	folder, truth := filepath.Join(dir, snapshotsName), filepath.Join(dir, truthName)
	found, err := snapshots(folder)
	if err != nil {
		return err
	}
	if len(found) == 0 {
		return fault.Missingf("%s was not upgraded, or its snapshot is gone: use `salesops restore` with a backup", dir)
	}
	kept := found[len(found)-1]
	before, hash, err := sqlite.End(ctx, kept)
	if err != nil {
		return err
	}
	now, _, err := sqlite.End(ctx, truth)
	if err != nil {
		return err
	}
	if now > before && !c.LoseChanges {
		return fault.Conflictf("%s changes were written since the upgrade and are not in the snapshot: give "+
			"--lose-changes to return to it all the same", figures.Count(int64(now-before)))
	}
	fresh, aside := truth+".rollback", filepath.Join(folder,
		"after-upgrade-"+s.now().Time().UTC().Format("20060102T150405Z")+".sqlite")
	for _, path := range []string{fresh, aside} {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return folderError(dir, err)
		}
	}
	if err := sqlite.Copy(ctx, kept, fresh); err != nil {
		return err
	}
	// without it, the file would lack its last changes once the write-ahead log is removed
	if err := sqlite.Fold(ctx, truth); err != nil {
		return err
	}
	if err := os.Link(truth, aside); err != nil {
		return folderError(dir, err)
	}
	for _, name := range []string{columnsName, columnsName + ".wal", truthName + "-wal", truthName + "-shm"} {
		if err := os.Remove(filepath.Join(dir, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return folderError(dir, err)
		}
	}
	if err := os.Rename(fresh, truth); err != nil {
		return folderError(dir, err)
	}
	if err := backup.SyncFolder(dir); err != nil {
		return err
	}
	if err := s.checkpoints(dir).NoteRestored(before, hash); err != nil {
		return err
	}
	has, _, err := sqlite.Layout(ctx, truth)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.stdout, "%s has the layout %d again, with %s changes; what was replaced is kept in %s\n"+
		"now start the earlier program: this one would upgrade anew\n", dir, has, figures.Count(int64(before)), aside)
	return err
}

func sizeOf(path string) (int64, error) {
	var size int64
	for _, name := range []string{path, path + "-wal"} {
		info, err := os.Stat(name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return 0, folderError(filepath.Dir(path), err)
		}
		size += info.Size()
	}
	return size, nil
}
