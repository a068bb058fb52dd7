package analytics_test

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"testing"

	"salesops/analytics"
	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
	"salesops/sqlite"
)

// TestBehindARealLog writes through record.Log on SQLite while the columns follow, and checks the
// result of each write: create, edit, custom field, merge, undo, delete.
func TestBehindARealLog(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	db, err := sqlite.Open(filepath.Join(folder, "truth.sqlite"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	clock := day(t, "2026-03-01")
	log, err := record.Open(t.Context(), db.Store(), record.Options{
		Objects: sales.Objects(), Guards: sales.Guards(),
		Clock: func() period.Instant { clock += 1_000_000; return clock },
		IDs:   record.SeededIDs(1000),
	})
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	c := open(t, filepath.Join(folder, "columns.duckdb"), log, analytics.Options{})
	ctx, cancel := context.WithCancel(t.Context())
	stopped := make(chan error, 1)
	go func() { stopped <- c.Run(ctx) }()

	write := func(drafts ...record.Draft) record.Done {
		t.Helper()
		done, err := log.Apply(t.Context(), record.Command{Actor: "owner", Drafts: drafts})
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Await(t.Context(), done[0].Last); err != nil {
			t.Fatal(err)
		}
		return done[0]
	}
	see := func(what, sql string, want ...string) {
		t.Helper()
		if got := texts(t, c, sql); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", what, got, want)
		}
	}

	made := write(
		record.Draft{Kind: record.Create, Object: sales.Account, Fields: []record.FieldValue{text("name", "Acme")}},
		record.Draft{Kind: record.Create, Object: sales.Account, Fields: []record.FieldValue{text("name", "ACME Inc")}},
	)
	acme, twin := made.IDs[0], made.IDs[1]
	deal := write(record.Draft{Kind: record.Create, Object: sales.Deal, Fields: []record.FieldValue{
		text("name", "Big one"), ref("account", twin), euro("amount", 100_00),
	}}).IDs[0]
	see("created", "SELECT name, amount FROM deal_now", "Big one|10000")

	edited := write(record.Draft{Kind: record.Set, Object: sales.Deal, ID: deal,
		Fields: []record.FieldValue{euro("amount", 250_00)}})
	see("edited", "SELECT amount FROM deal_now", "25000")
	see("edited: before", "SELECT amount FROM deal_ver", "10000")

	write(record.Draft{Kind: record.Create, Object: record.FieldObject, Fields: []record.FieldValue{
		text("object", sales.Deal), text("name", "colour"), text("kind", "text"), text("label", "Colour"),
	}})
	write(record.Draft{Kind: record.Set, Object: sales.Deal, ID: deal,
		Fields: []record.FieldValue{text("colour", "red")}})
	see("a field of the company's own", "SELECT colour, amount FROM deal_now", "red|25000")

	write(record.Draft{Kind: record.Merge, Object: sales.Account, ID: twin, Into: acme})
	see("merged: one account is left", "SELECT name FROM account_now", "Acme")
	see("merged: the deal shows it",
		"SELECT account.name FROM deal_now JOIN account_now account ON account.id = deal_now.account", "Acme")
	see("merged: earlier days show two",
		"SELECT count(DISTINCT account) FROM (SELECT account FROM deal_ver UNION ALL SELECT account FROM deal_now)",
		"2")

	if _, err := log.Undo(t.Context(), "owner", edited.Last); err != nil {
		t.Fatal(err)
	}
	if err := c.Await(t.Context(), log.Head()); err != nil {
		t.Fatal(err)
	}
	see("undone", "SELECT amount FROM deal_now", "10000")

	write(record.Draft{Kind: record.Delete, Object: sales.Deal, ID: deal})
	see("deleted", "SELECT id FROM deal_now")

	if err := c.Check(t.Context()); err != nil {
		t.Error(err)
	}
	cancel()
	if err := <-stopped; !errors.Is(err, context.Canceled) {
		t.Errorf("Run ended with %v", err)
	}
}
