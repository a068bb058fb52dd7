package record_test

import (
	"context"
	"errors"
	"path/filepath"
	"testing"

	"salesops/internal/period"
	"salesops/record"
	"salesops/sqlite"
)

var errBroken = errors.New("the disk is broken")

// bent is a store that fails in one of its functions, or reads something other than what was written.
type bent struct {
	record.Store
	fails    string
	rows     func([]record.Row) []record.Row
	states   func([]record.StateRow) []record.StateRow
	bindings func([]record.Binding) []record.Binding
	audited  func([]record.Seq) []record.Seq
	causes   func([]record.Cause) []record.Cause
	aliases  func(map[record.ID]record.ID) map[record.ID]record.ID
}

func (b *bent) broken(function string) error {
	if b.fails == function {
		return errBroken
	}
	return nil
}

func (b *bent) Rows(ctx context.Context, from, to record.Seq, fn func([]record.Row) error) error {
	if err := b.broken("Rows"); err != nil || b.rows == nil {
		return errors.Join(err, b.Store.Rows(ctx, from, to, fn))
	}
	return b.Store.Rows(ctx, from, to, func(rows []record.Row) error { return fn(b.rows(rows)) })
}

func (b *bent) EachState(ctx context.Context, object uint16, fn func(record.StateRow) error) error {
	var all []record.StateRow
	err := b.Store.EachState(ctx, object, func(r record.StateRow) error {
		r.Data = append([]byte(nil), r.Data...)
		all = append(all, r)
		return nil
	})
	if b.states != nil {
		all = b.states(all)
	}
	for i := range all {
		if err = errors.Join(err, b.broken("EachState")); err == nil {
			err = fn(all[i])
		}
	}
	return err
}

func (b *bent) EachBinding(ctx context.Context, source string, object uint16, fn func(record.Binding) error) error {
	var all []record.Binding
	err := b.Store.EachBinding(ctx, source, object, func(r record.Binding) error { all = append(all, r); return nil })
	if b.bindings != nil {
		all = b.bindings(all)
	}
	for i := range all {
		if err = errors.Join(err, b.broken("EachBinding")); err == nil {
			err = fn(all[i])
		}
	}
	return err
}

func (b *bent) Pick(ctx context.Context, seqs []record.Seq) (map[record.Seq]record.Row, error) {
	found, err := b.Store.Pick(ctx, seqs)
	return found, errors.Join(b.broken("Pick"), err)
}

func (b *bent) States(ctx context.Context, ids []record.ID) (map[record.ID]record.StateRow, error) {
	found, err := b.Store.States(ctx, ids)
	return found, errors.Join(b.broken("States"), err)
}

func (b *bent) Lookup(ctx context.Context, source string, object uint16, ids []string) (map[string]record.ID, error) {
	found, err := b.Store.Lookup(ctx, source, object, ids)
	return found, errors.Join(b.broken("Lookup"), err)
}

func (b *bent) Caused(ctx context.Context, cause record.Seq) (first, last record.Seq, err error) {
	first, last, err = b.Store.Caused(ctx, cause)
	return first, last, errors.Join(b.broken("Caused"), err)
}

func (b *bent) Audited(ctx context.Context, before record.Seq, limit int) ([]record.Seq, error) {
	found, err := b.Store.Audited(ctx, before, limit)
	if b.audited != nil {
		found = b.audited(found)
	}
	return found, errors.Join(b.broken("Audited"), err)
}

func (b *bent) Causes(ctx context.Context, below record.Seq) ([]record.Cause, error) {
	found, err := b.Store.Causes(ctx, below)
	if b.causes != nil {
		found = b.causes(found)
	}
	return found, errors.Join(b.broken("Causes"), err)
}

func (b *bent) Aliases(ctx context.Context) (map[record.ID]record.ID, error) {
	found, err := b.Store.Aliases(ctx)
	if b.aliases != nil {
		found = b.aliases(found)
	}
	return found, errors.Join(b.broken("Aliases"), err)
}

func (b *bent) Seen(ctx context.Context, source string, ids []record.ID) (map[record.ID][]byte, error) {
	found, err := b.Store.Seen(ctx, source, ids)
	return found, errors.Join(b.broken("Seen"), err)
}

func (b *bent) Head(ctx context.Context) (record.Head, error) {
	head, err := b.Store.Head(ctx)
	return head, errors.Join(b.broken("Head"), err)
}

func (b *bent) Job(ctx context.Context, id record.ID) (record.JobRow, bool, error) {
	row, ok, err := b.Store.Job(ctx, id)
	return row, ok, errors.Join(b.broken("Job"), err)
}

func (b *bent) DueJobs(ctx context.Context, now period.Instant, limit int) ([]record.JobRow, error) {
	rows, err := b.Store.DueJobs(ctx, now, limit)
	return rows, errors.Join(b.broken("DueJobs"), err)
}

func (b *bent) NextJob(ctx context.Context, now period.Instant) (period.Instant, error) {
	at, err := b.Store.NextJob(ctx, now)
	return at, errors.Join(b.broken("NextJob"), err)
}

func (b *bent) OpenJobs(ctx context.Context, key string) ([]record.JobRow, error) {
	rows, err := b.Store.OpenJobs(ctx, key)
	return rows, errors.Join(b.broken("OpenJobs"), err)
}

func (b *bent) Jobs(ctx context.Context, kind string, before record.ID, limit int) ([]record.JobRow, error) {
	rows, err := b.Store.Jobs(ctx, kind, before, limit)
	return rows, errors.Join(b.broken("Jobs"), err)
}

// bench is a log over such a store.
type bench struct {
	*record.Log
	store *bent
	t     *testing.T
	now   period.Instant
}

