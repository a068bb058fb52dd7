package checkpoint

import (
	"bufio"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"salesops/record"
)

// Line is a line of a list.
type Line struct {
	At   time.Time  `json:"at"`
	Seq  record.Seq `json:"seq"`  // the latest change of the log
	Hash string     `json:"hash"` // of that change, in hexadecimal
	// Restored says that a backup was restored: the log may be shorter than lines before say.
	Restored bool   `json:"restored,omitempty"`
	Key      string `json:"key"`       // the public key, in hexadecimal
	Sig      string `json:"signature"` // in hexadecimal
}

// said is what the signature is over.
func (l *Line) said() []byte {
	return fmt.Appendf(nil, "salesops checkpoint 1\n%d\n%s\n%s\n%t\n", l.Seq, l.Hash,
		l.At.UTC().Format(time.RFC3339Nano),
		l.Restored)
}

func (l *Line) sign(key ed25519.PrivateKey) {
	public, _ := key.Public().(ed25519.PublicKey)
	l.Key, l.Sig = hex.EncodeToString(public), hex.EncodeToString(ed25519.Sign(key, l.said()))
}

// genuine reports whether the line is as its key signed it.
func (l *Line) genuine() bool {
	key, err := hex.DecodeString(l.Key)
	sig, bad := hex.DecodeString(l.Sig)
	return err == nil && bad == nil && len(key) == ed25519.PublicKeySize && ed25519.Verify(key, l.said(), sig)
}

// read gives the lines of a list; none when it is not there. A last line without an end was being written when the
// program or the machine stopped, and is left out. An unreadable line is nil.
func read(path string) (lines []*Line, err error) {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	in := bufio.NewReader(file)
	for {
		text, err := in.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			return lines, nil
		}
		if err != nil {
			return nil, err
		}
		line := &Line{}
		if json.Unmarshal(text, line) != nil {
			line = nil
		}
		lines = append(lines, line)
	}
}
