package api

import (
	"salesops/internal/period"
	"salesops/metrics"
)

// AnswerOf converts an engine's answer to its JSON form; the command line prints the same.
func AnswerOf(a *metrics.Answer) Answer {
	out := Answer{
		Metric: a.Metric, Version: a.Version, Unit: a.Unit, Grain: a.Grain, Dimensions: list(a.Dimensions),
		From: dayText(a.From), To: dayText(a.To), AsOf: dayText(a.AsOf),
		KnownAt: dayText(a.KnownAt), Whose: list(a.Whose),
		Position: int64(a.Position), HistorySince: dayText(a.HistorySince),
		Rows: make([]Row, 0, len(a.Rows)), Notes: make([]Note, 0, len(a.Notes)), Receipt: a.Receipt,
	}
	if r := a.Refreshing; r != nil {
		out.Refreshing = &Refreshing{State: "behind", Head: int64(r.Head)}
		if r.Computing {
			out.Refreshing.State = "computing"
		}
	}
	for _, r := range a.Rows {
		out.Rows = append(out.Rows, rowOf(r))
	}
	for _, n := range a.Notes {
		out.Notes = append(out.Notes, Note{Code: n.Code, Text: n.Text, Metric: n.Metric, Count: n.Count, Of: n.Of,
			Amount: decimal(n.Amount), Currency: n.Currency,
			ReasonCode: ReasonCode(n.ReasonCode), ReasonParts: n.ReasonParts})
	}
	return out
}

func rowOf(r metrics.Row) Row {
	row := Row{
		By: map[string]Key{}, Period: dayText(r.Start), Label: r.Period, From: dayText(r.From), To: dayText(r.To),
		Value: decimal(r.Value), Currency: r.Currency, Numerator: decimal(r.Numerator),
		Denominator: decimal(r.Denominator),
		N:           r.N, Low: decimal(r.Low), High: decimal(r.High), Interval: intervalOf(r.Interval),
		Model: modelOf(r.Model),
		Flags: list(r.Flags), Reason: r.Reason,
		ReasonCode: ReasonCode(r.ReasonCode), ReasonParts: r.ReasonParts,
	}
	for name, key := range r.By {
		row.By[name] = Key{ID: key.ID, Name: key.Name}
	}
	if c := r.Compare; c != nil {
		row.Compare = &Comparison{
			Period: dayText(c.Start), Label: c.Period, From: dayText(c.From), To: dayText(c.To),
			Value: decimal(c.Value), Currency: c.Currency, Numerator: decimal(c.Numerator),
			Denominator: decimal(c.Denominator),
			N:           c.N, Low: decimal(c.Low), High: decimal(c.High), Interval: intervalOf(c.Interval),
			Flags: list(c.Flags), Reason: c.Reason,
			ReasonCode: ReasonCode(c.ReasonCode), ReasonParts: c.ReasonParts,
			Change: decimal(c.Change), Relative: decimal(c.Relative), ToDate: c.ToDate, Verdict: c.Verdict,
		}
	}
	return row
}

func modelOf(m *metrics.Model) *Model {
	if m == nil {
		return nil
	}
	out := &Model{Horizon: decimal(&m.Horizon), Customers: m.Customers, Repeating: m.Repeating,
		Purchases: decimal(m.Purchases),
		Alive:     decimal(m.Alive), Correlation: decimal(m.Correlation), Fits: []ModelFit{}}
	for _, f := range m.Fits {
		fit := ModelFit{Name: f.Name, Parameters: []ModelParameter{}, LogLikelihood: decimal(f.LogLikelihood),
			Evaluations: f.Evaluations, Converged: f.Converged}
		for _, p := range f.Parameters {
			fit.Parameters = append(fit.Parameters, ModelParameter{Name: p.Name, Value: decimal(&p.Value)})
		}
		out.Fits = append(out.Fits, fit)
	}
	return out
}

func intervalOf(i *metrics.Interval) *Interval {
	if i == nil {
		return nil
	}
	return &Interval{Kind: i.Kind, Coverage: i.Coverage}
}

