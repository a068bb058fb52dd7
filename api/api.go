package api

import (
	"encoding/json"
	"log/slog"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"salesops/internal/fault"
)

// maxBody limits a JSON body; files come through POST /imports.
const maxBody = 1 << 20

const (
	typeCSV  = "text/csv"
	typeXLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
)

var errNotReady = fault.Busyf("not ready")

// API answers requests.
type API struct {
	log  *slog.Logger
	huma huma.API
}

// New makes the API.
func New(version string) *API {
	a := &API{log: slog.Default()}
	mux := http.NewServeMux()
	a.huma = newHuma(mux, version)
	a.registerMetrics(a.huma)
	a.registerMetricRecords(a.huma)
	a.registerRecords(a.huma)
	a.registerRecordWrites(a.huma)
	a.registerChanges(a.huma)
	a.registerImports(a.huma)
	a.registerWorkspace(a.huma)
	return a
}

// Document is the OpenAPI 3.1 document of version, indented.
func Document(version string) ([]byte, error) {
	a := New(version)
	return json.MarshalIndent(a.huma.OpenAPI(), "", "  ")
}
