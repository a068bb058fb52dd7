package api

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"sync"
)

// Gate lets in whoever holds a session. Until people sign in, a session begins with the
// one-time token of an address that was printed in the terminal of the folder's owner.
// Only hashes are kept, and only in memory: when the program ends, all sessions end.
type Gate struct {
	cookie string

	mu       sync.Mutex
	tokens   map[[32]byte]struct{}
	sessions map[[32]byte]struct{}
}

// NewGate makes a gate. port keeps the cookies of two programs on one machine apart, since
// browsers send a host's cookies to all its ports.
func NewGate(port string) *Gate {
	return &Gate{cookie: "salesops-" + port, tokens: map[[32]byte]struct{}{}, sessions: map[[32]byte]struct{}{}}
}

// Token is a new token, good for one session.
func (g *Gate) Token() string {
	token := secret()
	g.mu.Lock()
	defer g.mu.Unlock()
	g.tokens[sha256.Sum256([]byte(token))] = struct{}{}
	return token
}

// enter trades a token for a session; a token works once.
func (g *Gate) enter(token string) (*http.Cookie, bool) {
	hash := sha256.Sum256([]byte(token))
	g.mu.Lock()
	defer g.mu.Unlock()
	if _, ok := g.tokens[hash]; !ok {
		return nil, false
	}
	delete(g.tokens, hash)
	session := secret()
	g.sessions[sha256.Sum256([]byte(session))] = struct{}{}
	// Not Secure: the address is http on this machine only.
	return &http.Cookie{Name: g.cookie, Value: session, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode}, true //nolint:gosec // see above
}

// holds says whether a request carries a session of the folder's owner.
func (g *Gate) holds(r *http.Request) bool {
	for _, c := range r.CookiesNamed(g.cookie) {
		hash := sha256.Sum256([]byte(c.Value))
		g.mu.Lock()
		_, ok := g.sessions[hash]
		g.mu.Unlock()
		if ok {
			return true
		}
	}
	return false
}

// secret is 256 random bits. crypto/rand.Read never fails: it ends the program instead.
func secret() string {
	var b [32]byte
	_, _ = rand.Read(b[:])
	return base64.RawURLEncoding.EncodeToString(b[:])
}
