package mapping

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"salesops/internal/fault"
)

// Kept is a mapping that was kept for next time.
type Kept struct{ Name, Text string }

// Store keeps mappings in the folder mappings of a data folder, one file each; a person may also put files there.
// They belong to the company and are part of every backup.
type Store struct{ Data string }

const keptSuffix = ".yaml"

func (s Store) folder() string { return filepath.Join(s.Data, "mappings") }

// List are the kept mappings by name; none when the folder does not exist.
func (s Store) List() ([]Kept, error) {
	files, err := filepath.Glob(filepath.Join(s.folder(), "*"+keptSuffix))
	if err != nil {
		return nil, fmt.Errorf("list the mappings: %w", err)
	}
	slices.Sort(files)
	var list []Kept
	for _, path := range files {
		text, err := os.ReadFile(path) //nolint:gosec // below the data folder
		if err != nil {
			return nil, fmt.Errorf("read a mapping: %w", err)
		}
		list = append(list, Kept{strings.TrimSuffix(filepath.Base(path), keptSuffix), string(text)})
	}
	return list, nil
}

// Keep keeps a mapping under a name; names of files in it are replaced by their columns.
func (s Store) Keep(name, text string) error {
	path, err := s.path(name)
	if err != nil {
		return err
	}
	if text, err = Lasting(text); err != nil {
		return err
	}
	return writeWhole(path, text)
}

// Forget removes a mapping.
func (s Store) Forget(name string) error {
	path, err := s.path(name)
	if err == nil {
		err = os.Remove(path)
	}
	if errors.Is(err, os.ErrNotExist) {
		return fault.Missingf("no mapping is called %s", name)
	}
	return err
}

// path refuses names that are not plain file names.
func (s Store) path(name string) (string, error) {
	plain := func(c rune) bool {
		return unicode.IsLetter(c) || unicode.IsDigit(c) || strings.ContainsRune(" -_()", c)
	}
	if name == "" || len([]rune(name)) > 60 || strings.TrimSpace(name) != name ||
		strings.ContainsFunc(name, func(c rune) bool { return !plain(c) }) {
		return "", fault.Invalidf("%q is no name for a mapping: use at most 60 letters, digits, spaces and - _ ( )",
			name)
	}
	return filepath.Join(s.folder(), name+keptSuffix), nil
}

// writeWhole writes a file and gives it its name at the end, so that nobody reads an incomplete file.
func writeWhole(path, text string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("keep the mapping: %w", err)
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".new-")
	if err != nil {
		return fmt.Errorf("keep the mapping: %w", err)
	}
	_, err = f.WriteString(text)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("keep the mapping: %w", err), os.Remove(f.Name()))
	}
	return nil
}
