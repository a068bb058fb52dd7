package record_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/record"
)

func job(id record.ID, key string, state record.JobState, wake period.Instant) record.JobRow {
	return record.JobRow{ID: id, Kind: "backup", Key: key, State: state, Wake: wake, Data: []byte(`{"n":1}`)}
}

// TestJobBook: a command finds the jobs as they are stored and as it and those before it in the batch leave them, and
// what a refused command wrote is gone.
func TestJobBook(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	write := func(fn func(book *record.JobBook) error) error {
		_, err := b.Apply(t.Context(), record.Command{Actor: "owner", Jobs: fn})
		return err
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Error(err)
		}
	}
	same := func(what string, want, got []record.JobRow) {
		t.Helper()
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s:\n%s", what, diff)
		}
	}
	one, two, three := job(1, "a", record.JobWaiting, 10), job(2, "b", record.JobRunning, 20), job(3, "a",
		record.JobDone, 30)
	must(write(func(book *record.JobBook) error {
		if now := book.Now(); now != b.now {
			t.Errorf("the book is of %d, want %d", now, b.now)
		}
		return errors.Join(book.Put(three), book.Put(two), book.Put(one))
	}))
	four, changed := job(4, "a", record.JobRunning, 40), one
	changed.State, changed.Data = record.JobCancelled, []byte(`{}`)
	no := errors.New("no")
	staged := func(book *record.JobBook) error {
		must(book.Put(job(4, "x", record.JobWaiting, 1)))
		must(book.Put(four))
		must(book.Put(changed))
		for id, want := range map[record.ID]record.JobRow{1: changed, 2: two, 3: three, 4: four, 5: {}} {
			got, ok, err := book.Get(id)
			if diff := cmp.Diff(want, got); diff != "" || ok != (want.ID != 0) || err != nil {
				t.Errorf("job %d: %v, %v\n%s", id, ok, err, diff)
			}
		}
		for key, want := range map[string][]record.JobRow{"a": {four}, "b": {two}, "*": {two, four}, "x": nil} {
			got, err := book.Keyed(key)
			must(err)
			same("key "+key, want, got)
		}
		book.Forget()
		return no
	}
	if err := write(staged); !errors.Is(err, no) {
		t.Errorf("a refused command: %v", err)
	}
	stored := func(what string, want ...record.JobRow) {
		t.Helper()
		got, err := b.Jobs(t.Context(), "", 0, 10)
		must(err)
		same(what, want, got)
	}
	stored("after a refused command", three, two, one)
	for what, row := range map[string]record.JobRow{"no id": job(0, "a", record.JobWaiting, 1), "no state": job(9, "a",
		"", 1), "no kind": {ID: 9, State: record.JobWaiting, Data: []byte("{}")},
		"no data":     {ID: 9, Kind: "backup", State: record.JobWaiting},
		"an id below": job(-1, "a", record.JobWaiting, 1)} {
		if err := write(func(book *record.JobBook) error { return book.Put(row) }); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", what, err)
		}
	}
	_, err := b.Apply(t.Context(), // what is refused takes back what it wrote itself
		record.Command{Actor: "owner", Jobs: func(book *record.JobBook) error { return book.Put(four) }},
		record.Command{Actor: "owner", Jobs: func(book *record.JobBook) error {
			book.Forget()
			return errors.Join(book.Put(job(4, "y", record.JobDone, 1)), book.Put(changed), no)
		}})
	var which *record.CommandError
	if !errors.As(err, &which) || which.Index != 1 || !errors.Is(err, no) {
		t.Errorf("refused: %v", err)
	}
	stored("the one before it was written", four, three, two, one)
	must(write(func(book *record.JobBook) error { return book.Put(changed) }))
	stored("written", four, three, two, changed)
	ctx := t.Context()
	due, err := b.DueJobs(ctx, 40, 10)
	must(err)
	same("due", []record.JobRow{two, four}, due)
	if at, err := b.NextJob(ctx, 20); at != 40 || err != nil {
		t.Errorf("the next is at %d, %v", at, err)
	}
	open, err := b.OpenJobs(ctx, "b")
	must(err)
	same("open", []record.JobRow{two}, open)
	before, err := b.Jobs(ctx, "backup", 4, 1)
	must(err)
	same("before", []record.JobRow{three}, before)
	if got, ok, err := b.Job(ctx, 2); !ok || err != nil || cmp.Diff(two, got) != "" {
		t.Errorf("job 2 is %+v, %v, %v", got, ok, err)
	}
	must(write(func(book *record.JobBook) error { book.Forget(); return nil }))
	stored("forgotten", four, two) // those that are over and past their time
	for state, want := range map[record.JobState]bool{record.JobWaiting: true, record.JobRunning: true,
		record.JobDone: false, record.JobFailed: false, record.JobCancelled: false} {
		if state.Open() != want {
			t.Errorf("%s is open: %v", state, !want)
		}
	}
	b.store.fails = "OpenJobs"
	if err := write(func(book *record.JobBook) error { _, err := book.Keyed("a"); return err }); !errors.Is(err,
		errBroken) || err.Error() != "read the log: "+errBroken.Error() {
		t.Errorf("a store that fails: %v", err)
	}
	b.store.fails = "Job"
	if err := write(func(book *record.JobBook) error { _, _, err := book.Get(1); return err }); !errors.Is(err,
		errBroken) || err.Error() != "read the log: "+errBroken.Error() {
		t.Errorf("a store that fails: %v", err)
	}
	b.store.fails = ""
}

// TestMoved is the last change of any of the objects that are asked for, of this process.
func TestMoved(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	place := record.Draft{Kind: record.Create, Object: "place"}
	for i, c := range []struct {
		draft          record.Draft
		things, places record.Seq
	}{{thing("one", ""), 1, 0}, {place, 1, 2}, {place, 1, 3}, {thing("two", ""), 4, 3}} {
		b.apply(record.Command{Drafts: []record.Draft{c.draft}})
		for _, q := range []struct {
			want    record.Seq
			objects []string
		}{{c.things, []string{"thing"}}, {c.places, []string{"place"}}, {0, []string{"nothing"}}, {0, nil},
			{max(c.things, c.places), []string{"place", "thing", "nothing"}}} {
			if got := b.Moved(q.objects...); got != q.want {
				t.Errorf("change %d: %v moved at %d, want %d", i+1, q.objects, got, q.want)
			}
		}
	}
	again, err := record.Open(t.Context(), b.store, record.Options{Clock: func() period.Instant { return b.now },
		Objects: []record.Object{{Code: 10, Name: "thing"}, {Code: 11, Name: "place"}}})
	if err != nil {
		t.Fatal(err)
	}
	if at := again.Moved("place"); at != 4 { // what moved before is not known
		t.Errorf("after a restart: %d", at)
	}
	if err := again.Close(); err != nil {
		t.Error(err)
	}
}
