package api_test

import (
	"errors"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"salesops/connectors/all"
	"salesops/record"
	"salesops/sales"
)

// TestNoMessageNamesAPlaceOnTheDisk breaks what lies beneath the data folder while requests need it. What they are
// answered, and what is listed about them later, says no path of the machine. Only the lists of backups and of erasures
// name folders, in fields of their own, for the administrator who restores a backup.
func TestNoMessageNamesAPlaceOnTheDisk(t *testing.T) {
	t.Parallel()
	w := newWorld(t, all.Tools()...)
	w.fill()
	at := func(names ...string) string { return filepath.Join(append([]string{w.dir}, names...)...) }
	inPlace := func(name string) { // a file where the program looks for a folder
		w.must(errors.Join(os.RemoveAll(at(name)), os.WriteFile(at(name), nil, 0o600)))
	}
	keeper, e := keeperOf(t, w)
	keeper.Folder = at("kept", "backups")
	w.api.Backups = keeper
	refused := 0
	look := func(what string, status int, body []byte) {
		t.Helper()
		if status >= 400 {
			refused++
		}
		text := strings.ReplaceAll(string(body), `\/`, "/")
		if strings.HasPrefix(what, "GET /backups") || strings.HasPrefix(what, "GET /erasures") {
			text = strings.NewReplacer(`"folder":"`+keeper.Folder+`"`, "", `"data":"`+w.dir+`"`, "",
				`"outside":"`+keeper.Folder+`"`, "").Replace(text)
		}
		if i := strings.Index(text, w.dir); i >= 0 {
			t.Errorf("%s: %d …%s…", what, status, text[max(0, i-100):min(len(text), i+len(w.dir)+200)])
		}
	}
	ask := func(method, path string, body any) {
		t.Helper()
		r := w.ask(method, path, body)
		look(method+" "+path, r.status, r.body)
	}

	// files that are damaged, and files that are gone or have become something else when their turn comes
	damaged := [][2]string{{"a b.csv", "Id,Name\n\"1,x"}, {"x.xlsx", "PK\x03\x04no"}, {"x.zip", "PK\x03\x04no"},
		{"x.gz", "\x1f\x8bno"}, {"x.parquet", "PAR1noPAR1"}, {"x.json", `{"a":[`}, {"x.jsonl", "{\n"},
		{"x.ics", "BEGIN:VCALENDAR\n"}, {"Opportunity.csv", opportunities}}
	for _, f := range damaged {
		for how, spoil := range map[string]func(path string) error{
			"damaged":       func(string) error { return nil },
			"removed":       os.Remove,
			"a folder":      func(p string) error { return errors.Join(os.Remove(p), os.Mkdir(p, 0o700)) },
			"a broken link": func(p string) error { return errors.Join(os.Remove(p), os.Symlink(p+"-gone", p)) },
			"a circle":      func(p string) error { return errors.Join(os.Remove(p), os.Symlink(p, p)) },
		} {
			var r reply
			w.must(w.api.InTurn(t.Context(), func() {}, func() error {
				r = w.upload([][2]string{f, {"more.csv", opportunities}})
				look("POST /imports", r.status, r.body)
				kept, err := filepath.Glob(at("uploads", "*", "files", f[0]))
				for _, path := range kept {
					err = errors.Join(err, spoil(path))
				}
				return err
			}))
			if r.status == http.StatusAccepted {
				job := w.over(r)
				one := w.ask("GET", "/imports/"+job.ID, nil)
				look("an import of "+f[0]+", "+how, one.status, one.body)
			}
		}
		r := w.suggest([][2]string{f})
		look("a mapping for "+f[0], r.status, r.body)
	}

	// what the program keeps its own files in is not what it was
	inPlace("rejects")
	r := w.upload([][2]string{{"Opportunity.csv", opportunities + "006000000000003AAA,C,Open,x,y,z,z,z\n"}})
	look("POST /imports", r.status, r.body)
	if r.status == http.StatusAccepted {
		w.over(r)
	}
	w.must(os.MkdirAll(at("mappings", "taken.yaml", "x"), 0o700))
	keep := map[string]any{"mapping": "source: a\nfiles:\n  - file: x.csv\n    object: deal\n    key: Id\n"}
	mappings := func() {
		ask("GET", "/mappings", nil)
		ask("PUT", "/mappings/taken", keep)
		ask("DELETE", "/mappings/taken", nil)
		look("a mapping", 0, w.suggest([][2]string{{"Opportunity.csv", opportunities}}).body)
	}
	mappings()
	inPlace("mappings")
	mappings()
	inPlace("uploads")
	r = w.upload([][2]string{{"Opportunity.csv", opportunities}})
	look("POST /imports", r.status, r.body)
	r = w.suggest([][2]string{{"Opportunity.csv", opportunities}})
	look("POST /imports/suggest", r.status, r.body)

	// backups: their folder cannot be made, cannot be listed, and has some that are none
	inPlace("kept")
	w.backupIs(w.backUp().ID, "failed")
	ask("GET", "/backups", nil)
	w.must(errors.Join(os.Remove(at("kept")), os.MkdirAll(at("kept", "backups", "folder.backup"), 0o700),
		os.Symlink("nowhere", at("kept", "backups", "link.backup")),
		os.WriteFile(at("kept", "backups", "text.backup"), []byte("text"), 0o600),
		os.WriteFile(at("kept", "backups", "age.backup"), []byte("age-encryption.org/v1\n-> X"), 0o600)))
	for _, name := range []string{"folder", "link", "text", "age", "none", "..%2Ftruth"} {
		ask("POST", "/backups/"+name+".backup/verify", nil)
	}
	w.must(os.WriteFile(at("kept", "backups", ".text.backup.verify"), nil, 0o600))
	ask("POST", "/backups/text.backup/verify", nil)
	job := w.backUp()
	<-e.began
	e.goOn <- &os.PathError{Op: "open", Path: at("truth.sqlite"), Err: os.ErrPermission}
	w.backupIs(job.ID, "failed")
	inPlace("erasures")
	person := record.FormatID(sales.Person, w.ids["Ann"])
	ask("POST", "/records/person/"+person+"/erasure", map[string]any{})

	// what is told of all this later: every answer that a list, a record or a table gives
	for _, op := range operations(t) {
		if op.method != http.MethodGet || op.OperationID == "signOut" {
			continue
		}
		objects := []string{"deal", "import", "company"}
		if !strings.Contains(op.path, "{object}") {
			objects = objects[:1]
		}
		for _, object := range objects {
			path := strings.NewReplacer("{object}", object, "{id}", url.PathEscape(person), "{name}", "win_rate").
				Replace(op.path)
			for _, format := range []string{"", "?format=csv", "?format=xlsx"} {
				_, body := w.raw(w.client, http.MethodGet, "/api/v1"+path+format, nil)
				look("GET "+op.path+strings.TrimPrefix(format, "?"), 0, []byte(body))
			}
		}
	}
	for _, path := range []string{"/imports", "/backups", "/audit?limit=500", "/changes?limit=500"} {
		ask("GET", path, nil)
	}
	if refused < 12 {
		t.Errorf("%d requests were refused: the test breaks too little", refused)
	}
}