func newBench(t *testing.T) *bench {
	t.Helper()
	db, err := sqlite.Open(filepath.Join(t.TempDir(), "truth.sqlite"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{store: &bent{Store: db.Store()}, t: t, now: 1_700_000_000_000_000}
	b.Log, err = record.Open(t.Context(), b.store, record.Options{
		Objects: []record.Object{
			{Code: 10, Name: "thing", Title: "name", Fields: []record.Field{{Key: 1, Name: "name", Kind: record.Text},
				{Key: 2, Name: "email", Kind: record.Text, Personal: true}}},
			{Code: 11, Name: "place"}},
		Clock: func() period.Instant { return b.now }, IDs: record.SeededIDs(1)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(b.Close(), db.Close()); err != nil {
			t.Error(err)
		}
	})
	return b
}

// apply writes one command and returns the ids of its drafts.
func (b *bench) apply(c record.Command) []record.ID {
	b.t.Helper()
	c.Actor = "owner"
	done, err := b.Apply(b.t.Context(), c)
	if err != nil {
		b.t.Fatal(err)
	}
	return done[0].IDs
}

func thing(name, email string) record.Draft {
	d := record.Draft{Kind: record.Create, Object: "thing",
		Fields: []record.FieldValue{{Name: "name", Value: record.TextValue(name)}}}
	if email != "" {
		d.Fields = append(d.Fields, record.FieldValue{Name: "email", Value: record.TextValue(email)})
	}
	return d
}

func rename(id record.ID, name string) record.Draft {
	d := thing(name, "")
	d.Kind, d.ID = record.Set, id
	return d
}

// TestAStoreThatCannotBeRead is the fault that every reader is told, in the words of the log.
func TestAStoreThatCannotBeRead(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	first := thing("one", "")
	first.External = "E1"
	id := b.apply(record.Command{Source: "crm", Drafts: []record.Draft{first}})[0]
	b.apply(record.Command{Drafts: []record.Draft{rename(id, "two")}})
	ctx, all := t.Context(), record.Everything()
	for what, c := range map[string]struct {
		fails string
		read  func() error
	}{
		"Get":    {"States", func() error { _, err := b.Get(ctx, all, "thing", id); return err }},
		"States": {"States", func() error { _, err := b.States(ctx, all, []record.ID{id}); return err }},
		"Each": {"EachState",
			func() error { return b.Each(ctx, all, "thing", func(record.Record) error { return nil }) }},
		"AsOf":     {"Pick", func() error { _, err := b.AsOf(ctx, all, "thing", id, record.At{}); return err }},
		"Timeline": {"Pick", func() error { _, err := b.Timeline(ctx, all, id, 0, 10); return err }},
		"Timelines": {"Pick", func() error {
			_, err := b.Timelines(ctx, all, []record.ID{id})
			return err
		}},
		"Change": {"Pick", func() error { _, err := b.Change(ctx, all, 1); return err }},
		"Lookup": {"Lookup",
			func() error { _, err := b.Lookup(ctx, "crm", "thing", []string{"E1"}); return err }},
		"External":          {"States", func() error { _, err := b.External(ctx, id); return err }},
		"External, its ids": {"Lookup", func() error { _, err := b.External(ctx, id); return err }},
		"LastSeen":          {"Seen", func() error { _, err := b.LastSeen(ctx, "crm", []record.ID{id}); return err }},
		"Trail":             {"Audited", func() error { _, err := b.Trail(ctx, 0, 10); return err }},
		"EachCaused": {"Caused",
			func() error { return b.EachCaused(ctx, all, 1, func([]record.Change) error { return nil }) }},
		"End":               {"Head", func() error { _, err := b.End(ctx); return err }},
		"Verify":            {"EachState", func() error { _, err := b.Verify(ctx, nil); return err }},
		"Verify, rows":      {"Rows", func() error { _, err := b.Verify(ctx, nil); return err }},
		"Verify, ids":       {"EachBinding", func() error { _, err := b.Verify(ctx, nil); return err }},
		"Verify, trail":     {"Audited", func() error { _, err := b.Verify(ctx, nil); return err }},
		"Verify, causes":    {"Causes", func() error { _, err := b.Verify(ctx, nil); return err }},
		"Verify, merges":    {"Aliases", func() error { _, err := b.Verify(ctx, nil); return err }},
		"VerifyChain":       {"EachState", func() error { _, err := b.VerifyChain(ctx, nil); return err }},
		"VerifyChain, rows": {"Rows", func() error { _, err := b.VerifyChain(ctx, nil); return err }},
		"Job":               {"Job", func() error { _, _, err := b.Job(ctx, 1); return err }},
		"DueJobs":           {"DueJobs", func() error { _, err := b.DueJobs(ctx, 1, 1); return err }},
		"NextJob":           {"NextJob", func() error { _, err := b.NextJob(ctx, 1); return err }},
		"OpenJobs":          {"OpenJobs", func() error { _, err := b.OpenJobs(ctx, "*"); return err }},
		"Jobs":              {"Jobs", func() error { _, err := b.Jobs(ctx, "", 0, 1); return err }},
		"PreviewUndo":       {"Caused", func() error { _, err := b.PreviewUndo(ctx, 1); return err }},
	} {
		if err := c.read(); err != nil {
			t.Errorf("%s: %v", what, err)
		}
		b.store.fails = c.fails
		if err := c.read(); !errors.Is(err, errBroken) || err.Error() != "read the log: "+errBroken.Error() {
			t.Errorf("%s of a store that fails in %s: %v", what, c.fails, err)
		}
		b.store.fails = ""
	}
}
