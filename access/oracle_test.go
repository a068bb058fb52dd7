package access_test

import (
	"cmp"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"salesops/access"
	"salesops/access/accesstest"
	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
	"salesops/sqlite"
)

func newCompany(t *testing.T, seed uint64) *accesstest.Company {
	t.Helper()
	now := period.DayOf(2026, 1, 1).Start(time.UTC)
	db, err := sqlite.Open(filepath.Join(t.TempDir(), "truth.sqlite"), sqlite.Options{})
	must(t, err)
	clock := func() period.Instant { return now }
	log, err := record.Open(t.Context(), db.Store(), record.Options{Objects: sales.Objects(), Clock: clock})
	must(t, err)
	t.Cleanup(func() {
		must(t, log.Close())
		must(t, db.Close())
	})
	return accesstest.New(t, accesstest.Options{Seed: seed, Log: log, Policy: access.New(log, clock), Now: clock,
		Tick: func() { now += 1000 }, Began: now})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// rounds is how many organisations are tried: SALESOPS_ORGANISATIONS, 300 by default.
func rounds() int {
	n, _ := strconv.Atoi(os.Getenv("SALESOPS_ORGANISATIONS"))
	return cmp.Or(n, 300)
}

// TestWhatTheRulesSay: in random organisations that change all the time, each person of each role sees and may
// write what a plain reading of the rules says; what is hidden is missing on past days too.
func TestWhatTheRulesSay(t *testing.T) {
	t.Parallel()
	seed, _ := strconv.ParseUint(os.Getenv("SALESOPS_ORGANISATIONS_SEED"), 10, 64)
	shown, hidden := 0, 0
	var c *accesstest.Company
	for round := range rounds() {
		if round%200 == 0 {
			c = newCompany(t, cmp.Or(seed, 7)+uint64(round)) //nolint:gosec // it is small
			c.Define()
		}
		for range 1 + round%3 {
			c.Move()
		}
		me := accesstest.Pick(c, c.People)
		role := accesstest.Pick(c, append(access.BuiltIn(), c.Roles...))
		by, err := c.Policy.For(t.Context(), me, role.ID)
		must(t, err)
		for _, of := range []struct {
			object string
			ids    []record.ID
		}{{sales.Deal, c.Deals}, {sales.Activity, c.Activities}} {
			read, err := c.Log.States(t.Context(), by.Read, of.ids)
			must(t, err)
			write, err := c.Log.States(t.Context(), by.Write, of.ids)
			must(t, err)
			for _, id := range of.ids {
				_, reads := read[id]
				_, writes := write[id]
				wantRead := c.Covers(role, c.At(me), of.object, id, false)
				wantWrite := c.Covers(role, c.At(me), of.object, id, true)
				if reads != wantRead || writes != wantWrite {
					t.Fatalf("seed %d, organisation %d: %s %d by person %d as %+v: read %t write %t, want %t %t",
						cmp.Or(seed, 7), round, of.object, id, me, role, reads, writes, wantRead, wantWrite)
				}
				if wantRead {
					shown++
					continue
				}
				hidden++
				_, err := c.Log.AsOf(t.Context(), by.Read, of.object, id, record.At{Effective: c.Began + 1})
				if err == nil || fault.KindOf(err) != fault.Missing {
					t.Fatalf("organisation %d: a hidden record on a past day: %v", round, err)
				}
			}
		}
	}
	if shown < rounds() || hidden < rounds() {
		t.Errorf("%d records were shown, %d hidden: the sample proves nothing", shown, hidden)
	}
}
