package analytics_test

import (
	"errors"
	"slices"
	"strconv"
	"sync"
	"testing"

	"salesops/analytics"
	"salesops/record"
	"salesops/sales"
)

// TestRecallGivesWhatAStatementWouldGive checks that a cached result equals a new one at the
// present position. That the statement was not run again is shown by passing wrong objects.
func TestRecallGivesWhatAStatementWouldGive(t *testing.T) {
	t.Parallel()
	log := smallLog(t)
	name := func(object string, id record.ID, text string) record.Change {
		return record.Change{Kind: record.Create, Object: object, ID: id, KnownAt: day(t, "2026-01-01"),
			EffectiveAt: day(t, "2026-01-01"),
			Fields:      []record.FieldValue{{Name: "name", Value: record.TextValue(text)}}}
	}
	c := open(t, "", log, analytics.Options{})
	log.add(name(sales.Deal, 1, "first"))
	catchUp(t, c)
	recall := analytics.NewRecall(c)
	ask := func(sql string, objects ...string) (names []string, at record.Seq) {
		t.Helper()
		at, err := recall.Query(t.Context(), c.View(record.Everything()), sql, nil, analytics.All(objects...),
			func(b *analytics.Batch) error {
				for row := range b.Rows() {
					names = append(names, b.Text(0, row))
				}
				return nil
			})
		if err != nil {
			t.Fatal(err)
		}
		return names, at
	}
	const deals, again = "SELECT name FROM deal_now ORDER BY id", "SELECT name FROM deal_now ORDER BY id --"
	expect := func(when string, got []string, want ...string) {
		t.Helper()
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", when, got, want)
		}
	}
	for range 2 {
		names, at := ask(deals, sales.Deal)
		expect("asked", names, "first")
		if at != 1 {
			t.Errorf("at %d, want 1", at)
		}
		ask(again, sales.Person) // wrong on purpose: the statement reads teams
	}
	log.add(name(sales.Team, 2, "North"))
	catchUp(t, c)
	names, at := ask(deals, sales.Deal)
	if expect("after a change of another object", names, "first"); at != 2 {
		t.Errorf("at %d, want 2", at)
	}
	log.add(name(sales.Deal, 3, "second"))
	catchUp(t, c)
	names, _ = ask(again, sales.Person)
	expect("told wrong", names, "first")
	names, _ = ask(deals, sales.Deal)
	expect("after a change of its object", names, "first", "second")

	stop, rows := errors.New("enough"), 0
	for range 2 {
		_, err := recall.Query(t.Context(), c.View(record.Everything()), "SELECT * FROM range(6000)",
			nil, analytics.All(sales.Deal),
			func(b *analytics.Batch) error {
				if rows += b.Rows(); rows == 6000 {
					return nil
				}
				return stop
			})
		if !errors.Is(err, stop) {
			t.Errorf("the reader's own error: %v", err)
		}
		rows = 0
	}
	for range 2 {
		if _, err := recall.Query(t.Context(), c.View(record.Everything()), "SELECT * FROM range(6000)",
			nil, analytics.All(sales.Deal),
			func(b *analytics.Batch) error { rows += b.Rows(); return nil }); err != nil {
			t.Fatal(err)
		}
	}
	if rows != 12_000 {
		t.Errorf("too many to hold: %d rows in two answers, want 12000", rows)
	}
}

// TestRecallRunsOnceWhatIsAskedAtOnce checks that a statement asked by several callers at the same
// time runs once.
func TestRecallRunsOnceWhatIsAskedAtOnce(t *testing.T) {
	t.Parallel()
	c := open(t, "", smallLog(t), analytics.Options{})
	catchUp(t, c)
	recall := analytics.NewRecall(c)
	found := make([]string, 4)
	var group sync.WaitGroup
	for i := range found {
		group.Go(func() {
			_, err := recall.Query(t.Context(), c.View(record.Everything()),
				"SELECT gen_random_uuid()::VARCHAR, sum(range) FROM range(3000000)",
				nil, analytics.All(sales.Deal), func(b *analytics.Batch) error {
					found[i] = b.Text(0, 0)
					return nil
				})
			if err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if slices.Sort(found); found[0] == "" || len(slices.Compact(found)) != 1 {
		t.Errorf("four at once were given %q, want the rows of one run", found)
	}
}

// TestRecallCountsBytes asks for two large results in turn. One of them fits, both do not.
func TestRecallCountsBytes(t *testing.T) {
	t.Parallel()
	c := open(t, "", smallLog(t), analytics.Options{})
	recall := analytics.NewRecall(c)
	ask := func(mark string, kilobytes int) (found string) {
		t.Helper()
		sql := "SELECT gen_random_uuid()::VARCHAR || repeat('x', 1000) FROM range(" +
			strconv.Itoa(kilobytes) + ") -- " + mark
		if _, err := recall.Query(t.Context(), c.View(record.Everything()), sql, nil, analytics.All(sales.Deal),
			func(b *analytics.Batch) error {
				if found == "" {
					found = b.Text(0, 0)
				}
				return nil
			}); err != nil {
			t.Fatal(err)
		}
		return found
	}
	small, large := ask("small", 10), ask("large", 4900)
	if ask("small", 10) != small || ask("large", 4900) != large {
		t.Error("results that fit were not kept")
	}
	for i := range 14 { // about 5 MB each
		ask(strconv.Itoa(i), 4900)
	}
	if ask("large", 4900) == large {
		t.Error("the oldest of several large results is still kept")
	}
}
