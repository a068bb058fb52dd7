package api

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"

	"salesops/auth"
	"salesops/internal/period"
)

// Door is how the program is reached. The zero Door is http on this machine only.
type Door struct {
	// Secure says that browsers come by https: to us, or to a proxy in front.
	Secure bool
	// Proxy says that a proxy of the company's own stands in front and names the address it
	// was asked from as the last one of X-Forwarded-For.
	Proxy bool
	// Hosts are the names answered to beside this machine's own.
	Hosts []string
}

// Gate knows the sessions of whoever holds the data folder: each begins with the one-time
// token of an address printed in the terminal. Only hashes are kept, and only in memory: when
// the program ends, they end. The sessions of people who sign in are auth's.
type Gate struct {
	Door
	cookie string

	mu       sync.Mutex
	tokens   map[[32]byte]struct{}
	sessions map[[32]byte]*ownerSession
}

type ownerSession struct{ begun, seen period.Instant }

// NewGate makes a gate. port keeps the cookies of two programs on one machine apart, since
// browsers send a host's cookies to all its ports.
func NewGate(port string) *Gate {
	return &Gate{cookie: "salesops-" + port, tokens: map[[32]byte]struct{}{}, sessions: map[[32]byte]*ownerSession{}}
}

// Token is a new token, good for one session.
func (g *Gate) Token() string {
	token := secret()
	g.mu.Lock()
	defer g.mu.Unlock()
	g.tokens[sha256.Sum256([]byte(token))] = struct{}{}
	return token
}

// use uses a token up; false when there is none.
func (g *Gate) use(token string) bool {
	hash := sha256.Sum256([]byte(token))
	g.mu.Lock()
	defer g.mu.Unlock()
	_, ok := g.tokens[hash]
	delete(g.tokens, hash)
	return ok
}

// good says that a token was not used yet.
func (g *Gate) good(token string) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	_, ok := g.tokens[sha256.Sum256([]byte(token))]
	return ok
}

// enter trades a token for a session; a token works once.
func (g *Gate) enter(token string, now period.Instant) (*http.Cookie, bool) {
	if !g.use(token) {
		return nil, false
	}
	session := secret()
	g.mu.Lock()
	defer g.mu.Unlock()
	g.sessions[sha256.Sum256([]byte(session))] = &ownerSession{begun: now, seen: now}
	return g.sessionCookie(session), true
}

// cookieName has the prefix that makes browsers refuse it from anybody but this very host, by
// https. Over http, which only this machine's own browsers use, there is no such prefix.
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

// noCookie takes the session's cookie back.
func (g *Gate) noCookie() *http.Cookie {
	c := g.sessionCookie("")
	c.MaxAge = -1
	return c
}

// secrets are what a request holds as session.
func (g *Gate) secrets(r *http.Request) []string {
	var out []string
	for _, c := range r.CookiesNamed(g.cookieName()) {
		out = append(out, c.Value)
	}
	return out
}

// holds says whether a request carries a session of the folder's owner.
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

// end ends the owner's session that has a secret.
func (g *Gate) end(text string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.sessions, sha256.Sum256([]byte(text)))
}

// answersTo says whether a Host header names this program. Any other name is a web page that
// made its own name point here.
func (g *Gate) answersTo(hostport string) bool {
	if localHost(hostport) {
		return true
	}
	host := hostport
	if h, _, err := net.SplitHostPort(hostport); err == nil {
		host = h
	}
	for _, name := range g.Hosts {
		if strings.EqualFold(name, host) {
			return true
		}
	}
	return false
}

// addressOf is where a request came from. A proxy adds the address it was asked from at the
// end of X-Forwarded-For; what stands before it, anybody could have sent.
func (g *Gate) addressOf(r *http.Request) string {
	if g.Proxy {
		all := r.Header.Values("X-Forwarded-For")
		if len(all) > 0 {
			last := all[len(all)-1]
			last = strings.TrimSpace(last[strings.LastIndexByte(last, ',')+1:])
			if ip, err := netip.ParseAddr(last); err == nil {
				return ip.Unmap().String()
			}
		}
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	if ip, err := netip.ParseAddr(host); err == nil {
		return ip.Unmap().WithZone("").String()
	}
	return host
}

// origin is where a request came from, and the session it holds.
func (g *Gate) origin(r *http.Request) auth.Origin {
	o := auth.Origin{Address: g.addressOf(r), Agent: r.UserAgent()}
	if held := g.secrets(r); len(held) > 0 {
		o.Secret = held[0]
	}
	return o
}

// base is the address of the program as the request knows it; its host was checked.
func (g *Gate) base(r *http.Request) string {
	if g.Secure {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// secret is 256 random bits. crypto/rand.Read never fails: it ends the program instead.
func secret() string {
	var b [32]byte
	_, _ = rand.Read(b[:])
	return base64.RawURLEncoding.EncodeToString(b[:])
}
