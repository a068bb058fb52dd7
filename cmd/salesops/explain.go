package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"salesops/api"
	"salesops/internal/figures"
	"salesops/metrics"
)

// stepNames are the steps of an explanation in words.
var stepNames = map[string]string{
	metrics.StepNewData: "new data", metrics.StepCorrections: "late corrections", metrics.StepDefinition: "definition",
	metrics.StepTeams: "teams", metrics.StepRates: "exchange rates",
}

// explain prints the steps from one number to another.
func (c *metricCommand) explain(ctx context.Context, s *session) error {
	explanation, err := s.shop.engine.Explain(ctx, owner, c.Own, c.Other)
	if err != nil {
		return err
	}
	x := api.ExplanationOf(explanation)
	switch c.Format {
	case "json":
		return printJSON(s.stdout, x)
	case "csv":
		return explained(x, func(_ string, d api.Decimal, _ *string) string { return d.Text }, bare).csv(s.stdout)
	}
	if err := twoNumbers(s.stdout, x); err != nil {
		return err
	}
	return explained(x, exact, plus).print(s.stdout)
}

func twoNumbers(w io.Writer, x api.Explanation) error {
	which := func(e api.Explained) string {
		return fmt.Sprintf("%s · asked on %s, %s@%d", circumstances(e.Answer), e.Question.Today,
			e.Question.Metric, e.Question.Version)
	}
	_, err := fmt.Fprintf(w, "%s: why these two differ\n1: %s\n2: %s\n\n", x.Metric, which(x.First), which(x.Second))
	return err
}

// explained has a line for the first number, for each step and for the second.
func explained(x api.Explanation, show func(unit string, d api.Decimal, currency *string) string,
	sign func(shown, text string) string) *grid {
	g := &grid{right: map[int]bool{}}
	g.head = append(g.head, x.Dimensions...)
	periods := x.First.Answer.Grain != ""
	if periods {
		g.head = append(g.head, "period")
	}
	numbers := len(g.head) + 1
	g.head = append(g.head, "step", "amount", "number", "changes", "notes")
	for i := numbers; i < numbers+3; i++ {
		g.right[i] = true
	}
	for _, r := range x.Rows {
		var key []string
		for _, d := range x.Dimensions {
			key = append(key, r.By[d].Name)
		}
		if periods {
			key = append(key, orDash(r.Label))
		}
		line := func(cells ...string) { g.add(append(append([]string{}, key...), cells...)...) }
		line("first number", "", show(x.Unit, r.First.Value, r.Currency), "", r.First.Reason)
		whole := r.Difference.Text != ""
		for i, step := range r.Steps {
			note := step.After.Reason
			if whole && step.Amount.Text == "" {
				note = strings.TrimPrefix(note+"; counted with the next step", "; ")
			}
			line(stepNames[step.Step], sign(show(x.Unit, step.Amount, r.Currency), step.Amount.Text),
				show(x.Unit, step.After.Value, r.Currency), fmt.Sprint(x.Changes[i].Count), note)
		}
		line("second number", sign(show(x.Unit, r.Difference, r.Currency), r.Difference.Text),
			show(x.Unit, r.Second.Value, r.Currency), "", r.Second.Reason)
	}
	return g
}

// exact writes amounts to the last digit, so that the printed numbers add up.
func exact(unit string, d api.Decimal, currency *string) string {
	if unit != "money" || d.Text == "" {
		return figure(unit, d, currency)
	}
	return strings.TrimSpace(figures.Grouped(d.Text) + " " + orText(currency, ""))
}

// bare writes no plus sign, because a spreadsheet reads it as a formula.
func bare(shown, _ string) string { return shown }

// plus writes a number with its sign.
func plus(shown, text string) string {
	if text == "" || strings.HasPrefix(text, "-") || strings.Trim(text, "0.") == "" {
		return shown
	}
	return "+" + shown
}

// moved prints the records whose counts each step changes.
func (c *metricCommand) moved(ctx context.Context, s *session) error {
	g := grid{head: []string{"step", "record", "name", "before", "after", "change", "currency"},
		right: map[int]bool{3: true, 4: true, 5: true}}
	all, sign := map[string][]api.MovedRecord{}, plus
	if c.Format == "csv" {
		sign = bare
	}
	for _, step := range metrics.Steps() {
		all[step] = []api.MovedRecord{}
		for cursor := ""; ; {
			set, err := s.shop.engine.ExplainRecords(ctx, owner, c.Own, c.Other, step, metrics.Cell{Period: c.Period},
				metrics.Page{Limit: 1000, Cursor: cursor})
			if err != nil {
				return err
			}
			all[step] = append(all[step], api.StepRecordsOf(set).Records...)
			if cursor = set.NextCursor; cursor == "" {
				break
			}
		}
		for _, r := range all[step] {
			g.add(stepNames[step], r.ID, r.Name, r.Before.Text, r.After.Text,
				sign(r.Change.Text, r.Change.Text), orText(r.Currency, ""))
		}
	}
	switch c.Format {
	case "json":
		return printJSON(s.stdout, all)
	case "csv":
		return g.csv(s.stdout)
	}
	return g.print(s.stdout)
}
