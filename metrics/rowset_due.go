package metrics

import (
	"context"
	"maps"
	"slices"
	"strings"

	"salesops/internal/expr"
	"salesops/internal/period"
	"salesops/sales"
)

// Due is the row set of deals that were to close in a period. It has one row per deal and period in which its
// close date ever was, with the deal's fields as of the day. A deal slipped when, at the end of the period, it
// was still open or dated after it. See docs/methods.md, Stages, slips.
func Due() *RowSet {
	return &RowSet{
		Name: "deal_due", Like: sales.Deal, Opens: []string{sales.Deal}, From: []string{sales.Deal},
		Dayless: true, Stands: true,
		Own: []expr.Field{
			{Name: "due_on", Kind: expr.Day, Label: "Was to close"},
			{Name: "slipped", Kind: expr.Bool, Label: "Not closed in the period"},
			{Name: "remembered", Kind: expr.Bool, Label: "With history"},
		},
		Shown: []string{"due_on"}, Prepare: prepareDue, Incomplete: incompleteDue,
		Uncut: true, Long: &Note{Code: "slips_of_range",
			Text: "All days asked for count as one period: a deal that moved to a later quarter among them and " +
				"closed there has not slipped. By quarter it has"},
	}
}

func prepareDue(_ context.Context, b *Statement, limits []period.Range) (Rows, error) {
	var from, to []int64
	for _, l := range limits { // the metric's own period normally sets the limits
		if !l.Bounded() {
			l.From, l.To = max(l.From, period.DayOf(1900, 1, 1)), min(l.To, b.r.asOf+1)
		}
		if l.From < l.To {
			for _, p := range b.periodsOf([]period.Range{l}) {
				from, to = append(from, int64(p.From)), append(to, int64(p.To-1))
			}
		}
	}
	return Select(func(columns []string) (string, error) {
		theirs, _ := b.set.split(columns)
		need := map[string]bool{"id": true, "closed_on": true}
		for _, c := range theirs {
			need[c] = true
		}
		deals, err := b.s.cols.Rows(sales.Deal, slices.Sorted(maps.Keys(need)), b.r.when, b.args.Add)
		if err != nil {
			return "", err
		}
		history, err := b.s.cols.Versions(sales.Deal,
			[]string{"id", "close_date", "outcome", "backfilled", "backfilled_fields", "eff_from"}, b.r.when,
			b.args.Add)
		if err != nil {
			return "", err
		}
		asOf := b.args.Add(b.r.asOf) + "::DATE"
		var list []string
		for _, c := range columns {
			if slices.Contains(theirs, c) {
				list = append(list, "d."+quote(c))
			} else {
				list = append(list, "u."+quote(c))
			}
		}
		return strings.Join([]string{
			`WITH "deals" AS (` + deals + ")",
			`"zone" AS (` + b.zoneSteps() + ")",
			`"periods" AS (SELECT DATE '1970-01-01' + a::INTEGER AS begins, DATE '1970-01-01' + z::INTEGER AS ends
				FROM (SELECT unnest(` +
				b.args.Add(from) + "::BIGINT[]) AS a, unnest(" + b.args.Add(to) + "::BIGINT[]) AS z))",
			// A close date that was entered after the end of the period does not count for it.
			`"dates" AS (SELECT h.id, h.close_date, coalesce(h.outcome IN ('won', 'lost'), false) AS closed,
				h.eff_from, ` + dayIn("h.eff_from", "z.offset_us") + ` AS written_on, ` +
				`coalesce(h.backfilled AND contains(',' || h.backfilled_fields || ',', ',close_date,'), false) AS blank
				FROM (` + history + `) h ASOF JOIN "zone" z ON h.eff_from >= z.since)`,
			`"u" AS (SELECT h.id, p.ends, max(h.close_date) AS due_on, NOT bool_or(h.blank) AS remembered
				FROM "dates" h JOIN "periods" p ON h.close_date BETWEEN p.begins AND p.ends AND h.written_on <= p.ends
				GROUP BY h.id, p.ends)`,
			// The state at the end of the period. While the period goes on, only deals dated after it have left
			// it.
			`"last" AS (SELECT u.id, u.ends, arg_max({'closed': h.closed, 'day': h.close_date}, h.eff_from) AS state
				FROM "u" u JOIN "dates" h ON h.id = u.id AND h.written_on <= u.ends GROUP BY u.id, u.ends)`,
			`"slips" AS (SELECT u.*, coalesce(l.state.day > u.ends, false) OR (u.ends <= ` + asOf +
				` AND NOT l.state.closed) AS away FROM "u" u JOIN "last" l ON l.id = u.id AND l.ends = u.ends)`,
		}, ", ") + " SELECT " + strings.Join(list, ", ") +
			// A deal with a close day in the period or before it was won or lost in time, also when that was
			// entered later.
			` FROM (SELECT u.*, u.away AND NOT coalesce(d.closed_on <= u.ends, false) AS slipped
				FROM "slips" u JOIN "deals" d ON d.id = u.id) u JOIN "deals" d ON d.id = u.id`, nil
	}), nil
}

// incompleteDue describes the deals without a close date.
func incompleteDue(context.Context, *Statement) ([]Incomplete, error) {
	return []Incomplete{{Object: sales.Deal, Where: "!credit_note", Lack: "!has(close_date)", Code: "due_undated",
		Says: "%d of %d deals have no close date and were due in no period"}}, nil
}
