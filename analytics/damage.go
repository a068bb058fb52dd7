package analytics

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/duckdb/duckdb-go/v2"

	"salesops/internal/period"
)

// damaged reports whether an error of the engine means that the file does not hold the bytes that
// were written to it. Each block of the file has a checksum, so this is noticed before the bytes
// become an answer.
func damaged(err error) bool {
	if stopped(err) {
		return false // why it stopped is unknown
	}
	var e *duckdb.Error
	if !errors.As(err, &e) {
		return false
	}
	text := strings.ToLower(e.Msg)
	if strings.Contains(text, "no space left") {
		return false
	}
	switch e.Type {
	case duckdb.ErrorTypeSerialization:
		return true
	case duckdb.ErrorTypeIO, duckdb.ErrorTypeInvalid:
		for _, sign := range []string{"corrupt", "checksum", "could not read", "not a valid duckdb", "deserializ",
			"while replaying the wal", "while replaying wal"} {
			if strings.Contains(text, sign) {
				return true
			}
		}
	default:
	}
	return false
}

// stopped reports whether the engine has stopped after a failure inside itself. It then answers
// nothing until the file is opened again. The file may be intact.
func stopped(err error) bool {
	if err == nil {
		return false
	}
	var e *duckdb.Error
	if errors.As(err, &e) && (e.Type == duckdb.ErrorTypeFatal || e.Type == duckdb.ErrorTypeInternal) {
		return true
	}
	return strings.Contains(err.Error(), "database has been invalidated")
}

// broken reports whether the file must at least be opened again.
func broken(err error) bool { return damaged(err) || stopped(err) }

// damagedMark stands between the name of the columns and the time at which they were set aside.
const damagedMark = ".damaged-"

// setAside renames a damaged file, so that somebody can look at it, and deletes the one that was
// set aside before. It returns the new name, "" when there was no file.
func setAside(path string, now func() period.Instant) (string, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return "", removeFile(path)
	} else if err != nil {
		return "", fmt.Errorf("setting the damaged columns aside: %w", err)
	}
	at := info.ModTime()
	if now != nil {
		at = now().Time()
	}
	older, err := filepath.Glob(path + damagedMark + "*")
	if err != nil {
		return "", fmt.Errorf("setting the damaged columns aside: %w", err)
	}
	for _, name := range older {
		if err := os.Remove(name); err != nil {
			return "", fmt.Errorf("setting the damaged columns aside: %w", err)
		}
	}
	name := path + damagedMark + at.UTC().Format("20060102T150405Z")
	if err := os.Rename(path, name); err != nil {
		return "", fmt.Errorf("setting the damaged columns aside: %w", err)
	}
	if err := os.Rename(path+".wal", name+".wal"); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("setting the damaged columns aside: %w", err)
	}
	return filepath.Base(name), removeFile(path)
}
