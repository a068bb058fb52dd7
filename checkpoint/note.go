package checkpoint

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"salesops/internal/period"
	"salesops/record"
)

// Names of the files in a data folder.
const (
	ListName = "checkpoints.jsonl"
	keyName  = "checkpoint.key"
)

// Keeper keeps the lists of a data folder.
type Keeper struct {
	Dir string
	// Outside is a folder for the second list. While it is not there, only the list in Dir is written.
	Outside string
	Clock   func() period.Instant
}

// Lists are the paths of the lists.
func (k *Keeper) Lists() []string {
	return []string{filepath.Join(k.Dir, ListName), filepath.Join(k.Outside, ListName)}
}

// Note writes where the log ends into each list whose latest line is of an earlier position. A list that says that the
// log is longer than it is stays as it is: it is the evidence.
func (k *Keeper) Note(end record.Seq, hash [32]byte) error { return k.note(end, hash, false) }

// NoteRestored notes that the log was put back to this end, so that lines of later positions no longer bind.
func (k *Keeper) NoteRestored(end record.Seq, hash [32]byte) error { return k.note(end, hash, true) }

func (k *Keeper) note(end record.Seq, hash [32]byte, restored bool) error {
	if end == 0 {
		return nil
	}
	for i, list := range k.Lists() {
		if _, err := os.Stat(filepath.Dir(list)); i > 0 && errors.Is(err, fs.ErrNotExist) {
			continue
		}
		lines, err := read(list)
		if err != nil {
			return fmt.Errorf("note a checkpoint: %w", err)
		}
		last := latest(lines)
		if restored && last == nil || !restored && last != nil && last.Seq >= end {
			continue
		}
		if err := k.append(list, Line{At: k.Clock().Time(), Seq: end, Hash: hex.EncodeToString(hash[:]),
			Restored: restored}); err != nil {
			return fmt.Errorf("note a checkpoint in %s: %w", list, err)
		}
	}
	return nil
}

// latest is the last line that can be read.
func latest(lines []*Line) *Line {
	for i := len(lines) - 1; i >= 0; i-- {
		if lines[i] != nil {
			return lines[i]
		}
	}
	return nil
}

func (k *Keeper) append(list string, line Line) (err error) {
	key, err := k.key()
	if err != nil {
		return err
	}
	line.sign(key)
	text, err := json.Marshal(line)
	if err != nil {
		return err
	}
	file, err := os.OpenFile(list, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	whole, err := wholeLines(file)
	if err != nil {
		return err
	}
	if err := file.Truncate(whole); err != nil {
		return err
	}
	if _, err := file.WriteAt(append(text, '\n'), whole); err != nil {
		return err
	}
	return file.Sync()
}

// wholeLines is the size of the file without a last line that was not written to its end.
func wholeLines(file *os.File) (int64, error) {
	content, err := io.ReadAll(file)
	return int64(bytes.LastIndexByte(content, '\n') + 1), err
}

// key reads the key of the data folder, or makes it.
func (k *Keeper) key() (ed25519.PrivateKey, error) {
	path := filepath.Join(k.Dir, keyName)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		var seed [ed25519.SeedSize]byte
		_, _ = rand.Read(seed[:]) // Read never returns an error
		text = []byte(hex.EncodeToString(seed[:]) + "\n")
		err = os.WriteFile(path, text, 0o600)
	}
	if err != nil {
		return nil, err
	}
	seed, err := hex.DecodeString(string(bytes.TrimSpace(text)))
	if err != nil || len(seed) != ed25519.SeedSize {
		return nil, fmt.Errorf("%s is damaged: move it away, and a new key is made", keyName)
	}
	return ed25519.NewKeyFromSeed(seed), nil
}

// Inherit takes over the list and the key of another data folder, whose place Dir will take.
func (k *Keeper) Inherit(from string) error {
	for _, name := range []string{ListName, keyName} {
		content, err := os.ReadFile(filepath.Join(from, name))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err == nil {
			err = os.WriteFile(filepath.Join(k.Dir, name), content, 0o600)
		}
		if err != nil {
			return fmt.Errorf("take over the checkpoints: %w", err)
		}
	}
	return nil
}
