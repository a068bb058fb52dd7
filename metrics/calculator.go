package metrics

import (
	"context"
	"strings"

	"salesops/internal/period"
	"salesops/internal/reason"
	"salesops/record"
)

// Calculator computes numbers that no field of a record has, such as the days on which a person was there, or
// the expected amount of a deal. A row set has one (RowSet.Calculator) for metrics of kind derived.
//
// A calculator only says what each record adds to each period: its lines. Package metrics joins them with the
// records that the asker may see and asked for, groups them by dimensions, adds them up, compares them, and
// opens a number to the same lines.
type Calculator interface {
	// Measures returns what a metric can ask for. MeasureSum adds up amounts.
	Measures() []Measure
	// Begin reads what all periods of a question have in common, and says how the question is answered.
	Begin(ctx context.Context, b *Statement) (*Calculation, error)
}

// Calculation is a calculator's work on one question.
type Calculation struct {
	Form Form
	// First returns the first day with lines, at the latest the as-of day. It is called when the question has
	// periods but no first day.
	First func(ctx context.Context, b *Statement) (period.Day, error)
	// Lines computes what records add to each of the periods.
	Lines func(ctx context.Context, b *Statement, periods []period.Range) (Lines, error)
	// From are the objects whose history the numbers depend on; nil for those of the row set.
	From []string
	// Flags are set on every number; Notes are added to the answer.
	Flags []string
	Notes []Note
	// Hint is a possible reason for a 0. Why is the reason when there is no number at all.
	Hint, Why reason.Reason
}

// Form says how the lines of a cell become its number.
type Form uint8

// The forms.
const (
	Added     Form = iota // the sum of above
	DailyMean             // the sum of above, divided by the days of the period
	Quotient              // the sum of above, divided by the sum of below
)

// Lines are what records add to the periods of a question.
type Lines struct {
	// SQL is a SELECT of record (an id of the row set's like object), place (the period's, from 0), day
	// (whose team counts), above and below; whole numbers, amounts in minor units. Its values are bound
	// with Statement.Bind. "" for no lines: Why says what is missing.
	SQL string
	Why reason.Reason
	// Money says for above and below whether they are amounts; Currency is the currency of the amounts.
	Money    [2]bool
	Currency string
}

// Line is one of the lines that a calculator works out in Go.
type Line struct {
	Record       record.ID
	Place        int
	Day          period.Day
	Above, Below int64
}

// Listed returns the SQL of lines that were computed in Go.
func (b *Statement) Listed(lines []Line) string {
	var columns [5][]int64
	for _, l := range lines {
		for i, v := range []int64{int64(l.Record), int64(l.Place), int64(l.Day), l.Above, l.Below} {
			columns[i] = append(columns[i], v)
		}
	}
	if len(lines) == 0 {
		return noLines
	}
	var list []string
	for i, name := range []string{"record", "place", "d", "above", "below"} {
		list = append(list, "unnest("+b.args.Add(columns[i])+"::BIGINT[]) AS "+name)
	}
	return "SELECT record, place, DATE '1970-01-01' + d::INTEGER AS day, above, below FROM (SELECT " +
		strings.Join(list, ", ") + ")"
}

// noLines is the SQL of an empty list of lines.
const noLines = "SELECT NULL::BIGINT AS record, NULL::BIGINT AS place, NULL::DATE AS day, NULL::BIGINT AS above, " +
	"NULL::BIGINT AS below WHERE false"
