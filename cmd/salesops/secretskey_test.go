package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// TestSecretsKey is made once, whoever asks first, for its owner alone. One that is damaged is not replaced.
func TestSecretsKey(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	keys := make([][]byte, 8)
	var all sync.WaitGroup
	for i := range keys {
		all.Go(func() {
			key, err := secretsKey(dir)()
			if err != nil {
				t.Error(err)
			}
			keys[i] = key
		})
	}
	all.Wait()
	for _, key := range keys {
		if len(key) != 32 || !bytes.Equal(key, keys[0]) {
			t.Errorf("keys %x and %x", keys[0], key)
		}
	}
	path := filepath.Join(dir, secretsKeyName)
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 {
		t.Errorf("the folder has %v, %v", entries, err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if err := os.WriteFile(path, []byte("ab"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := secretsKey(dir)(); err == nil || !strings.Contains(err.Error(), "is damaged") {
		t.Errorf("a damaged key: %v", err)
	}
}

// TestSecretsKeyIsInherited by the folder that takes the place of another one, unless its backup brought one.
func TestSecretsKeyIsInherited(t *testing.T) {
	t.Parallel()
	old, fresh := t.TempDir(), t.TempDir()
	if err := inheritSecretsKey(old, fresh); err != nil || exists(filepath.Join(fresh, secretsKeyName)) {
		t.Errorf("without a key: %v", err)
	}
	of := func(dir string) []byte {
		key, err := secretsKey(dir)()
		if err != nil {
			t.Fatal(err)
		}
		return key
	}
	key := of(old)
	if err := inheritSecretsKey(old, fresh); err != nil || !bytes.Equal(of(fresh), key) {
		t.Errorf("with a key: %v", err)
	}
	other := t.TempDir()
	brought := of(other)
	if err := inheritSecretsKey(old, other); err != nil || !bytes.Equal(of(other), brought) {
		t.Errorf("with one of the backup: %v", err)
	}
}
