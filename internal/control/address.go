package control

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
)

// maxSocketPath is a length of socket addresses that every system supports (the limit is 104 bytes
// on macOS).
const maxSocketPath = 100

// address is a path that is short enough for a socket address.
type address struct {
	path string
	dir  *os.File
}

// reach returns an address for path. It shortens a long path through an open folder where the
// system supports that.
func reach(path string) (*address, error) {
	if len(path) <= maxSocketPath {
		return &address{path: path}, nil
	}
	if runtime.GOOS != "linux" {
		return nil, fmt.Errorf("the path %s is too long for a socket: use a data folder with a shorter path", path)
	}
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return nil, fmt.Errorf("open folder of control socket: %w", err)
	}
	return &address{path: fmt.Sprintf("/proc/self/fd/%d/%s", dir.Fd(), filepath.Base(path)), dir: dir}, nil
}

func (a *address) close() {
	if a.dir != nil {
		_ = a.dir.Close()
	}
}
