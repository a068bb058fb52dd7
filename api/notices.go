package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"salesops/internal/fault"
	"salesops/internal/reason"
)

// Health is what keeps the server from doing all of its work.
type Health struct {
	Notices []Notice `json:"notices" doc:"What everybody should know now; empty when all is well"`
}

// Notice is one thing that is not as it should be.
type Notice struct {
	Text        string            `json:"text" doc:"One sentence in English that says what is wrong and what to do"`
	ReasonCode  ReasonCode        `json:"reason_code" doc:"The text as a code"`
	ReasonParts map[string]string `json:"reason_parts,omitempty" doc:"What belongs into its sentence, by name"`
}

func (a *API) registerHealth(api huma.API) {
	huma.Register(api, operation("getHealth", http.MethodGet, "/health", "workspace",
		"What keeps the server from doing all of its work"), a.getHealth)
}

func (a *API) getHealth(context.Context, *struct{}) (*struct{ Body Health }, error) {
	out := &struct{ Body Health }{Health{Notices: []Notice{}}}
	for _, why := range a.notices() {
		out.Body.Notices = append(out.Body.Notices,
			Notice{Text: why.Text, ReasonCode: ReasonCode(why.Code), ReasonParts: why.Parts})
	}
	return out, nil
}

// notices are the reasons for which something does not work now.
func (a *API) notices() []reason.Reason {
	var all []reason.Reason
	if r, ok := a.Columns.Renewal(); ok {
		if why, ok := fault.ReasonOf(r.Refusal()); ok {
			all = append(all, why)
		}
	}
	if a.Full != nil && a.Full() {
		all = append(all, reason.Of("disk_full"))
	}
	return all
}
