package analytics_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"salesops/analytics"
	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

// TestTidyingUpSorts takes in deals from the last to the first. Tidying up sorts the table when so many are out of
// order, and leaves it when there are fewer or when nothing came since.
func TestTidyingUpSorts(t *testing.T) {
	t.Parallel()
	for n, sorts := range map[int]bool{analytics.SortFrom: false, analytics.SortFrom + 1: true} {
		log := smallLog(t)
		changes := make([]record.Change, n)
		for i := range changes {
			changes[i] = create(10, sales.Deal, record.ID(n-i))
		}
		log.add(changes...)
		c := open(t, filepath.Join(t.TempDir(), "columns.duckdb"), log,
			analytics.Options{Keyed: []analytics.Keyed{teamSizes()}})
		if _, err := c.TakeUpTo(t.Context(), log.Head()); err != nil {
			t.Fatal(err)
		}
		if err := c.TidyUp(t.Context()); err != nil {
			t.Fatal(err)
		}
		first := texts(t, c, "SELECT id FROM deal_now ORDER BY rowid LIMIT 1")
		if (first[0] == "1") != sorts {
			t.Errorf("%d rows out of order: the first is %s, sorted %v", n-1, first[0], !sorts)
		}
		want := fmt.Sprintf("%d|1|%[1]d", n)
		if got := texts(t, c, "SELECT count(*), min(id), max(id) FROM deal_now"); !slices.Equal(got, []string{want}) {
			t.Errorf("there are %v, want %s", got, want)
		}
		// keyed tables are built by now
		if got := texts(t, c, "SELECT name FROM keyed"); !slices.Equal(got, []string{"team_size"}) {
			t.Errorf("built are %v", got)
		}
		if !sorts {
			continue
		}
		log.add(create(20, sales.Deal, record.ID(n+2)), create(20, sales.Deal, record.ID(n+1)))
		catchUp(t, c)
		if err := c.TidyUp(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, unsorted, err := c.OutOfOrder(t.Context(), sales.Deal); err != nil || unsorted != 1 {
			t.Errorf("%d rows are out of order, %v; want the one that came since", unsorted, err)
		}
	}
}

// TestTidyingUpEmptiesTheWriteAheadLog writes more than what is left in it when nothing else is done.
func TestTidyingUpEmptiesTheWriteAheadLog(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "columns.duckdb")
	log := smallLog(t)
	c := open(t, path, log, analytics.Options{})
	size := func() int64 {
		info, err := os.Stat(path + ".wal")
		if os.IsNotExist(err) {
			return 0
		}
		if err != nil {
			t.Fatal(err)
		}
		return info.Size()
	}
	log.add(create(10, sales.Deal, 1))
	catchUp(t, c)
	if err := c.TidyUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	if size() == 0 {
		t.Error("a single edit was merged into the file")
	}
	for i := range 12_000 {
		log.add(set(period.Instant(20+i), sales.Deal, record.ID(2+i), text("name", "a name that takes some room")))
	}
	catchUp(t, c)
	if size() < 1<<20 {
		t.Fatalf("only %d bytes are waiting", size())
	}
	if err := c.TidyUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := size(); n > 1<<16 {
		t.Errorf("%d bytes are left", n)
	}
	if err := c.Check(t.Context()); err != nil {
		t.Error(err)
	}
}
