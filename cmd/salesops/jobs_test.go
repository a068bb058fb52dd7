package main

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"salesops/api"
	"salesops/internal/jobs"
	"salesops/internal/period"
	"salesops/record"
)

// TestVerifyNamesAJobThatCannotBeRead: a folder with such a job opens, at this start and the next, and verify names it.
func TestVerifyNamesAJobThatCannotBeRead(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	open := func() *workspace {
		t.Helper()
		w, err := openWorkspace(t.Context(), dir, &session{stderr: io.Discard, dir: dir, now: testClock}, false)
		if err != nil {
			t.Fatal(err)
		}
		return w
	}
	w := open()
	id := w.log.NewID()
	_, err := w.log.Apply(t.Context(), record.Command{Actor: "test", Jobs: func(b *record.JobBook) error {
		return b.Put(record.JobRow{ID: id, Kind: "import", Key: "import", State: record.JobRunning,
			Wake: period.Forever, Data: []byte{0xff, '{'}})
	}})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := w.close(); err != nil {
			t.Fatal(err)
		}
		w = open()
		var out strings.Builder
		code := run(t.Context(), []string{"verify"},
			&session{stdout: &out, stderr: io.Discard, dir: dir, now: testClock, shop: w})
		if name := record.FormatID(jobs.Object, id); code != 1 || !strings.Contains(out.String(), name) {
			t.Errorf("verify: exit %d, %q; want %s named", code, out.String(), name)
		}
	}
	if err := w.close(); err != nil {
		t.Fatal(err)
	}
}

// TestDailyBackupLeftOut: who stops the next daily backup leaves out that one, and the day after it comes again. The
// list of backups tells the schedule.
func TestDailyBackupLeftOut(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	if err := h.shop.runner.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	list := func() (l api.BackupList) {
		t.Helper()
		status, answer := h.ask("GET", "/api/v1/backups", "", nil)
		if err := json.Unmarshal([]byte(answer), &l); err != nil || status != http.StatusOK {
			t.Fatalf("%d %s, %v", status, answer, err)
		}
		return l
	}
	if l := list(); l.Daily != nil {
		t.Errorf("without a schedule the list tells %+v", l.Daily)
	}
	if err := h.shop.startJobs(t.Context(), &dailyBackup{at: 2*time.Hour + 5*time.Minute, keep: 14}); err != nil {
		t.Fatal(err)
	}
	if l := list(); l.Daily == nil || l.Daily.At != "02:05" || l.Daily.Keep != 14 || l.Daily.Zone == "" ||
		len(l.Jobs) != 1 || !l.Jobs[0].Daily || l.Jobs[0].DueAt == nil || l.Data != h.shop.dir {
		t.Errorf("with a schedule the list is %+v", l)
	}
	planned := func() jobs.Job {
		t.Helper()
		all, err := h.shop.api.Jobs.Open(t.Context(), "*")
		if err != nil || len(all) != 1 {
			t.Fatalf("%+v, %v", all, err)
		}
		return all[0]
	}
	first := planned()
	if status, answer := h.ask("POST", "/api/v1/backups/jobs/"+first.Name()+"/stop", "", nil); status != 200 {
		t.Fatalf("%d %s", status, answer)
	}
	if next := planned(); next.Wake != first.Wake+period.Instant((24*time.Hour).Microseconds()) {
		t.Errorf("the backup of %s was left out, and the next is at %s", first.Wake, next.Wake)
	}
}
