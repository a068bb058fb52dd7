package connectors

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"

	"salesops/internal/fault"
	"salesops/internal/problems"
	"salesops/record"
	"salesops/sales"
)

// An import that broke off goes on under its own entry (Options.Entry): the files are read again, what the
// log holds of them is recognised, and the rest is written under the same cause. What it found and cannot
// find a second time, the differences from edits made here, is kept in a file before the first write.

// touched is what an import has written of one record.
type touched struct {
	object  string
	made    bool // it was not here before: created, or a placeholder that the import filled
	created bool
	stub    bool // it is a placeholder still
	changed bool // something else than deleted
	deleted int64
}

// resume finds the entry of an import that broke off, and what it has written; it does nothing for one that
// begins.
func (w *writer) resume(ctx context.Context) error {
	if w.o.Entry == 0 || w.o.DryRun {
		return nil
	}
	changes, err := w.log.Timeline(ctx, everything, w.o.Entry, 0, 500)
	if err != nil && fault.KindOf(err) != fault.Missing {
		return fmt.Errorf("look for the import's entry: %w", err)
	}
	if err != nil || len(changes) == 0 {
		return nil
	}
	first := changes[len(changes)-1]
	if first.Object != sales.Import || first.Kind != record.Create {
		return fault.New(fault.Internal, "%s is not an import", record.FormatID(first.Object, w.o.Entry))
	}
	w.entered(w.o.Entry, first.Seq)
	w.resumed, err = w.writtenBy(ctx)
	return err
}

// entered notes the import's own record.
func (w *writer) entered(id record.ID, seq record.Seq) {
	w.importID = id
	w.report.Batch, w.report.Seq = record.FormatID(sales.Import, id), seq
}

// wroteBefore says that the import made a record before it broke off: its rows are those of a new one.
func (in *setting) wroteBefore(id record.ID) bool {
	t := in.resumed[id]
	return t != nil && t.made
}

// writtenBy reads what the import has written, by record.
func (w *writer) writtenBy(ctx context.Context) (map[record.ID]*touched, error) {
	found := map[record.ID]*touched{}
	err := w.log.EachCaused(ctx, everything, w.report.Seq, func(changes []record.Change) error {
		for i := range changes {
			c := &changes[i]
			if _, counted := w.reg.index[c.Object]; !counted || c.ID == w.importID {
				continue
			}
			t := found[c.ID]
			if t == nil {
				t = &touched{object: c.Object}
				found[c.ID] = t
			}
			switch c.Kind {
			case record.Delete:
				t.deleted++
				continue
			case record.Create:
				t.created, t.made = true, true
			}
			t.changed = true
			if c.Kind == record.Create || c.Kind == record.Set {
				t.stub = c.Flags&record.Stub != 0
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read what the import has written: %w", err)
	}
	return found, w.findFilled(ctx, found)
}

// findFilled finds the records that were placeholders before the import.
func (w *writer) findFilled(ctx context.Context, found map[record.ID]*touched) error {
	var before []record.ID
	for id, t := range found {
		if !t.created && t.changed && !t.stub {
			before = append(before, id)
		}
	}
	slices.Sort(before)
	for ids := range slices.Chunk(before, 2_000) {
		timelines, err := w.log.Timelines(ctx, everything, ids)
		if err != nil {
			return fmt.Errorf("read what the import has changed: %w", err)
		}
		for _, id := range ids {
			found[id].made = record.Fold(timelines[id], record.At{Position: w.report.Seq}).Stub
		}
	}
	return nil
}

// recountWritten makes the report's counts those of what the log holds of the import. Records are counted
// before they are written: some of an import that was stopped never were, and some of one that was resumed
// were written before.
func (w *writer) recountWritten(ctx context.Context) error {
	found, err := w.writtenBy(ctx)
	if err != nil {
		return err
	}
	w.forgetPlanned()
	counts := map[string]*ObjectCount{}
	for i := range w.counts {
		counts[w.counts[i].Object] = &w.counts[i]
	}
	for _, t := range found {
		n := counts[t.object]
		n.Deleted += t.deleted
		switch {
		case !t.changed:
		case t.created && t.stub:
			n.Stubbed++
		case t.made:
			n.Created++
		default:
			n.Updated++
		}
	}
	return w.log.EachCaused(ctx, everything, w.report.Seq, func(changes []record.Change) error {
		for i := range changes {
			if counts[changes[i].Object] != nil && changes[i].ID != w.importID {
				w.report.Changes++
			}
		}
		return nil
	})
}

// forgetPlanned takes the changes that were to be written out of the counts.
func (w *writer) forgetPlanned() {
	for i := range w.counts {
		n := &w.counts[i]
		n.Created, n.Updated, n.Stubbed, n.Deleted = 0, 0, 0, 0
	}
	w.report.Changes = 0
}

// kept is what an import keeps before its first write.
type kept struct {
	Differences []Difference `json:"differences"`
	Found       int64        `json:"found"`
}

// keepFound keeps the differences that were found, or brings back those that were found before the import broke
// off: what is written of them shows none any more.
func (w *writer) keepFound() error {
	if w.o.Notes == "" || w.o.DryRun {
		return nil
	}
	r := w.report
	text, err := os.ReadFile(w.o.Notes)
	if errors.Is(err, fs.ErrNotExist) {
		text, err := json.Marshal(kept{r.Differences, r.DifferencesFound})
		if err != nil {
			return fmt.Errorf("keep what was found: %w", err)
		}
		return w.writeNotes(text)
	}
	var k kept
	if err == nil {
		err = json.Unmarshal(text, &k)
	}
	if err != nil {
		return fmt.Errorf("read what was found before: %w", err)
	}
	type claimed struct{ id, field string }
	again := map[claimed]bool{}
	for _, d := range r.Differences {
		again[claimed{d.ID, d.Field}] = true
	}
	for _, d := range k.Differences {
		if again[claimed{d.ID, d.Field}] {
			continue
		}
		if _, id, err := record.ParseID(d.ID); err == nil {
			code := problems.EditsKept
			if d.InForce == "source" {
				code = problems.EditsReplaced
			}
			w.problems.of(code).add(w.byRecord[id], d.Name, d.Field+" of "+d.Name)
		}
		r.Differences = append(r.Differences, d)
		r.DifferencesFound++
	}
	r.DifferencesFound = max(r.DifferencesFound, k.Found)
	return nil
}

// writeNotes writes the file whole or not at all.
func (w *writer) writeNotes(text []byte) (err error) {
	unfinished := w.o.Notes + ".new"
	file, err := os.OpenFile(unfinished, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return fmt.Errorf("keep what was found: %w", err)
	}
	_, err = file.Write(text)
	err = errors.Join(err, file.Sync(), file.Close())
	if err == nil {
		err = os.Rename(unfinished, w.o.Notes)
	}
	if err != nil {
		return fmt.Errorf("keep what was found: %w", err)
	}
	return nil
}
