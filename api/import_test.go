package api_test

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"salesops/api"
	"salesops/connectors/all"
)

const opportunities = "Id,Name,StageName,Amount,CloseDate,IsClosed,IsWon,CreatedDate\n" +
	"006000000000001AAA,Alpha,Closed Won,1000.50,2026-03-01,TRUE,TRUE,2026-01-01T10:00:00Z\n" +
	"006000000000002AAA,Beta,Closed Lost,20,2026-03-05,TRUE,FALSE,2026-01-02T10:00:00Z\n"

// upload posts files (name → content) and fields as a browser does.
func (w *world) upload(files [][2]string, fields ...string) reply {
	w.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for _, f := range files {
		header := textproto.MIMEHeader{}
		header.Set("Content-Disposition", fmt.Sprintf(`form-data; name="files"; filename=%q`, f[0]))
		part, err := form.CreatePart(header)
		w.must(err)
		_, err = part.Write([]byte(f[1]))
		w.must(err)
	}
	for i := 0; i+1 < len(fields); i += 2 { // options may come after the files
		w.must(form.WriteField(fields[i], fields[i+1]))
	}
	w.must(form.Close())
	return w.post("/imports", form, &body)
}

// post sends a form.
func (w *world) post(path string, form *multipart.Writer, body *bytes.Buffer) reply {
	w.t.Helper()
	req, err := http.NewRequestWithContext(w.t.Context(), http.MethodPost, w.server.URL+"/api/v1"+path, body)
	w.must(err)
	req.Header.Set("Content-Type", form.FormDataContentType())
	return w.send(req)
}

// over polls a job until it is over.
func (w *world) over(r reply) api.ImportJob {
	w.t.Helper()
	if r.status != http.StatusAccepted {
		w.t.Fatalf("%d %s", r.status, r.body)
	}
	var job api.ImportJob
	r.json(w.t, &job)
	for range 600 {
		job = get[api.ImportJob](w, "/imports/"+job.ID)
		if job.FinishedAt != nil {
			return job
		}
		time.Sleep(20 * time.Millisecond)
	}
	w.t.Fatalf("the import does not end: %+v", job)
	return job
}