// SummariesOf converts the catalogue to its JSON form.
func SummariesOf(catalog *metrics.Catalog) MetricList {
	definitions, leftOut := catalog.List(), catalog.LeftOut()
	out := MetricList{Metrics: make([]MetricSummary, 0, len(definitions)),
		Groups: []MetricGroup{}, LeftOut: make([]LeftOutFile, 0, len(leftOut))}
	for _, g := range metrics.Groups() {
		out.Groups = append(out.Groups, MetricGroup{Code: g.Code, Label: g.Label})
	}
	for _, l := range leftOut {
		out.LeftOut = append(out.LeftOut, LeftOutFile{File: l.File, Line: l.Line, Why: l.Why})
	}
	for _, d := range definitions {
		out.Metrics = append(out.Metrics, MetricSummary{
			Name: d.Name, Version: d.Version, Title: d.Title, Question: d.Question, Also: d.Also,
			Kind: d.Kind, Unit: d.Unit, Better: d.Better,
			Dimensions: list(d.Dimensions), Over: d.Over, On: d.On, Description: d.Description,
			EachBy: d.EachBy, Headline: d.Headline,
			Chain: d.Chain, Group: d.Group, Place: d.Place, Variants: list(d.Variants), Beside: list(d.Beside),
			Needs: list(d.Needs), Formula: d.Formula,
		})
	}
	return out
}

// RecordsOf converts the records behind a number to their JSON form.
func RecordsOf(set *metrics.RecordSet) MetricRecords {
	out := MetricRecords{
		Fields: fieldsOf(set.Fields), Records: make([]MetricRecord, 0, len(set.Records)),
		Total: set.Total, NextCursor: textOrNull(set.NextCursor), Sums: make([]RoleSum, 0, len(set.Sums)),
	}
	for _, r := range set.Records {
		out.Records = append(out.Records, MetricRecord{
			Object: r.Object, ID: r.ID, Name: r.Title, Role: r.Role, Contribution: decimal(r.Contribution),
			Currency: textOrNull(r.Currency), Reason: r.Reason,
			ReasonCode: ReasonCode(r.ReasonCode), ReasonParts: r.ReasonParts, Metric: r.Metric,
			Fields: valuesOf(r.Fields),
		})
	}
	for _, s := range set.Sums {
		out.Sums = append(out.Sums, RoleSum{Role: s.Role, Metric: s.Metric, Count: s.Count, Sum: decimal(s.Sum),
			Currency: textOrNull(s.Currency)})
	}
	return out
}

// ListOf converts a list of records to its JSON form.
func ListOf(set *metrics.RecordSet) RecordList {
	out := RecordList{
		Object: set.Object, Fields: fieldsOf(set.Fields), Records: make([]ListedRecord, 0, len(set.Records)),
		Total: set.Total, NextCursor: textOrNull(set.NextCursor),
	}
	for _, r := range set.Records {
		out.Records = append(out.Records, ListedRecord{ID: r.ID, Title: r.Title, Fields: valuesOf(r.Fields)})
	}
	return out
}

func fieldsOf(fields []metrics.FieldInfo) []FieldInfo {
	out := make([]FieldInfo, 0, len(fields))
	for _, f := range fields {
		out = append(out, FieldInfo{Name: f.Name, Label: f.Label, Kind: f.Kind, RefObject: textOrNull(f.RefObject),
			Column: f.Column, Fact: f.Fact, Figure: f.Figure, Of: textOrNull(f.Of)})
	}
	return out
}

func valuesOf(fields map[string]any) map[string]FieldValue {
	out := make(map[string]FieldValue, len(fields))
	for name, v := range fields {
		switch is := v.(type) {
		case metrics.Amount:
			v = MoneyValue{Amount: is.Amount, Currency: textOrNull(is.Currency)}
		case metrics.Key:
			v = RefValue{ID: deref(is.ID), Name: is.Name}
		}
		out[name] = FieldValue{v}
	}
	return out
}

func decimal(f *metrics.Figure) Decimal {
	if f == nil {
		return Decimal{}
	}
	return Decimal{Text: f.Text, Money: f.Money}
}

func dayText(d *period.Day) *string {
	if d == nil {
		return nil
	}
	s := d.String()
	return &s
}

func textOrNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// list returns a list that is not null in JSON.
func list[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}
