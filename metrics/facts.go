package metrics

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"

	"salesops/analytics"
	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

// facts are what every answer needs to know about a position of the log: the company's settings, its currencies
// and rates. They are read once per position.
type facts struct {
	cols     *analytics.View
	position record.Seq
	settings sales.Settings
	calendar period.Calendar

	earlier seen

	mu         sync.Mutex
	splits     *bool               // whether any deal was ever shared; nil until asked
	currencies map[string][]string // object.field → the currencies that occur
	rates      map[period.Instant]*rateBook
	history    map[string]*period.Day // nil until asked
	titles     nameBook               // at most maxTitles
	counts     map[string]int64       // by statement and arguments; at most maxCounts
	findings   map[string]*finding    // at most maxFindings
}

// of reports whether the facts belong to the columns that a session reads, under its scope.
func (f *facts) of(s *session) bool {
	return f.cols.Columns() == s.cols.Columns() && f.cols.Scope().String() == s.cols.Scope().String()
}

func readFacts(ctx context.Context, s *session) (*facts, error) {
	f := &facts{
		cols: s.cols, position: s.position,
		currencies: map[string][]string{}, rates: map[period.Instant]*rateBook{},
		titles: nameBook{}, counts: map[string]int64{}, findings: map[string]*finding{},
	}
	o, ok := s.schema.Object(sales.Company)
	if !ok {
		return nil, fmt.Errorf("the schema has no object %s", sales.Company)
	}
	names := make([]string, 0, len(o.Fields))
	for _, field := range o.Fields {
		names = append(names, field.Name)
	}
	company := record.Record{Object: sales.Company, Exists: true, Fields: map[string]record.Value{}}
	err := s.rows(ctx, sales.Company, names, analytics.When{}, func(b *analytics.Batch, row int) error {
		for col, field := range o.Fields {
			if v, set := settingValue(field.Kind, b, col, row); set {
				company.Fields[field.Name] = v
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if f.settings, err = sales.ReadSettings(company); err != nil {
		return nil, err
	}
	f.calendar = f.settings.Calendar()
	return f, nil
}

func settingValue(kind record.Kind, b *analytics.Batch, col, row int) (record.Value, bool) {
	if b.Null(col, row) {
		return record.Value{}, false
	}
	switch kind {
	case record.Int:
		return record.IntValue(b.Int(col, row)), true
	case record.Text:
		return record.TextValue(b.Text(col, row)), true
	case record.Number:
		return record.NumberValue(b.Float(col, row))
	}
	return record.Value{}, false // settings are texts and numbers
}

// currenciesOf returns the currencies in which a money field occurs on any day, sorted; "" means amounts
// without a currency. The result of an earlier position is reused, so that after a write only the new rows are
// read.
func (f *facts) currenciesOf(ctx context.Context, s *session, object, field string) ([]string, error) {
	if err := s.cols.Note(object, field); err != nil {
		return nil, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	key := object + "." + field
	if known, ok := f.currencies[key]; ok {
		return known, nil
	}
	found, since := f.earlier.list(key)
	column := quote(field + "_currency")
	rows, err := s.cols.Anything(object, []string{field, field + "_currency", "seq"})
	if err != nil {
		return nil, err
	}
	sql := "SELECT DISTINCT coalesce(" + column + ", '') FROM (" + rows + ") WHERE seq > $1::BIGINT AND " +
		quote(field) + " IS NOT NULL"
	err = s.each(ctx, sql, []any{since}, func(b *analytics.Batch, row int) error {
		found = append(found, b.Text(0, row))
		return nil
	})
	if err != nil {
		return nil, err
	}
	slices.Sort(found)
	found = slices.Compact(found)
	f.currencies[key] = found
	return found, nil
}

// seen has the currencies that an earlier position found.
type seen struct {
	position   record.Seq
	currencies map[string][]string
	findings   map[string]*finding
}

func (o seen) list(key string) ([]string, record.Seq) {
	if known, ok := o.currencies[key]; ok {
		return slices.Clone(known), o.position
	}
	return []string{}, 0
}

// remembered returns what a later position may reuse.
func (f *facts) remembered() seen {
	f.mu.Lock()
	defer f.mu.Unlock()
	return seen{f.position, maps.Clone(f.currencies), finished(f.findings)}
}

// historySince returns the first day from which past states of an object are known from recorded history; nil
// when no history is recorded.
func (f *facts) historySince(ctx context.Context, s *session, object string) (*period.Day, error) {
	if err := s.cols.Note(object); err != nil { // a change of it counts as one of all of its records
		return nil, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.history != nil {
		return f.history[object], nil
	}
	history := map[string]*period.Day{}
	err := s.each(ctx, `SELECT object, since FROM "history" WHERE since IS NOT NULL`,
		nil, func(b *analytics.Batch, row int) error {
			day := period.Instant(b.Int(1, row)).Day(f.settings.Zone)
			history[b.Text(0, row)] = &day
			return nil
		})
	if err != nil {
		return nil, err
	}
	f.history = history
	return history[object], nil
}

// quote makes a name safe in SQL.
func quote(name string) string {
	out := make([]byte, 0, len(name)+2)
	out = append(out, '"')
	for i := range len(name) {
		if name[i] == '"' {
			out = append(out, '"')
		}
		out = append(out, name[i])
	}
	return string(append(out, '"'))
}

func quoted(names []string) []string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = quote(n)
	}
	return out
}

// withID returns columns of records in order, with the id.
func withID(columns []string, more ...string) []string {
	all := slices.Concat([]string{"id"}, columns, more)
	slices.Sort(all)
	return slices.Compact(all)
}