func TestImportThroughTheBrowser(t *testing.T) {
	t.Parallel()
	w := newWorld(t, all.Tools()...)
	files := [][2]string{{"Opportunity.csv", opportunities}, {"notes.csv", "colour,taste\nred,sweet\n"}}

	dry := w.over(w.upload(files, "dry_run", "true"))
	if dry.State != "done" || dry.Report == nil || !dry.Report.DryRun || dry.Batch != nil {
		t.Fatalf("dry run: %+v", dry)
	}
	if list := get[api.RecordList](w, "/records/deal"); list.Total != 0 {
		t.Fatalf("a dry run wrote %d deals", list.Total)
	}

	job := w.over(w.upload(files))
	if job.State != "done" || job.Batch == nil || len(job.Report.Objects) == 0 {
		t.Fatalf("import: %+v", job)
	}
	for _, f := range job.Report.Files {
		if strings.Contains(f.Name, "/") || (f.Name == "notes.csv") != f.Unknown {
			t.Errorf("file %+v", f)
		}
	}
	if list := get[api.RecordList](w, "/records/deal"); list.Total != 2 { // visible as soon as the job is over
		t.Errorf("%d deals", list.Total)
	}
	if text := w.ask("GET", "/imports", nil); strings.Contains(string(text.body), w.dir) ||
		!strings.Contains(string(text.body), *job.Batch) {
		t.Errorf("list of imports: %s", text.body)
	}
	if batch := get[api.ImportJob](w, "/imports/"+*job.Batch); batch.State != "done" || batch.Report == nil ||
		batch.Report.Changes != job.Report.Changes {
		t.Errorf("the batch in the log: %+v", batch)
	}
	if left, err := filepath.Glob(filepath.Join(w.dir, "uploads", "*")); err != nil || len(left) > 0 {
		t.Errorf("left after the import: %v %v", left, err)
	}

	again := w.over(w.upload(files)) // it changes nothing, and its values stay while it stands
	if again.Report.Changes != 0 || again.Batch == nil {
		t.Fatalf("imported again: %+v", again)
	}
	var kept api.UndoReport
	w.ask("POST", "/imports/"+*job.Batch+"/undo", map[string]any{"dry_run": true}).json(t, &kept)
	if kept.Stated.Records == 0 || kept.Stated.Values == 0 ||
		!slices.Equal(kept.Stated.Imports, []string{*again.Batch}) || len(kept.Objects) != 0 {
		t.Errorf("preview of undo beside a later import: %+v", kept)
	}
	if r := w.ask("POST", "/imports/"+*again.Batch+"/undo", map[string]any{}); r.status != 200 {
		t.Errorf("undo of the later import: %d %s", r.status, r.body)
	}
	preview := w.ask("POST", "/imports/"+*job.Batch+"/undo", map[string]any{"dry_run": true})
	if preview.status != 200 || !strings.Contains(string(preview.body), `"object":"deal","deleted":2`) {
		t.Errorf("preview of undo: %d %s", preview.status, preview.body)
	}
	if r := w.ask("POST", "/imports/"+job.ID+"/undo", map[string]any{}); r.status != 200 {
		t.Errorf("undo by the job's id: %d %s", r.status, r.body)
	}
	if list := get[api.RecordList](w, "/records/deal"); list.Total != 0 {
		t.Errorf("%d deals after undo", list.Total)
	}
	for _, id := range []string{*job.Batch, job.ID} {
		if now := get[api.ImportJob](w, "/imports/"+id); now.State != "undone" {
			t.Errorf("%s is %s after undo", id, now.State)
		}
	}
	if list := get[api.ImportList](w, "/imports"); len(list.Imports) != 2 || list.Imports[1].State != "undone" {
		t.Errorf("the list after undo: %+v", list.Imports)
	}
	w.problem("POST", "/imports/import_zzz/undo", map[string]any{}, 404, "missing")
	w.problem("POST", "/imports/deal_zzz/undo", map[string]any{}, 422, "invalid")
	w.problem("GET", "/imports/job_nothing", nil, 404, "missing")
	w.problem("POST", "/imports/"+job.ID+"/stop", nil, 404, "missing")
}

func TestUploadNamesPointNowhere(t *testing.T) {
	t.Parallel()
	w := newWorld(t, all.Tools()...)
	outside := filepath.Join(filepath.Dir(w.dir), "outside.csv")
	var files [][2]string
	for _, name := range []string{
		"../../outside.csv", "/etc/passwd", `..\..\outside.csv`, "..", ".", "", ".hidden", "a\x00b.csv", "con\nrol.csv",
		outside, strings.Repeat("long", 100) + ".csv", "same.csv", "same.csv",
	} {
		files = append(files, [2]string{name, opportunities})
	}
	job := w.over(w.upload(files, "dry_run", "true"))
	if job.State != "done" {
		t.Fatalf("%+v", job)
	}
	if _, err := os.Stat(outside); !os.IsNotExist(err) {
		t.Errorf("a file was written outside: %v", err)
	}
	names := map[string]bool{}
	for _, f := range job.Report.Files {
		if strings.ContainsAny(f.Name, "/\\\x00\n") || strings.HasPrefix(f.Name, ".") || names[f.Name] {
			t.Errorf("a file is named %q", f.Name)
		}
		names[f.Name] = true
	}
}

