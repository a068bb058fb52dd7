package main

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"salesops/api"
	"salesops/erasure"
	"salesops/record"
	"salesops/sales"
)

// TestForget: after an erasure no file of the folder contains a value of the person, at the command line and through
// the API; records, numbers and the chain stay; an import does not bring the values back, and neither does a restore.
func TestForget(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	dir := filepath.Join(t.TempDir(), "files")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	must := func(args ...string) string {
		t.Helper()
		code, out, said := h.command(args...)
		if code != 0 {
			t.Fatalf("%v: exit %d: %s", args, code, said)
		}
		return out
	}
	create := func(object, fields string) string {
		t.Helper()
		status, body := h.ask(http.MethodPost, "/api/v1/records/"+object, "application/json",
			strings.NewReader(`{"fields":`+fields+`}`))
		var made struct {
			ID string `json:"id"`
		}
		if err := json.Unmarshal(body, &made); status != http.StatusCreated || err != nil {
			t.Fatalf("%d %s", status, body)
		}
		return made.ID
	}
	person := create("contact",
		`{"name":"Quirina Vandermolen","email":"quirina.v@example.net","phone":"+31 20 5550199"}`)
	status, body := h.ask(http.MethodPatch, "/api/v1/records/contact/"+person, "application/json",
		strings.NewReader(`{"fields":{"email":"quirina.second@example.net"}}`))
	if status != http.StatusOK {
		t.Fatalf("%d %s", status, body)
	}
	twin := create("contact", `{"name":"Q. Vandermolen-Twin","email":"quirina.twin@example.net"}`)
	merge := record.Draft{Kind: record.Merge, Object: sales.Contact, ID: idOf(t, twin), Into: idOf(t, person)}
	if _, err := h.shop.log.Apply(t.Context(),
		record.Command{Actor: "test", Drafts: []record.Draft{merge}}); err != nil {
		t.Fatal(err)
	}
	other := create("contact", `{"name":"Somebody Else","email":"else@example.net"}`)
	event := create(sales.Event,
		`{"title":"About Quirina Vandermolen","attendees":"else@example.net quirina.v@example.net",`+
			`"start_at":"2026-02-02T10:00:00Z","end_at":"2026-02-02T11:00:00Z"}`)
	deal := create("deal", `{"name":"Boat for Quirina Vandermolen"}`)
	rejects := filepath.Join(h.dir, "rejects")
	if err := os.MkdirAll(rejects, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(rejects, "x.csv"),
		[]byte("name,amount\nquirina vandermolen,\"a\nb\"\nSomebody Else,3\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(h.dir, columnsName+".damaged-20260301T000000Z"), []byte("quirina.v@"),
		0o600); err != nil {
		t.Fatal(err)
	}
	backupFile := filepath.Join(dir, "before.backup")
	must("backup", "create", backupFile)
	secrets := []string{"quirina.v@", "quirina.second", "quirina.twin", "vandermolen-twin", "5550199"}
	if found := containing(t, h.dir, secrets); len(found) == 0 {
		t.Fatal("the values are in no file before the erasure: the test proves nothing")
	}

	if out := must("forget", person); !strings.Contains(out, "Nothing was removed") || !strings.Contains(out, deal) {
		t.Errorf("the preview said %s", out)
	}
	if status, body := h.ask(http.MethodGet, "/api/v1/records/contact/"+person, "", nil); status != http.StatusOK ||
		!bytes.Contains(body, []byte("quirina.second")) {
		t.Errorf("the preview removed something: %d %s", status, body)
	}
	before := must("metric", "activities", "--format", "json")
	status, body = h.ask(http.MethodPost, "/api/v1/records/contact/"+person+"/erasure", "application/json",
		strings.NewReader("{}"))
	var job api.ErasureJob
	if err := json.Unmarshal(body, &job); status != http.StatusAccepted || err != nil {
		t.Fatalf("%d %s", status, body)
	}
	for job.State == "waiting" || job.State == "running" {
		time.Sleep(10 * time.Millisecond)
		_, body = h.ask(http.MethodGet, "/api/v1/erasures/jobs/"+job.ID, "", nil)
		if err := json.Unmarshal(body, &job); err != nil {
			t.Fatalf("%s", body)
		}
	}
	if job.State != "done" || job.Erased == nil {
		t.Fatalf("%s", body)
	}
	erased := *job.Erased
	if erased.Events != 1 || erased.Merged != 1 || erased.Rejects != 1 || len(erased.Left) != 1 ||
		erased.Left[0].Record != deal {
		t.Errorf("erased %+v", erased)
	}
	var list api.ErasureList
	_, body = h.ask(http.MethodGet, "/api/v1/erasures", "", nil)
	if err := json.Unmarshal(body, &list); err != nil || len(list.Erasures) != 1 || list.Erasures[0].Removed == nil ||
		*list.Erasures[0].Removed != (api.ErasureCounts{Values: erased.Values, Merged: 1, Events: 1, Rejects: 1}) {
		t.Errorf("the list of erasures is %s", body)
	}
	if after := must("metric", "activities", "--format", "json"); stripPosition(after) != stripPosition(before) {
		t.Errorf("a number changed:\n%s\n%s", before, after)
	}
	if found := containing(t, h.dir, secrets); len(found) > 0 {
		t.Errorf("still there: %v", found)
	}
	must("verify")
	for id, want := range map[string]string{other: "else@example.net", deal: "Quirina Vandermolen"} {
		object, _, _ := strings.Cut(id, "_")
		if status, body := h.ask(http.MethodGet, "/api/v1/records/"+object+"/"+id, "", nil); status != http.StatusOK ||
			!bytes.Contains(body, []byte(want)) {
			t.Errorf("%s: %d %s", id, status, body)
		}
	}
	if status, body := h.ask(http.MethodGet, "/api/v1/records/"+sales.Event+"/"+event,
		"", nil); status != http.StatusOK ||
		!bytes.Contains(body, []byte("2026-02-02")) {
		t.Errorf("the event's times: %d %s", status, body)
	}

	// a restore of the older backup erases again
	restored := filepath.Join(filepath.Dir(h.dir), "restored")
	t.Cleanup(func() { _ = os.RemoveAll(restored) })
	var out strings.Builder
	lines := filepath.Join(backupsOf(h.dir), erasure.ListName)
	if code := run(t.Context(), []string{"restore", backupFile, "--data", restored, "--erasures", lines},
		&session{stdout: &out, stderr: &out, dir: h.dir, now: testClock}); code != 0 ||
		!strings.Contains(out.String(), "1 person was erased again") {
		t.Fatalf("restore: exit %d: %s", code, out.String())
	}
	if found := containing(t, restored, secrets); len(found) > 0 {
		t.Errorf("after the restore: %v", found)
	}
	if code := run(t.Context(), []string{"verify", "--data", restored},
		&session{stdout: &out, stderr: &out, dir: h.dir, now: testClock}); code != 0 {
		t.Errorf("verify of the restored folder: %s", out.String())
	}
	if found := containing(t, restored, secrets); len(found) > 0 {
		t.Errorf("in the columns after the restore: %v", found)
	}
}

func idOf(t *testing.T, text string) record.ID {
	t.Helper()
	_, id, err := record.ParseID(text)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// containing returns the files below dir that contain one of the texts in any case.
func containing(t *testing.T, dir string, texts []string) (found []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		all, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		all = bytes.ToLower(all)
		for _, text := range texts {
			if bytes.Contains(all, []byte(text)) {
				found = append(found, filepath.Base(path)+": "+text)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// stripPosition leaves out what an answer says of the log's position.
func stripPosition(answer string) string {
	var fields map[string]any
	if json.Unmarshal([]byte(answer), &fields) != nil {
		return answer
	}
	for _, name := range []string{"position", "receipt", "computed_at"} {
		delete(fields, name)
	}
	out, _ := json.Marshal(fields)
	return string(out)
}
