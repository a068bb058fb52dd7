package api_test

import (
	"net/http"
	"strings"
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
		// What waits is stopped first: it would run as soon as the one before it has ended. What runs ends when its
		// function returns, and is running until then.
		backups := "/backups/jobs/"
		for _, stop := range []struct {
			path, told string
			is         func() string
		}{
			{"/imports/" + job.ID, "", func() string { return w.importIs(job.ID, "stopped").State }},
			{backups + waiting.ID, "stopped", func() string { return w.backupIs(waiting.ID, "stopped").State }},
			{backups + backup.ID, "running", func() string { return w.backupIs(backup.ID, "stopped").State }},
		} {
			r := w.ask(http.MethodPost, stop.path+"/stop", nil)
			if r.status != http.StatusOK || !strings.Contains(string(r.body), `"state":"`+stop.told) {
				t.Errorf("%s: %d %s", stop.path, r.status, r.body)
			}
			if state := stop.is(); state != "stopped" {
				t.Errorf("%s is %s", stop.path, state)
			}
		}
		return nil
	}))
	// neither route shows the other's job
	w.problem(http.MethodPost, "/imports/"+backup.ID+"/stop", nil, http.StatusNotFound, "missing")
}
