package api_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"salesops/api"
	"salesops/connectors/all"
)

// kind is a kind of input that is easily misread: what is sent, and what the numbers are then.
type kind struct {
	name     string
	settings map[string]string
	sent     []uploaded
	answers  []answer
}

// uploaded is one upload. A mapping that is asked for is the suggested one.
type uploaded struct {
	files   [][2]string
	fields  []string
	suggest bool
	refused string            // the reason's code, when nothing is imported
	rejects int64             // rows
	says    map[string]string // the code of a problem to a part of its sentence
}

// answer is a question and its rows: "value", or "name: value" for each, in any order.
type answer struct{ ask, want string }

// TestEveryKindOfInput: what the command line makes of an input, the API makes of it as well.
func TestEveryKindOfInput(t *testing.T) {
	t.Parallel()
	for _, k := range slices.Concat(warehouseKinds(), mappedKinds(), exportKinds(), workbookKinds(t)) {
		t.Run(k.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, all.Tools()...)
			if r := w.ask("PATCH", "/settings", map[string]any{"values": k.settings}); len(k.settings) > 0 &&
				r.status != http.StatusOK {
				t.Fatalf("settings: %d %s", r.status, r.body)
			}
			for _, s := range k.sent {
				w.sends(s)
			}
			for _, a := range k.answers {
				if got := w.told(a.ask); got != a.want {
					t.Errorf("%s: %s, want %s", a.ask, got, a.want)
				}
			}
		})
	}
}

func (w *world) sends(s uploaded) {
	w.t.Helper()
	if s.suggest {
		s.fields = append(s.fields, "mapping", w.suggestion(s.files).Mapping)
	}
	job := w.over(w.upload(s.files, s.fields...))
	if s.refused != "" {
		if job.State != "failed" || job.Problem == nil || !strings.Contains(job.Problem.Detail, s.refused) {
			w.t.Errorf("%s %+v, want a refusal that says %q", job.State, job.Problem, s.refused)
		}
		return
	}
	if job.State != "done" || job.Report == nil {
		w.t.Fatalf("%s %+v", job.State, job.Problem)
	}
	var rejects int64
	for _, f := range job.Report.Files {
		rejects += f.Rejected
	}
	if rejects != s.rejects {
		w.t.Errorf("%d rows were rejected, want %d: %+v", rejects, s.rejects, job.Report.Files)
	}
	for code, part := range s.says {
		if !slices.ContainsFunc(job.Report.Problems, func(p api.ImportProblem) bool {
			return p.Code == code && toldWith(p, part)
		}) {
			w.t.Errorf("no problem %s says %q: %+v", code, part, job.Report.Problems)
		}
	}
}

// told is what an answer says: of a list of records their titles ("/person") or fields ("/person name,email"),
// else the rows.
func (w *world) told(ask string) string {
	w.t.Helper()
	if object, found := strings.CutPrefix(ask, "/"); found {
		object, fields, _ := strings.Cut(object, " ")
		var titles []string
		for _, r := range get[api.RecordList](w, "/records/"+object).Records {
			title := r.Title
			for i, f := range strings.FieldsFunc(fields, func(c rune) bool { return c == ',' }) {
				if text := fmt.Sprint(r.Fields[f].V); i == 0 {
					title = text
				} else {
					title += " " + text
				}
			}
			titles = append(titles, title)
		}
		slices.Sort(titles)
		return strings.Join(titles, ", ")
	}
	var rows []string
	for _, r := range get[api.Answer](w, "/metrics/"+ask).Rows {
		text := r.Value.Text
		if r.Currency != nil {
			text += " " + *r.Currency
		}
		address, err := url.Parse(ask)
		w.must(err)
		var keys []string
		for by := range strings.SplitSeq(address.Query().Get("by"), ",") {
			if key, ok := r.By[by]; ok {
				keys = append(keys, key.Name)
			}
		}
		if r.Label != nil {
			keys = append(keys, *r.Label)
		}
		if len(keys) > 0 {
			text = strings.Join(keys, "/") + ": " + text
		}
		rows = append(rows, text)
	}
	slices.Sort(rows)
	return strings.Join(rows, ", ")
}

func lines(of ...string) string { return strings.Join(of, "\n") + "\n" }

// typedWorkbook is a sheet with numbers and days in its cells; change does the rest.
func typedWorkbook(t *testing.T, rows [][]any, change func(f *excelize.File) error) string {
	t.Helper()
	f := excelize.NewFile()
	defer func() { _ = f.Close() }()
	if change != nil {
		if err := change(f); err != nil {
			t.Fatal(err)
		}
	}
	for i, row := range rows {
		for j, v := range row {
			cell, err := excelize.CoordinatesToCellName(j+1, i+1)
			if err != nil {
				t.Fatal(err)
			}
			if v == nil {
				continue
			}
			if err := f.SetCellValue("Sheet1", cell, v); err != nil {
				t.Fatal(err)
			}
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func dayCell(text string) time.Time {
	d, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return d
}

// toldWith says that a problem tells of something, in its sentence or an example.
func toldWith(p api.ImportProblem, part string) bool {
	return strings.Contains(p.Message, part) || slices.ContainsFunc(p.Examples, func(e api.ImportExample) bool {
		return strings.Contains(e.Name+" "+e.Detail, part)
	})
}
