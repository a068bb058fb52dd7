package mapping

import (
	"fmt"
	"path/filepath"
	"slices"
	"strconv"

	"salesops/connectors/cell"
	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

// unused says of every column that nothing uses what becomes of it.
func (w *writer) unused(p *profile) {
	used := map[int]bool{}
	for _, at := range p.found {
		used[at] = true
	}
	if p.id >= 0 {
		used[p.id] = true
	}
	for i := range p.columns {
		c := &p.columns[i]
		switch {
		case used[i] || c.technical():
		case c.filled == 0 && c.blanks == 0:
			w.line("    # not used: %s (empty here)", oneLine(c.name))
		case p.object == sales.Rate:
			w.line("    # not used: %s (%s)", oneLine(c.name), c.holds(p.rows))
		default:
			w.line("    # not used: %s (%s): kept as a field of its own; name it under ignore to leave it out",
				oneLine(c.name), c.holds(p.rows))
		}
	}
}

// currencyOf keeps the currency that a header or the values of an amount name: for the whole
// mapping, or for this table where another has a different one.
func (w *writer) currencyOf(p *profile, o record.Object, c *column) {
	if c.currency == "" || has(p, "currency") {
		return
	}
	amount := slices.ContainsFunc(o.Fields, func(f record.Field) bool {
		at, ok := p.found[f.Name]
		return ok && f.Kind == record.Money && &p.columns[at] == c
	})
	switch {
	case !amount:
	case w.currency == "":
		w.currency = c.currency
	case w.currency != c.currency && !w.constant[p]:
		if w.constant == nil {
			w.constant = map[*profile]bool{}
		}
		w.constant[p] = true
		w.line("      currency: {constant: %s} # the column %s says so", c.currency, oneLine(c.name))
	}
}

// spanField gives the last day of rows that have only a first one.
func (w *writer) spanField(p *profile) {
	if has(p, "to_on") || !has(p, "from_on") {
		return
	}
	from := quote(p.columns[p.found["from_on"]].name)
	if p.columns[p.found["from_on"]].isMonth() {
		w.line("      to_on: {column: %s, format: month, plus_months: 1, minus_days: 1} # its last", from)
		return
	}
	if p.columns[p.found["from_on"]].isQuarter() {
		w.line("      to_on: {column: %s, format: quarter, plus_months: 3, minus_days: 1} # its last", from)
		return
	}
	for _, unit := range []string{"months", "quarters"} {
		if at, ok := p.found[unit]; ok {
			w.line("      to_on: {column: %s, plus_%s: %s, minus_days: 1} # so many %s from the first day on",
				from, unit, quote(p.columns[at].name), unit)
			return
		}
	}
	months, sure := w.apart(&p.columns[p.found["from_on"]])
	if sure {
		w.line("      to_on: {column: %s, plus_months: %d, minus_days: 1} # its first days are %s apart", from,
			months, several(months, "month"))
		return
	}
	w.line("      to_on: {column: %s, plus_months: %d, minus_days: 1}", from, months)
	w.ask(Question{
		Ask: AskMonths, File: filepath.Base(p.path), Column: p.columns[p.found["from_on"]].name,
		Example: strconv.Itoa(months),
		Text: fmt.Sprintf(
			"%s has only first days, and nothing tells how long a row holds: write in to_on, in place of %d, how "+
				"many months it is", filepath.Base(p.path), months),
	})
}

// apart is how many months lie between the days of a column, when they are as far from each other
// as months, quarters or years are; else the guess is not sure.
func (w *writer) apart(c *column) (months int, sure bool) {
	var days []period.Day
	for v := range c.values {
		if d, err := cell.ReadDay(v, w.dates); err == nil {
			days = append(days, d)
		}
	}
	slices.Sort(days)
	days = slices.Compact(days)
	least := 0
	for i := 1; i < len(days); i++ {
		y1, m1, d1 := days[i-1].Date()
		y2, m2, d2 := days[i].Date()
		n := (y2-y1)*12 + int(m2-m1)
		if d1 != d2 || n < 1 {
			return 1, false
		}
		if least == 0 || n < least {
			least = n
		}
	}
	switch {
	case least == 1, least == 3, least == 12:
		return least, true
	case least == 0 && len(days) == 1:
		if _, m, d := days[0].Date(); d == 1 && (m-1)%3 == 0 {
			return 3, false
		}
	}
	return 1, false
}
