package faulttest

import (
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// TestKillLeaving kills the program while it writes an export and a backup. What a killed one
// leaves is whole or refused, never read as if it were all; a second run in the same place completes.
func TestKillLeaving(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	importExport(t, writeExport(t), data)
	want := records(t, data)
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))

	for _, leaving := range []struct {
		name         string
		write, fetch []string // both end with the target
	}{
		{"csv", []string{"export"}, []string{"import"}},
		{"parquet", []string{"export", "--files", "parquet"}, []string{"import"}},
		{"backup", []string{"backup", "create"}, []string{"restore"}},
	} {
		began := time.Now()
		write := append(leaving.write, "--data", data)
		if r := runProgram(t, append(write, filepath.Join(t.TempDir(), "whole"))...); r.code != 0 {
			t.Fatalf("%s: exit %d: %s", leaving.name, r.code, r.stderr)
		}
		takes := time.Since(began)
		refused := 0
		for range 4 {
			target, copied := filepath.Join(t.TempDir(), leaving.name), filepath.Join(t.TempDir(), "copy")
			cmd := exec.Command(binary(t), append(write, target)...)
			timer := time.AfterFunc(takes/4+time.Duration(random.Int64N(int64(takes)/2)),
				func() { _ = cmd.Process.Kill() })
			killed := finish(t, cmd).code == -1
			timer.Stop()
			r := runProgram(t, append(leaving.fetch, target, "--data", copied)...)
			if r.code != 0 {
				plain(t, r.stderr)
				refused++
				if again := runProgram(t, append(write, target)...); again.code != 0 {
					t.Errorf("%s: a second run after %q: exit %d: %s", leaving.name, r.stderr, again.code, again.stderr)
				}
				if err := os.RemoveAll(copied); err != nil {
					t.Fatal(err)
				}
				r = runProgram(t, append(leaving.fetch, target, "--data", copied)...)
			}
			if r.code != 0 {
				t.Fatalf("%s: killed %t: what is there cannot be read: exit %d: %s", leaving.name,
					killed, r.code, r.stderr)
			}
			if rows := records(t, copied); rows != want {
				t.Errorf("%s: killed %t: the copy holds\n%.300s\nwant\n%.300s", leaving.name, killed, rows, want)
			}
		}
		if refused == 0 {
			t.Errorf("%s: none was killed before its end: the test proves nothing", leaving.name)
		}
	}
	sound(t, data)
}

func records(t *testing.T, data string) string {
	t.Helper()
	r := runProgram(t, "records", "deal", "--data", data, "--limit", "0", "--format", "csv")
	if r.code != 0 {
		t.Fatalf("records: exit %d: %s", r.code, r.stderr)
	}
	return r.stdout
}
