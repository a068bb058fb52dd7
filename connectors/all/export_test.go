package all_test

import (
	"cmp"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"salesops/connectors"
	"salesops/connectors/all"
	"salesops/internal/period"
	"salesops/internal/problems"
	"salesops/record"
	"salesops/sales"
	"salesops/sqlite"
)

// importTime is when the tests' imports happen.
var importTime = period.InstantOf(time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC))

// world is a log on disk with a clock of its own.
type world struct {
	t   *testing.T
	log *record.Log
	now period.Instant

	names   map[record.ID]string // external ids, as of namesAt
	namesAt record.Seq
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, now: importTime}
	db, err := sqlite.Open(filepath.Join(t.TempDir(), "truth.sqlite"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	w.log, err = record.Open(context.Background(), db.Store(), record.Options{
		Objects: sales.Objects(), Guards: sales.Guards(), Clock: func() period.Instant { return w.now },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.log.Close(); err != nil {
			t.Error(err)
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return w
}

func (w *world) run(o connectors.Options) *connectors.Report {
	w.t.Helper()
	r, err := w.try(o)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, f := range r.Files {
		if f.Rows != f.Taken+f.Rejected+f.SetAside+f.Ignored+f.Refused || f.Taken < 0 {
			w.t.Errorf(
				"the rows of %s are not accounted for: %d, of which %d taken, %d rejected, %d set aside, %d ignored, "+
					"%d refused", f.Path, f.Rows, f.Taken, f.Rejected, f.SetAside, f.Ignored, f.Refused)
		}
	}
	return r
}

func (w *world) try(o connectors.Options) (*connectors.Report, error) {
	return w.tryIn(context.Background(), o)
}

func (w *world) tryIn(ctx context.Context, o connectors.Options) (*connectors.Report, error) {
	o.Clock = func() period.Instant { return w.now }
	if o.SpillDir == "" {
		o.SpillDir = filepath.Join(w.t.TempDir(), "spill") // nobody makes it beforehand
	}
	return all.Run(ctx, w.log, o)
}

// changes is the whole log.
func (w *world) changes() []record.Change {
	w.t.Helper()
	var found []record.Change
	err := w.log.Tail(context.Background(), record.Everything(), 1, func(c []record.Change) error {
		found = append(found, c...)
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return found
}

// wrote is how many changes a log has since a position, without those of the imports' own records.
func (w *world) wrote(since record.Seq) int {
	w.t.Helper()
	n := 0
	for _, c := range w.changes()[since:] {
		if c.Object != sales.Import {
			n++
		}
	}
	return n
}

// records are all records of an object at a moment, by external id.
func (w *world) records(object string, at record.At) map[string]record.Record {
	w.t.Helper()
	by := map[record.ID][]record.Change{}
	names := map[record.ID]string{}
	for _, c := range w.changes() {
		if c.Object == object {
			by[c.ID] = append(by[c.ID], c)
			if c.External != "" {
				names[c.ID] = c.External
			}
		}
	}
	found := map[string]record.Record{}
	for id, changes := range by {
		if r := record.Fold(changes, at); r.Exists {
			found[names[id]] = r
		}
	}
	return found
}

// outcomes counts the deals that are there, by outcome.
func (w *world) outcomes(at record.At) map[string]int {
	counts := map[string]int{}
	for _, d := range w.records(sales.Deal, at) {
		counts[d.Fields["outcome"].Text()]++
	}
	return counts
}

func endOf(day string) record.At {
	d, err := period.ParseDay(day)
	if err != nil {
		panic(err)
	}
	return record.At{Effective: d.End(time.UTC) - 1}
}

// realExport is the trial data beside the repository; tests that need it skip without.
func realExport(t *testing.T, folder string) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		if filepath.Dir(dir) == dir {
			t.Fatal("no go.mod above the test")
		}
		dir = filepath.Dir(dir)
	}
	path := filepath.Join(dir, "..", "shared", "data", folder)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("the trial data is not here: put it into %s beside the repository",
			filepath.Join("shared", "data", folder))
	}
	return path
}

func problem(t *testing.T, r *connectors.Report, code problems.Code) connectors.Problem {
	t.Helper()
	for _, p := range r.Problems {
		if p.Code == code {
			return p
		}
	}
	t.Fatalf("the report has no problem %s, only %+v", code, r.Problems)
	return connectors.Problem{}
}

func count(r *connectors.Report, object string) connectors.ObjectCount {
	for _, c := range r.Objects {
		if c.Object == object {
			return c
		}
	}
	return connectors.ObjectCount{Object: object}
}

func TestRealExport(t *testing.T) {
	t.Parallel()
	path := realExport(t, "salesforce-developer-org")
	w := newWorld(t)
	r := w.run(connectors.Options{Paths: []string{path}})
	for _, f := range r.Files {
		t.Logf("%+v", f)
	}
	for _, p := range r.Problems {
		t.Logf("%s: %s (%d of %d) %v", p.Code, p.Message, p.Count, p.Of, p.Amount)
	}
	t.Logf("%+v", r.Objects)
	for _, c := range []struct {
		day             string
		won, lost, open int
	}{{"2026-02-22", 0, 0, 0}, {"2026-02-23", 18, 0, 13}, {"2026-03-01", 19, 1, 16}, {"2026-03-06", 19, 1, 16},
		{"2026-03-07", 12, 8, 16}, {"2026-11-23", 12, 8, 16}} {
		got := w.outcomes(endOf(c.day))
		if got[sales.Won] != c.won || got[sales.Lost] != c.lost || got[sales.Open] != c.open {
			t.Errorf("%s: %v, want %d won, %d lost, %d open", c.day, got, c.won, c.lost, c.open)
		}
	}
	w2 := w.log.Head()
	again := w.run(connectors.Options{Paths: []string{path}})
	if again.Changes != 0 || w.wrote(w2) != 0 {
		t.Errorf("a second import wrote %d changes: %+v", again.Changes, again.Objects)
		for _, c := range w.changes()[w2:] {
			t.Logf("%+v", c)
		}
	}
}

func TestUndoTakesEverythingBack(t *testing.T) {
	t.Parallel()
	path := realExport(t, "salesforce-developer-org")
	w := newWorld(t)
	r := w.run(connectors.Options{Paths: []string{path}})
	before := w.outcomes(record.At{})
	w.now += 60_000_000
	if _, err := w.log.Undo(context.Background(), "owner", r.Seq); err != nil {
		t.Fatal(err)
	}
	for _, object := range []string{sales.Deal, sales.Account, sales.Contact, sales.Lead, sales.Person,
		sales.Stage, sales.Pipeline} {
		for _, at := range []record.At{{}, endOf("2026-03-01")} {
			if left := w.records(object, at); len(left) > 0 {
				t.Errorf("%d records of %s are left after the undo", len(left), object)
			}
		}
	}
	w.now += 60_000_000
	w.run(connectors.Options{Paths: []string{path}})
	if after := w.outcomes(record.At{}); after[sales.Won] != before[sales.Won] ||
		after[sales.Lost] != before[sales.Lost] || after[sales.Open] != before[sales.Open] {
		t.Errorf("imported again after the undo: %v, want %v", after, before)
	}
	if got := w.outcomes(endOf("2026-03-01")); got[sales.Won] != 19 || got[sales.Lost] != 1 {
		t.Errorf("2026-03-01 after undo and import: %v", got)
	}
}

// told is what a problem says, with its examples.
func told(p *connectors.Problem) string {
	var examples []string
	for _, e := range p.Examples {
		examples = append(examples, cmp.Or(e.Detail, e.Name))
	}
	return strings.TrimSuffix(p.Message, ".") + ": " + strings.Join(examples, "; ") + "."
}
