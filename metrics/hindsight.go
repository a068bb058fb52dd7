package metrics

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"salesops/internal/money"
)

// hindsightNotes returns the note that a sum for a past day has amounts which became known later, and how much
// of the sum is proven for that day. It comes before all other notes.
func (t *table) hindsightNotes(part string) []Note {
	at := slices.Index(t.fields, t.m.Value)
	if at < 0 || len(t.mixed) > 0 {
		return nil
	}
	var rows, unproven int64
	proven, whole := new(big.Int), new(big.Int)
	for _, k := range t.now {
		if k.proven == nil || at >= len(k.unproven) {
			return nil
		}
		rows += k.n
		unproven += k.unproven[at]
		proven.Add(proven, k.proven)
		whole.Add(whole, k.a)
	}
	if unproven == 0 {
		return nil
	}
	shown := func(minor *big.Int) Figure {
		return Figure{money.MajorRat(minor, t.code).FloatString(money.Digits(t.code)), true}
	}
	in := func(f Figure) string { return strings.TrimSpace(f.Text + " " + t.code) }
	amount := shown(proven)
	return []Note{{
		Code: "hindsight", Metric: part, Count: unproven, Of: rows, Amount: &amount, Currency: t.code,
		Text: fmt.Sprintf(
			"Hindsight: of %s only %s is proven for that day; %d of %d %s have no history of their %s, so that a "+
				"later one counts, such as the one a deal was won for",
			in(shown(whole)), in(amount), unproven, rows, t.many(), t.m.Value),
	}}
}

// unprovenFields names the fields without history, with how many rows lack it where not all do.
func (t *table) unprovenFields() string {
	var named []string
	for i, f := range t.fields {
		var n int64
		for _, k := range t.now {
			if i < len(k.unproven) {
				n += k.unproven[i]
			}
		}
		if n > 0 {
			named = append(named, fmt.Sprintf("%s of %d", strings.ReplaceAll(f, "_", " "), n))
		}
	}
	if len(named) == 0 {
		return ""
	}
	return " (" + strings.Join(named, ", ") + ")"
}
