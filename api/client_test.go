package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/legacy"

	"salesops/api"
)

// document is our own contract, read the way a stranger would.
var document = sync.OnceValues(func() (routers.Router, error) {
	text, err := api.Document(context.Background(), "test")
	if err != nil {
		return nil, err
	}
	doc, err := openapi3.NewLoader().LoadFromData(text)
	if err != nil {
		return nil, err
	}
	doc.Servers = nil
	return legacy.NewRouter(doc)
})

// reply is a response that was held against the document.
type reply struct {
	status int
	header http.Header
	body   []byte
}

func (r reply) json(t *testing.T, to any) {
	t.Helper()
	if err := json.Unmarshal(r.body, to); err != nil {
		t.Fatalf("%v in %s", err, r.body)
	}
}

// ask sends a request with the session and checks the response against the document.
func (w *world) ask(method, path string, body any, header ...string) reply {
	w.t.Helper()
	var reader io.Reader
	if body != nil {
		b, err := json.Marshal(body)
		w.must(err)
		reader = bytes.NewReader(b)
	}
	req, err := http.NewRequestWithContext(w.t.Context(), method, w.server.URL+"/api/v1"+path, reader)
	w.must(err)
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	return w.send(req)
}

func (w *world) send(req *http.Request) reply {
	w.t.Helper()
	res, err := w.client.Do(req)
	w.must(err)
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	w.must(err)
	w.validate(req, res, b)
	return reply{res.StatusCode, res.Header, b}
}

func (w *world) validate(req *http.Request, res *http.Response, body []byte) {
	w.t.Helper()
	router, err := document()
	w.must(err)
	plain := req.Clone(context.Background())
	plain.URL.Host, plain.URL.Scheme, plain.Host = "", "", ""
	route, params, err := router.FindRoute(plain)
	if err != nil {
		return // not an operation: the router's own answer
	}
	if res.StatusCode == http.StatusNotModified {
		return // has no body
	}
	if kind := res.Header.Get("Content-Type"); !strings.Contains(kind, "json") {
		if _, ok := route.Operation.Responses.Map()["200"].Value.Content[strings.Split(kind, ";")[0]]; !ok {
			w.t.Errorf("%s %s answers %s, which the document does not have", req.Method, req.URL, kind)
		}
		return
	}
	err = openapi3filter.ValidateResponse(context.Background(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: plain,
			PathParams: params, Route: route},
		Status: res.StatusCode, Header: res.Header, Body: io.NopCloser(bytes.NewReader(body)),
	})
	if err != nil {
		w.t.Errorf("%s %s does not answer as the document says: %v\n%s", req.Method, req.URL, err, body)
	}
}

// get expects 200 and decodes the body.
func get[T any](w *world, path string) T {
	w.t.Helper()
	r := w.ask(http.MethodGet, path, nil)
	if r.status != http.StatusOK {
		w.t.Fatalf("GET %s: %d %s", path, r.status, r.body)
	}
	var out T
	r.json(w.t, &out)
	return out
}

// problem expects an error and gives it.
func (w *world) problem(method, path string, body any, status int, code string) map[string]any {
	w.t.Helper()
	r := w.ask(method, path, body)
	var p map[string]any
	r.json(w.t, &p)
	if r.status != status || p["code"] != code ||
		!strings.HasPrefix(r.header.Get("Content-Type"), "application/problem+json") {
		w.t.Errorf("%s %s: %d %s, want %d %s: %s", method, path, r.status,
			r.header.Get("Content-Type"), status, code, r.body)
	}
	return p
}
