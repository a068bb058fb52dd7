package main

import (
	"bytes"
	"encoding/json"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestSuggestionsAreTheSameAtBothDoors: the same files and the same answers give the same mapping.
func TestSuggestionsAreTheSameAtBothDoors(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	kept := "source: partner\nfiles:\n  - header: [Ref, Topic]\n    object: account\n    id: Ref\n    fields: {name: " +
		"Topic}\n"
	body, err := json.Marshal(map[string]string{"mapping": kept})
	if err != nil {
		t.Fatal(err)
	}
	if status, answer := h.ask(http.MethodPut, "/api/v1/mappings/partner%20list", "application/json",
		bytes.NewReader(body)); status != http.StatusOK {
		t.Fatalf("a mapping is kept with status %d: %s", status, answer)
	}
	for name, c := range map[string]struct{ file, text, source, encoding string }{
		"plain": {"list.csv", "Deal ID,Deal Name,Amount,Stage,Close Date\n1,One,1200,Won,2026-01-31\n", "crm", ""},
		"bytes that do not show their encoding": {"list.csv",
			"Deal ID,Deal Name,Stage,Close Date\n1,\xcf\xf0\xe8\xe2\xe5\xf2,Won,2026-01-31\n", "crm", "windows-1251"},
		"kept mapping": {"partners.csv", "Ref,Topic\nP-1,Acme\nP-2,Beta\n", "", ""},
		"source of a layout": {"Opportunity.csv",
			"Id,Name,StageName,Amount,CloseDate,CreatedDate,IsClosed,IsWon\n" +
				"006A00000000101,First,Closed Won,36000,2026-01-31,2025-12-01T10:00:00.000Z,true,true\n", "", ""},
	} {
		path := filepath.Join(t.TempDir(), c.file)
		if err := os.WriteFile(path, []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		line := []string{"import", path, "--suggest"}
		var form bytes.Buffer
		w := multipart.NewWriter(&form)
		for option, value := range map[string]string{"source": c.source, "encoding": c.encoding} {
			if value != "" {
				line = append(line, "--"+option, value)
				if err := w.WriteField(option, value); err != nil {
					t.Fatal(err)
				}
			}
		}
		part, err := w.CreateFormFile("files", c.file)
		if err == nil {
			_, err = part.Write([]byte(c.text))
		}
		if err == nil {
			err = w.Close()
		}
		if err != nil {
			t.Fatal(err)
		}
		code, command, said := h.command(line...)
		status, answer := h.ask(http.MethodPost, "/api/v1/imports/suggest", w.FormDataContentType(), &form)
		var got struct {
			Mapping string `json:"mapping"`
		}
		if err := json.Unmarshal(answer, &got); err != nil || status != http.StatusOK || code != exitAnswered {
			t.Fatalf("%s: exit %d (%s), status %d (%s), %v", name, code, said, status, answer, err)
		}
		if name == "kept mapping" && !strings.Contains(command, "fields: {name: Topic}") {
			t.Errorf("the kept mapping is not used:\n%s", command)
		}
		if command != got.Mapping {
			t.Errorf("%s:\ncommand:\n%s\nAPI:\n%s", name, command, got.Mapping)
		}
	}
}
