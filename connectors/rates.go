package connectors

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"salesops/connectors/cell"
	"salesops/connectors/tool"
	"salesops/internal/money"
	"salesops/internal/period"
	"salesops/internal/problems"
	"salesops/internal/reason"
	"salesops/record"
	"salesops/sales"
)

// A rate is of two currencies and a day, whatever id its row has: a row about a rate that is here,
// whoever entered it, is about that record. So no pair has two rates from one day on.

// firstRateDay is from when a rate holds that says no day and is the first of its pair.
var firstRateDay = period.DayOf(1970, 1, 1)

// rateSettings is what the rates of an import have in common.
type rateSettings struct {
	corporate string          // the currency that a row calls the company's
	ones      map[string]bool // by currency: its rate is 1 in every row
	base      string          // what the rates of one currency are from; "" when nothing tells
	dated     bool            // some file has days

	known  map[string]record.ID // by rateKey, of the log
	latest map[string]heldRate  // by pair, of the log
	fresh  map[string]string    // by rateKey: external id of what a row of this import makes
}

type heldRate struct {
	day  period.Day
	rate record.Value
}

func rateKey(from, to string, day period.Day) string { return from + "/" + to + " " + day.String() }

// rateColumns are a file's columns by what they say of a rate; -1 for none.
type rateColumns struct{ from, to, day, rate, corporate int }

func (f *file) rateColumns() rateColumns {
	c := rateColumns{-1, -1, -1, -1, -1}
	for i := range f.cols {
		k := f.cols[i].known
		switch {
		case k == nil:
		case k.Use == tool.Corporate:
			c.corporate = i
		case k.Use != tool.Value:
		case k.Field == "from_currency":
			c.from = i
		case k.Field == "to_currency":
			c.to = i
		case k.Field == "day":
			c.day = i
		case k.Kind == tool.ExchangeRate:
			c.rate = i
		}
	}
	return c
}

// rateLesson learns from which currency the rates of a file are where its rows name only one.
func (m *learner) rateLesson(f *file) func(cells []string) {
	if f.layout.Object != sales.Rate {
		return func([]string) {}
	}
	at := f.rateColumns()
	m.rates.dated = m.rates.dated || at.day >= 0
	if m.rates.ones == nil {
		m.rates.ones = map[string]bool{}
	}
	if at.to < 0 || at.from >= 0 || at.rate < 0 {
		return func([]string) {}
	}
	return func(cells []string) {
		code := strings.ToUpper(cells[at.to])
		if code == "" || cells[at.rate] == "" {
			return
		}
		if at.corporate >= 0 {
			if yes, err := cell.ParseBool(cells[at.corporate]); err == nil && yes {
				m.rates.corporate = code
			}
		}
		before, seen := m.rates.ones[code]
		m.rates.ones[code] = isOne(cells[at.rate]) && (before || !seen)
	}
}

// isOne reads 1, 1.0 and 1,000000.
func isOne(s string) bool {
	whole, fraction, _ := strings.Cut(strings.ReplaceAll(s, ",", "."), ".")
	return whole == "1" && strings.Trim(fraction, "0") == ""
}

// settleRates decides the currency that rates are from, and reads which ones are here.
func (m *learner) settleRates(ctx context.Context) error {
	if !slices.ContainsFunc(m.files, func(f *file) bool { return f.layout.Object == sales.Rate }) {
		return nil
	}
	r := &m.rates
	var ones []string
	for _, code := range slices.Sorted(maps.Keys(r.ones)) {
		if r.ones[code] {
			ones = append(ones, code)
		}
	}
	_, named := r.ones[m.ownCurrency]
	switch {
	case r.corporate != "":
		r.base = r.corporate
	case slices.Contains(ones, m.ownCurrency):
		r.base = m.ownCurrency
	case len(ones) == 1:
		r.base = ones[0]
	case len(ones) == 0 && !named:
		r.base = m.ownCurrency
	}
	r.known, r.latest, r.fresh = map[string]record.ID{}, map[string]heldRate{}, map[string]string{}
	held, err := sales.ExchangeRates(ctx, m.log, everything)
	if err != nil {
		return err
	}
	for _, have := range held { // by day: the last of a pair is the latest
		r.known[rateKey(have.From, have.To, have.Day)] = have.ID
		r.latest[have.From+"/"+have.To] = heldRate{have.Day, record.IntValue(int64(have.Rate))}
	}
	return nil
}

