package api

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
)

// upload gives the handler the request itself, so that files go to disk as they arrive.
type upload struct {
	request *http.Request
	writer  http.ResponseWriter
}

// Resolve is huma's hook; it reads nothing yet.
func (u *upload) Resolve(ctx huma.Context) []error {
	u.request, u.writer = humago.Unwrap(ctx)
	return nil
}
