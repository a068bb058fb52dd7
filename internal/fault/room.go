package fault

import (
	"errors"
	"strings"
	"syscall"

	"salesops/internal/reason"
)

// DiskFull returns the fault for a data folder that cannot grow. Nothing was written, so the same may
// be tried again when there is room.
func DiskFull(cause error) error {
	why := reason.Of("disk_full")
	return &Error{Kind: Busy, Message: why.Text, Why: why, Cause: cause}
}

// Room returns an error with advice when err says, in the words of an engine or of the system, that
// a disk is full. It returns any other error unchanged.
func Room(err error) error {
	if err == nil {
		return nil
	}
	if why, ok := ReasonOf(err); ok && (why.Code == "disk_full" || why.Code == "no_room") {
		return err
	}
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		// the reason names no path, because browsers show it too
		return &Error{Kind: Internal, Message: err.Error() + ": make room there, then try again",
			Why: reason.Of("no_room"), Cause: err}
	case strings.Contains(err.Error(), "No space left on device"):
		// the text of the C library, which DuckDB passes on
		return DiskFull(err)
	}
	return err
}