func TestImportRefusals(t *testing.T) {
	t.Parallel()
	w := newWorld(t, all.Tools()...)
	one := [][2]string{{"Opportunity.csv", opportunities}}
	for _, c := range []struct {
		files  [][2]string
		fields []string
		want   string
	}{
		{nil, nil, "no file arrived"},
		{one, []string{"zone", "Mars/Olympus"}, "not a time zone"},
		{one, []string{"dates", "dym"}, "dmy, mdy or ymd"},
		{one, []string{"numbers", "dot"}, "does not say how numbers are written"},
		{one, []string{"dry_run", "perhaps"}, "true or false"},
		{one, []string{"path", "/etc"}, "is not known"},
		{one, []string{"source", strings.Repeat("x", 300)}, "too long"},
	} {
		r := w.upload(c.files, c.fields...)
		if r.status != http.StatusUnprocessableEntity || !strings.Contains(string(r.body), c.want) {
			t.Errorf("%v: %d %s", c.fields, r.status, r.body)
		}
	}
	w.problem("POST", "/imports", map[string]any{"path": "/etc/passwd"}, 422, "invalid")
	if left, err := filepath.Glob(filepath.Join(w.dir, "uploads", "*")); err != nil || len(left) > 0 {
		t.Errorf("left after refusals: %v %v", left, err)
	}
	// days that can be read two ways: the job fails, with the sentence, without a path
	job := w.over(
		w.upload([][2]string{{"twoways.csv", strings.NewReplacer("2026-03-01", "03/04/26", "2026-03-05", "03/05/26",
			"2026-01-01T10:00:00Z", "01/02/26", "2026-01-02T10:00:00Z", "01/03/26").Replace(opportunities)}}))
	if job.State != "failed" || job.Problem == nil || !strings.Contains(job.Problem.Detail, "dmy") ||
		strings.Contains(job.Problem.Detail, w.dir) {
		t.Errorf("two ways: %+v %+v", job, job.Problem)
	}
	if job.Problem != nil && (job.Problem.ReasonCode != "dates_undecided" ||
		job.Problem.ReasonParts["file"] != "twoways.csv") {
		t.Errorf("two ways, for the browser: %+v", *job.Problem)
	}
	// so do numbers, until somebody says how they are written
	numbers := [][2]string{{"numbers.csv",
		strings.NewReplacer("1000.50", "4.750", ",20,", ",2.000,").Replace(opportunities)}}
	job = w.over(w.upload(numbers))
	if job.State != "failed" || job.Problem == nil || job.Problem.ReasonCode != "numbers_undecided" ||
		job.Problem.ReasonParts["grouped"] != "4750" || job.Problem.ReasonParts["divided"] != "4.75" {
		t.Errorf("numbers: %+v %+v", job, job.Problem)
	}
	if job = w.over(w.upload(numbers, "numbers", "comma")); job.State != "done" {
		t.Errorf("numbers with a comma: %+v %+v", job, job.Problem)
	}
}

// TestImportThroughAMapping: files that no layout knows get a suggested mapping, which is
// sent back with them.
func TestImportThroughAMapping(t *testing.T) {
	t.Parallel()
	w := newWorld(t, all.Tools()...)
	files := [][2]string{{"my deals.csv",
		"Deal No,Title,Result,Value,Closed on\n1,A,Won,10.5,2026-03-01\n2,B,Lost,3,2026-03-02\n"}}
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("files", files[0][0])
	w.must(err)
	_, err = part.Write([]byte(files[0][1]))
	w.must(err)
	w.must(form.Close())
	r := w.post("/imports/suggest", form, &body)
	if r.status != http.StatusOK {
		t.Fatalf("%d %s", r.status, r.body)
	}
	var suggested api.MappingSuggestion
	r.json(t, &suggested)
	if strings.Contains(suggested.Mapping, w.dir) || !strings.Contains(suggested.Mapping, "object: deal") {
		t.Fatal(suggested.Mapping)
	}
	job := w.over(w.upload(files, "mapping", suggested.Mapping, "accept", "true"))
	if job.State != "done" || job.Report.Files[0].Taken != 2 {
		t.Fatalf("%+v", job)
	}
	if list := get[api.RecordList](w, "/records/deal"); list.Total != 2 {
		t.Errorf("%d deals", list.Total)
	}
	if r := w.upload(files, "mapping", "sorce: a\n"); r.status != http.StatusUnprocessableEntity &&
		r.status != http.StatusBadRequest || !strings.Contains(string(r.body), "did you mean source?") {
		t.Errorf("a wrong mapping: %d %s", r.status, r.body)
	}
	if left, err := filepath.Glob(filepath.Join(w.dir, "uploads", "*")); err != nil || len(left) > 0 {
		t.Errorf("left: %v %v", left, err)
	}
}
