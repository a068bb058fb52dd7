package faulttest

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// fill leaves so many bytes on a disk; free gives the rest back.
func fill(t *testing.T, folder string, leave int64) (free func()) {
	t.Helper()
	path := filepath.Join(folder, "filler")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	for block := make([]byte, 4096); err == nil; {
		_, err = file.Write(block)
	}
	if !strings.Contains(err.Error(), "no space left") {
		t.Fatal(err)
	}
	size, err := file.Seek(0, io.SeekCurrent)
	if err = errors.Join(err, file.Truncate(max(size-leave, 0)), file.Close()); err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
}

// once fails unless a message says one time, in no engine's words, that the disk is full and
// what to do about it.
func once(t *testing.T, stderr string) {
	t.Helper()
	plain(t, stderr)
	if n := strings.Count(stderr, "make room"); n != 1 {
		t.Errorf("the message says %d times what to do: %q", n, stderr)
	}
	for _, inner := range []string{"SQLITE", "(13)", "Error:", "rolling back", ".wal", "taking changes"} {
		if strings.Contains(stderr, inner) {
			t.Errorf("the message speaks of %q: %q", inner, stderr)
		}
	}
}

// TestFullDiskCommands runs what writes on a disk without room. Each command that fails says so once; an
// undo is done as a whole or not at all, no file is left that could be taken for a whole one;
// with room again each succeeds.
func TestFullDiskCommands(t *testing.T) {
	t.Parallel()
	export := writeExport(t)
	folder, _ := smallDisk(t, 200)
	data := filepath.Join(folder, "data")
	batch := importExport(t, export, data)
	want := answers(t, data)

	// without any room the folder does not open; with a little the work itself breaks off
	for _, leave := range []int64{0, 160 << 10} {
		for _, args := range [][]string{
			{"verify"},
			{"rebuild"},
			{"backup", "create", filepath.Join(folder, "second.backup")},
			{"export", filepath.Join(folder, "csv")},
			{"export", filepath.Join(folder, "parquet"), "--files", "parquet"},
			{"undo", batch},
		} {
			free := fill(t, folder, leave)
			r := runProgram(t, append(args, "--data", data)...)
			if r.code != 1 {
				t.Errorf("%v with %d bytes left: exit %d, want 1: %s%s", args, leave, r.code, r.stdout, r.stderr)
			} else {
				once(t, r.stderr)
			}
			for _, part := range []string{"second.backup", "csv/deal.csv", "parquet/deal.parquet"} {
				if _, err := os.Stat(filepath.Join(folder, part)); err == nil {
					t.Errorf("%v with %d bytes left makes %s", args, leave, part)
				}
			}
			free()
			if args[0] == "undo" {
				same(t, data, want)
				sound(t, data)
			}
			if args[0] == "undo" && leave == 0 {
				continue // it is undone for good in the second round
			}
			if r := runProgram(t, append(args, "--data", data)...); r.code != 0 {
				t.Errorf("%v with room again: exit %d: %s%s", args, r.code, r.stdout, r.stderr)
			}
			for _, part := range []string{"second.backup", "csv", "parquet"} {
				if err := os.RemoveAll(filepath.Join(folder, part)); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	sound(t, data)
}

// TestFullDiskServer edits records through the API until the disk of the folder is full, a little at a
// time and at once. Writes are refused with the reason and pages are told; questions are answered; with
// room again the same server goes on. What was answered with 201 is kept.
func TestFullDiskServer(t *testing.T) {
	t.Parallel()
	folder, _ := smallDisk(t, 200)
	data := filepath.Join(folder, "data")
	importExport(t, writeExport(t), data)
	var stderr strings.Builder
	cmd, url := serve(t, data, &stderr)
	client, base := signedIn(t, url)
	acknowledged := map[string]string{}
	for round, leave := range []int64{17 << 20, 0} {
		free := fill(t, folder, leave)
		refused := ""
		for n := range 2000 {
			name := fmt.Sprint(strings.Repeat("n", 1900), " ", round, " ", n)
			id, err := create(t.Context(), client, base, name)
			if err != nil {
				refused = err.Error()
				break
			}
			acknowledged[id] = name
		}
		if !strings.HasPrefix(refused, "status 507") || !strings.Contains(refused, "make room") ||
			!strings.Contains(refused, "disk_full") {
			t.Errorf("%d bytes left: the refusal does not say what to do: %q", leave, refused)
		}
		for _, path := range []string{"/records/deal?limit=100", "/metrics/win_rate", "/me", "/key-metrics"} {
			if status, body := fetch(t, client, base+"/api/v1"+path); status != http.StatusOK {
				t.Errorf("%d bytes left: %s: %d %s", leave, path, status, body)
			}
		}
		if _, body := fetch(t, client, base+"/api/v1/health"); !strings.Contains(body, "disk_full") {
			t.Errorf("%d bytes left: pages are told %s", leave, body)
		}
		const refuses = "writes are refused: the disk is full"
		if status, body := fetch(t, client, base+"/readyz"); status != http.StatusServiceUnavailable ||
			!strings.Contains(body, refuses) {
			t.Errorf("%d bytes left: /readyz: %d %s", leave, status, body)
		}
		free()
		if id, err := create(t.Context(), client, base, "with room again"); err != nil {
			t.Errorf("with room again: %v", err)
		} else {
			acknowledged[id] = "with room again"
		}
		if _, body := fetch(t, client, base+"/api/v1/health"); strings.Contains(body, "disk_full") {
			t.Errorf("with room again pages are told %s", body)
		}
		if status, body := fetch(t, client, base+"/readyz"); status != http.StatusOK {
			t.Errorf("with room again /readyz: %d %s", status, body)
		}
	}
	_ = cmd.Process.Signal(os.Interrupt)
	if _ = cmd.Wait(); cmd.ProcessState.ExitCode() != 0 {
		t.Errorf("the server ended with %d: %s", cmd.ProcessState.ExitCode(), stderr.String())
	}
	r := runProgram(t, "records", writtenObject, "--data", data, "--limit", "0", "--format", "csv")
	for id, name := range acknowledged {
		if !strings.Contains(r.stdout, id) || !strings.Contains(r.stdout, name) {
			t.Errorf("%s was answered with 201 and is gone", id)
		}
	}
	sound(t, data)
}
