package checkpoint_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"salesops/checkpoint"
	"salesops/internal/period"
	"salesops/record"
	"salesops/sqlite"
)

const start = period.Instant(1_700_000_000_000_000)

// book is a log with lists beside it.
type book struct {
	t    *testing.T
	log  *record.Log
	keep *checkpoint.Keeper
}

func newBook(t *testing.T) *book {
	t.Helper()
	db, err := sqlite.Open(filepath.Join(t.TempDir(), "truth.sqlite"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	clock := func() period.Instant { return start }
	log, err := record.Open(t.Context(), db.Store(), record.Options{Clock: clock, Objects: []record.Object{{Code: 10,
		Name: "thing", Label: "Thing", Seen: record.Visibility{Everybody: true},
		Fields: []record.Field{{Key: 1, Name: "name", Kind: record.Text}}}}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := log.Close(); err != nil {
			t.Error(err)
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return &book{t, log, &checkpoint.Keeper{Dir: t.TempDir(), Outside: t.TempDir(), Clock: clock}}
}

// write adds changes to the log.
func (b *book) write(n int, name string) {
	b.t.Helper()
	for i := range n {
		if _, err := b.log.Apply(b.t.Context(),
			record.Command{Actor: "owner", Drafts: []record.Draft{{Kind: record.Create,
				Object: "thing",
				Fields: []record.FieldValue{{Name: "name",
					Value: record.TextValue(fmt.Sprint(name, i))}}}}}); err != nil {
			b.t.Fatal(err)
		}
	}
}

func (b *book) note() {
	b.t.Helper()
	end, err := b.log.End(b.t.Context())
	if err == nil {
		err = b.keep.Note(end.Seq, end.Hash)
	}
	if err != nil {
		b.t.Fatal(err)
	}
}

func (b *book) check(of *record.Log) checkpoint.Report {
	b.t.Helper()
	r, err := checkpoint.Check(b.t.Context(), of, b.keep.Lists()...)
	if err != nil {
		b.t.Fatal(err)
	}
	return r
}

func (b *book) lines(list int) []string {
	b.t.Helper()
	content, err := os.ReadFile(b.keep.Lists()[list])
	if err != nil {
		b.t.Fatal(err)
	}
	return slices.Collect(strings.Lines(string(content)))
}

// TestCheckpointsAreNotedOnce: a line for each end of the log that is further than the one before, in both lists, after
// whatever a stop has left of a line.
func TestCheckpointsAreNotedOnce(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.note()
	if _, err := os.Stat(b.keep.Lists()[0]); err == nil {
		t.Error("an empty log was noted")
	}
	b.write(2, "thing")
	b.note()
	b.note()
	for i, list := range b.keep.Lists() {
		if got := len(b.lines(i)); got != 1 {
			t.Errorf("%s has %d lines", list, got)
		}
		file, err := os.OpenFile(list, os.O_APPEND|os.O_WRONLY, 0)
		if err == nil {
			_, err = file.WriteString(`{"at":"2023-`)
		}
		if err != nil || file.Close() != nil {
			t.Fatal(err)
		}
	}
	b.write(1, "thing")
	b.note()
	if r := b.check(b.log); r.Checked != 4 || len(r.Problems) != 0 {
		t.Errorf("the check says %+v", r)
	}
	if err := os.RemoveAll(b.keep.Outside); err != nil {
		t.Fatal(err)
	}
	b.write(1, "thing")
	b.note()
	if got := len(b.lines(0)); got != 3 {
		t.Errorf("without the folder outside there are %d lines", got)
	}
	if _, err := os.Stat(b.keep.Outside); err == nil {
		t.Error("the folder outside was made")
	}
}

// TestAShorterOrAnotherLogIsTold, as long as it was not a restore that made it so.
func TestAShorterOrAnotherLogIsTold(t *testing.T) {
	t.Parallel()
	b, other := newBook(t), newBook(t)
	b.write(3, "thing")
	b.note()
	b.write(2, "thing")
	b.note()
	other.write(4, "another")
	r := b.check(other.log)
	for i, want := range []string{"line 1: on 2023-11-14 22:13:20 UTC change 3 had another hash",
		"line 2: on 2023-11-14 22:13:20 UTC the log had 5 changes; it has 4, so its end is missing"} {
		if len(r.Problems) != 4 || !strings.Contains(r.Problems[i], want) {
			t.Errorf("problem %d of %q is not %q", i, r.Problems, want)
		}
	}
	end, err := other.log.End(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	before := b.lines(0)
	if err := b.keep.Note(end.Seq, end.Hash); err != nil || !slices.Equal(b.lines(0), before) {
		t.Errorf("the shorter log was noted (%v)", err)
	}
	if err := b.keep.NoteRestored(end.Seq, end.Hash); err != nil {
		t.Fatal(err)
	}
	if r = b.check(other.log); len(r.Problems) != 2 || !strings.Contains(r.Problems[0], "line 1: ") {
		t.Errorf("after a restore to change 4 of another history: %q", r.Problems)
	}
}

// TestAnAlteredLineIsTold: no byte of a list can be another one without being told, apart from what ends the list.
func TestAnAlteredLineIsTold(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.write(3, "thing")
	b.note()
	list := b.keep.Lists()[0]
	whole, err := os.ReadFile(list)
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(r *rapid.T) {
		at := rapid.IntRange(0, len(whole)-2).Draw(r, "at")
		bent := slices.Clone(whole)
		bent[at] ^= 1 << rapid.IntRange(0, 7).Draw(r, "bit")
		if err := os.WriteFile(list, bent, 0o600); err != nil {
			r.Fatal(err)
		}
		report, err := checkpoint.Check(t.Context(), b.log, list)
		if err != nil || len(report.Problems) == 0 && !strings.EqualFold(string(bent), string(whole)) {
			r.Fatalf("%s: %+v %v", bent, report, err)
		}
	})
}
