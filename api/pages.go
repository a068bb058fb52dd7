package api

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"

	"salesops/web"
)

// pages serves the browser interface, and turns the token of a printed address into a session.
func (a *API) pages(gate *Gate) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			a.refuse(w, http.StatusMethodNotAllowed, "this address does not take "+r.Method+": use GET")
			return
		}
		if token := r.URL.Query().Get("token"); token != "" {
			a.enter(w, r, gate, token)
			return
		}
		name := strings.TrimPrefix(path.Clean("/"+r.URL.Path), "/")
		if strings.HasPrefix(name+"/", "assets/") || (name != "" && name != "index.html" && path.Ext(name) != "") {
			a.file(w, r, name)
			return
		}
		a.index(w)
	})
}

func (a *API) enter(w http.ResponseWriter, r *http.Request, gate *Gate, token string) {
	w.Header().Set("Cache-Control", "no-store")
	if r.Method == http.MethodHead { // chats and mail programs look at an address before a person opens it
		return
	}
	cookie, ok := gate.enter(token, a.Clock())
	if !ok && !gate.holds(r, a.Clock()) {
		plain(w, http.StatusUnauthorized,
			"This address was used before, or is older than 15 minutes. Run `salesops serve` again in the terminal: "+
				"it prints a new one.")
		return
	}
	if ok {
		http.SetCookie(w, cookie)
	}
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

// file serves a built file. Names under assets/ contain a hash of the content, so they are cached forever. A
// missing one belongs to an older version of the pages; the 404 makes them load again.
func (a *API) file(w http.ResponseWriter, r *http.Request, name string) {
	if !fs.ValidPath(name) || strings.HasPrefix(path.Base(name), ".") || strings.HasSuffix(name, ".br") ||
		strings.HasSuffix(name, ".gz") {
		plain(w, http.StatusNotFound, "Not found.")
		return
	}
	h := w.Header()
	for _, form := range []struct{ suffix, coding string }{{".br", "br"}, {".gz", "gzip"}, {"", ""}} {
		if form.coding != "" && !accepts(r.Header.Get("Accept-Encoding"), form.coding) {
			continue
		}
		content, err := fs.ReadFile(a.Web, name+form.suffix)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			break // a folder
		}
		h.Set("Content-Type", contentType(name))
		h.Add("Vary", "Accept-Encoding")
		if form.coding != "" {
			h.Set("Content-Encoding", form.coding)
		}
		h.Set("Cache-Control", "no-cache")
		if strings.HasPrefix(name, "assets/") {
			h.Set("Cache-Control", "public, max-age=31536000, immutable")
		}
		h.Set("Content-Length", strconv.Itoa(len(content)))
		_, _ = w.Write(content) //nolint:gosec // our own built files; fails when the asker has gone
		return
	}
	plain(w, http.StatusNotFound, "Not found.")
}

// accepts reports whether an Accept-Encoding header allows a coding.
func accepts(header, coding string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, params, _ := strings.Cut(strings.TrimSpace(part), ";")
		if strings.EqualFold(strings.TrimSpace(name), coding) {
			q, found := strings.CutPrefix(strings.ReplaceAll(params, " ", ""), "q=")
			weight, err := strconv.ParseFloat(q, 64)
			return !found || err != nil || weight > 0
		}
	}
	return false
}

// index serves the one page of the interface with a fresh nonce for its styles and scripts.
func (a *API) index(w http.ResponseWriter) {
	h := w.Header()
	page, err := fs.ReadFile(a.Web, "index.html")
	if err != nil {
		h.Set("Cache-Control", "no-store")
		plain(w, http.StatusServiceUnavailable,
			"The pages are not built into this program: run ./demo, or use the commands and the API.")
		return
	}
	nonce := secret()
	h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-"+nonce+
		"'; img-src 'self' data: blob:; "+
		"font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'")
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-cache")
	// fails when the asker has gone
	_, _ = w.Write(bytes.ReplaceAll(page, []byte(web.NoncePlaceholder), []byte(nonce)))
}

func plain(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, text+"\n") // fails when the asker has gone
}

// contentType has its own list, because the tables of machines differ.
func contentType(name string) string {
	switch path.Ext(name) {
	case ".js", ".mjs":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".json", ".map", ".webmanifest":
		return "application/json"
	case ".svg":
		return "image/svg+xml"
	case ".png":
		return "image/png"
	case ".ico":
		return "image/x-icon"
	case ".woff2":
		return "font/woff2"
	case ".txt":
		return "text/plain; charset=utf-8"
	}
	return "application/octet-stream"
}
