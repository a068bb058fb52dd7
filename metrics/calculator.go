package metrics

import (
	"context"
	"strings"

	"salesops/internal/period"
	"salesops/internal/reason"
	"salesops/record"
)

// Calculator computes numbers that no field of a record holds: for how many days a person was there,
// what a deal is expected to bring. A row set has one (RowSet.Calculator) for metrics of kind derived.
//
// A calculator says only what each record adds to each period: its lines. The metrics join the records
// that the asker may see and asked for, cut by dimensions, add up, compare, and open a number to the
// same lines that it was added up from.
type Calculator interface {
	// Measures are what a metric can ask for. Amounts that are added up are MeasureSum.
	Measures() []Measure
	// Begin reads what holds for all periods of a question, and says how it is answered.
	Begin(ctx context.Context, b *Statement) (*Calculation, error)
}

// Calculation is a calculator's work on one question.
type Calculation struct {
	Form Form
	// First is the first day about which there is something to say, at the latest the as-of day. It is
	// asked where the question has periods but no first day.
	First func(ctx context.Context, b *Statement) (period.Day, error)
	// Lines work out what records add to each of the periods.
	Lines func(ctx context.Context, b *Statement, periods []period.Range) (Lines, error)
	// From are the objects whose history it rests on; nil for those of the row set.
	From []string
	// Flags stand at every number, Notes beside the answer.
	Flags []string
	Notes []Note
	// Hint is why a number may be 0, Why there is none at all.
	Hint, Why reason.Reason
}

// Form is how the lines of a cell become its number.
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
	// Money says whether above and below are amounts, and Currency in which currency.
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

// Listed is the SQL of lines that were worked out in Go.
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

// noLines is the SQL of none.
const noLines = "SELECT NULL::BIGINT AS record, NULL::BIGINT AS place, NULL::DATE AS day, NULL::BIGINT AS above, " +
	"NULL::BIGINT AS below WHERE false"
