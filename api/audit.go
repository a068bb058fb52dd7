package api

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"salesops/access"
	"salesops/audit"
	"salesops/record"
)

// AuditTrail is a page of the audit trail, newest first.
type AuditTrail struct {
	Entries    []AuditEntry `json:"entries"`
	NextBefore *int64       `json:"next_before" doc:"Ask with before=… for older ones; null at the end"`
}

// AuditEntry is something that somebody did, or was refused.
type AuditEntry struct {
	Seq         int64             `json:"seq" doc:"Its change in the log"`
	At          string            `json:"at" format:"date-time"`
	Actor       string            `json:"actor" doc:"Who did it"`
	What        string            `json:"what" doc:"Such as sign_in, export, company_set, import_create or forget"`
	Outcome     string            `json:"outcome" enum:"done,refused,failed"`
	Whom        string            `json:"whom" doc:"The account, person or record it was done to"`
	Address     string            `json:"address" doc:"Where from; empty on this machine"`
	Reason      string            `json:"reason" doc:"Code of why it was refused or failed"`
	Detail      string            `json:"detail"`
	DetailCode  AuditDetail       `json:"detail_code,omitempty" doc:"The detail of an event as a code"`
	DetailParts map[string]string `json:"detail_parts,omitempty" doc:"What belongs into its words, by name"`
	Count       int64             `json:"count" doc:"How often: refusals, and uses of a token, of one minute are told as one"`
	Object      string            `json:"object" doc:"What was changed; empty for an event"`
	ID          string            `json:"id" doc:"The record that was changed; empty for an event"`
	Fields      []string          `json:"fields" doc:"The fields that were changed"`
}

type auditInput struct {
	Accept  string `header:"Accept"`
	Format  string `query:"format" enum:"json,csv,xlsx"`
	Before  int64  `query:"before" minimum:"0"`
	Limit   int    `query:"limit" minimum:"1" maximum:"500" default:"50"`
	Actor   string `query:"actor" maxLength:"200"`
	What    string `query:"what" maxLength:"60"`
	Outcome string `query:"outcome" enum:"done,refused,failed"`
	From    Day    `query:"from" doc:"First day, in the company's zone"`
	To      Day    `query:"to" doc:"Last day"`
	Text    string `query:"q" maxLength:"200" doc:"Somewhere in it"`
}

func (a *API) registerAudit(api huma.API) {
	op := withExports[AuditTrail](api, operation("listAudit", http.MethodGet, "/audit", "administration",
		"Who did what, and what was refused"))
	huma.Register(api, needing(op, access.Audit), a.listAudit)
}

func (a *API) listAudit(ctx context.Context, in *auditInput) (*stream, error) {
	if _, err := able(ctx, access.Audit); err != nil {
		return nil, a.problem(ctx, err)
	}
	filter, err := a.auditFilter(ctx, in)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	// There is no ETag: reading the trail changes nothing, but every refusal changes what is read.
	head := Positioned{Position: int64(a.Log.Head()), Cache: "no-store"}
	format := wants(in.Accept, in.Format)
	body := AuditTrail{Entries: []AuditEntry{}}
	if format == "json" {
		err := audit.Read(ctx, a.Log, record.Seq(in.Before), filter, func(e audit.Entry) bool {
			if len(body.Entries) == in.Limit {
				next := body.Entries[in.Limit-1].Seq
				body.NextBefore = &next
				return false
			}
			body.Entries = append(body.Entries, auditEntry(e))
			return true
		})
		if err != nil {
			return nil, a.problem(ctx, err)
		}
	}
	return a.send(ctx, head, format, body, func(ctx context.Context) Table { return a.auditTable(ctx, filter) })
}

func (a *API) auditFilter(ctx context.Context, in *auditInput) (audit.Filter, error) {
	f := audit.Filter{Actor: in.Actor, What: in.What, Outcome: audit.Outcome(in.Outcome), Text: in.Text}
	settings, err := a.settings(ctx)
	if err != nil {
		return f, err
	}
	from, err := in.From.parse()
	if err != nil {
		return f, err
	}
	to, err := in.To.parse()
	if err != nil {
		return f, err
	}
	if from != nil {
		f.Since = from.Start(settings.Zone)
	}
	if to != nil {
		f.Until = to.End(settings.Zone)
	}
	return f, nil
}

func auditEntry(e audit.Entry) AuditEntry {
	out := AuditEntry{
		Seq: int64(e.Seq), At: e.At.String(), Actor: string(e.Actor), What: e.What,
		Outcome: string(e.Outcome), Whom: e.Whom,
		Address: e.From, Reason: e.Reason, Detail: string(e.Detail), Count: max(e.Count, 1),
		Object: e.Object, Fields: []string{},
	}
	code, parts := e.Said()
	out.DetailCode, out.DetailParts = AuditDetail(code), parts
	if e.Object != "" {
		out.ID = record.FormatID(e.Object, e.Record)
	}
	for _, f := range e.Fields {
		out.Fields = append(out.Fields, f.Name)
	}
	return out
}

// auditTable returns the whole trail within a filter as a table.
func (a *API) auditTable(ctx context.Context, filter audit.Filter) Table {
	t := Table{Name: "audit", Columns: []string{"seq", "at", "actor", "what", "outcome", "whom", "address",
		"reason", "detail", "count"}}
	t.Rows = func(yield func([]Cell, error) bool) {
		err := audit.Read(ctx, a.Log, 0, filter, func(e audit.Entry) bool {
			r := auditEntry(e)
			return yield([]Cell{
				count(r.Seq), {Text: r.At}, {Text: r.Actor}, {Text: r.What}, {Text: r.Outcome}, {Text: r.Whom},
				{Text: r.Address}, {Text: r.Reason}, {Text: r.Detail},
				{Text: strconv.FormatInt(r.Count, 10), Number: true},
			}, nil)
		})
		if err != nil {
			yield(nil, err)
		}
	}
	return t
}

// audited writes what the asker does into the audit trail. An action that hands out data is written before it
// is done; when it cannot be written, there is no answer.
func (a *API) audited(ctx context.Context, e audit.Event) error {
	return a.Audit.Write(ctx, actor(ctx), e)
}

// countRefusals writes the counts of repeated refusals, until ctx ends.
func (a *API) countRefusals(ctx context.Context) {
	tick := time.NewTicker(time.Minute)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			if err := a.Audit.Flush(ctx); err != nil {
				a.Logger.WarnContext(ctx, "refusals were not counted", "error", err)
			}
		case <-ctx.Done():
			if err := a.Audit.Close(context.WithoutCancel(ctx)); err != nil {
				a.Logger.WarnContext(ctx, "refusals were not counted", "error", err)
			}
			return
		}
	}
}
