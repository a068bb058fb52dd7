package api_test

import (
	"net/http"
	"strings"
	"testing"

	"golang.org/x/text/encoding/japanese"

	"salesops/api"
	"salesops/connectors/all"
)

// TestImportOfAnyScript: how a text file is written is asked where its bytes do not show it. The
// answer is taken by an import and by a suggestion, stands in the mapping, and is kept with it.
func TestImportOfAnyScript(t *testing.T) {
	t.Parallel()
	w := newWorld(t, all.Tools()...)
	written := func(name, text string) [][2]string {
		bytes, err := japanese.ShiftJIS.NewEncoder().String(text)
		w.must(err)
		return [][2]string{{name, bytes}}
	}
	known := written("Opportunity.csv",
		"Id,Name,StageName,CloseDate,CreatedDate,IsClosed,IsWon\n"+
			"006000000000001AAA,株式会社ソニー,Prospecting,2026-12-01,2026-01-01,false,false\n")
	job := w.over(w.upload(known))
	if job.State != "failed" || job.Problem.ReasonCode != "encoding_undecided" ||
		job.Problem.ReasonParts["file"] != "Opportunity.csv" {
		t.Fatalf("%+v %+v", job, job.Problem)
	}
	job = w.over(w.upload(known, "encoding", "shift_jis"))
	if job.State != "done" || job.Report.Files[0].Encoding != "shift_jis" || job.Report.Files[0].Taken != 1 {
		t.Fatalf("%+v %+v", job.Report, job.Problem)
	}
	if list := get[api.RecordList](w, "/records/deal?q=ソニー"); list.Total != 1 {
		t.Errorf("%d deals are called so", list.Total)
	}
	if r := w.upload(known, "encoding", "morse"); r.status != http.StatusUnprocessableEntity ||
		!strings.Contains(string(r.body), "morse") {
		t.Errorf("%d %s", r.status, r.body)
	}

	unknown := written("march.csv", "Ref,商談名,Phase,When\nR-1,東京の営業部,Won,2026-04-13\nR-2,カタカナ,Lost,2026-04-14\n")
	if r := w.suggest(unknown); r.status != http.StatusUnprocessableEntity ||
		!strings.Contains(string(r.body), "encoding_undecided") {
		t.Fatalf("%d %s", r.status, r.body)
	}
	s := w.suggestion(unknown, "encoding", "shift_jis")
	if s.Outline.Encoding != "shift_jis" || s.Tables[0].Columns[1].Name != "商談名" {
		t.Fatalf("%+v\n%s", s.Tables, s.Mapping)
	}
	// another object for its rows is guessed of the file as it was read before
	if again := w.suggestion(unknown, "mapping", s.Mapping, "as",
		`{"file": "march.csv", "object": "lead"}`); again.Outline.Encoding != "shift_jis" ||
		again.Outline.Entries[0].Object != "lead" {
		t.Errorf("%+v", again.Outline)
	}
	text := "source: tokyo\nencoding: shift_jis\nfiles:\n  - file: march.csv\n    object: deal\n    id: Ref\n    " +
		"fields: {name: 商談名, stage: Phase, close_date: When}\n"
	if job = w.over(w.upload(unknown, "mapping", text)); job.State != "done" || job.Report.Files[0].Taken != 2 {
		t.Fatalf("%+v %+v", job.Report, job.Problem)
	}
	if r := w.ask(http.MethodPut, "/mappings/tokyo", api.KeepMapping{Mapping: text}); r.status != http.StatusOK {
		t.Fatalf("%d %s", r.status, r.body)
	}
	april := written("april.csv", "Ref,商談名,Phase,When\nR-3,東京の営業部,Won,2026-05-13\n")
	s = w.suggestion(april, "encoding", "shift_jis")
	if s.Tables[0].Kept != "tokyo" || s.Outline.Encoding != "shift_jis" {
		t.Errorf("%+v\n%s", s.Tables, s.Mapping)
	}
	// of a file that shows its own encoding, the kept mapping says it for the next
	if s = w.suggestion([][2]string{{"may.csv",
		"Ref,商談名,Phase,When\nR-4,大阪,Won,2026-06-13\n"}}); s.Tables[0].Kept != "tokyo" ||
		s.Outline.Encoding != "shift_jis" {
		t.Errorf("the kept encoding is lost:\n%s", s.Mapping)
	}
	if r := w.revise(s.Mapping, api.MappingChange{What: "setting", Name: "encoding",
		Value: "euc-jp"}); r.Outline.Encoding != "euc-jp" {
		t.Errorf("%+v", r.Outline)
	}
	w.problem(http.MethodPost, "/imports/mapping",
		api.MappingRevision{Mapping: s.Mapping,
			Changes: []api.MappingChange{{What: "setting", Name: "encoding", Value: "morse"}}},
		http.StatusUnprocessableEntity, "invalid")
}
