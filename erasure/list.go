package erasure

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"

	"salesops/internal/period"
	"salesops/record"
)

// Entry is a line of a list of erasures. It contains no value of the person, only the record's id.
type Entry struct {
	At     period.Instant `json:"at"`
	Record string         `json:"record"`
	By     string         `json:"by"`
	// Removed is nil in a line of an earlier release.
	Removed *Counts `json:"removed,omitempty"`
}

// Counts say how much an erasure removed.
type Counts struct {
	Values int `json:"values"` // different values of the person
	Merged int `json:"merged"` // records merged into the person's
	Events int `json:"events"` // calendar events that lost title, organizer and attendees
	Removed
}

// Note adds an erasure to the list at path, which it makes when there is none, and returns when the line is on disk.
func Note(path string, e Entry) error {
	line, err := json.Marshal(e)
	if err != nil {
		return err
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("note the erasure: %w", err)
	}
	_, err = file.Write(append(line, '\n'))
	return errors.Join(err, file.Sync(), file.Close())
}

// Read returns the erasures of several lists, each record once, oldest first. A list that is not there is empty; a last
// line that was cut off by a crash is left out.
func Read(paths ...string) ([]Entry, error) {
	var all []Entry
	known := map[string]bool{}
	for _, path := range paths {
		file, err := os.Open(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("read the list of erasures: %w", err)
		}
		lines := bufio.NewScanner(file)
		for n := 1; lines.Scan(); n++ {
			var e Entry
			if err := json.Unmarshal(lines.Bytes(), &e); err != nil || e.Record == "" {
				if !lines.Scan() {
					break // the last line
				}
				return nil, errors.Join(fmt.Errorf("line %d of %s is no erasure", n, path), file.Close())
			}
			if !known[e.Record] {
				known[e.Record] = true
				all = append(all, e)
			}
		}
		if err := errors.Join(lines.Err(), file.Close()); err != nil {
			return nil, fmt.Errorf("read the list of erasures: %w", err)
		}
	}
	slices.SortStableFunc(all, func(a, b Entry) int { return cmp.Compare(a.At, b.At) })
	return all, nil
}

// ID returns the record that was erased.
func (e Entry) ID() (object string, id record.ID, err error) { return record.ParseID(e.Record) }
