package mapping

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"salesops/connectors/tool"
	"salesops/internal/money"
	"salesops/sales"
)

// checkRate refuses a table of rates that does not say how many, or of what.
func (m *Mapping) checkRate(r *reader, e *entry) {
	has := func(field string) bool {
		return slices.ContainsFunc(e.fields, func(s spec) bool { return s.field == field })
	}
	switch {
	case e.role != tool.Current:
		r.fail(e.line, "a rate has no history: it holds from its day until the next one of its pair")
	case len(e.decide) > 0: // refused when it is imported; a form shows it until then
	case !has("rate"):
		r.fail(e.line, "an exchange rate needs its number: write under fields which column is the rate")
	case !has("from_currency") && !has("to_currency"):
		r.fail(e.line,
			"an exchange rate needs a currency: one from_currency is so many to_currency; the one left out is the "+
				"company's")
	}
}

// isCode says that a column holds codes of currencies.
func (c *column) isCode() bool {
	if c.filled == 0 || len(c.values) == 0 || len(c.values) > 300 {
		return false
	}
	for v := range c.values {
		if len(v) != 3 || !money.Known(strings.ToUpper(v)) {
			return false
		}
	}
	return true
}

// guessRates recognises a table that has a day in each row and a currency in each column.
func (p *profile) guessRates() bool {
	day, codes := -1, 0
	for i := range p.columns {
		c := &p.columns[i]
		switch {
		case c.isDate() && day < 0:
			day = i
		case p.quotes(i):
			codes++
		case c.filled > 0 && !c.technical():
			return false
		}
	}
	if day < 0 || codes == 0 {
		return false
	}
	p.object, p.wide, p.found = sales.Rate, true, map[string]int{"day": day}
	return true
}

// guessPairs recognises a table with a pair of currencies and a number in each row.
func (p *profile) guessPairs() bool {
	pair := slices.IndexFunc(p.columns, func(c column) bool { return c.isPair() })
	if pair < 0 {
		return false
	}
	found, _ := p.match(hintOf(sales.Rate))
	if _, ok := found["rate"]; !ok {
		return false
	}
	p.object, p.found = sales.Rate, found
	p.found["from_currency"], p.found["to_currency"] = pair, pair
	return true
}

// quotes says that a column is the rates of the currency that heads it.
func (p *profile) quotes(i int) bool {
	c := &p.columns[i]
	name := strings.ToUpper(strings.TrimSpace(c.name))
	return len(name) == 3 && money.Known(name) && c.numbers > 0
}

// wideRates writes an entry for each currency of a table.
func (w *writer) wideRates(p *profile) {
	w.ask(Question{Ask: AskRatesFrom, File: filepath.Base(p.path),
		Text: fmt.Sprintf(
			"%s has a column for each currency and does not say of which other one: write from_currency: {constant: "+
				"EUR} beside each to_currency, with the currency of which one is so many, or leave the company's",
			filepath.Base(p.path))})
	first := true
	for i := range p.columns {
		if !p.quotes(i) {
			continue
		}
		w.written = true
		w.line("  - file: %s", quote(filepath.Base(p.path)))
		if first {
			w.line(
				"    object: fx_rate # its columns are headed by currencies, its rows by days: one currency is so " +
					"many of each")
		} else {
			w.line("    object: fx_rate")
		}
		w.line("    fields: {to_currency: {constant: %s}, day: %s, rate: %s}",
			strings.ToUpper(strings.TrimSpace(p.columns[i].name)), quote(p.columns[p.found["day"]].name),
			quote(p.columns[i].name))
		if first {
			w.decideDates(p)
			w.decideNumbers(p)
			w.decide()
		}
		first = false
	}
}

// rateFields asks what a table of rates does not say.
func (w *writer) rateFields(p *profile) {
	if !has(p, "from_currency") || !has(p, "to_currency") {
		w.ask(Question{Ask: AskRatesWay, File: filepath.Base(p.path),
			Text: fmt.Sprintf(
				"%s names one currency for each rate and not which way it goes: leave to_currency where one of the "+
					"company's is so many of it, write from_currency in its place where one of it is so many of the "+
					"company's; another currency than the company's as {constant: EUR}", filepath.Base(p.path))})
	}
	if !has(p, "day") {
		w.ask(Question{Ask: AskRatesDay, File: filepath.Base(p.path),
			Text: fmt.Sprintf(
				"nothing in %s says from which day on its rates hold: write day: {constant: 2026-01-01}, or leave it "+
					"out and they hold on all days", filepath.Base(p.path))})
	}
}
