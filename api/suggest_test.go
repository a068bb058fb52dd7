package api_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
	"testing"

	"salesops/api"
	"salesops/connectors/all"
)

// suggest asks what files seem to mean.
func (w *world) suggest(files [][2]string, fields ...string) reply {
	w.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for _, f := range files {
		part, err := form.CreateFormFile("files", f[0])
		w.must(err)
		_, err = part.Write([]byte(f[1]))
		w.must(err)
	}
	for i := 0; i+1 < len(fields); i += 2 {
		w.must(form.WriteField(fields[i], fields[i+1]))
	}
	w.must(form.Close())
	return w.post("/imports/suggest", form, &body)
}

func (w *world) suggestion(files [][2]string, fields ...string) api.MappingSuggestion {
	w.t.Helper()
	r := w.suggest(files, fields...)
	if r.status != http.StatusOK {
		w.t.Fatalf("%d %s", r.status, r.body)
	}
	var out api.MappingSuggestion
	r.json(w.t, &out)
	return out
}

func (w *world) revise(text string, changes ...api.MappingChange) api.MappingRevised {
	w.t.Helper()
	r := w.ask(http.MethodPost, "/imports/mapping",
		api.MappingRevision{Mapping: text, Changes: append([]api.MappingChange{}, changes...)})
	if r.status != http.StatusOK {
		w.t.Fatalf("%d %s", r.status, r.body)
	}
	var out api.MappingRevised
	r.json(w.t, &out)
	return out
}

// TestSuggestionIsAForm: a file that no layout knows is guessed as columns and fields with its
// questions; each choice is written into the mapping, and the import does what was chosen.
func TestSuggestionIsAForm(t *testing.T) {
	t.Parallel()
	w := newWorld(t, all.Tools()...)
	files := [][2]string{
		{"ours.csv", "Ref,Title,Value,Phase,Closing,Memo\n1,A,10.50,Won,03/04/2026,x\n2,B,3.25,Lost,04/05/2026,y\n"},
		{"deals.csv", "Id,Name,StageName,Amount,CloseDate\n006000000000001AAA,Alpha,Prospecting,1000.50,2026-03-01\n"},
	}
	s := w.suggestion(files)
	if len(s.Tables) != 2 || len(s.Outline.Entries) != 1 || len(s.Questions) != 1 || len(s.Objects) < 10 {
		t.Fatalf("%+v", s)
	}
	known := s.Tables[slices.IndexFunc(s.Tables, func(t api.MappingTable) bool { return t.File == "deals.csv" })]
	if known.Layout != "salesforce Opportunity" || s.Outline.Source != "salesforce" {
		t.Errorf("%+v, source %s", known, s.Outline.Source)
	}
	if q := s.Questions[0]; q.Ask != "dates" || q.File != "ours.csv" || q.Column != "Closing" ||
		q.Example != "03/04/2026" || !slices.Equal(s.Outline.Entries[0].Undecided, []string{q.Text}) {
		t.Errorf("%+v %+v", q, s.Outline.Entries[0])
	}
	ours := files[:1]
	refused := w.over(w.upload(ours, "mapping", s.Mapping, "dry_run", "true"))
	if refused.State != "failed" || refused.Problem == nil {
		t.Fatalf("%+v", refused)
	}
	r := w.revise(s.Mapping,
		api.MappingChange{What: "setting", Name: "dates", Value: "dmy"},
		api.MappingChange{What: "decided", Value: s.Questions[0].Text},
		api.MappingChange{What: "field", Name: "Memo", Value: "next_step"},
		api.MappingChange{What: "setting", Name: "source", Value: "ours"},
	)
	if r.Outline.Dates != "dmy" || len(r.Outline.Entries[0].Undecided) > 0 {
		t.Fatalf("%+v", r)
	}
	if read := w.revise(r.Mapping); read.Mapping != r.Mapping {
		t.Errorf("reading changed it:\n%s", read.Mapping)
	}
	looked := w.over(w.upload(ours, "mapping", r.Mapping, "dry_run", "true"))
	if looked.State != "done" || looked.Report.Files[0].Taken != 2 {
		t.Fatalf("%+v %+v", looked.Report, looked.Problem)
	}
	w.over(w.upload(ours, "mapping", r.Mapping))
	list := get[api.RecordList](w, "/records/deal?sort=name")
	if list.Total != 2 {
		t.Errorf("%+v", list)
	}
	w.problem(http.MethodPost, "/imports/mapping",
		api.MappingRevision{Mapping: r.Mapping,
			Changes: []api.MappingChange{{What: "field", Name: "Memo", Value: "nothing"}}},
		http.StatusUnprocessableEntity, "invalid")
}

