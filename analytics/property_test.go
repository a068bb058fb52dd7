package analytics_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"salesops/analytics"
	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

// world makes random changes of a few deals, people and teams: late, dated back, deleted, restored
// and merged.
type world struct {
	log *memoryLog
	t   *rapid.T
}

const (
	firstDeal   = 1
	firstPerson = 11
	firstTeam   = 21
	clockEnd    = 12
)

func (w *world) moment(label string) period.Instant {
	return period.Instant(rapid.IntRange(1, clockEnd).Draw(w.t, label))
}

func (w *world) change() record.Change {
	c := record.Change{EffectiveAt: w.moment("eff")}
	c.KnownAt = c.EffectiveAt
	if rapid.IntRange(0, 2).Draw(w.t, "late") == 0 {
		c.KnownAt = w.moment("known")
	}
	some := func(first record.ID) record.ID {
		return first + record.ID(rapid.IntRange(0, 2).Draw(w.t, "id"))
	}
	switch c.Object = rapid.SampledFrom([]string{sales.Deal, sales.Deal, sales.Deal, sales.Person,
		sales.Team}).Draw(w.t, "object"); c.Object {
	case sales.Deal:
		c.ID = some(firstDeal)
		c.Fields = []record.FieldValue{
			text("outcome", rapid.SampledFrom([]string{"open", "won", "lost"}).Draw(w.t, "outcome")),
			euro("amount", rapid.Int64Range(-5, 5).Draw(w.t, "amount")),
			ref("owner", some(firstPerson)),
			instant("created_at", w.moment("created")),
		}
	case sales.Person:
		c.ID = some(firstPerson)
		c.Fields = []record.FieldValue{ref("team", some(firstTeam)), ref("manager", some(firstPerson))}
	case sales.Team:
		c.ID = some(firstTeam)
		c.Fields = []record.FieldValue{ref("parent", some(firstTeam))}
	}
	c.Fields = c.Fields[rapid.IntRange(0, len(c.Fields)-1).Draw(w.t, "fields"):]
	c.Kind = record.Set
	switch rapid.IntRange(0, 11).Draw(w.t, "kind") {
	case 0, 1:
		c.Kind = record.Create
	case 2:
		c.Kind, c.Fields = record.Delete, nil
	case 3:
		c.Kind, c.Fields = record.Restore, nil
	case 4:
		if c.Object != sales.Deal {
			c.Kind, c.Fields = record.Merge, nil
			// always merge into a later record, because the log refuses cycles
			if c.Into = c.ID + 1; c.ID == firstPerson+2 || c.ID == firstTeam+2 {
				c.Kind = record.Restore
			}
		}
	case 5:
		if c.Object != sales.Deal {
			c.Kind, c.Fields = record.Unmerge, nil
		}
	}
	for _, f := range []record.Flag{record.Backfilled, record.Stub} {
		if rapid.IntRange(0, 5).Draw(w.t, "flag") == 0 {
			c.Flags |= f
		}
	}
	return c
}

// TestIncrementalIsReplay takes in random changes in batches of random size. After each batch it
// compares the columns with a replay (Check), and Rows with record.Fold.
func TestIncrementalIsReplay(t *testing.T) {
	t.Parallel()
	for name, wrap := range map[string]func(*memoryLog) record.Reader{
		"timeline": func(l *memoryLog) record.Reader { return timelineLog{l} },
		"scan":     func(l *memoryLog) record.Reader { return l },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rounds := 0
			rapid.Check(t, func(rt *rapid.T) {
				if rounds++; rounds > 8 {
					return // each round opens two databases
				}
				w := &world{smallLog(t), rt}
				c, err := analytics.Open(t.Context(), "", wrap(w.log), analytics.Options{Threads: 1})
				if err != nil {
					rt.Fatal(err)
				}
				defer c.Close()
				for range rapid.IntRange(1, 8).Draw(rt, "batches") {
					for range rapid.IntRange(1, 10).Draw(rt, "changes") {
						w.log.add(w.change())
					}
					if _, err := c.CatchUp(t.Context()); err != nil {
						rt.Fatal(err)
					}
				}
				if err := c.Check(t.Context()); err != nil {
					rt.Fatal(err)
				}
				w.judge(t, rt, c)
			})
		})
	}
}

// judge compares Rows with record.Fold at random moments.
func (w *world) judge(t *testing.T, rt *rapid.T, c *analytics.Columns) {
	byID := map[record.ID][]record.Change{}
	for _, change := range w.log.changes {
		byID[change.ID] = append(byID[change.ID], change)
	}
	for range 6 {
		known := w.moment("known at")
		asOf := min(w.moment("as of"), known)
		for _, both := range []bool{true, false} {
			at, moment := analytics.When{AsOf: after(asOf), Stubs: true}, record.At{Effective: asOf}
			if both {
				at.KnownAt, moment.Known = after(known), known
			}
			var args []any
			sql, err := c.View(record.Everything()).Rows(sales.Deal,
				[]string{"id", "outcome", "amount", "stub", "closed_on"}, at, func(v any) string {
					args = append(args, v)
					return fmt.Sprintf("$%d", len(args))
				})
			if err != nil {
				rt.Fatal(err)
			}
			found := map[record.ID]string{}
			if _, err := c.Query(t.Context(), sql, args, func(b *analytics.Batch) error {
				for i := range b.Rows() {
					found[record.ID(b.Int(0, i))] += fmt.Sprint(b.Text(1, i), b.Int(2, i), b.Bool(3, i))
				}
				return nil
			}); err != nil {
				rt.Fatal(err)
			}
			for id := record.ID(firstDeal); id < firstDeal+3; id++ {
				r, want := record.Fold(byID[id], moment), ""
				if r.Exists {
					want = fmt.Sprint(r.Fields["outcome"].Text(), r.Fields["amount"].Money().Minor, r.Stub)
				}
				if found[id] != want {
					rt.Fatalf("deal %d at %+v: %q, want %q", id, moment, found[id], want)
				}
			}
		}
	}
}

// after returns the excluded end of a day whose last microsecond is at.
func after(at period.Instant) *period.Instant {
	at++
	return &at
}
