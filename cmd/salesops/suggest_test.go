package main

import (
	"bytes"
	"encoding/json"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"testing"
)

// TestSuggestionsAreTheSameAtBothDoors: the same files and the same answers give the same mapping.
func TestSuggestionsAreTheSameAtBothDoors(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	for name, c := range map[string]struct{ file, text, source, encoding string }{
		"plain": {"list.csv", "Deal ID,Deal Name,Amount,Stage,Close Date\n1,One,1200,Won,2026-01-31\n", "crm", ""},
		"bytes that do not show their encoding": {"list.csv",
			"Deal ID,Deal Name,Stage,Close Date\n1,\xcf\xf0\xe8\xe2\xe5\xf2,Won,2026-01-31\n", "crm", "windows-1251"},
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
		if command != got.Mapping {
			t.Errorf("%s:\ncommand:\n%s\nAPI:\n%s", name, command, got.Mapping)
		}
	}
}
