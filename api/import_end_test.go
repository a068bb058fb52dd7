package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"salesops/api"
	"salesops/connectors"
	"salesops/connectors/all"
	"salesops/internal/jobs"
	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

// brokenOff is an import whose process was killed after its writes: its record says that it runs, its files lie in
// DIR/uploads, and its job, if it has one, waits.
func (w *world) brokenOff(withJob bool) (entry record.ID, job jobs.Job) {
	w.t.Helper()
	entry = w.log.NewID()
	w.importFile(breaksOff(connectors.Options{Entry: entry}), "Opportunity.csv", opportunities)
	if !withJob {
		return entry, jobs.Job{}
	}
	w.must(os.MkdirAll(filepath.Join(w.dir, "uploads", "import-1", "files"), 0o700))
	job, err := w.api.Jobs.Add(w.t.Context(),
		jobs.New{Kind: "import", Key: "import", RunAt: period.Forever, By: "owner",
			Args: map[string]any{"folder": "import-1", "names": []string{"Opportunity.csv"}, "entry": entry}},
		record.Command{})
	w.must(err)
	return entry, job
}

// rewrite changes what is kept of a job.
func (w *world) rewrite(id record.ID, change func(row *record.JobRow, data map[string]any)) {
	w.t.Helper()
	_, err := w.log.Apply(w.t.Context(), record.Command{Actor: "test", Jobs: func(b *record.JobBook) error {
		row, _, err := b.Get(id)
		if err != nil {
			return err
		}
		data := map[string]any{}
		in := json.NewDecoder(bytes.NewReader(row.Data))
		in.UseNumber() // ids do not fit into a float
		if err := in.Decode(&data); err != nil {
			return err
		}
		change(&row, data)
		if row.Data, err = json.Marshal(data); err != nil {
			return err
		}
		return b.Put(row)
	}})
	w.must(err)
}

// startJobs starts a runner as a new process has it.
func (w *world) startJobs() {
	w.t.Helper()
	runner, err := jobs.NewRunner(w.api.Jobs, jobs.Options{Kinds: w.api.JobKinds(), Alone: true,
		After: func(d time.Duration) (<-chan time.Time, func() bool) {
			timer := time.NewTimer(d)
			return timer.C, timer.Stop
		}})
	w.must(err)
	w.must(runner.Start(w.t.Context()))
	w.t.Cleanup(func() { w.must(runner.Close(context.WithoutCancel(w.t.Context()))) })
}

