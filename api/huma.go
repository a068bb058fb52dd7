package api

import (
	"net/http"
	"reflect"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
)

// huma keeps two settings in package variables. They are the same for every API of this program, so they are
// set once, before the first API is made.
var setHuma = sync.OnceFunc(func() {
	huma.DefaultArrayNullable = false
	huma.NewError = func(status int, detail string, errs ...error) huma.StatusError {
		return newProblem(status, detail, errs...)
	}
})

// newHuma makes the router whose document is our contract: unknown query parameters are refused, nothing is
// added to bodies, and it serves no pages of its own.
func newHuma(mux humago.Mux, version string) huma.API {
	setHuma()
	config := huma.DefaultConfig("salesops", version)
	config.Info.Description = "Every number of sales operations, as of any day. Errors are RFC 9457 problems."
	config.DocsPath, config.SchemasPath, config.OpenAPIPath = "", "", ""
	config.CreateHooks = nil
	config.RejectUnknownQueryParameters = true
	config.Tags = []*huma.Tag{
		{Name: "metrics", Description: "Numbers with names"},
		{Name: "records", Description: "Records, their fields and their time line"},
		{Name: "changes", Description: "The change log"},
		{Name: "imports", Description: "Data in"},
		{Name: tagSignIn, Description: "Who asks: sessions, passwords, tokens"},
		{Name: "administration", Description: "Audit trail, erasure, backups"},
		{Name: "workspace", Description: "Settings, schema, first look, search"},
	}
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"session": {Type: "apiKey", In: "cookie", Name: "salesops",
			Description: "The session that signing in, or the printed address, starts; over http the name ends in " +
				"the port, over https it is __Host-salesops"},
		"token": {Type: "http", Scheme: "bearer", BearerFormat: "sops_…",
			Description: "An API token, made under your account; it has scopes and an end"},
	}
	config.Security = []map[string][]string{{"session": {}}, {"token": {}}}
	return humago.New(mux, config)
}

func schemaOf[T any](r huma.Registry) *huma.Schema {
	return r.Schema(reflect.TypeFor[T](), true, reflect.TypeFor[T]().Name())
}

// operation describes one operation. id is camelCase and names the client's function.
func operation(id, method, path, tag, summary string) huma.Operation {
	return huma.Operation{
		OperationID: id, Method: method, Path: "/api/v1" + path, Tags: []string{tag}, Summary: summary,
		MaxBodyBytes: maxBody,
		// huma's own deadline would stay after the body was read and end the connection; watchBody sets ours
		BodyReadTimeout: -1,
		DefaultStatus:   map[string]int{http.MethodPost: http.StatusOK}[method],
	}
}

// withExports adds the forms an operation can stream beside JSON.
func withExports[T any](api huma.API, op huma.Operation) huma.Operation {
	binary := &huma.Schema{Type: huma.TypeString, Format: "binary"}
	op.Responses = map[string]*huma.Response{"200": {
		Description: "OK",
		Content: map[string]*huma.MediaType{
			"application/json": {Schema: schemaOf[T](api.OpenAPI().Components.Schemas)},
			typeCSV:            {Schema: &huma.Schema{Type: huma.TypeString}},
			typeXLSX:           {Schema: binary},
		},
	}}
	addProblem(api, &op)
	return op
}

// addProblem adds the error form, which huma does only for operations without responses of their own.
func addProblem(api huma.API, op *huma.Operation) {
	op.Responses["default"] = &huma.Response{
		Description: "Error",
		Content: map[string]*huma.MediaType{
			"application/problem+json": {Schema: schemaOf[Problem](api.OpenAPI().Components.Schemas)},
		},
	}
}

// Positioned has the header of every answer to a GET: the log position at which it was computed.
type Positioned struct {
	ETag     string `header:"ETag"`
	Position int64  `header:"X-Position"`
	Cache    string `header:"Cache-Control"`
}

// Conditional has the header of a GET that asks whether something changed.
type Conditional struct {
	IfNoneMatch string `header:"If-None-Match"`
}

type reply[T any] struct {
	Positioned
	Body T
}

type done[T any] struct {
	Body T
}

// stream is an answer whose form the request chose.
type stream struct {
	Positioned
	Body func(huma.Context)
}

func wants(accept, format string) string {
	switch {
	case format != "":
		return format
	case strings.Contains(accept, typeCSV):
		return "csv"
	case strings.Contains(accept, typeXLSX):
		return "xlsx"
	}
	return "json"
}
