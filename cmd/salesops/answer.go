package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"salesops/api"
	"salesops/internal/figures"
	"salesops/metrics"
)

// printAnswer prints an answer for a person.
func printAnswer(w io.Writer, question string, a api.Answer) error {
	if _, err := fmt.Fprintf(w, "%s: %s\n%s\n\n", a.Metric, question, circumstances(a)); err != nil {
		return err
	}
	g := grid{right: map[int]bool{}}
	g.head = append(g.head, a.Dimensions...)
	if a.Grain != "" {
		g.head = append(g.head, "period")
	}
	interval, compared, of := false, false, false
	for _, r := range a.Rows {
		interval = interval || r.Low.Text != ""
		compared = compared || r.Compare != nil
		of = of || r.Denominator.Text != ""
	}
	numbers := len(g.head)
	g.head = append(g.head, "value")
	if interval {
		g.head = append(g.head, intervalName(a.Rows))
	}
	if of {
		g.head = append(g.head, "made of")
	}
	g.head = append(g.head, "n")
	if compared {
		g.head = append(g.head, "compared", "change", "")
	}
	for i := numbers; i < len(g.head); i++ {
		g.right[i] = true
	}
	g.head = append(g.head, "notes")
	empty := 0
	for _, r := range a.Rows {
		if len(a.Dimensions) > 0 && a.Grain != "" && len(a.Rows) > 1 && nothingIn(r) {
			empty++
			continue
		}
		g.rows = append(g.rows, answerRow(a, r, interval, of, compared))
	}
	if err := g.print(w); err != nil {
		return err
	}
	if empty > 0 {
		if _, err := fmt.Fprintf(w,
			"\n%s of %s combinations have no records and are not shown; --format json has them all\n",
			figures.Count(int64(empty)), figures.Count(int64(len(a.Rows)))); err != nil {
			return err
		}
	}
	if err := printModels(w, a); err != nil {
		return err
	}
	if err := printRefreshing(w, a); err != nil {
		return err
	}
	return printNotes(w, a)
}

// nothingIn reports whether there are no records behind a row and its comparison. A row whose records are all
// left out, for example without an exchange rate, has records.
func nothingIn(r api.Row) bool {
	switch r.ReasonParts["why.code"] {
	case "rate_missing", "currencies_mixed", "rule", "values_missing":
		return false
	}
	return r.N == 0 && r.Value.Text == "" && (r.Compare == nil || r.Compare.Value.Text == "")
}

// circumstances describes what the answer is about.
func circumstances(a api.Answer) string {
	text := func(s *string, none string) string {
		if s == nil {
			return none
		}
		return *s
	}
	parts := []string{"from " + text(a.From, "the beginning") + " to " + text(a.To, "the end")}
	if a.From == nil && a.To == nil {
		parts = []string{"all time"}
	}
	for _, name := range a.Whose {
		parts = append(parts, "of "+visible(name))
	}
	parts = append(parts, "as of "+text(a.AsOf, "now"))
	if a.KnownAt != nil {
		parts = append(parts, "as known on "+*a.KnownAt)
	}
	if a.HistorySince != nil {
		parts = append(parts, "history since "+*a.HistorySince)
	}
	return strings.Join(append(parts, fmt.Sprintf("log position %d", a.Position)), " · ")
}

func answerRow(a api.Answer, r api.Row, interval, of, compared bool) []string {
	var row []string
	for _, d := range a.Dimensions {
		row = append(row, r.By[d].Name)
	}
	if a.Grain != "" {
		row = append(row, orDash(r.Label))
	}
	notes := strings.Join(r.Flags, ", ")
	if r.Value.Text == "" {
		row = append(row, valueless(r.ReasonCode))
		notes = strings.TrimPrefix(strings.Join([]string{notes, r.Reason}, ", "), ", ")
	} else {
		row = append(row, figure(a.Unit, r.Value, r.Currency))
	}
	if interval {
		row = append(row, between(a.Unit, r.Low, r.High))
	}
	if of {
		row = append(row, madeOf(r))
	}
	row = append(row, figures.Count(r.N))
	if compared {
		c := r.Compare
		if c != nil && c.ToDate {
			notes = strings.TrimPrefix(notes+", compared to date: "+orDash(c.From)+" to "+orDash(c.To), ", ")
		}
		switch {
		case c == nil:
			row = append(row, "", "", "")
		case c.Value.Text == "":
			row = append(row, valueless(c.ReasonCode), "", "")
			if c.Reason != "" && c.Reason != r.Reason {
				notes = strings.TrimPrefix(notes+", compared: "+c.Reason, ", ")
			}
		case c.Change.Text == "" && c.Reason != "":
			row = append(row, figure(a.Unit, c.Value, c.Currency), "", "not comparable")
			notes = strings.TrimPrefix(notes+", compared: "+c.Reason, ", ")
		default:
			row = append(row, figure(a.Unit, c.Value, c.Currency),
				figures.Signed(figure(a.Unit, c.Change, c.Currency)), c.Verdict)
		}
	}
	return append(row, strings.ReplaceAll(notes, "_", " "))
}

