package api

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"salesops/audit"
	"salesops/internal/fault"
	"salesops/internal/reason"
)

// send returns an answer in the wanted form: body as JSON, or the table as a file. An export is written into
// the audit trail before it is sent.
func (a *API) send(ctx context.Context, head Positioned, format string, body any,
	table func(ctx context.Context) Table) (*stream, error) {
	if format == "csv" || format == "xlsx" {
		if err := a.audited(ctx, audit.Event{What: "export",
			Detail: audit.Say("file", "file", fileName(table(ctx).Name)+"."+format)}); err != nil {
			return nil, a.problem(ctx, err)
		}
	}
	return &stream{Positioned: head, Body: func(ctx huma.Context) {
		ctx.SetHeader("Vary", "Accept") // one address and one ETag for all forms
		switch format {
		case "csv", "xlsx":
			a.export(ctx, format, table(ctx.Context()))
		default:
			ctx.SetHeader("Content-Type", "application/json")
			ctx.SetStatus(http.StatusOK)
			if err := a.huma.Marshal(ctx.BodyWriter(), "application/json", body); err != nil {
				a.Logger.WarnContext(ctx.Context(), "answer not sent", "error", err)
				panic(http.ErrAbortHandler)
			}
		}
	}}, nil
}

func (a *API) export(ctx huma.Context, format string, t Table) {
	var err error
	ctx.SetHeader("Content-Disposition", `attachment; filename="`+fileName(t.Name)+`.`+format+`"`)
	_, w := humago.Unwrap(ctx)
	out := &begun{ResponseWriter: w, first: func() { begins(ctx.Context()) }}
	if format == "csv" {
		out.Header().Set("Content-Type", typeCSV+"; charset=utf-8")
		err = WriteCSV(out, t)
	} else {
		out.Header().Set("Content-Type", typeXLSX)
		err = WriteXLSX(out, t, a.uploads())
	}
	if err != nil {
		a.brokeOff(ctx.Context(), out, fileName(t.Name)+"."+format, err)
	}
}

// brokeOff ends an export that cannot be finished. If nothing was sent yet, it sends a problem; otherwise it
// breaks the connection, so that half a file does not look complete. The audit trail, which has the export
// already, gets an entry about the failure.
func (a *API) brokeOff(ctx context.Context, out *begun, file string, err error) {
	a.Logger.WarnContext(ctx, "export failed", "file", file, "kind", fault.KindOf(err).String(), "error", err)
	p := because(http.StatusServiceUnavailable, reason.Of("cancelled"))
	if out.failed == nil { // otherwise the reader has gone or has stopped reading
		_ = errors.As(a.problem(ctx, err), &p)
	}
	event := audit.Event{What: "export", Outcome: audit.Failed, Reason: audit.KnownReason(string(p.ReasonCode)),
		Detail: audit.Say("file", "file", file)}
	if err := a.audited(ctx, event); err != nil {
		a.Logger.ErrorContext(ctx, "not in the audit trail", "what", event.What, "error", err)
	}
	if out.yes {
		panic(http.ErrAbortHandler)
	}
	for _, name := range []string{"Content-Disposition", "ETag", "X-Position"} {
		out.Header().Del(name)
	}
	a.refuseWith(out, p)
}

// begun notes whether anything was sent.
type begun struct {
	http.ResponseWriter
	first  func()
	yes    bool
	failed error // of the connection
}

func (b *begun) Write(p []byte) (int, error) {
	if !b.yes {
		b.first()
	}
	b.yes = true
	n, err := b.ResponseWriter.Write(p)
	if err != nil {
		b.failed = err
	}
	return n, err
}

func fileName(s string) string {
	out := make([]rune, 0, len(s))
	for _, c := range s {
		if c == '_' || c == '-' || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') {
			out = append(out, c)
		}
	}
	if len(out) == 0 {
		return "salesops"
	}
	return string(out)
}

// AnswerTable returns an answer as a table.
func AnswerTable(a Answer) Table {
	t := Table{Name: a.Metric}
	for _, d := range a.Dimensions {
		t.Columns = append(t.Columns, d, d+"_id")
	}
	t.Columns = append(t.Columns, "period", "value", "unit", "currency", "numerator", "denominator", "n", "low",
		"high", "flags", "reason")
	compared := false
	for _, r := range a.Rows {
		compared = compared || r.Compare != nil
	}
	if compared {
		t.Columns = append(t.Columns, "compare_period", "compare_to", "compare_to_date", "compare_value", "change",
			"relative_change", "verdict")
	}
	t.Columns = append(t.Columns, "interval", "coverage") // last, so that programs which read by position still work
	t.Rows = func(yield func([]Cell, error) bool) {
		for _, r := range a.Rows {
			if !yield(answerCells(a, r, compared), nil) {
				return
			}
		}
	}
	return t
}

func answerCells(a Answer, r Row, compared bool) []Cell {
	var cells []Cell
	for _, d := range a.Dimensions {
		cells = append(cells, Cell{Text: r.By[d].Name}, Cell{Text: deref(r.By[d].ID)})
	}
	cells = append(cells, Cell{Text: deref(r.Period)}, r.Value.cell(), Cell{Text: a.Unit},
		Cell{Text: deref(r.Currency)},
		r.Numerator.cell(), r.Denominator.cell(), count(r.N), r.Low.cell(), r.High.cell(),
		Cell{Text: join(r.Flags)}, Cell{Text: r.Reason})
	if compared {
		c := r.Compare
		if c == nil {
			c = &Comparison{}
		}
		cells = append(cells, Cell{Text: deref(c.Period)}, Cell{Text: deref(c.To)}, Cell{Text: yes(c.ToDate)},
			c.Value.cell(), c.Change.cell(), c.Relative.cell(), Cell{Text: c.Verdict})
	}
	return append(cells, Cell{Text: r.Interval.kind()}, Cell{Text: r.Interval.coverage()})
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return ""
}

// RecordsTable returns the records behind a number as a table, over all pages.
func RecordsTable(name string, first MetricRecords, pages iter.Seq2[[]MetricRecord, error]) Table {
	t := Table{Name: name, Columns: []string{"id", "name", "role", "contribution", "currency", "reason"}}
	t.Columns = append(t.Columns, fieldColumns(first.Fields)...)
	t.Rows = func(yield func([]Cell, error) bool) {
		for page, err := range pages {
			if err != nil {
				yield(nil, err)
				return
			}
			for _, r := range page {
				cells := []Cell{{Text: r.ID}, {Text: r.Name}, {Text: r.Role}, r.Contribution.cell(),
					{Text: deref(r.Currency)}, {Text: r.Reason}}
				if !yield(append(cells, fieldCells(first.Fields, r.Fields)...), nil) {
					return
				}
			}
		}
	}
	return t
}

// ListTable returns a list of records as a table, over all pages.
func ListTable(first RecordList, pages iter.Seq2[[]ListedRecord, error]) Table {
	t := Table{Name: first.Object, Columns: append([]string{"id"}, fieldColumns(first.Fields)...)}
	t.Rows = func(yield func([]Cell, error) bool) {
		for page, err := range pages {
			if err != nil {
				yield(nil, err)
				return
			}
			for _, r := range page {
				if !yield(append([]Cell{{Text: r.ID}}, fieldCells(first.Fields, r.Fields)...), nil) {
					return
				}
			}
		}
	}
	return t
}

func (i *Interval) kind() string {
	if i == nil {
		return ""
	}
	return i.Kind
}

func (i *Interval) coverage() string {
	if i == nil {
		return ""
	}
	return strconv.FormatFloat(i.Coverage, 'f', -1, 64)
}
