package fault

import (
	"errors"
	"strings"
	"syscall"

	"salesops/internal/reason"
)

// DiskFull is the fault of a data folder that cannot grow. The log takes no change after it, so
// it asks for another start.
func DiskFull(cause error) error {
	why := reason.Of("disk_full")
	return &Error{Kind: Internal, Message: why.Text, Why: why, Cause: cause}
}

// Room gives an error that says that a disk is full in an engine's words, or in the system's, a
// sentence that says what to do; any other error comes back as it is.
func Room(err error) error {
	if err == nil {
		return nil
	}
	if why, ok := ReasonOf(err); ok && (why.Code == "disk_full" || why.Code == "no_room") {
		return err
	}
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		// the sentence for other languages names no path: it is also told to a browser
		return &Error{Kind: Internal, Message: err.Error() + ": make room there, then try again",
			Why: reason.Of("no_room"), Cause: err}
	case strings.Contains(err.Error(), "No space left on device"):
		// the C library's words, which DuckDB passes on as text
		return DiskFull(err)
	}
	return err
}
