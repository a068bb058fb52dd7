package faulttest

import (
	"errors"
	"io"
	"net/http"
	"net/http/cookiejar"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
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

// TestFullDiskServer edits records through the API until the disk of the folder is full: each
// answer of 201 is kept, the refusals say what to do and the program, once it ends, says it once.
func TestFullDiskServer(t *testing.T) {
	t.Parallel()
	folder, _ := smallDisk(t, 200)
	data := filepath.Join(folder, "data")
	importExport(t, writeExport(t), data)
	var stderr strings.Builder
	cmd, url := serve(t, data, &stderr)
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Jar: jar, Timeout: 30 * time.Second}
	if res, err := client.Get(url); err == nil {
		_ = res.Body.Close()
	}
	base, _, _ := strings.Cut(url, "/?")

	free := fill(t, folder, 0)
	acknowledged, refused := map[string]string{}, ""
	for n := range 50 {
		name := strings.Repeat("n", 200+n)
		id, err := create(t.Context(), client, base, name)
		if err != nil {
			refused = err.Error()
			break
		}
		acknowledged[id] = name
	}
	if refused == "" {
		t.Fatal("a full disk refused nothing")
	}
	if strings.HasPrefix(refused, "status") && !strings.Contains(refused, "make room") {
		t.Errorf("the refusal does not say what to do: %s", refused)
	}
	_ = cmd.Process.Signal(os.Interrupt)
	_ = cmd.Wait()
	if cmd.ProcessState.ExitCode() != 0 {
		once(t, stderr.String())
	}
	free()
	r := runProgram(t, "records", writtenObject, "--data", data, "--limit", "0", "--format", "csv")
	for id, name := range acknowledged {
		if !strings.Contains(r.stdout, id) || !strings.Contains(r.stdout, name) {
			t.Errorf("%s was answered with 201 and is gone", id)
		}
	}
	sound(t, data)
}