// figure writes a value with its unit, rounded for people; JSON and CSV have all digits.
func figure(unit string, d api.Decimal, currency *string) string {
	return figures.Value(d.Text, unit, orText(currency, ""))
}

// valueless returns the text for a missing value. It distinguishes data that never existed from too little
// data.
func valueless(code api.ReasonCode) string {
	switch code {
	case "evidence_missing", "before_data", "after_data":
		return "not known"
	}
	return "not enough data"
}

// intervalName names the range of the values: 95 % Wilson, 80 % of past errors.
func intervalName(rows []api.Row) string {
	for _, r := range rows {
		if r.Interval == nil {
			continue
		}
		percent := strconv.FormatFloat(r.Interval.Coverage*100, 'f', -1, 64) + " % "
		switch r.Interval.Kind {
		case metrics.IntervalBaseline:
			return percent + "of past errors" // see docs/methods.md, Baseline
		case metrics.IntervalWilson:
			return percent + "interval (Wilson)"
		case metrics.IntervalLogLog:
			return percent + "interval (log-log)"
		}
		return percent + "interval (normal)"
	}
	return "interval"
}

func between(unit string, low, high api.Decimal) string {
	if low.Text == "" || high.Text == "" {
		return ""
	}
	return figure(unit, low, nil) + " – " + figure(unit, high, nil)
}

func madeOf(r api.Row) string {
	if r.Denominator.Text == "" || r.Denominator.Text == "0" {
		return ""
	}
	return figures.Grouped(orZero(r.Numerator.Text)) + " / " + figures.Grouped(r.Denominator.Text)
}

func orZero(s string) string {
	if s == "" {
		return "0"
	}
	return s
}

func orDash(s *string) string {
	if s == nil {
		return "-"
	}
	return *s
}

// printRefreshing says that the answer is not that of now.
func printRefreshing(w io.Writer, a api.Answer) error {
	var err error
	switch r := a.Refreshing; {
	case r == nil:
	case r.State == "computing":
		_, err = fmt.Fprint(w, "\nThis takes long and is being computed: ask again.\n")
	default:
		_, err = fmt.Fprintf(w, "\nAs of change %s of %s, which takes long to compute; it is being refreshed.\n",
			figures.Count(a.Position), figures.Count(r.Head))
	}
	return err
}

func printNotes(w io.Writer, a api.Answer) error {
	if len(a.Notes) == 0 {
		return nil
	}
	if _, err := fmt.Fprintln(w); err != nil {
		return err
	}
	for _, n := range a.Notes {
		about := ""
		if n.Metric != "" {
			about = n.Metric + ": "
		}
		if _, err := fmt.Fprintf(w, "Note: %s%s\n", about, visible(n.Text)); err != nil {
			return err
		}
	}
	return nil
}

// printRecords prints the records behind a number, and their sums.
func printRecords(w io.Writer, metric string, set api.MetricRecords) error {
	g := grid{head: []string{"role", "contribution", "id", "name", "reason"}, right: map[int]bool{1: true}}
	for _, r := range set.Records {
		value := r.Contribution.Text
		if value != "" {
			value = figures.Grouped(value)
		}
		if r.Currency != nil {
			value += " " + *r.Currency
		}
		role := strings.ReplaceAll(r.Role, "_", " ")
		if r.Metric != "" && r.Metric != metric {
			role = r.Metric + ": " + role
		}
		g.add(role, value, r.ID, r.Name, r.Reason)
	}
	if err := g.print(w); err != nil {
		return err
	}
	for _, sum := range set.Sums {
		text := fmt.Sprintf("\n%s: %s", strings.ReplaceAll(sum.Role, "_", " "), figures.Count(sum.Count))
		if sum.Metric != "" && sum.Metric != metric {
			text = fmt.Sprintf("\n%s, %s: %s", sum.Metric, strings.ReplaceAll(sum.Role, "_", " "),
				figures.Count(sum.Count))
		}
		if sum.Sum.Text != "" {
			text += ", sum " + figures.Grouped(sum.Sum.Text)
			if sum.Currency != nil {
				text += " " + *sum.Currency
			}
		}
		if _, err := fmt.Fprint(w, text); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(w, "\n%s records\n", figures.Count(set.Total))
	return err
}