// TestImportEndsWithItsJob: however the job of an import that broke off ends, and when there is none, the import's
// record says once that it stopped and what it wrote, its files are gone, and it can be taken back.
func TestImportEndsWithItsJob(t *testing.T) {
	t.Parallel()
	running := func(failures int, cancelling bool) func(*world, jobs.Job) {
		return func(w *world, j jobs.Job) {
			w.rewrite(j.ID, func(row *record.JobRow, data map[string]any) {
				row.State, row.Wake = record.JobRunning, period.Forever
				data["attempt"], data["failures"], data["cancelling"] = failures+1, failures, cancelling
			})
			w.startJobs()
		}
	}
	tidy := func(w *world) { w.must(w.api.TidyUp(w.t.Context())) }
	for name, c := range map[string]struct {
		state string
		end   func(*world, jobs.Job)
		none  bool // there is no job
	}{
		"its last attempt broke off": {"failed", running(4, false), false},
		"it was being cancelled":     {"stopped", running(0, true), false},
		"it is cancelled before it runs again": {"stopped", func(w *world, j jobs.Job) {
			if r := w.ask(http.MethodPost, "/imports/"+j.Name()+"/stop", nil); r.status != http.StatusOK {
				w.t.Errorf("%d %s", r.status, r.body)
			}
		}, false},
		"another attempt fails for good": {"failed", func(w *world, j jobs.Job) {
			w.must(os.RemoveAll(filepath.Join(w.dir, "uploads", "import-1", "files")))
			w.rewrite(j.ID, func(row *record.JobRow, _ map[string]any) { row.Wake = 1 })
			w.startJobs()
		}, false},
		"the process died after the job's end": {"failed", func(w *world, j jobs.Job) {
			w.rewrite(j.ID, func(row *record.JobRow, data map[string]any) {
				row.State, row.Wake = record.JobFailed, period.Forever
				data["finished_at"], data["attempt"] = testNow, 1
			})
			tidy(w)
		}, false},
		"its job cannot be read": {"failed", func(w *world, j jobs.Job) {
			w.rewrite(j.ID, func(_ *record.JobRow, data map[string]any) { data["args"] = 7 })
			tidy(w)
		}, false},
		"an import of the command line": {"", func(w *world, _ jobs.Job) { tidy(w) }, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, all.Tools()...)
			entry, job := w.brokenOff(!c.none)
			batch := record.FormatID(sales.Import, entry)
			if !c.none && name != "the process died after the job's end" { // one that goes on is left alone
				tidy(w)
			}
			if r, err := w.log.Get(t.Context(), record.Everything(), sales.Import, entry); err != nil ||
				r.Fields["state"].Text() != "running" {
				t.Fatalf("before: %+v, %v", r, err)
			}
			c.end(w, job)
			var closed record.Record
			for range 500 {
				var err error
				closed, err = w.log.Get(t.Context(), record.Everything(), sales.Import, entry)
				w.must(err)
				if closed.Fields["state"].Text() != "running" {
					break
				}
				time.Sleep(10 * time.Millisecond)
			}
			var report connectors.Report
			w.must(json.Unmarshal([]byte(closed.Fields["report"].Text()), &report))
			if closed.Fields["state"].Text() != "stopped" || closed.Fields["finished_at"].Instant() == 0 ||
				!report.Stopped || report.Batch != batch || len(report.Objects) == 0 || report.Changes == 0 {
				t.Errorf("the record says %+v", closed.Fields)
			}
			tidy(w)
			changes, err := w.log.Timeline(t.Context(), record.Everything(), entry, 0, -1)
			if err != nil || len(changes) != 2 {
				t.Errorf("the record has %d changes, want its beginning and its end; %v", len(changes), err)
			}
			w.must(w.cols.Await(t.Context(), w.log.Head()))
			id, among := batch, batch // among all imports it is listed by its record
			if name == "its job cannot be read" {
				among = job.Name() // nobody knows that it is of this record
			}
			if !c.none && name != "its job cannot be read" {
				id = job.Name()
			}
			if !c.none {
				if got := w.importIs(job.Name(), c.state); got.State == "failed" && got.Problem == nil &&
					name != "the process died after the job's end" {
					t.Errorf("it does not say why: %+v", got)
				} else if listed := w.listed(among); (listed.Problem == nil) != (got.Problem == nil) ||
					(get[api.ImportJob](w, "/imports/"+among).Problem == nil) != (got.Problem == nil) {
					t.Errorf("its job says %+v, the list %+v", got.Problem, listed)
				}
			}
			left, err := os.ReadDir(filepath.Join(w.dir, "uploads"))
			if kept := name == "its job cannot be read"; !c.none && (err != nil || (len(left) == 1) != kept) {
				t.Errorf("uploads holds %v, %v", left, err)
			}
			if r := w.ask(http.MethodPost, "/imports/"+id+"/undo", map[string]any{}); r.status != http.StatusOK {
				t.Errorf("undo: %d %s", r.status, r.body)
			}
			if deals := get[api.RecordList](w, "/records/deal"); deals.Total != 0 {
				t.Errorf("after the undo there are %d deals", deals.Total)
			}
		})
	}
}

// listed is an import in the list of all, by its own id or its job's.
func (w *world) listed(id string) api.ImportJob {
	w.t.Helper()
	all := get[api.ImportList](w, "/imports").Imports
	i := slices.IndexFunc(all, func(j api.ImportJob) bool { return j.ID == id })
	if i < 0 {
		w.t.Fatalf("%s is not among %+v", id, all)
	}
	return all[i]
}

func (w *world) importIs(id, state string) (job api.ImportJob) {
	w.t.Helper()
	for range 500 {
		if job = get[api.ImportJob](w, "/imports/"+id); job.State == state {
			return job
		}
		time.Sleep(10 * time.Millisecond)
	}
	w.t.Errorf("the import is %+v, want %s", job, state)
	return job
}

// TestUnreadableJobStopsNothing: a job whose data cannot be read is listed as failed and named; the files that it may
// be about stay, at every start, and other imports go on.
func TestUnreadableJobStopsNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t, all.Tools()...)
	for _, folder := range []string{"import-1", "import-2"} {
		w.must(os.MkdirAll(filepath.Join(w.dir, "uploads", folder), 0o700))
	}
	spoilt := w.log.NewID()
	_, err := w.log.Apply(t.Context(), record.Command{Actor: "test", Jobs: func(b *record.JobBook) error {
		return b.Put(record.JobRow{ID: spoilt, Kind: "import", Key: "import", State: record.JobWaiting,
			Wake: period.Forever, Data: []byte(`{"args":{"folder`)})
	}})
	w.must(err)
	for range 2 {
		w.must(w.api.TidyUp(t.Context()))
	}
	if left, err := os.ReadDir(filepath.Join(w.dir, "uploads")); err != nil || len(left) != 2 {
		t.Errorf("uploads holds %v, %v", left, err)
	}
	name := record.FormatID(jobs.Object, spoilt)
	list := get[api.ImportList](w, "/imports").Imports
	if len(list) != 1 || list[0].ID != name || list[0].State != "failed" || list[0].Problem == nil ||
		list[0].Problem.ReasonCode != "job_unreadable" || !strings.Contains(list[0].Problem.Detail, name) {
		t.Errorf("the imports are %+v", list)
	}
	if job := w.over(w.upload([][2]string{{"Opportunity.csv", opportunities}})); job.State != "done" {
		t.Errorf("another import is %+v", job)
	}
}
