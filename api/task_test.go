package api_test

import (
	"net/http"
	"testing"

	"salesops/api"
	"salesops/connectors/all"
)

// TestTasksStandAlike: an import and a backup, which are different requests that become jobs, are shown in the same
// states: waiting until their work begins, then running with progress, and stopped when somebody stops them.
func TestTasksStandAlike(t *testing.T) {
	t.Parallel()
	w := newWorld(t, all.Tools()...)
	keeper, engine := keeperOf(t, w)
	w.api.Backups = keeper
	backup := w.backUp()
	<-engine.began
	if got := w.backupIs(backup.ID, "running"); got.Progress == nil || got.DueAt != nil || got.StartedAt == nil {
		t.Errorf("a backup that runs is %+v", got)
	}
	waiting := w.backUp()
	if got := w.backupIs(waiting.ID, "waiting"); got.Progress != nil || got.DueAt == nil {
		t.Errorf("a backup that waits is %+v", got)
	}
	w.must(w.api.InTurn(t.Context(), func() {}, func() error {
		var job api.ImportJob
		w.upload([][2]string{{"Opportunity.csv", opportunities}}).json(t, &job)
		if got := w.importIs(job.ID, "waiting"); got.Progress != nil {
			t.Errorf("an import that waits is %+v", got)
		}
		for path, is := range map[string]func() string{
			"/imports/" + job.ID:          func() string { return w.importIs(job.ID, "stopped").State },
			"/backups/jobs/" + waiting.ID: func() string { return w.backupIs(waiting.ID, "stopped").State },
			"/backups/jobs/" + backup.ID:  func() string { return w.backupIs(backup.ID, "stopped").State },
		} {
			if r := w.ask(http.MethodPost, path+"/stop", nil); r.status != http.StatusOK || is() != "stopped" {
				t.Errorf("%s: %d %s", path, r.status, r.body)
			}
		}
		return nil
	}))
	// neither route shows the other's job
	w.problem(http.MethodPost, "/imports/"+backup.ID+"/stop", nil, http.StatusNotFound, "missing")
}
