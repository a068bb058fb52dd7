package main

import (
	"crypto/tls"
	"log/slog"
	"os"
	"sync"
	"time"

	"salesops/internal/fault"
)

// certificate is the certificate of the server in two files. They are read again when they have changed, because
// certificates are renewed every few weeks while the program serves.
type certificate struct {
	cert, key string
	logger    *slog.Logger

	mu   sync.Mutex
	pair *tls.Certificate
	seen [2]stamp // of the files when they were last read, also in vain
}

// stamp tells the contents of a file from later ones.
type stamp struct {
	at   time.Time
	size int64
	file os.FileInfo // a renewed file may be another one of the same size and time
}

func (s stamp) same(o stamp) bool {
	return s.at.Equal(o.at) && s.size == o.size && s.file != nil && o.file != nil && os.SameFile(s.file, o.file)
}

func stampOf(path string) stamp {
	info, err := os.Stat(path)
	if err != nil {
		return stamp{}
	}
	return stamp{info.ModTime(), info.Size(), info}
}

// certificate reads the certificate; nil when the program does not speak TLS itself.
func (f doorFlags) certificate(logger *slog.Logger) (*certificate, error) {
	if f.TLSCert == "" {
		return nil, nil //nolint:nilnil // none is wanted
	}
	c := &certificate{cert: f.TLSCert, key: f.TLSKey, logger: logger}
	c.seen = c.stamps()
	pair, err := tls.LoadX509KeyPair(c.cert, c.key)
	if err != nil {
		return nil, fault.Invalidf("--tls-cert %s, --tls-key %s: %w", c.cert, c.key, err)
	}
	c.pair = &pair
	return c, nil
}

func (c *certificate) stamps() [2]stamp { return [2]stamp{stampOf(c.cert), stampOf(c.key)} }

// current returns the certificate for a connection. While one of the files is replaced and the other one not yet,
// they do not fit each other; the pair of before stays in use until they do.
func (c *certificate) current(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.stamps() // before the files are read: a change during it is read next time
	if now[0].same(c.seen[0]) && now[1].same(c.seen[1]) {
		return c.pair, nil
	}
	missing := now[0].file == nil || now[1].file == nil
	if pair, err := tls.LoadX509KeyPair(c.cert, c.key); err == nil {
		c.pair = &pair
		c.logger.Info("the certificate was read again", "file", c.cert)
	} else if !missing {
		c.logger.Warn("the certificate of before stays in use", "file", c.cert, "error", err)
	}
	c.seen = now
	return c.pair, nil
}
