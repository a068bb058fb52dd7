package erasure

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/internal/reason"
	"salesops/record"
)

// ListName is the name of a list of erasures.
const ListName = "erasures.jsonl"

// Folder is a data folder in which people are erased.
type Folder struct {
	Dir string
	// Outside is the folder beside it that keeps a second list, so that a restored folder can be erased again.
	Outside string
	Log     *record.Log
	// Importing reports whether an import runs or waits: its files contain what is to be erased.
	Importing func(context.Context) (bool, error)
	// Renew makes the columns again.
	Renew func(context.Context) error
	Now   func() period.Instant
}

// Lists are the paths of both lists.
func (f Folder) Lists() []string {
	return []string{filepath.Join(f.Dir, ListName), filepath.Join(f.Outside, ListName)}
}

// Removed says what an erasure removed beside values in the log.
type Removed struct {
	Rejects   int `json:"rejects"`   // rows of reject files
	Snapshots int `json:"snapshots"` // copies of the database that upgrades had kept
}

// Ready refuses an erasure while an import runs or waits.
func (f Folder) Ready(ctx context.Context) error {
	busy, err := f.Importing(ctx)
	if err == nil && busy {
		err = fault.Because(fault.Conflict, reason.Of("erase_while_importing"))
	}
	return err
}

// Erase carries out a plan. The copies come first, because they are found by the values; an erasure that was cut off is
// carried out again as a whole.
func (f Folder) Erase(ctx context.Context, p *Plan, actor record.Actor) (done Removed, err error) {
	if err := f.Ready(ctx); err != nil {
		return done, err
	}
	if done.Rejects, err = p.dropRejects(filepath.Join(f.Dir, "rejects")); err != nil {
		return done, fmt.Errorf("erase from the reject files: %w", err)
	}
	if done.Snapshots, err = dropAll(filepath.Join(f.Dir, "snapshots")); err != nil {
		return done, fmt.Errorf("remove the snapshots: %w", err)
	}
	if err := f.dropDamaged(); err != nil {
		return done, err
	}
	if err := os.MkdirAll(f.Outside, 0o700); err != nil {
		return done, fmt.Errorf("note the erasure: %w", err)
	}
	for _, list := range f.Lists() {
		if err := Note(list, Entry{At: f.Now(), Record: record.FormatID(p.Object, p.ID),
			By: string(actor), Removed: &Counts{p.Values, len(p.Merged), len(p.Events), done}}); err != nil {
			return done, err
		}
	}
	if err := p.Erase(ctx, f.Log, actor); err != nil {
		return done, err
	}
	return done, f.Renew(ctx)
}

// dropRejects removes the rows of reject files that contain a value of the person.
func (p *Plan) dropRejects(dir string) (rows int, err error) {
	err = filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		n, err := p.dropRows(path)
		rows += n
		return err
	})
	return rows, err
}

func (p *Plan) dropRows(path string) (dropped int, err error) {
	in, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	out, err := os.CreateTemp(filepath.Dir(path), ".erasing-")
	if err != nil {
		return 0, err
	}
	defer func() {
		if out != nil {
			err = errors.Join(err, out.Close(), os.Remove(out.Name()))
		}
	}()
	rows, kept := csv.NewReader(in), csv.NewWriter(out)
	rows.FieldsPerRecord, rows.LazyQuotes, rows.ReuseRecord = -1, true, true
	for {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return 0, err
		}
		if p.inAny(row) {
			dropped++
			continue
		}
		if err := kept.Write(row); err != nil {
			return 0, err
		}
	}
	if dropped == 0 {
		return 0, nil
	}
	kept.Flush()
	if err := errors.Join(kept.Error(), out.Chmod(0o600), out.Sync(), out.Close()); err != nil {
		return 0, err
	}
	name := out.Name()
	out = nil
	return dropped, os.Rename(name, path)
}

func (p *Plan) inAny(cells []string) bool {
	for _, c := range cells {
		if p.In(c) {
			return true
		}
	}
	return false
}

// dropDamaged removes files of the columns that were set aside because they were damaged.
func (f Folder) dropDamaged() error {
	entries, err := os.ReadDir(f.Dir)
	for _, e := range entries {
		if strings.Contains(e.Name(), ".damaged-") {
			err = errors.Join(err, os.Remove(filepath.Join(f.Dir, e.Name())))
		}
	}
	if err != nil {
		return fmt.Errorf("remove damaged columns that were set aside: %w", err)
	}
	return nil
}

func dropAll(dir string) (n int, err error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	for _, e := range entries {
		if err == nil {
			err = os.Remove(filepath.Join(dir, e.Name()))
			n++
		}
	}
	return n, err
}

// Again erases in a restored folder what the lists name and a backup brought back. It returns how many people were
// erased; those that the backup does not know are left out.
func Again(ctx context.Context, log *record.Log, actor record.Actor, entries []Entry) (people int, err error) {
	for _, e := range entries {
		object, id, err := e.ID()
		if err != nil {
			return people, err
		}
		plan, err := PlanFor(ctx, log, object, id)
		if fault.KindOf(err) == fault.Missing {
			continue
		}
		if err != nil {
			return people, err
		}
		if plan.Values == 0 {
			continue
		}
		if err := plan.Erase(ctx, log, actor); err != nil {
			return people, err
		}
		people++
	}
	return people, nil
}
