package api

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"maps"
	"net/http"
	"sync"
	"time"

	"salesops/auth"
	"salesops/internal/period"
)

// Gate has the sessions of the holder of the data folder. Each begins with the one-time token of an address
// printed in the terminal. Only hashes are kept, and only in memory, so the sessions end with the program.
// Sessions of people who sign in are in package auth.
type Gate struct {
	Door
	cookie string

	mu       sync.Mutex
	tokens   map[[32]byte]period.Instant // when each was made
	sessions map[[32]byte]*ownerSession
}

type ownerSession struct{ begun, seen period.Instant }

// NewGate makes a gate. port distinguishes the cookies of two programs on one machine, because browsers send a
// host's cookies to all its ports.
func NewGate(port string) *Gate {
	return &Gate{cookie: "salesops-" + port, tokens: map[[32]byte]period.Instant{},
		sessions: map[[32]byte]*ownerSession{}}
}

// TokenLife is how long a printed address works. Terminals and logs keep what was printed for much longer.
const TokenLife = 15 * time.Minute

// Token returns a new token for one session.
func (g *Gate) Token(now period.Instant) string {
	token := secret()
	g.mu.Lock()
	defer g.mu.Unlock()
	maps.DeleteFunc(g.tokens, func(_ [32]byte, made period.Instant) bool { return tooOld(made, now) })
	g.tokens[sha256.Sum256([]byte(token))] = now
	return token
}

func tooOld(made, now period.Instant) bool {
	return now-made > period.Instant(TokenLife.Microseconds())
}

// use invalidates a token; it returns false for one that is unknown or too old.
func (g *Gate) use(token string, now period.Instant) bool {
	hash := sha256.Sum256([]byte(token))
	g.mu.Lock()
	defer g.mu.Unlock()
	made, ok := g.tokens[hash]
	delete(g.tokens, hash)
	return ok && !tooOld(made, now)
}

// good reports whether a token has not been used yet, and is not too old.
func (g *Gate) good(token string, now period.Instant) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	made, ok := g.tokens[sha256.Sum256([]byte(token))]
	return ok && !tooOld(made, now)
}

// enter makes a session for a token; a token works once.
func (g *Gate) enter(token string, now period.Instant) (*http.Cookie, bool) {
	if !g.use(token, now) {
		return nil, false
	}
	session := secret()
	g.mu.Lock()
	defer g.mu.Unlock()
	g.sessions[sha256.Sum256([]byte(session))] = &ownerSession{begun: now, seen: now}
	return g.sessionCookie(session), true
}

// cookieName has the prefix with which browsers accept the cookie only from this host and over https. Over
// http, which only browsers of this machine use, there is no prefix.
func (g *Gate) cookieName() string {
	if g.Secure {
		return "__Host-salesops"
	}
	return g.cookie
}

func (g *Gate) sessionCookie(session string) *http.Cookie {
	return &http.Cookie{Name: g.cookieName(), Value: session, Path: "/", HttpOnly: true, Secure: g.Secure,
		SameSite: http.SameSiteLaxMode}
}

// noCookie removes the session's cookie.
func (g *Gate) noCookie() *http.Cookie {
	c := g.sessionCookie("")
	c.MaxAge = -1
	return c
}

// secrets returns the session secrets of a request.
func (g *Gate) secrets(r *http.Request) []string {
	var out []string
	for _, c := range r.CookiesNamed(g.cookieName()) {
		out = append(out, c.Value)
	}
	return out
}

// holds reports whether a request has a session of the folder's owner.
func (g *Gate) holds(r *http.Request, now period.Instant) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, text := range g.secrets(r) {
		hash := sha256.Sum256([]byte(text))
		s, ok := g.sessions[hash]
		if !ok {
			continue
		}
		if now-s.seen > period.Instant(auth.SessionIdle.Microseconds()) ||
			now-s.begun > period.Instant(auth.SessionLength.Microseconds()) {
			delete(g.sessions, hash)
			continue
		}
		s.seen = now
		return true
	}
	return false
}

// end ends the owner's session with a secret.
func (g *Gate) end(text string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.sessions, sha256.Sum256([]byte(text)))
}

// secret is 256 random bits. crypto/rand.Read never fails: it ends the program instead.
func secret() string {
	var b [32]byte
	_, _ = rand.Read(b[:])
	return base64.RawURLEncoding.EncodeToString(b[:])
}
