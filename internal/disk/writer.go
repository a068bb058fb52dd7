package disk

import (
	"fmt"
	"io"
	"os"
	"syscall"
)

// Writer passes on what is written, as long as the disk of a folder keeps some room. Then it fails with ENOSPC: what
// somebody sends or packs must not take the room that the database of the same disk needs.
type Writer struct {
	To   io.Writer
	Dir  string // "" is that of temporary files
	Keep int64  // bytes that stay free, such as ForFiles
	// Room says how many bytes are free; nil means Free.
	Room func(dir string) (int64, error)

	left int64 // bytes that may be written before the disk is asked again
}

// askEvery is how much is written before the disk is asked again. Others write to it too.
const askEvery = 4 << 20

func (w *Writer) Write(b []byte) (int, error) {
	if int64(len(b)) > w.left {
		if err := Fits(w.Dir, int64(len(b)), w.Keep, w.Room); err != nil {
			return 0, err
		}
		w.left = max(askEvery, int64(len(b)))
	}
	n, err := w.To.Write(b)
	w.left -= int64(n)
	return n, err
}

// Fits says, by ENOSPC, that a number of bytes does not fit on the disk of a folder beside what is to stay free. A disk
// that cannot be asked takes everything: the write itself will tell. dir "" is that of temporary files, room nil Free.
func Fits(dir string, bytes, keep int64, room func(dir string) (int64, error)) error {
	if room == nil {
		room = Free
	}
	if dir == "" {
		dir = os.TempDir()
	}
	free, err := room(dir)
	if err != nil || free-keep >= bytes {
		return nil //nolint:nilerr // see above
	}
	return fmt.Errorf("%d MB do not fit on the disk, on which %d MB are free and %d MB stay free: %w",
		bytes>>20, free>>20, keep>>20, syscall.ENOSPC)
}
