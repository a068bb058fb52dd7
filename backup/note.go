package backup

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"

	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/internal/reason"
)

// Bad describes a backup that a verification found bad.
type Bad struct {
	At     period.Instant `json:"at"`
	Reason reason.Reason  `json:"reason"`
}

// note is what the last verification of a backup found. It lies beside the backup, whose own bytes never change.
type note struct {
	Checked
	Bad *Bad `json:"bad,omitempty"`
}

// noted is the suffix of the file with the note.
const noted = ".verified"

// bad are the reasons that lie in the file. The others, such as a missing key or a full disk, say nothing about it.
var bad = []string{"backup_damaged", "backup_unlike", "backup_none"}

// noteBad notes that the backup at path is bad, if that is what err says. An earlier good note would hide it.
func (k *Keeper) noteBad(path string, err error) error {
	why, ok := fault.ReasonOf(err)
	if !ok || !slices.Contains(bad, why.Code) {
		return nil
	}
	info, err := os.Stat(path)
	if err != nil {
		return nil //nolint:nilerr // removed meanwhile: there is nothing to note
	}
	at := k.Clock()
	return writeNote(path, note{Checked{VerifiedAt: at, Size: info.Size()}, &Bad{at, why}})
}

func writeNote(path string, n note) error {
	text, err := json.Marshal(n)
	if err == nil {
		err = os.WriteFile(path+noted, append(text, '\n'), 0o600)
	}
	if err != nil {
		return fmt.Errorf("note what the verification found: %w", err)
	}
	return nil
}

// readNote returns what the last verification of the backup at path found, unless the file has changed since.
func readNote(path string, l Listed) (*Checked, *Bad) {
	var n note
	text, err := os.ReadFile(path + noted) //nolint:gosec // beside a name of the folder
	switch {
	case err != nil, json.Unmarshal(text, &n) != nil, n.Size != l.Size, n.VerifiedAt < l.At:
		return nil, nil
	case n.Bad != nil:
		return nil, n.Bad
	}
	return &n.Checked, nil
}
