package faulttest

import (
	"math/rand/v2"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// TestKillImport kills the program in the middle of an import, again and again, then lets
// it finish: the folder is whole after each kill, and the numbers are those of an import
// that nobody disturbed. The columns are killed in the middle of their batches with it.
func TestKillImport(t *testing.T) {
	t.Parallel()
	export := writeExport(t)
	want := undisturbed(t, export)
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))

	data := filepath.Join(t.TempDir(), "data")
	killed := 0
	for round := range 12 {
		cmd := exec.Command(binary(t), "import", export, "--data", data)
		timer := time.AfterFunc(time.Duration(100+random.IntN(700))*time.Millisecond, func() { _ = cmd.Process.Kill() })
		r := finish(t, cmd)
		timer.Stop()
		switch r.code {
		case -1:
			killed++
		case 0: // it was done before the kill came
		default:
			t.Fatalf("round %d: import after a kill: exit %d: %s", round, r.code, r.stderr)
		}
		if round%4 == 3 {
			sound(t, data)
		}
	}
	if killed == 0 {
		t.Fatal("no import was killed: the test proves nothing")
	}
	if r := runProgram(t, "import", export, "--data", data); r.code != 0 {
		t.Fatalf("import after the kills: exit %d: %s", r.code, r.stderr)
	}
	sound(t, data)
	same(t, data, want)
}

// TestFullDiskImport imports onto a disk that is too small, then onto the same disk grown.
func TestFullDiskImport(t *testing.T) {
	t.Parallel()
	export := writeExport(t)
	want := undisturbed(t, export)
	folder, enlarge := smallDisk(t, fullAt)
	data := filepath.Join(folder, "data")

	r := runProgram(t, "import", export, "--data", data)
	if r.code != 1 {
		t.Fatalf("import onto a full disk: exit %d, want 1: %s%s", r.code, r.stdout, r.stderr)
	}
	once(t, r.stderr)
	// what it wrote is reported as that, with the way back
	told := regexp.MustCompile(`([\d,]+) changes written[^\n]*\nsalesops undo `).FindStringSubmatch(r.stdout)
	enlarge(512)
	sound(t, data)
	if v := runProgram(t, "verify", "--data", data, "--format", "json"); told == nil {
		t.Errorf("the report says nothing of the changes and the undo: %s", r.stdout)
	} else if n, held := strings.ReplaceAll(told[1], ",", ""),
		regexp.MustCompile(`"changes": ?(\d+)`).FindStringSubmatch(v.stdout); held == nil || len(n) > len(held[1]) ||
		len(n) == len(held[1]) && n > held[1] {
		t.Errorf("the report speaks of %s changes; the log holds %v", n, held)
	}
	if r := runProgram(t, "import", export, "--data", data); r.code != 0 {
		t.Fatalf("import with room again: exit %d: %s", r.code, r.stderr)
	}
	sound(t, data)
	same(t, data, want)
}

// TestFailingSyncImport makes every sync fail from some number on, and then none. When a
// sync of the write-ahead log failed, the import must say so and stop: a commit stands on it.
// A failing sync of any other file (the main file while the log still holds everything, the
// columns, which can be rebuilt) may pass, but must not show in the numbers.
func TestFailingSyncImport(t *testing.T) {
	t.Parallel()
	export := writeExport(t)
	want := undisturbed(t, export)
	stopped := 0
	for _, when := range []string{"2+", "4+", "6+", "9+", "15+"} {
		data := filepath.Join(t.TempDir(), "data")
		wrapper, trace := failingSync(t, when)
		wrapper = append(wrapper, binary(t), "import", export, "--data", data)
		r := finish(t, exec.Command(wrapper[0], wrapper[1:]...))
		switch {
		case r.code == 1:
			stopped++
			plain(t, r.stderr)
			t.Logf("when=%s: %s", when, strings.TrimSpace(r.stderr))
		case r.code != 0:
			t.Fatalf("when=%s: import with failing syncs: exit %d: %s%s", when, r.code, r.stdout, r.stderr)
		case failed(t, trace, "truth.sqlite-wal"):
			t.Fatalf("when=%s: a sync of the write-ahead log failed, and the import said that all is well: %s",
				when, r.stdout)
		}
		if r := runProgram(t, "import", export, "--data", data); r.code != 0 {
			t.Fatalf("when=%s: import with a sound disk again: exit %d: %s", when, r.code, r.stderr)
		}
		sound(t, data)
		same(t, data, want)
	}
	if stopped < 2 {
		t.Errorf("only %d of the runs met a failing sync: the test proves too little", stopped)
	}
}
