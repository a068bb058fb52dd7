package main

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"salesops/backup"
)

// secretsKeyName is the file with the key of the secrets that the database keeps encrypted, such as those of
// authenticator apps. Only an encrypted backup has it.
const secretsKeyName = "secrets.key"

const secretsKeyBytes = 32

// secretsKey returns how the key of a data folder is read, or made when there is none.
func secretsKey(dir string) func() ([]byte, error) {
	path := filepath.Join(dir, secretsKeyName)
	return func() ([]byte, error) {
		text, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			text, err = makeSecretsKey(dir, path)
		}
		if err != nil {
			return nil, err
		}
		key, err := hex.DecodeString(string(bytes.TrimSpace(text)))
		if err != nil || len(key) != secretsKeyBytes {
			return nil, fmt.Errorf("%s is damaged: put a copy of it back, or move it away, and a new key is made",
				secretsKeyName)
		}
		return key, nil
	}
}

// makeSecretsKey makes a key. It gets its name when it is whole on the disk, and never takes the place of another one.
func makeSecretsKey(dir, path string) (text []byte, err error) {
	var key [secretsKeyBytes]byte
	_, _ = rand.Read(key[:]) // Read never returns an error
	file, err := os.CreateTemp(dir, secretsKeyName+".*")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.Remove(file.Name())) }()
	text = []byte(hex.EncodeToString(key[:]) + "\n")
	_, err = file.Write(text)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return nil, err
	}
	if err := os.Link(file.Name(), path); errors.Is(err, fs.ErrExist) { // made at the same moment
		return os.ReadFile(path)
	} else if err != nil {
		return nil, err
	}
	return text, backup.SyncFolder(dir)
}

// inheritSecretsKey copies the key of the folder dir, if it has one, into fresh, which takes its place. A key that came
// with the backup stays.
func inheritSecretsKey(dir, fresh string) error {
	if exists(filepath.Join(fresh, secretsKeyName)) {
		return nil
	}
	text, err := os.ReadFile(filepath.Join(dir, secretsKeyName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(fresh, secretsKeyName), text, 0o600)
	}
	if err != nil {
		return fmt.Errorf("take over the key of secrets: %w", err)
	}
	return nil
}
