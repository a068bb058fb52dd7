package api_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"salesops/api"
	"salesops/connectors"
	"salesops/connectors/all"
	"salesops/connectors/mapping"
	"salesops/connectors/tool"
	"salesops/record"
)

var folders = regexp.MustCompile(`/\S+/`) // of the files, in a message

// importFile imports one file into the world's log.
func (w *world) importFile(o connectors.Options, name, text string) *connectors.Report {
	w.t.Helper()
	dir := w.t.TempDir()
	w.must(os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
	o.Paths, o.Tools, o.Clock = []string{dir}, append(o.Tools, all.Tools()...), w.log.Now
	report, err := connectors.Run(w.t.Context(), w.log, o)
	w.must(err)
	w.must(w.cols.Await(w.t.Context(), w.log.Head()))
	for i := range report.Files {
		report.Files[i].Path = name
	}
	return report
}

// breaksOff is an import that writes everything but its last command, as if its process had been killed.
func breaksOff(o connectors.Options) connectors.Options {
	o.Close = func(context.Context, record.Command, *connectors.Report, error) error { return nil }
	return o
}

// TestImportGoesOn: an import that broke off after its writes and goes on under its entry reports what one says that
// nobody disturbed, and is one import: one undo takes all of it back.
func TestImportGoesOn(t *testing.T) {
	t.Parallel()
	dated := strings.ReplaceAll(opportunities, ",CreatedDate\n", ",CreatedDate,LastModifiedDate\n")
	dated = strings.ReplaceAll(dated, "10:00:00Z\n", "10:00:00Z,2026-03-06T10:00:00Z\n")
	later := strings.Replace(dated, "Alpha", "Alpha of theirs", 1) +
		"006000000000003AAA,Gamma,Closed Won,7,2026-03-09,TRUE,TRUE,2026-01-02T10:00:00Z,2026-03-06T10:00:00Z\n"
	guests := "Guest,Mail,Job\nEva,eva@example.com,CEO\nZoe,zoe@example.com,Host\n"
	m, err := mapping.Parse("m.yaml", []byte("source: fair\nfiles:\n  - {file: g.csv, object: contact, id: none, "+
		"fields: {name: Guest, email: Mail, job_title: Job}}\n"))
	if err != nil {
		t.Fatal(err)
	}
	run := func(broken bool) (*world, []*connectors.Report) {
		w := newWorld(t, all.Tools()...)
		w.importFile(connectors.Options{}, "Opportunity.csv", dated)
		deal := get[api.RecordList](w, "/records/deal?sort=name").Records[0].ID
		if r := w.ask("PATCH", "/records/deal/"+deal,
			map[string]any{"fields": map[string]any{"name": "Alpha of ours"}}); r.status != http.StatusOK {
			t.Fatalf("edit: %d %s", r.status, r.body)
		}
		var reports []*connectors.Report
		for _, file := range [][2]string{{"Opportunity.csv", later}, {"g.csv", guests}} {
			name, text := file[0], file[1]
			o := connectors.Options{Entry: w.log.NewID(), Notes: filepath.Join(t.TempDir(), "found.json")}
			if name == "g.csv" {
				o.Match, o.Only = tool.MatchEmail, tool.OnlyCreate
				w.must(m.Complete(&o))
			}
			if broken {
				w.importFile(breaksOff(o), name, text)
			}
			reports = append(reports, w.importFile(o, name, text))
		}
		return w, reports
	}
	plain := func(reports []*connectors.Report) map[string]string {
		said := map[string]string{}
		for _, r := range reports {
			r.Batch, r.Seq, r.Seconds = "", 0, 0
			for i := range r.Differences {
				d := &r.Differences[i]
				d.ID, d.Here.At, d.Source.At = "", "", ""
			}
			for i := range r.Problems {
				for k := range r.Problems[i].Examples {
					r.Problems[i].Examples[k].ID = ""
				}
			}
			text, err := json.MarshalIndent(r, "", " ")
			if err != nil {
				t.Fatal(err)
			}
			said[r.Files[0].Path] = folders.ReplaceAllString(string(text), "")
		}
		return said
	}
	_, undisturbed := run(false)
	w, resumed := run(true)
	batches := []string{resumed[0].Batch, resumed[1].Batch}
	want, got := plain(undisturbed), plain(resumed)
	for name := range want {
		if got[name] != want[name] {
			t.Errorf("%s: an import that went on says\n%s\nwant\n%s", name, got[name], want[name])
		}
	}
	if !strings.Contains(want["Opportunity.csv"], `"differences_found": 1`) ||
		!strings.Contains(want["g.csv"], `"new": 2`) {
		t.Errorf("the files say too little: %v", want)
	}
	for _, batch := range batches {
		w.ask("POST", "/imports/"+batch+"/undo", map[string]any{})
	}
	if deals := get[api.RecordList](w, "/records/deal"); deals.Total != 2 {
		t.Errorf("after the undos there are %d deals, want the first two", deals.Total)
	}
	if contacts := get[api.RecordList](w, "/records/contact"); contacts.Total != 0 {
		t.Errorf("after the undos there are %d contacts", contacts.Total)
	}
	report, err := w.log.Verify(t.Context(), nil)
	w.must(err)
	if !report.OK() {
		t.Errorf("verify: %+v", report.Problems)
	}
}

// TestImportWithoutItsFiles: after a restore the job is there and the upload is not.
func TestImportWithoutItsFiles(t *testing.T) {
	t.Parallel()
	w := newWorld(t, all.Tools()...)
	var queued reply
	w.must(w.api.InTurn(t.Context(), func() {}, func() error {
		queued = w.upload([][2]string{{"Opportunity.csv", opportunities}})
		return os.RemoveAll(filepath.Join(w.dir, "uploads"))
	}))
	if job := w.over(queued); job.State != "failed" || job.Problem == nil ||
		job.Problem.ReasonCode != "import_files_gone" {
		t.Errorf("%+v", job)
	}
}

// TestWaitingImportIsStopped: an import that waits for another one ends when it is stopped, and its files are gone.
func TestWaitingImportIsStopped(t *testing.T) {
	t.Parallel()
	w := newWorld(t, all.Tools()...)
	w.must(w.api.InTurn(t.Context(), func() {}, func() error {
		var ids []string
		for range 2 { // one that the runner has taken, one behind it
			var job api.ImportJob
			w.upload([][2]string{{"Opportunity.csv", opportunities}}).json(t, &job)
			ids = append(ids, job.ID)
		}
		for _, id := range ids {
			if r := w.ask("POST", "/imports/"+id+"/stop", nil); r.status != http.StatusOK {
				t.Errorf("stop: %d %s", r.status, r.body)
			}
		}
		for _, id := range ids {
			for get[api.ImportJob](w, "/imports/"+id).State == "waiting" {
				if t.Context().Err() != nil {
					return errors.New("it never ends")
				}
			}
			if job := get[api.ImportJob](w, "/imports/"+id); job.State != "stopped" || job.FinishedAt == nil {
				t.Errorf("%+v", job)
			}
			w.problem("POST", "/imports/"+id+"/stop", nil, http.StatusNotFound, "missing")
		}
		return nil
	}))
	left, err := os.ReadDir(filepath.Join(w.dir, "uploads"))
	if err != nil || len(left) != 0 {
		t.Errorf("uploads holds %v, %v", left, err)
	}
}
