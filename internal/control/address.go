package control

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
)

// maxSocketPath is what fits into a socket address on every system (104 bytes on macOS).
const maxSocketPath = 100

// address is a path short enough for a socket address.
type address struct {
	path string
	dir  *os.File
}

// reach shortens a long path by way of an open folder, where the system can.
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
