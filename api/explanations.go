package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"salesops/internal/fault"
	"salesops/metrics"
)

// Explanation says why two answers to one question differ.
type Explanation struct {
	Metric     string         `json:"metric"`
	Unit       string         `json:"unit" enum:"money,share,count,days,months,ratio"`
	Dimensions []string       `json:"dimensions"`
	First      Explained      `json:"first"`
	Second     Explained      `json:"second"`
	Changes    []StepChanges  `json:"changes" doc:"How many changes of the log lie behind each step"`
	Rows       []ExplainedRow `json:"rows"`
}

// Explained is one of the two receipts.
type Explained struct {
	Question ReceiptQuestion `json:"question"`
	Answer   Answer          `json:"answer"`
}

// StepChanges is the number of changes of the log behind a step.
type StepChanges struct {
	Step  string `json:"step" enum:"new_data,late_corrections,definition,teams,rates"`
	Count int64  `json:"count"`
}

// ExplainedRow is one number of both; the amounts of its steps add up to the difference.
type ExplainedRow struct {
	By         map[string]Key  `json:"by"`
	Label      *string         `json:"label" doc:"What people call the period; null without a grain"`
	First      Told            `json:"first"`
	Second     Told            `json:"second"`
	Currency   *string         `json:"currency"`
	Difference Decimal         `json:"difference" doc:"second minus first; null where one has no value"`
	Steps      []ExplainedStep `json:"steps" doc:"In the order in which they are taken: new data, late corrections, definition, teams, rates"`
}

// Told is a number, or why there is none.
type Told struct {
	Value       Decimal           `json:"value"`
	N           int64             `json:"n"`
	Reason      string            `json:"reason" doc:"Why there is no value; empty when there is one"`
	ReasonCode  ReasonCode        `json:"reason_code,omitempty" doc:"The reason as a code"`
	ReasonParts map[string]string `json:"reason_parts,omitempty" doc:"What belongs into its sentence, by name"`
}

// ExplainedStep is one step from the first number to the second.
type ExplainedStep struct {
	Step   string  `json:"step" enum:"new_data,late_corrections,definition,teams,rates"`
	Amount Decimal `json:"amount" doc:"What the step adds; null where the number after it is not known, then the next step that has one holds both"`
	After  Told    `json:"after" doc:"The number after it"`
}

// StepRecords are the records whose counts a step changes.
type StepRecords struct {
	Records    []MovedRecord `json:"records"`
	Total      int64         `json:"total"`
	NextCursor *string       `json:"next_cursor"`
}

// MovedRecord is a record with what it counts before and after a step.
type MovedRecord struct {
	Object     string                `json:"object"`
	ID         string                `json:"id"`
	Name       string                `json:"name"`
	Metric     string                `json:"metric" doc:"The part of a formula; empty otherwise"`
	RoleBefore string                `json:"role_before" doc:"Its part in the number; empty where it was not counted"`
	RoleAfter  string                `json:"role_after"`
	Before     Decimal               `json:"before"`
	After      Decimal               `json:"after"`
	Change     Decimal               `json:"change"`
	Currency   *string               `json:"currency"`
	Fields     map[string]FieldValue `json:"fields"`
}

// Pair are two receipts.
type Pair struct {
	First  string `query:"first" required:"true" maxLength:"8000" doc:"A receipt, or a link that ends in one"`
	Second string `query:"second" required:"true" maxLength:"8000" doc:"A receipt of the same question"`
}

func (a *API) registerExplanations(api huma.API) {
	huma.Register(api, operation("explain", http.MethodGet, "/explanations", "metrics",
		"Why two answers to one question differ"), a.explain)
	huma.Register(api, operation("listStepRecords", http.MethodGet, "/explanations/records", "metrics",
		"The records that one step of an explanation moves"), a.listStepRecords)
}

func (a *API) explain(ctx context.Context, in *Pair) (*done[Explanation], error) {
	x, err := a.Engine.Explain(ctx, a.scope(ctx), in.First, in.Second)
	if err != nil {
		return nil, a.problem(ctx, pairFault(err))
	}
	return &done[Explanation]{ExplanationOf(x)}, nil
}

func (a *API) listStepRecords(ctx context.Context, in *struct {
	Pair
	Step   string            `query:"step" required:"true" enum:"new_data,late_corrections,definition,teams,rates"`
	Row    map[string]string `query:"row,deepObject,explode" doc:"The row: dimension to id or value, as row[owner]=person_…"`
	Period string            `query:"period" maxLength:"20" doc:"The row's period, as in the answer"`
	Cursor string            `query:"cursor" maxLength:"2000"`
	Limit  int               `query:"limit" minimum:"1" maximum:"500" default:"50"`
}) (*done[StepRecords], error) {
	set, err := a.Engine.ExplainRecords(ctx, a.scope(ctx), in.First, in.Second, in.Step,
		metrics.Cell{By: in.Row, Period: in.Period}, metrics.Page{Cursor: in.Cursor, Limit: in.Limit})
	if err != nil {
		return nil, a.problem(ctx, pairFault(err))
	}
	return &done[StepRecords]{StepRecordsOf(set)}, nil
}

// pairFault turns an unknown definition or position of a receipt into an invalid request.
func pairFault(err error) error {
	if fault.KindOf(err) == fault.Missing {
		return fault.New(fault.Invalid, "%w", err)
	}
	return err
}

// ExplanationOf converts an explanation to its JSON form.
func ExplanationOf(x *metrics.Explanation) Explanation {
	out := Explanation{
		Metric: x.Metric, Unit: x.Unit, Dimensions: list(x.Dimensions), Rows: make([]ExplainedRow, 0, len(x.Rows)),
		First: explainedOf(x.First), Second: explainedOf(x.Second),
	}
	for i, step := range metrics.Steps() {
		out.Changes = append(out.Changes, StepChanges{step, x.Changes[i]})
	}
	for _, r := range x.Rows {
		row := ExplainedRow{By: map[string]Key{}, Label: r.Period, First: toldOf(r.First), Second: toldOf(r.Second),
			Difference: decimal(r.Difference), Currency: r.Second.Currency}
		if row.Currency == nil {
			row.Currency = r.First.Currency
		}
		for name, k := range r.By {
			row.By[name] = Key{ID: k.ID, Name: k.Name}
		}
		for _, s := range r.Steps {
			row.Steps = append(row.Steps,
				ExplainedStep{Step: s.Code, Amount: decimal(s.Amount), After: toldOf(s.Result)})
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

func explainedOf(e metrics.Explained) Explained {
	return Explained{Question: QuestionOf(e.Query, e.Definition), Answer: AnswerOf(e.Answer)}
}

func toldOf(r metrics.Result) Told {
	return Told{Value: decimal(r.Value), N: r.N, Reason: r.Reason, ReasonCode: ReasonCode(r.ReasonCode),
		ReasonParts: r.ReasonParts}
}

// StepRecordsOf converts the records of a step to their JSON form.
func StepRecordsOf(set *metrics.StepRecords) StepRecords {
	out := StepRecords{Records: make([]MovedRecord, 0, len(set.Records)), Total: set.Total,
		NextCursor: textOrNull(set.NextCursor)}
	for _, r := range set.Records {
		out.Records = append(out.Records, MovedRecord{
			Object: r.Object, ID: r.ID, Name: r.Title, Metric: r.Metric,
			RoleBefore: r.RoleBefore, RoleAfter: r.RoleAfter,
			Before: decimal(r.Before), After: decimal(r.After), Change: decimal(r.Change),
			Currency: textOrNull(r.Currency), Fields: valuesOf(r.Fields),
		})
	}
	return out
}