// TestSuggestedAsChosen: the object of one file is chosen, and what was decided of the others stays.
func TestSuggestedAsChosen(t *testing.T) {
	t.Parallel()
	w := newWorld(t, all.Tools()...)
	files := [][2]string{
		{"one.csv", "Deal No,Title,Phase,Closing\n1,A,Won,03/04/2026\n2,B,Lost,04/04/2026\n"},
		{"two.csv", "Person No,Full Name,Mail\n1,Ann,ann@one.example\n2,Bob,bob@two.example\n"},
	}
	s := w.suggestion(files)
	chosen := w.revise(s.Mapping, api.MappingChange{What: "setting", Name: "zone", Value: "Europe/Berlin"},
		api.MappingChange{What: "setting", Name: "dates", Value: "mdy"},
		api.MappingChange{What: "decided", Value: s.Questions[0].Text})
	again := w.suggestion(files, "mapping", chosen.Mapping, "as", `{"file": "two.csv", "object": "lead"}`)
	objects := map[string]string{}
	for _, e := range again.Outline.Entries {
		objects[e.Files[0]] = e.Object
	}
	if again.Outline.Zone != "Europe/Berlin" || objects["one.csv"] != "deal" || objects["two.csv"] != "lead" {
		t.Errorf("%+v\n%s", objects, again.Mapping)
	}
	if again = w.suggestion(files, "mapping", again.Mapping, "as",
		`{"file": "one.csv", "object": "deal"}`); len(again.Outline.Entries[0].Undecided) > 0 {
		t.Errorf("asked again what was decided:\n%s", again.Mapping)
	}
	for _, as := range []string{`{"file": "two.csv", "object": "wish"}`, `{"object": "lead"}`, `lead`} {
		if r := w.suggest(files, "as", as); r.status == http.StatusOK {
			t.Errorf("%s was taken", as)
		}
	}
}

// TestKeptMapping: a mapping that was kept reads the next file with its columns, whatever the
// file is called, and only that.
func TestKeptMapping(t *testing.T) {
	t.Parallel()
	w := newWorld(t, all.Tools()...)
	text := "source: partner\ndates: dmy\nstages: {Signed: won, Gone: lost}\nfiles:\n  - file: march.csv\n    " +
		"object: deal\n    id: No\n    fields: {name: What, stage: Where, close_date: When}\n"
	r := w.ask(http.MethodPut, "/mappings/partner%20list", api.KeepMapping{Mapping: text})
	if r.status != http.StatusOK || !strings.Contains(string(r.body), "header: [No, What, Where, When]") {
		t.Fatalf("%d %s", r.status, r.body)
	}
	if list := get[api.KeptMappings](w, "/mappings"); len(list.Mappings) != 1 ||
		list.Mappings[0].Name != "partner list" || !slices.Equal(list.Mappings[0].Objects, []string{"deal"}) {
		t.Errorf("%+v", list)
	}
	april := [][2]string{{"april.csv", "No,What,Where,When\n7,A,Signed,03/04/2026\n8,B,Gone,04/04/2026\n"},
		{"people.csv", "Person No,Full Name,Mail\n1,Ann,ann@one.example\n2,Bob,bob@two.example\n"}}
	s := w.suggestion(april)
	if s.Tables[0].Kept != "partner list" || s.Tables[1].Kept != "" || s.Outline.Source != "partner" ||
		s.Outline.Dates != "dmy" {
		t.Fatalf("%+v\n%s", s.Tables, s.Mapping)
	}
	job := w.over(w.upload(april[:1], "mapping",
		strings.Replace(s.Mapping, "file: people.csv", "file: people.csv\n    optional: true", 1)))
	if job.State != "done" || job.Report.Files[0].Taken != 2 {
		t.Errorf("%+v %+v", job.Report, job.Problem)
	}
	if r := w.ask(http.MethodDelete, "/mappings/partner%20list", nil); r.status != http.StatusOK {
		t.Errorf("%d %s", r.status, r.body)
	}
	if s := w.suggestion(april); s.Tables[0].Kept != "" {
		t.Errorf("forgotten, and used: %+v", s.Tables)
	}
	for _, name := range []string{"..%2Fx", ".hidden", "a%2Fb", "x%00"} {
		if r := w.ask(http.MethodPut, "/mappings/"+name, api.KeepMapping{Mapping: text}); r.status < 400 ||
			r.status >= 500 {
			t.Errorf("%s: %d %s", name, r.status, r.body)
		}
	}
	if r := w.ask(http.MethodDelete, "/mappings/none", nil); r.status != http.StatusNotFound {
		t.Errorf("%d", r.status)
	}
}

// TestFormsTakeWholeFiles: every route that takes files takes larger ones than what people type.
func TestFormsTakeWholeFiles(t *testing.T) {
	t.Parallel()
	w := newWorld(t, all.Tools()...)
	var document struct {
		Paths map[string]struct {
			Post *struct {
				RequestBody struct{ Content map[string]any }
			}
		}
	}
	w.ask(http.MethodGet, "/openapi.json", nil).json(t, &document)
	// few rows of long texts: the size is tested, not the work
	rows := strings.Repeat("1,"+strings.Repeat("Roof ", 700)+",10.50,Won,2026-03-04\n", 500) // 1.8 MB
	found := 0
	for path, ops := range document.Paths {
		if ops.Post == nil || ops.Post.RequestBody.Content["multipart/form-data"] == nil {
			continue
		}
		found++
		var body bytes.Buffer
		form := multipart.NewWriter(&body)
		part, err := form.CreateFormFile("files", "ours.csv")
		w.must(err)
		_, err = part.Write([]byte("Ref,Title,Value,Phase,Closing\n" + rows))
		w.must(err)
		w.must(form.Close())
		if r := w.post(strings.TrimPrefix(path, "/api/v1"), form, &body); r.status >= 300 {
			t.Errorf("%s: %d %s", path, r.status, r.body)
		}
	}
	if found < 2 {
		t.Errorf("%d routes take files", found)
	}
}
