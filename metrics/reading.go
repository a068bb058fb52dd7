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

// What follows is what a row set of another package may ask of the statement that its rows are for:
// the question, the records as of its day and under its scope, and the company's settings.

// Measure is what the metric asks a calculator for.
func (b *Statement) Measure() Measure { return b.m.Measure }

// When is the state of the records that the question asks about.
func (b *Statement) When() analytics.When { return b.r.when }

// AsOf is the day that the question looks from.
func (b *Statement) AsOf() period.Day { return b.r.asOf }

// Until is the last day that is compared to date; 0 for all.
func (b *Statement) Until() period.Day { return b.r.until }

// Past says that the question is about a state that is over.
func (b *Statement) Past() bool { return b.r.past() }

// Settings are the company's.
func (b *Statement) Settings() *sales.Settings { return &b.s.facts.settings }

// Calendar is the company's.
func (b *Statement) Calendar() period.Calendar { return b.s.facts.calendar }

// Periods cuts limits into the periods that the answer has, in order.
func (b *Statement) Periods(limits []period.Range) []period.Range { return b.periodsOf(limits) }

// Windows are limits, and those of the questions that are asked together with this one.
func (b *Statement) Windows(limits []period.Range) []period.Range {
	if b.r.together == nil {
		return limits
	}
	return append(slices.Clone(limits), b.r.together.windows...)
}

// Bind gives the placeholder of a value.
func (b *Statement) Bind(value any) string { return b.args.Add(value) }

// Records is a SELECT of columns of an object's records, as they are at a moment.
func (b *Statement) Records(object string, columns []string, at analytics.When) (string, error) {
	return b.s.cols.Rows(object, columns, at, b.args.Add)
}

// Stubs is Records with those that others only refer to: people, accounts, stages behind a row.
func (b *Statement) Stubs(object string, columns []string) (string, error) {
	at := b.r.when
	at.Stubs = true
	return b.Records(object, columns, at)
}

// Versions is a SELECT of columns of all that an object's records ever were, up to a moment.
func (b *Statement) Versions(object string, columns []string, at analytics.When) (string, error) {
	return b.s.cols.Versions(object, columns, at, b.args.Add)
}

// CreditShares are relations that share out the amounts of deals between people (step_splits.go).
func (b *Statement) CreditShares(deals string) ([]string, error) { return b.creditShares(deals) }

// Split parts the columns of rows: those of the like object's records, and the row set's own.
func (b *Statement) Split(columns []string) (theirs, own []string) { return b.set.split(columns) }

// TeamOn says that the team of a row's person is that of the day in one of its own fields.
func (b *Statement) TeamOn(field string) {
	b.orgOn = `"r".` + field
	b.base[field] = true
}

// Apart is another statement for the same question.
func (b *Statement) Apart() *Statement { return newStatement(b.s, b.r, b.m) }

// Each reads the rows of a SELECT whose values were bound here.
func (b *Statement) Each(ctx context.Context, sql string, fn func(batch *analytics.Batch, row int) error) error {
	return b.s.each(ctx, sql, b.args.Values(), fn)
}

// EachRecord reads columns of an object's records, as they are at a moment.
func (b *Statement) EachRecord(ctx context.Context, object string, columns []string, at analytics.When,
	fn func(batch *analytics.Batch, row int) error) error {
	return b.s.rows(ctx, object, columns, at, fn)
}

// IDs reads the ids that a SELECT finds whose values were bound here, once for all questions.
func (b *Statement) IDs(ctx context.Context, sql string) ([]record.ID, error) {
	return b.s.ids(ctx, sql, b.args.Values())
}

// Once reads what many questions about one state need; kept until one of the objects that read
// names has changed. What names no objects is not kept.
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

// Added is the field that the metric adds up, of a ratio above the line.
func (b *Statement) Added() string {
	if b.m.Numerator != nil {
		return b.m.Numerator.Sum
	}
	return b.m.Value
}

// Mentions says whether the question or the metric says a word.
func (b *Statement) Mentions(word string) bool {
	said := append([]string{b.m.Where, b.m.Value}, b.r.where...)
	for _, p := range []*part{b.m.Numerator, b.m.Denominator} {
		if p != nil {
			said = append(said, p.Count, p.Sum, p.Where)
		}
	}
	return slices.ContainsFunc(said, func(text string) bool { return strings.Contains(text, word) })
}

// CurrenciesOf are the currencies in which an object's records ever had an amount.
func (b *Statement) CurrenciesOf(ctx context.Context, object, field string) ([]string, error) {
	return b.s.facts.currenciesOf(ctx, b.s, object, field)
}

// Several says that amounts in the currencies found are in several, and nobody asked to convert them.
func (b *Statement) Several(found []string) bool {
	_, _, several := b.reportIn(found)
	return several
}

// AssumeIn notes the currency that amounts count in which name none, beside others that do.
func (b *Statement) AssumeIn(code string) { b.assumedIn = code }

// RatesOf settles the currency in which the rows give their amounts, of those found in what they are
// made from: the SELECT of the rates that they join (code, day_from, day_to, rate), "" where nothing
// is converted.
func (b *Statement) RatesOf(ctx context.Context, found []string) (string, error) {
	return b.ratesOfRows(ctx, found)
}

// Currency is the one that the rows give their amounts in; "" while none is known.
func (b *Statement) Currency() string { return b.money.code }

// Quoted are names as SQL has them, separated by commas.
func Quoted(names []string) string { return strings.Join(quoted(names), ", ") }