// rateRow completes a row of rates: what its number is depends on both currencies.
func (l *loader) rateRow() (bool, *refusal) {
	if l.file.layout.Object != sales.Rate || l.now.role != tool.Current {
		return true, nil
	}
	at := l.file.rateColumns()
	text := func(field string) string { return strings.ToUpper(l.now.value(field).Text()) }
	from, to, base := text("from_currency"), text("to_currency"), l.rates.base
	if l.now.currency != "" {
		base = l.now.currency // the mapping says it
	}
	if l.quoted == "" {
		return false, nil // the table has no rate of this day
	}
	if from == "" && to == "" {
		return false, &refusal{at.to, reason.Of("rate_without_currency")}
	}
	from, to = cmp.Or(from, base), cmp.Or(to, base)
	if from == "" || to == "" {
		return false, &refusal{max(at.to, at.from), reason.Of("rate_base", "currency", from+to)}
	}
	for _, code := range []string{from, to} {
		if !money.Known(code) {
			return false, &refusal{max(at.to, at.from), reason.Of("currency_unknown", "value", cell.Shorten(code))}
		}
	}
	if from == to {
		if !isOne(l.quoted) {
			return false, &refusal{at.rate,
				reason.Of("rate_of_itself", "currency", from, "value", cell.Shorten(l.quoted))}
		}
		return false, nil
	}
	if text("from_currency") == "" || text("to_currency") == "" {
		l.problems.rate(problems.RatesBase, base)
	}
	rate, err := money.ParseRate(l.quoted, from, to)
	if err != nil {
		return false, &refusal{at.rate, reason.Of("rate_wrong", "value", cell.Shorten(l.quoted),
			"from", from, "to", to)}
	}
	v := record.IntValue(int64(rate))
	day := l.now.value("day")
	switch {
	case day.IsSet():
	case at.day >= 0:
		return false, &refusal{at.day, reason.Of("rate_without_day")}
	case l.rates.dated:
		l.problems.rate(problems.RatesAside, from+"/"+to)
		return false, nil
	default:
		day = record.DayValue(l.dayOfUndated(from+"/"+to, v))
		l.problems.rate(problems.RatesUndated, from+"/"+to)
	}
	for _, f := range []record.FieldValue{{Name: "from_currency", Value: record.TextValue(from)},
		{Name: "to_currency", Value: record.TextValue(to)}, {Name: "day", Value: day}, {Name: "rate", Value: v}} {
		l.now.set(f.Name, f.Value)
	}
	key := rateKey(from, to, day.Day())
	if at.day < 0 || l.file.layout.MadeIDs { // or all rows without an id would be about one record
		l.external = tool.NameID(l.reg.objects[l.file.object], key)
	}
	if id, here := l.rates.known[key]; here {
		l.rateKnown(id)
		return true, nil
	}
	external, again := l.rates.fresh[key]
	if !again {
		external = strings.Clone(l.external)
		l.rates.fresh[key] = external
	}
	l.external = external
	return true, nil
}

// dayOfUndated is from when a rate holds that says no day: the first of its pair always did; a
// later one does from when it was set, so that the days before keep theirs.
func (l *loader) dayOfUndated(pair string, rate record.Value) period.Day {
	last, ok := l.rates.latest[pair]
	switch {
	case !ok:
		return firstRateDay
	case last.rate == rate:
		return last.day
	case l.now.modified != 0 && l.now.modified <= l.setting.now:
		return max(last.day, l.now.modified.Day(l.company))
	}
	return max(last.day, l.setting.now.Day(l.company))
}

// rateKnown makes the row one about a rate that is here.
func (l *loader) rateKnown(id record.ID) {
	o, named := l.byRecord[id]
	if !named {
		o = l.reg.ord(l.file.object, l.external)
		s := l.reg.at(o)
		s.id, s.existed, s.matched = id, true, true
		l.byRecord[id] = o
	}
	l.external = l.reg.at(o).external
}

// rateText is a rate as a report shows it.
func rateText(c *current, rate record.Value) string {
	if c == nil || !rate.IsSet() {
		return ""
	}
	from, _ := c.value("from_currency")
	to, _ := c.value("to_currency")
	return money.Rate(rate.Int()).Text(from.Text(), to.Text())
}

// rateName is what a report calls a rate.
func rateName(c *current) string {
	text := func(field string) string {
		v, _ := c.value(field)
		return v.Text()
	}
	day, _ := c.value("day")
	return rateKey(text("from_currency"), text("to_currency"), day.Day())
}
