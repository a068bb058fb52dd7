package analytics

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"salesops/internal/fault"
)

// heldFolder is a folder that is open as long as a file in it is named by its number; nil is none.
type heldFolder struct{ file *os.File }

// address is a name of the file that the engine takes as it is. The engine's driver reads names as addresses, in which
// % and # mean something; a folder with such a name is opened and named by its number. The engine itself takes what
// follows a ? for no part of a name, wherever it stands.
func address(path string) (string, *heldFolder, error) {
	if path == "" {
		return "", nil, nil
	}
	whole, err := filepath.Abs(path)
	if err != nil {
		return "", nil, err
	}
	if folder, err := filepath.EvalSymlinks(filepath.Dir(whole)); err == nil {
		whole = filepath.Join(folder, filepath.Base(whole))
	}
	switch {
	case strings.Contains(whole, "?"):
		return "", nil, fault.Invalidf("the path of the data folder may not contain a question mark: %s", whole)
	case !strings.ContainsAny(path, "%#"):
		return path, nil, nil
	case runtime.GOOS != "linux", strings.ContainsAny(filepath.Base(path), "%#"):
		return "", nil, fault.Invalidf("the columns may not be called %s: without %% and #", path)
	}
	folder, err := os.Open(filepath.Dir(path))
	if err != nil {
		return "", nil, err
	}
	return fmt.Sprintf("/proc/self/fd/%d/%s", folder.Fd(), filepath.Base(path)), &heldFolder{folder}, nil
}

func (h *heldFolder) close() {
	if h != nil {
		_ = h.file.Close() // nothing was written
	}
}
