package main

import (
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

// terminalOf reports whether a file is a terminal, and its width.
func terminalOf(f *os.File) (terminal bool, width int) {
	size, err := unix.IoctlGetWinsize(int(f.Fd()), unix.TIOCGWINSZ)
	if err != nil {
		return false, 0
	}
	width = int(size.Col)
	if n, err := strconv.Atoi(os.Getenv("COLUMNS")); err == nil && n > 0 {
		width = n
	}
	return os.Getenv("TERM") != "dumb", width
}
