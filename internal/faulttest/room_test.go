package faulttest

import (
	"archive/zip"
	"bytes"
	"errors"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"salesops/internal/disk"
)

// TestFilesLeaveRoomForTheLog: what is uploaded or unpacked does not take the room that the log needs, whether its size
// is known before or not. Who sends it is told; edits go on.
func TestFilesLeaveRoomForTheLog(t *testing.T) {
	t.Parallel()
	folder, _ := smallDisk(t, 200)
	data := filepath.Join(folder, "data")
	importExport(t, writeExport(t), data)
	var stderr strings.Builder
	cmd, url := serve(t, data, &stderr)
	client, base := signedIn(t, url)
	send := func(what string, content []byte, tell bool) {
		t.Helper()
		var body bytes.Buffer
		form := multipart.NewWriter(&body)
		part, err := form.CreateFormFile("files", what)
		if err == nil {
			_, err = part.Write(content)
		}
		if err = errors.Join(err, form.Close()); err != nil {
			t.Fatal(err)
		}
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, base+"/api/v1/imports", &body)
		if err != nil {
			t.Fatal(err)
		}
		if !tell {
			req.ContentLength = -1
		}
		req.Header.Set("Content-Type", form.FormDataContentType())
		req.Header.Set("Origin", base)
		res, err := client.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		var said bytes.Buffer
		if _, err := said.ReadFrom(res.Body); err != nil {
			t.Fatal(err)
		}
		if res.StatusCode != http.StatusInsufficientStorage || !strings.Contains(said.String(), `"no_room"`) {
			t.Errorf("%s, its size told: %t: %d %s", what, tell, res.StatusCode, said.String())
		}
		left, err := disk.Free(folder)
		if err != nil || left < disk.ForFiles-(8<<20) {
			t.Errorf("%s leaves %d MB (%v)", what, left>>20, err)
		}
		if _, err := create(t.Context(), client, base, "an edit after "+what); err != nil {
			t.Errorf("after %s: %v", what, err)
		}
		if kept, _ := filepath.Glob(filepath.Join(data, "uploads", "*")); len(kept) > 0 {
			t.Errorf("%s leaves %v", what, kept)
		}
	}
	free := fill(t, folder, 90<<20)
	rows := bytes.Repeat([]byte("006000000000001AAA,Roof,Closed Won,50,2026-02-03\n"), 1<<20)
	send("Opportunity.csv", rows, true)
	send("Opportunity.csv", rows, false)
	var packed bytes.Buffer
	archive := zip.NewWriter(&packed)
	member, err := archive.Create("Opportunity.csv")
	if err == nil {
		_, err = member.Write(rows)
	}
	if err = errors.Join(err, archive.Close()); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "export.zip")
	if err := os.WriteFile(file, packed.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	if r := runProgram(t, "import", file, "--data", data); r.code != 1 {
		t.Errorf("an archive that does not fit: exit %d: %s%s", r.code, r.stdout, r.stderr)
	} else {
		once(t, r.stderr)
	}
	if _, err := create(t.Context(), client, base, "an edit after an archive"); err != nil {
		t.Error(err)
	}
	free()
	_ = cmd.Process.Signal(os.Interrupt)
	if _ = cmd.Wait(); cmd.ProcessState.ExitCode() != 0 {
		t.Errorf("the server ended with %d: %s", cmd.ProcessState.ExitCode(), stderr.String())
	}
	sound(t, data)
}
