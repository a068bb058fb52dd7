package mapping_test

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
	"salesops/connectors/mapping"
	"salesops/internal/period"
	"salesops/internal/problems"
	"salesops/record"
	"salesops/sales"
	"salesops/sqlite"
)

// world is a log on disk into which tests import.
type world struct {
	t   *testing.T
	log *record.Log
	now period.Instant
}

func newWorld(t *testing.T, guards ...record.Guard) *world {
	t.Helper()
	return newWorldOf(t, sales.Objects(), guards...)
}

// newWorldOf is a world with a schema of its own.
func newWorldOf(t *testing.T, objects []record.Object, guards ...record.Guard) *world {
	t.Helper()
	w := &world{t: t, now: period.InstantOf(time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC))}
	db, err := sqlite.Open(filepath.Join(t.TempDir(), "truth.sqlite"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	w.log, err = record.Open(context.Background(), db.Store(), record.Options{
		Objects: objects, Guards: append(sales.Guards(), guards...),
		Clock: func() period.Instant { return w.now },
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

// folder writes files into a new folder.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func (w *world) try(text string, o connectors.Options) (*connectors.Report, error) {
	w.t.Helper()
	m, err := mapping.Parse("mapping.yaml", []byte(text))
	if err != nil {
		return nil, err
	}
	o.Clock = func() period.Instant { return w.now }
	o.SpillDir = filepath.Join(w.t.TempDir(), "spill") // nobody makes it beforehand
	o.Tools = all.Tools()
	if err := m.Complete(&o); err != nil {
		return nil, err
	}
	r, err := connectors.Run(context.Background(), w.log, o)
	if err == nil {
		accounted(w.t, r)
	}
	return r, err
}

// accounted: each row that was read is counted once.
func accounted(t *testing.T, r *connectors.Report) {
	t.Helper()
	for _, f := range r.Files {
		if f.Rows != f.Taken+f.Rejected+f.SetAside+f.Ignored+f.Refused || f.Taken < 0 {
			t.Errorf(
				"the rows of %s are not accounted for: %d, of which %d taken, %d rejected, %d set aside, %d ignored, "+
					"%d refused", f.Path, f.Rows, f.Taken, f.Rejected, f.SetAside, f.Ignored, f.Refused)
		}
	}
}

func (w *world) run(text string, o connectors.Options) *connectors.Report {
	w.t.Helper()
	r, err := w.try(text, o)
	if err != nil {
		w.t.Fatal(err)
	}
	return r
}

// records are the states of an object's records that are no stubs, by external id.
func (w *world) records(source, object string) map[string]record.Record {
	w.t.Helper()
	found := map[string]record.Record{}
	ids := map[record.ID]string{}
	err := w.log.EachExternal(context.Background(), source, object, func(external string, id record.ID) error {
		ids[id] = external
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	var list []record.ID
	for id := range ids {
		list = append(list, id)
	}
	states, err := w.log.States(context.Background(), record.Everything(), list)
	if err != nil {
		w.t.Fatal(err)
	}
	for id, s := range states {
		if s.Exists && !s.Stub {
			found[ids[id]] = s
		}
	}
	return found
}

func (w *world) externals(source, object string) map[record.ID]string {
	w.t.Helper()
	ids := map[record.ID]string{}
	if err := w.log.EachExternal(context.Background(), source, object, func(external string, id record.ID) error {
		ids[id] = external
		return nil
	}); err != nil {
		w.t.Fatal(err)
	}
	return ids
}

func problem(r *connectors.Report, code problems.Code) *connectors.Problem {
	for i := range r.Problems {
		if r.Problems[i].Code == code {
			return &r.Problems[i]
		}
	}
	return nil
}

// told is what a problem says, with its examples.
func told(p *connectors.Problem) string {
	var examples []string
	for _, e := range p.Examples {
		examples = append(examples, cmp.Or(e.Detail, e.Name))
	}
	return strings.TrimSuffix(p.Message, ".") + ": " + strings.Join(examples, "; ") + "."
}
