package metrics

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"salesops/analytics"
	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

// The methods below are what a row set of another package may use of its statement: the question, the records
// as of its day and under its scope, and the company's settings.

// Measure returns what the metric asks a calculator for.
func (b *Statement) Measure() Measure { return b.m.Measure }

// When returns the state of the records that the question is about.
func (b *Statement) When() analytics.When { return b.r.when }

// AsOf returns the as-of day; today without one.
func (b *Statement) AsOf() period.Day { return b.r.asOf }

// Until returns the last day that is compared to date; 0 for all.
func (b *Statement) Until() period.Day { return b.r.until }

// Past reports whether the question is about a past state.
func (b *Statement) Past() bool { return b.r.past() }

// Settings returns the company's settings.
func (b *Statement) Settings() *sales.Settings { return &b.s.facts.settings }

// Calendar returns the company's calendar.
func (b *Statement) Calendar() period.Calendar { return b.s.facts.calendar }

// Periods divides limits into the periods of the answer, in order.
func (b *Statement) Periods(limits []period.Range) []period.Range { return b.periodsOf(limits) }

// Windows returns limits together with those of the questions that are asked with this one.
func (b *Statement) Windows(limits []period.Range) []period.Range {
	if b.r.together == nil {
		return limits
	}
	return append(slices.Clone(limits), b.r.together.windows...)
}

// Bind binds a value and returns its placeholder.
func (b *Statement) Bind(value any) string { return b.args.Add(value) }

// Records returns a SELECT of columns of an object's records at a moment.
func (b *Statement) Records(object string, columns []string, at analytics.When) (string, error) {
	return b.s.cols.Rows(object, columns, at, b.args.Add)
}

// Stubs is Records including stubs, for the people, accounts and stages that rows refer to.
func (b *Statement) Stubs(object string, columns []string) (string, error) {
	at := b.r.when
	at.Stubs = true
	return b.Records(object, columns, at)
}

// Versions returns a SELECT of columns of all versions of an object's records up to a moment.
func (b *Statement) Versions(object string, columns []string, at analytics.When) (string, error) {
	return b.s.cols.Versions(object, columns, at, b.args.Add)
}

// States is Versions for a statement that depends on the values of the columns over time alone, not on where a period
// is divided into several of equal values.
func (b *Statement) States(object string, columns []string, at analytics.When) (string, error) {
	return b.s.cols.States(object, columns, at, b.args.Add)
}

// CreditShares returns relations that share the amounts of deals between people (step_splits.go).
func (b *Statement) CreditShares(deals string) ([]string, error) { return b.creditShares(deals) }

// Split separates columns into those of the like object's records and the row set's own.
func (b *Statement) Split(columns []string) (theirs, own []string) { return b.set.split(columns) }

// TeamOn sets the field whose day decides the team of a row's person.
func (b *Statement) TeamOn(field string) {
	b.orgOn = `"r".` + field
	b.base[field] = true
}

// Apart returns another statement for the same question.
func (b *Statement) Apart() *Statement { return newStatement(b.s, b.r, b.m) }

// Each reads the rows of a SELECT whose values were bound with Bind.
func (b *Statement) Each(ctx context.Context, sql string, fn func(batch *analytics.Batch, row int) error) error {
	return b.s.each(ctx, sql, b.args.Values(), fn)
}

// EachRecord reads columns of an object's records at a moment.
func (b *Statement) EachRecord(ctx context.Context, object string, columns []string, at analytics.When,
	fn func(batch *analytics.Batch, row int) error) error {
	return b.s.rows(ctx, object, columns, at, fn)
}

// IDs reads the ids that a SELECT returns, once for all questions. Its values were bound with Bind.
func (b *Statement) IDs(ctx context.Context, sql string) ([]record.ID, error) {
	return b.s.ids(ctx, sql, b.args.Values())
}

// Once reads something that many questions about one state need. It is kept until one of the objects that read
// names has changed; when read names none, it is not kept.
func Once[T any](ctx context.Context, b *Statement, key string,
	read func() (value T, objects []string, err error)) (T, error) {
	moment := func(i *period.Instant) int64 {
		if i == nil {
			return 0
		}
		return int64(*i)
	}
	return once(ctx, b.s, fmt.Sprint(key, " ", moment(b.r.when.AsOf), moment(b.r.when.KnownAt)), read)
}

// Added returns the field that the metric adds up; of a ratio, that of the numerator.
func (b *Statement) Added() string {
	if b.m.Numerator != nil {
		return b.m.Numerator.Sum
	}
	return b.m.Value
}

// Mentions reports whether the question or the metric contains a word.
func (b *Statement) Mentions(word string) bool {
	said := append([]string{b.m.Where, b.m.Value}, b.r.where...)
	for _, p := range []*part{b.m.Numerator, b.m.Denominator} {
		if p != nil {
			said = append(said, p.Count, p.Sum, p.Where)
		}
	}
	return slices.ContainsFunc(said, func(text string) bool { return strings.Contains(text, word) })
}

// CurrenciesOf returns the currencies in which an object's records ever had an amount.
func (b *Statement) CurrenciesOf(ctx context.Context, object, field string) ([]string, error) {
	return b.s.facts.currenciesOf(ctx, b.s, object, field)
}

// Several reports whether amounts in the given currencies stay in several, because nobody asked to convert
// them.
func (b *Statement) Several(found []string) bool {
	_, _, several := b.reportIn(found)
	return several
}

// AssumeIn notes the currency of amounts that name none, when others name one.
func (b *Statement) AssumeIn(code string) { b.assumedIn = code }

// RatesOf decides in which currency the rows give their amounts. It returns the SELECT of the rates that they
// join (code, day_from, day_to, rate), "" when nothing is converted.
func (b *Statement) RatesOf(ctx context.Context, found []string) (string, error) {
	return b.ratesOfRows(ctx, found)
}

// Currency returns the currency of the rows' amounts; "" when it is unknown.
func (b *Statement) Currency() string { return b.money.code }

// Quoted returns names quoted for SQL, separated by commas.
func Quoted(names []string) string { return strings.Join(quoted(names), ", ") }
