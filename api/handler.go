package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"

	"salesops/access"
	"salesops/auth"
	"salesops/internal/fair"
	"salesops/internal/reason"
)

// Handler is everything the program serves over HTTP.
func (a *API) Handler(gate *Gate) http.Handler {
	cross := http.NewCrossOriginProtection()
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", Alive)
	mux.HandleFunc("GET /readyz", a.Readiness)
	mux.Handle("/api/", a.guardAPI(gate, cross))
	mux.Handle("/", a.pages(gate))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer watchBody(w, r, a.Patience.Body)()
		secure(w.Header())
		if gate.Secure {
			w.Header().Set("Strict-Transport-Security", "max-age=31536000")
		}
		if !gate.answersTo(r.Host) {
			a.refuseWith(w, because(http.StatusMisdirectedRequest, reason.Of("host_unknown")))
			return
		}
		if gate.Secure && !gate.encrypted(r) && !probes(r) {
			a.refuseWith(w, because(http.StatusForbidden, reason.Of("https_needed")))
			return
		}
		mux.ServeHTTP(steady(w, r, a.Patience.Reader), r)
	})
}

// guardAPI passes a request to the API when it is allowed (admit), comes from our own pages or from no page, is
// within the rate limit, and is not too large.
func (a *API) guardAPI(gate *Gate, cross *http.CrossOriginProtection) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		if err := cross.Check(r); err != nil {
			a.refuseWith(w, because(http.StatusForbidden, reason.Of("other_website")))
			return
		}
		if !textual(r.URL) {
			a.refuse(w, http.StatusBadRequest, "the address contains bytes that are not UTF-8 text")
			return
		}
		who, err := a.identify(gate, r)
		if limited := a.takeRequest(who, gate.addressOf(r)); limited != nil {
			err = limited
		}
		var may access.Asker
		if err == nil {
			may, err = a.admit(r, who)
		}
		if err == nil {
			err = a.noteToken(r, who)
		}
		if err != nil {
			a.refuseFor(w, r, err)
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, a.mostBytes(r))
		ctx := r.Context()
		if who.Via != "" {
			ctx = fair.By(context.WithValue(auth.With(ctx, who), askerKey{}, may), string(who.Actor()))
		}
		ctx = context.WithValue(ctx, visitKey{}, visit{gate: gate, origin: gate.origin(r), base: gate.base(r)})
		var done func()
		switch {
		case r.Method != http.MethodGet && r.Method != http.MethodHead:
			ctx, done = a.changing.whole(ctx)
		case r.URL.Query().Has("format") || strings.Contains(r.Header.Get("Accept"), typeCSV) ||
			strings.Contains(r.Header.Get("Accept"), typeXLSX):
			ctx, done = limited(ctx, a.Patience.Export)
		default:
			ctx, done = limited(ctx, a.Patience.Answer)
		}
		defer done()
		a.route(w, r.WithContext(ctx))
	})
}

// textual reports whether the address is text: engines below refuse other bytes with errors of their own.
func textual(u *url.URL) bool {
	query, err := url.QueryUnescape(u.RawQuery)
	return utf8.ValidString(u.Path) && (err != nil || utf8.ValidString(query))
}

// route answers with the operation, or with a problem where the router would send text.
func (a *API) route(w http.ResponseWriter, r *http.Request) {
	h, pattern := a.mux.Handler(r)
	if pattern != "" {
		a.mux.ServeHTTP(w, r)
		return
	}
	probe := &probe{header: http.Header{}}
	h.ServeHTTP(probe, r)
	if probe.status == http.StatusMethodNotAllowed {
		w.Header().Set("Allow", probe.header.Get("Allow"))
		a.refuse(w, http.StatusMethodNotAllowed, "this address does not take "+r.Method+": use "+
			probe.header.Get("Allow"))
		return
	}
	a.refuse(w, http.StatusNotFound, "there is nothing at "+r.URL.Path+": the addresses are in /api/v1/openapi.json")
}

// RouteOf names where a request goes, for whoever counts requests: the route as the document writes it, such as
// "/api/v1/metrics/{id}", "pages" for the browser's pages and files, "none" for an address that is not there.
func (a *API) RouteOf(r *http.Request) string {
	if !strings.HasPrefix(r.URL.Path, "/api/") {
		return "pages"
	}
	_, pattern := a.mux.Handler(r)
	if _, route, ok := strings.Cut(pattern, " "); ok {
		return route
	}
	return "none"
}

// probe captures what the router would have sent.
type probe struct {
	header http.Header
	status int
}

func (p *probe) Header() http.Header         { return p.header }
func (p *probe) WriteHeader(status int)      { p.status = status }
func (p *probe) Write(b []byte) (int, error) { return len(b), nil }

// refuse sends a problem from outside huma.
func (a *API) refuse(w http.ResponseWriter, status int, detail string) {
	a.refuseWith(w, newProblem(status, detail))
}

// refuseFor sends the problem for an error of a package below.
func (a *API) refuseFor(w http.ResponseWriter, r *http.Request, err error) {
	p := a.problem(r.Context(), err)
	var headed huma.HeadersError
	if errors.As(p, &headed) {
		for name, values := range headed.GetHeaders() {
			w.Header()[name] = values
		}
	}
	var said *Problem
	if !errors.As(p, &said) {
		said = because(http.StatusInternalServerError, reason.Of("went_wrong"))
	}
	a.refuseWith(w, said)
}

func (a *API) refuseWith(w http.ResponseWriter, p *Problem) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p) // fails when the asker has gone
}

// secure sets the headers of every answer. The page's own policy, with its nonce, replaces the policy set here.
func secure(h http.Header) {
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
}
