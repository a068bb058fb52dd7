package faulttest

import (
	"encoding/json"
	"maps"
	"math/rand/v2"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// TestKillUndo kills the program in the middle of an undo, again and again: after each kill the
// import is there as a whole, or gone as a whole.
func TestKillUndo(t *testing.T) {
	t.Parallel()
	export := writeExport(t)
	want := undisturbed(t, export)
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))

	data := filepath.Join(t.TempDir(), "data")
	batch := importExport(t, export, data)
	began := time.Now()
	if r := runProgram(t, "undo", batch, "--data", data); r.code != 0 {
		t.Fatalf("undo: exit %d: %s", r.code, r.stderr)
	}
	takes := time.Since(began)
	gone := answers(t, data)
	batch = importExport(t, export, data)
	same(t, data, want)

	killed := 0
	for round := range 8 {
		cmd := exec.Command(binary(t), "undo", batch, "--data", data)
		timer := time.AfterFunc(time.Duration(random.Int64N(int64(takes))), func() { _ = cmd.Process.Kill() })
		r := finish(t, cmd)
		timer.Stop()
		if r.code == -1 {
			killed++
		} else if r.code != 0 {
			t.Fatalf("round %d: undo: exit %d: %s", round, r.code, r.stderr)
		}
		switch now := answers(t, data); {
		case maps.Equal(now, gone):
			sound(t, data)
			batch = importExport(t, export, data)
		case !maps.Equal(now, want):
			t.Fatalf("round %d: a killed undo left half: %v", round, now)
		}
	}
	if killed == 0 {
		t.Fatal("no undo was killed: the test proves nothing")
	}
	sound(t, data)
}

// importExport imports and returns what an undo needs.
func importExport(t *testing.T, export, data string) string {
	t.Helper()
	r := runProgram(t, "import", export, "--data", data, "--format", "json")
	if r.code != 0 {
		t.Fatalf("import: exit %d: %s", r.code, r.stderr)
	}
	var report struct {
		Batch string `json:"batch"`
	}
	if err := json.Unmarshal([]byte(r.stdout), &report); err != nil || report.Batch == "" {
		t.Fatalf("import: no batch in %v: %s", err, r.stdout)
	}
	return report.Batch
}
