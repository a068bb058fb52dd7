package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"salesops/auth"
	"salesops/internal/fault"
	"salesops/internal/reason"
)

// Problem is an error in the form of RFC 9457. Code is for programs, Detail for people.
type Problem struct {
	Type        string            `json:"type" doc:"Kind of problem as a URI reference" example:"about:blank"`
	Title       string            `json:"title" doc:"The status in words" example:"Not Found"`
	Status      int               `json:"status" doc:"HTTP status" example:"404"`
	Detail      string            `json:"detail" doc:"One sentence that says what is wrong and what to do"`
	Code        string            `json:"code" enum:"internal,invalid,missing,denied,conflict,busy,unauthenticated,misdirected,too_large,method,full" doc:"What sort of failure it is"`
	ReasonCode  ReasonCode        `json:"reason_code,omitempty" doc:"The detail as a code"`
	ReasonParts map[string]string `json:"reason_parts,omitempty" doc:"What belongs into its sentence, by name"`
	Errors      []ProblemDetail   `json:"errors" doc:"What is wrong with single parts of the request"`
}

// ProblemDetail is what is wrong with one part of a request.
type ProblemDetail struct {
	Location string `json:"location" doc:"Where it stands, such as query.from or body.fields"`
	Message  string `json:"message"`
}

func (p *Problem) Error() string { return p.Detail }

// GetStatus returns the HTTP status, for huma.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType names the media type of RFC 9457.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// newProblem makes the answer to an error that huma found: a request that does not fit the document.
func newProblem(status int, detail string, errs ...error) *Problem {
	p := &Problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Detail: detail,
		Code: codeOf(status), Errors: []ProblemDetail{}}
	var parts []string
	for _, err := range errs {
		if err == nil {
			continue
		}
		d := ProblemDetail{Message: err.Error()}
		if detailer, ok := err.(huma.ErrorDetailer); ok {
			e := detailer.ErrorDetail()
			d = ProblemDetail{Location: e.Location, Message: e.Message}
		}
		p.Errors = append(p.Errors, d)
		parts = append(parts, strings.TrimSpace(d.Location+" "+d.Message))
	}
	if len(parts) > 0 {
		why := reason.Of("request_unfit", "what", strings.Join(parts, "; "))
		p.ReasonCode, p.ReasonParts = ReasonCode(why.Code), why.Parts
		p.Detail = strings.TrimSuffix(detail, ".") + ": " + strings.Join(parts, "; ")
	}
	return p
}

func codeOf(status int) string {
	switch status {
	case http.StatusUnauthorized:
		return "unauthenticated"
	case http.StatusForbidden:
		return "denied"
	case http.StatusNotFound:
		return "missing"
	case http.StatusMethodNotAllowed:
		return "method"
	case http.StatusConflict:
		return "conflict"
	case http.StatusRequestEntityTooLarge:
		return "too_large"
	case http.StatusMisdirectedRequest:
		return "misdirected"
	case http.StatusInsufficientStorage:
		return "full"
	case http.StatusServiceUnavailable, http.StatusTooManyRequests:
		return "busy"
	}
	if status >= 500 {
		return "internal"
	}
	return "invalid"
}

func statusOf(kind fault.Kind) int {
	switch kind {
	case fault.Invalid:
		return http.StatusUnprocessableEntity
	case fault.Missing:
		return http.StatusNotFound
	case fault.Denied:
		return http.StatusForbidden
	case fault.Conflict:
		return http.StatusConflict
	case fault.Busy:
		return http.StatusServiceUnavailable
	case fault.Internal:
	}
	return http.StatusInternalServerError
}

// unknownAsker are the reasons for which the answer is 401: sign in first.
var unknownAsker = []string{"session_needed", "signin_wrong", "token_wrong"}

// problem turns an error of a package below into the answer, without the places of the machine that it names.
func (a *API) problem(ctx context.Context, err error) error {
	told := a.problemOf(ctx, err)
	var p *Problem
	if errors.As(told, &p) {
		a.places().clear(p)
	}
	return told
}

// problemOf is the answer in the words of the error. An error without a kind is a mistake of the program. Its text
// is written to the program's log only, because it may contain what the asker must not see.
func (a *API) problemOf(ctx context.Context, err error) error {
	var status huma.StatusError
	if err == nil || errors.As(err, &status) {
		return err
	}
	if errors.Is(err, context.DeadlineExceeded) ||
		(errors.Is(err, context.Canceled) && errors.Is(context.Cause(ctx), context.DeadlineExceeded)) {
		return because(http.StatusServiceUnavailable, reason.Of("took_too_long"))
	}
	if errors.Is(err, context.Canceled) && ctx.Err() != nil {
		return because(http.StatusServiceUnavailable, reason.Of("cancelled"))
	}
	var throttled auth.Throttled
	if errors.As(err, &throttled) {
		why, _ := fault.ReasonOf(err)
		return huma.ErrorWithHeaders(because(http.StatusTooManyRequests, why),
			http.Header{"Retry-After": {strconv.Itoa(throttled.After)}})
	}
	err = fault.Room(err)
	kind := fault.KindOf(err)
	if why, ok := fault.ReasonOf(err); ok && slices.Contains(unknownAsker, why.Code) {
		return huma.ErrorWithHeaders(because(http.StatusUnauthorized, why),
			http.Header{"Www-Authenticate": {`Bearer realm="salesops"`}})
	}
	if why, ok := fault.ReasonOf(err); ok && (why.Code == "disk_full" || why.Code == "no_room") {
		return because(http.StatusInsufficientStorage, why)
	}
	if kind == fault.Internal {
		a.Logger.ErrorContext(ctx, "request failed", "error", err)
		// a sentence with a code contains nothing confidential
		if why, ok := fault.ReasonOf(err); ok && why.Code != "" {
			return because(http.StatusInternalServerError, why)
		}
		return because(http.StatusInternalServerError, reason.Of("went_wrong"))
	}
	var f *fault.Error
	errors.As(err, &f)
	message := f.Message
	if text := err.Error(); len(text) > len(message) && strings.Contains(text, message) {
		message = text
	}
	p := newProblem(statusOf(kind), message)
	if why, ok := fault.ReasonOf(err); ok {
		p.ReasonCode, p.ReasonParts = ReasonCode(why.Code), why.Parts
	}
	return p
}

// because makes a problem whose sentence exists in other languages too.
func because(status int, why reason.Reason) *Problem {
	p := newProblem(status, why.Text)
	p.ReasonCode, p.ReasonParts = ReasonCode(why.Code), why.Parts
	return p
}

func invalidf(format string, args ...any) error {
	return newProblem(http.StatusUnprocessableEntity, fmt.Sprintf(format, args...))
}
