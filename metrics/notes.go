package metrics

import (
	"fmt"
	"math/big"
	"slices"

	"salesops/internal/money"
)

// notes returns the notes of an answer, problems first.
func (sh *sheet) notes(r *request) ([]Note, error) {
	var problems, others []Note
	for _, t := range sh.tables {
		part := ""
		if len(sh.tables) > 1 {
			part = t.m.Name
		}
		problems = append(problems, t.hindsightNotes(part)...)
		others = append(others, t.lineNotes(part)...)
		if t.several != nil {
			t = t.several.once
		}
		for i, g := range t.guards {
			bad, of := t.guarded(i)
			if bad == 0 {
				continue
			}
			says := t.says(i, bad, of)
			note := Note{Code: g.Code, Text: capital(says.Text), Metric: part, Count: bad, Of: of,
				ReasonCode: says.Code, ReasonParts: says.Parts}
			if g.key == "problem" {
				problems = append(problems, note)
			} else {
				others = append(others, note)
			}
		}
		others = append(others, t.moneyNotes(part)...)
		others = append(others, t.dayNotes(r, part)...)
		others = append(others, t.passedNotes(part)...)
		others = append(others, t.behindNotes(part)...)
		others = append(others, t.calculatedNotes(part)...)
		others = append(others, t.partNotes(part)...)
	}
	if sh.passesOver() && (r.q.From != nil || r.q.To != nil || len(r.where) > 0 || len(r.whose) > 0) {
		others = append(others, Note{Code: "counted_in_all",
			Text: "What lacks a value is counted over all of the data, whatever the days, the filters and the team: " +
				"without the value nobody can tell where it belongs"})
	}
	if sh.sparse(r) {
		others = append(others, Note{Code: "empty_periods_left_out",
			Text: "Periods without any rows are left out: there are too many combinations to list them all"})
	}
	return append(append(append(problems, others...), sh.more...), append(sh.dateNote(r), sh.longNote(r)...)...), nil
}

// guarded adds a guard's counts up over the answer.
func (t *table) guarded(i int) (bad, of int64) {
	for _, k := range t.now {
		bad += k.bad[i]
		of += k.of[i]
	}
	return bad, of
}

func (t *table) moneyNotes(part string) []Note {
	var out []Note
	if t.assumedIn != "" {
		out = append(out, Note{Code: "in_company_currency", Metric: part, Currency: t.assumedIn,
			Text: "Amounts without a currency are taken to be in " + t.assumedIn + ", the company's"})
	}
	for _, s := range t.leftOut {
		way := "set the company's currency (salesops settings currency=EUR), or say at the import which currency " +
			"they are in"
		if s.code != "" {
			way = fmt.Sprintf("give one (salesops settings rate:%s/%s@DAY=RATE), or import a table of rates",
				s.code, t.code)
		}
		amount := Figure{money.MajorRat(s.minor, s.code).FloatString(money.Digits(s.code)), true}
		out = append(out, Note{
			Code: "missing_rate", Metric: part, Count: s.count, Amount: &amount, Currency: s.code,
			Text: fmt.Sprintf("%s (%s) of %d %s is left out: there is no exchange rate into %s for its day; %s",
				amount, currencyName(s.code), s.count, t.words(s.count), t.code, way),
		})
	}
	return out
}

// lineNotes says how many deals are in several rows, because the rows then do not add up.
func (t *table) lineNotes(part string) []Note {
	var out []Note
	if t.several == nil {
		return nil
	}
	if n := t.several.deals; n > 0 {
		text := "%d of %d %s count under several products: the rows add up to more than there are"
		if t.m.Measure == MeasureSum && t.m.Value == "amount" {
			text = "%d of %d %s are shared out by their lines: the amounts add up, the numbers of deals do not"
		}
		code := "counted_in_several"
		if t.shared {
			code, text = "credit_shared",
				"%d of %d %s are shared between several people: the amounts add up, the numbers of deals do not"
		}
		out = append(out, Note{Code: code, Metric: part, Count: n, Of: t.several.of,
			Text: fmt.Sprintf(text, n, t.several.of, t.many())})
	}
	if n := t.several.foreign; n > 0 {
		out = append(out, Note{Code: "lines_in_other_currency", Metric: part, Count: n, Of: t.several.of,
			Text: fmt.Sprintf(
				"%d of %d %s have lines in another currency than their amount: what those come to stands under %s",
				n, t.several.of, t.many(), none)})
	}
	return out
}

func (t *table) dayNotes(r *request, part string) []Note {
	var out []Note
	var rows, backfilled, undated, valueless int64
	for _, k := range t.now {
		rows += k.n
		backfilled += k.backfilled
		undated += k.undated
		if t.m.Measure == MeasureMean || t.m.Measure == MeasureMedian {
			valueless += k.n - k.values
		}
		// who bought is in the model; a failed fit is the answer's own reason
		if t.m.Kind == KindEstimate && t.m.Bought == nil {
			valueless += t.unspelled(k)
		}
	}
	if undated > 0 {
		out = append(out, Note{Code: "undated", Metric: part, Count: undated, Of: rows,
			Text: fmt.Sprintf("%d of %d %s have no %s: they count here, and in no period", undated,
				rows, t.many(), t.dayWord())})
	}
	if t.undated > 0 {
		out = append(out, Note{Code: "undated", Metric: part, Count: t.undated,
			Text: fmt.Sprintf("%d %s without a %s %s in no period", t.undated, t.words(t.undated),
				t.dayWord(), isOrAre(t.undated))})
	}
	if valueless > 0 {
		out = append(out, Note{Code: "no_value", Metric: part, Count: valueless, Of: rows,
			Text: fmt.Sprintf("%d of %d %s lack a value that it is computed from and are left out",
				valueless, rows, t.many())})
	}
	if t.unknown > 0 {
		out = append(out, Note{Code: "unknown", Metric: part, Count: t.unknown,
			Text: fmt.Sprintf("For %d %s the condition cannot be told, because a value is unset; they are not counted",
				t.unknown, t.words(t.unknown))})
	}
	if backfilled > 0 {
		share := new(big.Rat).SetFrac64(100*backfilled, max(rows, 1))
		out = append(out, Note{Code: "backfilled", Metric: part, Count: backfilled, Of: rows,
			Text: fmt.Sprintf(
				"%s %% of the %s rest on values without history%s, taken to be as they were when imported",
				money.Decimal(share, 0, 0), t.many(), t.unprovenFields())})
	}
	return out
}

// unspelled counts the rows that cannot be followed: without a start, or ended on an unknown day.
func (t *table) unspelled(k *tally) int64 {
	var spelled int64
	for _, n := range k.spells {
		spelled += n
	}
	return k.n - spelled
}

func (t *table) dayWord() string {
	switch t.m.On {
	case "closed_on", "close_date":
		return "close date"
	case "created_on":
		return "created date"
	}
	return "day"
}

func isOrAre(n int64) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

func capital(s string) string {
	if s == "" || !slices.Contains([]byte("abcdefghijklmnopqrstuvwxyz"), s[0]) {
		return s
	}
	return string(s[0]-'a'+'A') + s[1:]
}
