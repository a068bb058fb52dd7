package faulttest

import (
	"crypto/sha256"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestReadOnlyFolder mounts the disk of a data folder for reading only: the numbers, records, an export and a
// verification are those of before, whatever writes is refused in one sentence, and no byte changes. The folder is one
// that was closed in order, and one whose server was killed, with changes in the write-ahead log.
func TestReadOnlyFolder(t *testing.T) {
	t.Parallel()
	export := writeExport(t)
	for _, killed := range []bool{false, true} {
		name := "closed"
		if killed {
			name = "killed"
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			mount, _ := smallDisk(t, 300)
			data := filepath.Join(mount, "data")
			importExport(t, export, data)
			want, listed := answers(t, data), records(t, data)
			if killed {
				leaveChanges(t, data)
			}
			remount(t, mount, "ro")
			before := bytesOf(t, data)

			same(t, data, want)
			if got := records(t, data); got != listed {
				t.Errorf("the records of the folder that is only read differ: %d bytes, want %d", len(got), len(listed))
			}
			sound(t, data)
			copied := filepath.Join(t.TempDir(), "export")
			if r := runProgram(t, "export", copied, "--data", data); r.code != 0 {
				t.Fatalf("export: exit %d: %s", r.code, r.stderr)
			}
			if r := runProgram(t, "review", "--data", data); r.code != 0 {
				t.Errorf("review: exit %d: %s", r.code, r.stderr)
			}
			r := runProgram(t, "settings", "--data", data)
			if r.code != 0 || killed != strings.Contains(r.stdout, "zone=Asia/Tokyo") {
				t.Errorf("settings: exit %d: %s%s", r.code, r.stdout, r.stderr)
			}
			for _, args := range [][]string{
				{"import", export}, {"settings", "zone=Europe/Berlin"}, {"rebuild"}, {"upgrade"},
				{"serve", "--addr", "127.0.0.1:0"}, {"metric", "new", "big_win_rate"},
				{"backup", "create", filepath.Join(t.TempDir(), "backup")},
			} {
				r := runProgram(t, append(args, "--data", data)...)
				if r.code != 1 || strings.Count(r.stderr, "\n") != 1 ||
					!strings.Contains(r.stderr, data+" cannot be written") {
					t.Errorf("salesops %s: exit %d: %s%s", strings.Join(args, " "), r.code, r.stdout, r.stderr)
				}
			}
			for file, sum := range bytesOf(t, data) {
				if sum != before[file] {
					t.Errorf("%s has changed", file)
				}
			}

			remount(t, mount, "rw")
			same(t, data, want)
			back := filepath.Join(t.TempDir(), "back")
			if r := runProgram(t, "import", copied, "--data", back); r.code != 0 {
				t.Fatalf("import of the export: exit %d: %s", r.code, r.stderr)
			}
			same(t, back, want)
		})
	}
}

// leaveChanges kills a server right after a change, which then is in the write-ahead log.
func leaveChanges(t *testing.T, data string) {
	t.Helper()
	server, _ := serve(t, data, nil)
	r := runProgram(t, "settings", "zone=Asia/Tokyo", "--data", data)
	_ = server.Process.Kill()
	_ = server.Wait()
	if r.code != 0 {
		t.Fatalf("settings: exit %d: %s", r.code, r.stderr)
	}
	if info, err := os.Stat(filepath.Join(data, "truth.sqlite-wal")); err != nil || info.Size() == 0 {
		t.Fatalf("the killed server left no write-ahead log: %v", err)
	}
}

func remount(t *testing.T, folder, how string) {
	t.Helper()
	if out, err := exec.Command("mount", "-o", "remount,"+how, folder).CombinedOutput(); err != nil {
		t.Fatalf("remount %s %s: %v: %s; held by %v", folder, how, err, out, heldBelow(folder))
	}
}

// bytesOf returns a checksum of each file of a folder.
func bytesOf(t *testing.T, folder string) map[string][sha256.Size]byte {
	t.Helper()
	sums := map[string][sha256.Size]byte{}
	err := filepath.WalkDir(folder, func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		text, err := os.ReadFile(path)
		sums[path] = sha256.Sum256(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return sums
}
