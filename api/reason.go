package api

import (
	"github.com/danielgtaylor/huma/v2"

	"salesops/internal/reason"
)

// ReasonCode is the code of a reason, which the browser translates. The document lists every code, so a client
// that translates them notices a new one.
type ReasonCode string

// Schema names the codes.
func (ReasonCode) Schema(r huma.Registry) *huma.Schema {
	const name = "ReasonCode"
	if _, ok := r.Map()[name]; !ok {
		s := &huma.Schema{Type: huma.TypeString,
			Description: "Why, as a code; its parts stand beside it. A client shows the English sentence for codes " +
				"it does not know"}
		for _, code := range reason.Codes() {
			s.Enum = append(s.Enum, code)
		}
		s.PrecomputeMessages()
		r.Map()[name] = s
	}
	return &huma.Schema{Ref: "#/components/schemas/" + name}
}

var _ huma.SchemaProvider = ReasonCode("")
