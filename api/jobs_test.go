package api_test

import (
	"errors"
	"net/http"
	"slices"
	"testing"
	"time"

	"salesops/api"
	"salesops/record"
	"salesops/sales"
)

// TestJobs: what runs, waits and has ended stands in one list, newest first and by page; what waits can be stopped, and
// a backup that failed asked for again with what it was given.
func TestJobs(t *testing.T) {
	t.Parallel()
	w, e := keeps(t)
	const key = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"
	r := w.ask(http.MethodPost, "/backups", map[string]any{"recipients": []string{key}})
	if r.status != http.StatusAccepted {
		t.Fatalf("%d %s", r.status, r.body)
	}
	<-e.began
	second := w.backUp()
	states := func(query string) (out []string) {
		for _, j := range get[api.JobList](w, "/jobs"+query).Jobs {
			out = append(out, j.State)
		}
		return out
	}
	if got := states(""); !slices.Equal(got, []string{"waiting", "running"}) {
		t.Fatalf("one runs, one waits: %v", got)
	}
	if got := states("?state=waiting"); !slices.Equal(got, []string{"waiting"}) {
		t.Errorf("those that wait: %v", got)
	}
	if got := states("?kind=import"); len(got) != 0 {
		t.Errorf("imports: %v", got)
	}
	page := get[api.JobList](w, "/jobs?limit=1")
	if page.NextBefore == nil || len(page.Jobs) != 1 || page.Jobs[0].ID != second.ID {
		t.Fatalf("the first page is %+v", page)
	}
	page = get[api.JobList](w, "/jobs?limit=1&before="+*page.NextBefore)
	first := page.Jobs[0]
	if page.NextBefore != nil || first.State != "running" || first.Kind != "backup" || first.By != "owner" ||
		first.Progress == nil || !slices.Equal(first.Can, []string{"stop"}) {
		t.Errorf("the second page is %+v", page)
	}
	w.problem(http.MethodPost, "/jobs/"+second.ID+"/again", nil, http.StatusConflict, "conflict")
	w.problem(http.MethodPost, "/jobs/job_0000001/stop", nil, http.StatusNotFound, "missing")
	w.problem(http.MethodGet, "/jobs?before=deal_1", nil, http.StatusNotFound, "missing")
	if r := w.ask(http.MethodPost, "/jobs/"+second.ID+"/stop", nil); r.status != http.StatusOK {
		t.Fatalf("%d %s", r.status, r.body)
	}
	e.goOn <- errors.New("the disk is gone")
	w.backupIs(first.ID, "failed")
	if got := states(""); !slices.Equal(got, []string{"stopped", "failed"}) {
		t.Fatalf("one was stopped, one failed: %v", got)
	}
	failed := get[api.JobList](w, "/jobs?state=failed").Jobs[0]
	if failed.Problem == nil || failed.FinishedAt == nil || !slices.Equal(failed.Can, []string{"again"}) {
		t.Errorf("the one that failed is %+v", failed)
	}
	w.later.Add(time.Second.Microseconds()) // the file is named by when the job begins
	r = w.ask(http.MethodPost, "/jobs/"+failed.ID+"/again", nil)
	var again api.JobInfo
	if r.json(t, &again); r.status != http.StatusAccepted || again.ID == failed.ID {
		t.Fatalf("%d %s", r.status, r.body)
	}
	<-e.began
	e.goOn <- nil
	if made := w.backupIs(again.ID, "done"); made.Backup == nil || !made.Backup.Encrypted {
		t.Errorf("the repeated backup is %+v, want an encrypted one as the first", made.Backup)
	}
}

// TestJobsOfARole: whoever administers users sees every job, and stops those of which the role permits the kind.
func TestJobsOfARole(t *testing.T) {
	t.Parallel()
	w, e := keeps(t)
	w.fill()
	admin := w.administrator()
	role := w.want(201, admin, "POST", "/roles", map[string]any{"name": "Desk", "read": "all", "write": "none",
		"abilities": []string{"users"}, "masked": []string{}})
	_, desk := w.as(admin, role.fields["id"].(string), "Ann")
	job := w.want(202, admin, "POST", "/backups", map[string]any{}).fields["id"].(string)
	<-e.began
	seen := listOf(w.want(200, desk, "GET", "/jobs", nil), "jobs")
	if len(seen) != 1 || seen[0]["id"] != job || len(seen[0]["can"].([]any)) != 0 {
		t.Errorf("the desk sees %v", seen)
	}
	w.want(403, desk, "POST", "/jobs/"+job+"/stop", nil)
	w.want(200, admin, "POST", "/jobs/"+job+"/stop", nil)
}

// TestRoleTrial: a role that is not kept tells how much somebody would see and change with it.
func TestRoleTrial(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.fill()
	admin := w.administrator()
	deals := func(role map[string]any) map[string]any {
		t.Helper()
		body := map[string]any{"person": record.FormatID(sales.Person, w.ids["Ann"]), "role": role}
		for _, o := range listOf(w.want(200, admin, "POST", "/roles/trial", body), "objects") {
			if o["object"] == sales.Deal {
				return o
			}
		}
		t.Fatal("deals are not among what a role reaches")
		return nil
	}
	// the same numbers as a person with such a role gets
	_, rep := w.as(admin, "rep", "Ann")
	own := w.want(200, rep, "GET", "/records/deal", nil).fields["total"]
	all := w.want(200, admin, "GET", "/records/deal", nil).fields["total"]
	got := deals(map[string]any{"name": "x", "read": "own", "write": "none", "abilities": []string{},
		"masked": []string{"deal.amount"}})
	if got["reads"] != own || got["total"] != all || got["writes"] != 0.0 || own == all || own == 0.0 ||
		!slices.Equal(got["masked"].([]any), []any{"amount"}) {
		t.Errorf("a role that sees the own deals reaches %v, a rep %v of %v", got, own, all)
	}
	if got := deals(map[string]any{"name": "x", "read": "all", "write": "own", "abilities": []string{},
		"masked": []string{}}); got["reads"] != all || got["writes"] != own {
		t.Errorf("a role that sees every deal and changes the own ones reaches %v", got)
	}
	w.want(422, admin, "POST", "/roles/trial", map[string]any{"role": map[string]any{"name": "x", "read": "own",
		"write": "all", "abilities": []string{}, "masked": []string{}}})
	if roles := listOf(w.want(200, admin, "GET", "/roles", nil), "roles"); len(roles) != 6 {
		t.Errorf("a trial kept a role: %v", roles)
	}
}
