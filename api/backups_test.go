package api_test

import (
	"context"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"salesops/api"
	"salesops/backup"
	"salesops/internal/period"
)

// slowEngine is an engine whose snapshots wait until they are let go.
type slowEngine struct {
	backup.Engine
	began chan struct{}
	goOn  chan error // what the snapshot ends with; nil makes it
}

func (e slowEngine) Snapshot(ctx context.Context, fn func(backup.Snapshot) error) error {
	e.began <- struct{}{}
	select {
	case err := <-e.goOn:
		if err != nil {
			return err
		}
		return fn(backup.Snapshot{Records: 1, Files: []backup.File{{Name: "truth.sqlite", Size: 5,
			Reader: strings.NewReader("chain")}}})
	case <-ctx.Done():
		return ctx.Err()
	}
}

// keeps gives a world a keeper of backups whose engine waits.
func keeps(t *testing.T) (*world, slowEngine) {
	t.Helper()
	w := newWorld(t)
	var e slowEngine
	w.api.Backups, e = keeperOf(t, w)
	return w, e
}

func keeperOf(t *testing.T, w *world) (*backup.Keeper, slowEngine) {
	t.Helper()
	e := slowEngine{began: make(chan struct{}, 9), goOn: make(chan error)}
	return &backup.Keeper{Dir: w.dir, Folder: filepath.Join(t.TempDir(), "backups"), Engine: e,
		Clock: func() period.Instant { return testNow }, Program: "test"}, e
}

func (w *world) backUp() api.BackupJob {
	w.t.Helper()
	r := w.ask(http.MethodPost, "/backups", map[string]any{})
	if r.status != http.StatusAccepted {
		w.t.Fatalf("%d %s", r.status, r.body)
	}
	var job api.BackupJob
	r.json(w.t, &job)
	return job
}

func (w *world) backupIs(id, state string) api.BackupJob {
	w.t.Helper()
	var job api.BackupJob
	for range 1000 {
		if job = get[api.BackupJob](w, "/backups/jobs/"+id); job.State == state {
			return job
		}
		time.Sleep(10 * time.Millisecond)
	}
	w.t.Fatalf("the backup is %+v, want %s", job, state)
	return job
}

// TestBackupIsAJob: backups are made one after the other, are listed while they are made, and a failed one says why.
func TestBackupIsAJob(t *testing.T) {
	t.Parallel()
	w, e := keeps(t)
	first, second := w.backUp(), w.backUp()
	<-e.began
	w.backupIs(first.ID, "running")
	if job := get[api.BackupJob](w, "/backups/jobs/"+second.ID); job.State != "waiting" || job.DueAt == nil {
		t.Errorf("beside one that runs another one is %+v", job)
	}
	if list := get[api.BackupList](w, "/backups"); len(list.Jobs) != 2 || len(list.Backups) != 0 {
		t.Errorf("while they are made the list is %+v", list)
	}
	w.problem(http.MethodPost, "/backups/x.backup/verify", nil, http.StatusNotFound, "missing")
	w.later.Add(time.Second.Microseconds()) // the file is named by when the job begins
	e.goOn <- nil
	made := w.backupIs(first.ID, "done")
	<-e.began
	e.goOn <- errors.New("the disk is gone")
	failed := w.backupIs(second.ID, "failed")
	if made.Backup == nil || made.FinishedAt == nil || failed.Problem == nil {
		t.Fatalf("made %+v, failed %+v", made, failed)
	}
	list := get[api.BackupList](w, "/backups")
	if len(list.Backups) != 1 || list.Backups[0].Name != made.Backup.Name || list.Backups[0].Size != made.Backup.Size ||
		len(list.Jobs) != 1 || list.Jobs[0].ID != second.ID {
		t.Errorf("the list is %+v", list)
	}
	events := 0
	for _, entry := range get[api.AuditTrail](w, "/audit").Entries {
		if entry.What == "backup" {
			events++
		}
	}
	if events != 1 {
		t.Errorf("the trail tells of %d backups, want the one that was made", events)
	}
	w.problem(http.MethodPost, "/backups/jobs/"+first.ID+"/stop", nil, http.StatusConflict, "conflict")
	w.problem(http.MethodGet, "/backups/jobs/job_0000001", nil, http.StatusNotFound, "missing")
}

// TestBackupIsStopped: one that runs and one that waits end when they are stopped, and leave no file.
func TestBackupIsStopped(t *testing.T) {
	t.Parallel()
	w, e := keeps(t)
	runs, waits := w.backUp(), w.backUp()
	<-e.began
	for _, id := range []string{waits.ID, runs.ID} {
		if r := w.ask(http.MethodPost, "/backups/jobs/"+id+"/stop", nil); r.status != http.StatusOK {
			t.Fatalf("%d %s", r.status, r.body)
		}
		w.backupIs(id, "stopped")
	}
	left, err := os.ReadDir(w.api.Backups.Folder)
	if err != nil || len(left) != 0 {
		t.Errorf("the folder holds %v, %v", left, err)
	}
}

// TestPrunedBackups: of the daily ones the newest stay, and all that somebody asked for.
func TestPrunedBackups(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	k := &backup.Keeper{Folder: folder}
	write := func(day int, daily bool) string {
		path := k.NameAt(testNow+period.Instant(24*time.Duration(day)*time.Hour/time.Microsecond), daily)
		for _, name := range []string{path, path + ".verified"} {
			if err := os.WriteFile(name, []byte("x"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		return filepath.Base(path)
	}
	asked := write(0, false)
	var daily []string
	for day := range 4 {
		daily = append(daily, write(day, true))
	}
	for keep, want := range map[int]int{0: 5, 9: 5} {
		k.Daily = keep
		if err := k.Prune(); err != nil {
			t.Fatal(err)
		}
		if left, err := k.List(); err != nil || len(left) != want {
			t.Errorf("keeping %d leaves %v, %v", keep, left, err)
		}
	}
	k.Daily = 2
	if err := k.Prune(); err != nil {
		t.Fatal(err)
	}
	found, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var left []string
	for _, e := range found {
		left = append(left, e.Name())
	}
	if want := []string{asked, asked + ".verified", daily[2], daily[2] + ".verified", daily[3],
		daily[3] + ".verified"}; !slices.Equal(left, want) {
		t.Errorf("keeping 2 leaves %v, want %v", left, want)
	}
}

// TestBadBackupIsListed: a check that finds a backup bad stays in the list, with the reason.
func TestBadBackupIsListed(t *testing.T) {
	t.Parallel()
	w, _ := keeps(t)
	if err := os.MkdirAll(w.api.Backups.Folder, 0o700); err != nil {
		t.Fatal(err)
	}
	path := w.api.Backups.NewName()
	if err := os.WriteFile(path, []byte("nothing"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(path, testNow.Time(), testNow.Time()); err != nil {
		t.Fatal(err)
	}
	list := func() api.BackupList { return get[api.BackupList](w, "/backups") }
	if l := list(); len(l.Backups) != 1 || l.Backups[0].Bad != nil || l.Data != w.dir {
		t.Fatalf("before a check the list is %+v", l)
	}
	w.problem(http.MethodPost, "/backups/"+filepath.Base(path)+"/verify", nil,
		http.StatusUnprocessableEntity, "invalid")
	b := list().Backups[0]
	if b.Verified != nil || b.Bad == nil || b.Bad.Problem == nil || b.Bad.Problem.ReasonCode != "backup_none" ||
		b.Bad.At != testNow.String() {
		t.Errorf("after it the backup is %+v", b)
	}
}
