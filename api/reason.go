package api

import (
	"maps"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"salesops/audit"
	"salesops/internal/reason"
)

// ReasonCode is the code of a reason, which the browser translates. The document lists every code, so a client
// that translates them notices a new one.
type ReasonCode string

// Schema names the codes.
func (ReasonCode) Schema(r huma.Registry) *huma.Schema {
	return listed(r, "ReasonCode",
		"Why, as a code; its parts stand beside it. A client shows the English sentence for "+
			"codes it does not know", reason.Codes())
}

// AuditDetail is the code of an event's detail, which the browser translates.
type AuditDetail string

// Schema names the codes.
func (AuditDetail) Schema(r huma.Registry) *huma.Schema {
	return listed(r, "AuditDetail", "An addition to an event, as a code; its parts stand beside it",
		slices.Sorted(maps.Keys(audit.Details())))
}

func listed(r huma.Registry, name, about string, codes []string) *huma.Schema {
	if _, ok := r.Map()[name]; !ok {
		s := &huma.Schema{Type: huma.TypeString, Description: about}
		for _, code := range codes {
			s.Enum = append(s.Enum, code)
		}
		s.PrecomputeMessages()
		r.Map()[name] = s
	}
	return &huma.Schema{Ref: "#/components/schemas/" + name}
}

var _, _ huma.SchemaProvider = ReasonCode(""), AuditDetail("")
