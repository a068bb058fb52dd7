package disk_test

import (
	"bytes"
	"errors"
	"path/filepath"
	"syscall"
	"testing"

	"pgregory.net/rapid"

	"salesops/internal/disk"
)

// TestWriterLeavesRoom: however much is written, in whatever pieces, the disk keeps its room but for what is written
// between two looks at it; what fits is written whole.
func TestWriterLeavesRoom(t *testing.T) {
	t.Parallel()
	const keep, betweenLooks = 64 << 20, 4 << 20
	rapid.Check(t, func(r *rapid.T) {
		free := rapid.Int64Range(0, 96<<20).Draw(r, "free")
		other := rapid.Int64Range(0, 64<<10).Draw(r, "written by others meanwhile")
		room := free
		w := disk.Writer{To: counting{&room}, Dir: "d", Keep: keep, Room: func(dir string) (int64, error) {
			if dir != "d" {
				r.Errorf("asked for %s", dir)
			}
			return room, nil
		}}
		for range 200 {
			piece := make([]byte, rapid.SampledFrom([]int{1, 512, 32 << 10, 1 << 20, 6 << 20}).Draw(r, "piece"))
			before := room
			n, err := w.Write(piece)
			switch {
			case err == nil && n != len(piece), err != nil && n != 0:
				r.Fatalf("%d of %d bytes, %v", n, len(piece), err)
			case err != nil && !errors.Is(err, syscall.ENOSPC):
				r.Fatal(err)
			case err != nil && before-int64(len(piece)) >= keep:
				r.Fatalf("%d bytes were refused with %d free", len(piece), before)
			case err == nil && before < keep-betweenLooks-200*other:
				r.Fatalf("%d bytes were written with %d free", len(piece), before)
			case err != nil:
				return
			}
			room -= other
		}
	})
}

// counting takes room.
type counting struct{ room *int64 }

func (c counting) Write(b []byte) (int, error) {
	*c.room -= int64(len(b))
	return len(b), nil
}

// TestADiskThatCannotBeAskedTakesEverything, since the write itself will tell.
func TestADiskThatCannotBeAskedTakesEverything(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	w := disk.Writer{To: &out, Keep: 1 << 60, Room: func(string) (int64, error) { return 0, errors.New("not now") }}
	if n, err := w.Write([]byte("text")); n != 4 || err != nil || out.String() != "text" {
		t.Errorf("%d %v %q", n, err, out.String())
	}
}

// TestAFolderThatIsNotThereHasTheRoomOfItsDisk.
func TestAFolderThatIsNotThereHasTheRoomOfItsDisk(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	there, err := disk.Free(dir)
	below, err2 := disk.Free(filepath.Join(dir, "not", "yet"))
	if apart := there - below; err != nil || err2 != nil || there <= 0 || apart > 1<<30 || apart < -(1<<30) {
		t.Errorf("%d free in the folder, %d below it (%v, %v)", there, below, err, err2)
	}
	if disk.Fits(filepath.Join(dir, "not", "yet"), 1<<62, 0, nil) == nil {
		t.Error("any number of bytes fits")
	}
}
