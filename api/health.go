package api

import (
	"net/http"
	"strings"
)

// Alive answers that the process runs. A supervisor that gets no answer starts the process again.
func Alive(w http.ResponseWriter, _ *http.Request) { healthLine(w, http.StatusOK, "ok") }

// Readiness answers whether requests should be sent here, and otherwise why not. A load balancer asks it.
func (a *API) Readiness(w http.ResponseWriter, _ *http.Request) {
	if a.Troubles != nil {
		if why := a.Troubles(); len(why) > 0 {
			healthLine(w, http.StatusServiceUnavailable, strings.Join(why, "\n"))
			return
		}
	}
	healthLine(w, http.StatusOK, "ok")
}

func healthLine(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(text + "\n"))
}

// probes reports whether a request asks only for health: a load balancer does so without https.
func probes(r *http.Request) bool { return r.URL.Path == "/healthz" || r.URL.Path == "/readyz" }
