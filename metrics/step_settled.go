package metrics

import (
	"maps"
	"slices"
	"strings"

	"salesops/internal/period"
	"salesops/sales"
)

// A metric over deals may name fields that count as of the end of the row's period (settled:), so that the
// number of a past period does not change with later edits of its deals. Without a period they count as of the
// day of the question, like all others.

// settles reports whether fields of the rows are read as of the end of their periods.
func (b *Statement) settles() bool { return len(b.m.Settled) > 0 && len(b.ends) > 0 }

// stepSettled notes the periods at whose ends fields are taken.
func (b *Statement) stepSettled(limits []period.Range) {
	if len(b.m.Settled) == 0 {
		return
	}
	for _, l := range limits {
		if !l.Bounded() {
			if b.r.ranges.grain == period.Whole && l.To == period.MaxDay {
				continue // until the as-of day
			}
			l.From, l.To = max(l.From, firstDay), min(l.To, b.r.asOf+1)
		}
		if l.From < l.To {
			b.ends = append(b.ends, b.periodsOf([]period.Range{l})...)
		}
	}
}

// firstDay is a day before all deals.
var firstDay = period.DayOf(1900, 1, 1)

// settledOn returns the day as of which a row's settled fields are read.
func (b *Statement) settledOn() string {
	b.base["settled_on"] = true
	return `"r".settled_on`
}

// settledRows returns the SELECT of deals with the settled fields as they were when the deal's period ended. A
// deal that was entered later has the values with which it was entered.
func (b *Statement) settledRows(columns []string) (string, error) {
	day := b.m.On
	var taken []string
	for _, c := range columns {
		if slices.Contains(b.m.Settled, strings.TrimSuffix(c, "_currency")) {
			taken = append(taken, c)
		}
	}
	need := map[string]bool{"id": true, day: true}
	for _, c := range columns {
		if c != "settled_on" {
			need[c] = true
		}
	}
	deals, err := b.s.cols.Rows(sales.Deal, slices.Sorted(maps.Keys(need)), b.r.when, b.args.Add)
	if err != nil {
		return "", err
	}
	var from, to, until []int64
	for _, p := range b.ends {
		last := min(p.To-1, b.r.asOf)
		from, to, until = append(from, int64(p.From)), append(to, int64(last)), append(until,
			int64(last.End(b.r.ranges.calendar.Location())))
	}
	unnest := func(values []int64, name string) string {
		return "unnest(" + b.args.Add(values) + "::BIGINT[]) AS " + name
	}
	ctes := []string{
		`"now" AS (` + deals + ")",
		`"ends" AS (SELECT DATE '1970-01-01' + a::INTEGER AS begins, DATE '1970-01-01' + z::INTEGER AS ends, until
			FROM (SELECT ` +
			unnest(from, "a") + ", " + unnest(to, "z") + ", " + unnest(until, "until") + "))",
		`"dated" AS (SELECT n.*, e.ends AS settled_on, e.until AS settled_until FROM "now" n LEFT JOIN "ends" e ON n.` +
			quote(day) + ` BETWEEN e.begins AND e.ends)`,
	}
	// list returns the columns of a row, the settled ones from its state.
	list := func(state string) string {
		out := make([]string, len(columns))
		for i, c := range columns {
			out[i] = "d." + quote(c)
			if slices.Contains(taken, c) {
				out[i] = state + quote(c)
			}
		}
		return strings.Join(out, ", ")
	}
	if len(taken) == 0 {
		return "WITH " + strings.Join(ctes, ", ") + " SELECT " + list("d.") + ` FROM "dated" d`, nil
	}
	history, err := b.s.cols.States(sales.Deal,
		append([]string{"id", "eff_from", "eff_to"}, taken...), b.r.when, b.args.Add)
	if err != nil {
		return "", err
	}
	fields := make([]string, len(taken))
	for i, c := range taken {
		fields[i] = "'" + c + "': h." + quote(c)
	}
	state := "{" + strings.Join(fields, ", ") + "}"
	// Nearly every deal has one state that contains the end of its period. The others, which were entered later
	// or did not exist at that moment, are few; only their states are compared.
	ctes = append(ctes,
		`"history" AS NOT MATERIALIZED (`+history+")",
		`"over" AS (SELECT d.id AS over_id, `+list("h.")+
			` FROM "dated" d JOIN "history" h ON h.id = d.id
				WHERE h.eff_from < d.settled_until AND h.eff_to >= d.settled_until)`,
		`"near" AS (SELECT d.id, coalesce(arg_max(`+state+
			`, h.eff_from) FILTER (WHERE h.eff_from < d.settled_until), arg_min(`+state+`, h.eff_from)) AS state`+
			` FROM "dated" d JOIN "history" h ON h.id = d.id
				WHERE d.settled_until IS NOT NULL AND d.id NOT IN (SELECT over_id FROM "over") GROUP BY d.id)`)
	return "WITH " + strings.Join(ctes, ", ") + ` SELECT * EXCLUDE (over_id) FROM "over" UNION ALL SELECT ` +
		list("n.state.") + ` FROM "dated" d JOIN "near" n ON n.id = d.id` +
		" UNION ALL SELECT " + list("d.") + ` FROM "dated" d WHERE d.settled_until IS NULL`, nil
}
