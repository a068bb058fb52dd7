package analytics_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"salesops/analytics"
	"salesops/record"
	"salesops/sales"
)

// TestFollowAnImport follows a log into which an import writes large chunks with edits between
// them. However the follower groups the changes, the result must equal a replay.
func TestFollowAnImport(t *testing.T) {
	t.Parallel()
	for name, deals := range map[string]int{"taken in together": 2_000, "read on by a load": 5_500} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			log := newGeneratedLog(t, deals)
			log.memoryLog.add(importChange(record.Create, record.Import))
			c, err := analytics.Open(t.Context(), "", log.memoryLog, analytics.Options{})
			if err != nil {
				t.Fatal(err)
			}
			following, stop := context.WithCancel(t.Context())
			ended := make(chan error, 1)
			go func() { ended <- c.Run(following) }()

			var chunk []record.Change
			if err := log.Tail(t.Context(), record.Everything(), 1, func(part []record.Change) error {
				for i := range part {
					if part[i].Object == sales.Deal && len(chunk) < deals*steps {
						chunk = append(chunk, part[i])
					}
				}
				return nil
			}); err != nil {
				t.Fatal(err)
			}
			last := chunk[len(chunk)-1]
			for len(chunk) > 0 {
				n := min(4_000, len(chunk))
				log.memoryLog.add(chunk[:n]...)
				chunk = chunk[n:]
				edit := last
				edit.Flags, edit.Source = 0, ""
				log.memoryLog.add(edit)
			}
			head := log.memoryLog.add(importChange(record.Set, record.Import))

			soon, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
			defer cancel()
			if err := c.Await(soon, head); err != nil {
				t.Fatalf("at %d of %d: %v", c.Position(), head, err)
			}
			if err := c.Check(t.Context()); err != nil {
				t.Fatal(err)
			}
			// An edit afterwards is taken in at once.
			edit := last
			edit.Flags, edit.Source = 0, ""
			if err := c.Await(soon, log.memoryLog.add(edit)); err != nil {
				t.Fatal(err)
			}
			if err := c.Check(t.Context()); err != nil {
				t.Fatal(err)
			}
			stop()
			if err := <-ended; !errors.Is(err, context.Canceled) {
				t.Fatal(err)
			}
			if err := c.Close(); err != nil {
				t.Fatal(err)
			}
		})
	}
}

func importChange(kind record.ChangeKind, flags record.Flag) record.Change {
	return record.Change{
		KnownAt: firstDay, EffectiveAt: firstDay, Actor: "import", Source: "salesforce", Kind: kind, Flags: flags,
		Object: sales.Import, ID: 1,
	}
}

// TestEditsDoNotHoldUpTheFollower lets many changes wait, and edits come one after the other. The follower takes in
// what waits without waiting for the edits to end.
func TestEditsDoNotHoldUpTheFollower(t *testing.T) {
	t.Parallel()
	log := smallLog(t)
	for i := range record.ID(1_500) {
		log.add(create(10, sales.Deal, i+1))
	}
	c := open(t, "", log, analytics.Options{})
	ctx, stop := context.WithCancel(t.Context())
	var running sync.WaitGroup
	defer running.Wait()
	defer stop()
	running.Go(func() { _ = c.Run(ctx) })
	running.Go(func() {
		for tick := time.NewTicker(5 * time.Millisecond); ctx.Err() == nil; <-tick.C {
			log.add(set(20, sales.Deal, 1, text("name", "edited")))
		}
	})
	soon, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	if err := c.Await(soon, 1_500); err != nil {
		t.Errorf("at %d of %d: %v", c.Position(), log.Head(), err)
	}
}

// TestAnImportIsSeenToRun tells from the latest changes whether an import runs: from when its record is made until that
// is set again, also behind some edits.
func TestAnImportIsSeenToRun(t *testing.T) {
	t.Parallel()
	log := smallLog(t)
	c := open(t, "", log, analytics.Options{})
	is := func(what string, want bool) {
		t.Helper()
		if got, err := c.Importing(t.Context()); err != nil || got != want {
			t.Errorf("%s: %v, %v; want %v", what, got, err, want)
		}
	}
	edits := func(n int) {
		for range n {
			log.add(set(20, sales.Deal, 1, text("name", "edited")))
		}
	}
	is("nothing is there", false)
	log.add(importChange(record.Create, record.Import))
	is("it has begun", true)
	edits(100)
	is("behind 100 edits", true)
	edits(1)
	is("behind 101 edits", false)
	row := create(10, sales.Deal, 2)
	row.Flags = record.Import
	log.add(row)
	is("a row of it", true)
	edits(1)
	log.add(importChange(record.Set, record.Import))
	edits(1)
	is("it has ended", false)
	log.add(importChange(record.Set, 0), importChange(record.Create, 0))
	is("what is no import's", false)
}
