package main

import "strings"

// question is one metric asked in one shape, and the SQL a good analyst would write for
// the same answer. The text runs on DuckDB and PostgreSQL alike.
type question struct {
	metric string
	grain  string // "" or "month"
	by     string // "" or "team" (as it was on the close day)
	asOf   string // "" = now
	sql    []string
	// total is the column of the first statement that adds up to the sum of the answer's values,
	// counted from 1; 0 where values do not add up. Amounts are in minor units.
	total int
}

// The period of every question: two years, half-open in SQL, closed on the command line.
const (
	from      = "2024-07-01"
	to        = "2026-06-30"
	beyond    = "2026-07-01"
	monthTeam = "month by team"
)

const (
	between = " BETWEEN DATE '" + from + "' AND DATE '" + to + "'"
	// team joins the seller's team as it was at the end of the given day.
	team = ` LEFT JOIN org o ON o.person = d.owner AND o.known_to = 253402300799999999
	 AND o.eff_from < epoch_us(CAST($day + 1 AS TIMESTAMP)) AND o.eff_to >= epoch_us(CAST($day + 1 AS TIMESTAMP))`
	everyDeal = `(SELECT id, owner, outcome, amount, created_on, closed_on, stub FROM deal_now
	 UNION ALL SELECT id, owner, outcome, amount, created_on, closed_on, stub FROM deal_end)`
)

// closed writes "measure by month and team" over closed deals, by close day.
func closed(measure, where string) string {
	return "SELECT date_trunc('month', d.closed_on) AS m, o.team, " + measure + " FROM deal_end d" +
		strings.ReplaceAll(team, "$day", "d.closed_on") +
		" WHERE NOT d.stub AND d.closed_on" + between + where + " GROUP BY 1, 2"
}

// created is the same over all deals by creation day. Open deals belong to the team of
// today, closed ones to the team of their close day.
func created(measure, where string) string {
	return "SELECT date_trunc('month', d.created_on) AS m, o.team, " + measure + " FROM " + everyDeal + " d" +
		strings.ReplaceAll(team, "$day", "coalesce(d.closed_on, current_date)") +
		" WHERE NOT d.stub AND d.created_on" + between + where + " GROUP BY 1, 2"
}

// settled is what was created by month, with amount and owner as they stood when the month was over.
const settled = "SELECT date_trunc('month', d.created_on) AS m, o.team, sum(d.amount), count(*) FROM (" +
	"SELECT owner, amount, created_on, stub, eff_from, 253402300799999999 AS eff_to FROM deal_now" +
	" UNION ALL SELECT owner, amount, created_on, stub, eff_from, 253402300799999999 FROM deal_end" +
	" UNION ALL SELECT owner, amount, created_on, stub, eff_from, eff_to FROM deal_ver) d" +
	" LEFT JOIN org o ON o.person = d.owner AND o.known_to = 253402300799999999 AND o.eff_from < epoch_us(" +
	over + ") AND o.eff_to >= epoch_us(" + over + ")" +
	" WHERE NOT d.stub AND d.created_on" + between + " AND coalesce(d.amount, 0) >= 0" +
	" AND d.eff_from < epoch_us(" + over + ") AND d.eff_to >= epoch_us(" + over + ") GROUP BY 1, 2"

const over = "CAST(date_trunc('month', d.created_on) + INTERVAL '1 month' AS TIMESTAMP)"

// opened is pipeline as of a day.
func opened(measure, end string) string {
	cols := "owner, amount, stage, stub"
	return "SELECT s.name, " + measure + " FROM (SELECT " + cols + " FROM deal_now WHERE eff_from < " + end +
		" UNION ALL SELECT " + cols + " FROM deal_ver WHERE eff_to >= " + end + " AND eff_from < " + end +
		" AND coalesce(outcome, 'open') = 'open') d LEFT JOIN stage_now s ON s.id = d.stage WHERE NOT d.stub GROUP BY 1"
}

// firstWon are the accounts whose first won deal closes in the period, by month.
const firstWon = "SELECT date_trunc('month', f.day) AS m, count(*) FROM (SELECT account, min(closed_on) AS day FROM " +
	"deal_end" +
	" WHERE NOT stub AND outcome = 'won' AND account IS NOT NULL GROUP BY account) f WHERE f.day" + between +
	" GROUP BY 1"

// selling are the owners of deals that are alive in a month; the company has no activities.
const selling = "SELECT t.m, count(DISTINCT d.owner) FROM generate_series(TIMESTAMP '" + from + "', TIMESTAMP '" +
	to + "', INTERVAL '1 month') AS t(m)" +
	" JOIN " + everyDeal +
	" d ON d.created_on < t.m + INTERVAL '1 month' AND coalesce(d.closed_on, DATE '9999-12-30') >= t.m" +
	" WHERE NOT d.stub AND d.owner IS NOT NULL GROUP BY 1"

func questions() []question {
	const (
		won     = " AND d.outcome = 'won'"
		lost    = " AND d.outcome = 'lost'"
		count   = "count(*)"
		wonOf   = "count(*) FILTER (WHERE d.outcome = 'won'), count(*)"
		valueOf = "sum(d.amount) FILTER (WHERE d.outcome = 'won'), sum(d.amount)"
		cycle   = "d.closed_on - d.created_on"
		inOrder = " AND d.closed_on >= d.created_on"
	)
	month := func(metric, sql string) question {
		return question{metric: metric, grain: "month", by: "team", sql: []string{sql}}
	}
	added := func(q question, column int) question {
		q.total = column
		return q
	}
	perMonth := "SELECT date_trunc('month', closed_on) AS m, sum(amount), count(*) FROM deal_end WHERE NOT stub AND " +
		"outcome = 'won' AND closed_on" + between + " GROUP BY 1"
	return []question{
		added(month("won_revenue", closed("sum(d.amount), count(*)", won)), 3),
		added(month("won_deals", closed(count, won)), 3),
		added(month("lost_deals", closed(count, lost)), 3),
		month("win_rate", closed(wonOf, "")),
		month("win_rate_value",
			closed(valueOf+", count(*) FILTER (WHERE d.outcome = 'lost' AND coalesce(d.amount, 0) = 0)", "")),
		month("win_rate_created", created(wonOf, "")),
		month("win_rate_competitive", closed(wonOf, " AND (d.outcome = 'won' OR d.competitor IS NOT NULL)")),
		month("asp", closed("sum(d.amount), count(d.amount)", won+" AND d.amount IS NOT NULL")),
		month("asp_median", closed("percentile_cont(0.5) WITHIN GROUP (ORDER BY d.amount)",
			won+" AND d.amount IS NOT NULL")),
		month("cycle_won_mean", closed("sum("+cycle+"), count(*)", won+inOrder)),
		month("cycle_won_median", closed("percentile_cont(0.5) WITHIN GROUP (ORDER BY "+cycle+")", won+inOrder)),
		added(month("pipeline_created", settled), 3),
		{metric: "new_customers", grain: "month", sql: []string{firstWon}, total: 2},
		{metric: "sellers", grain: "month", sql: []string{selling}, total: 2},
		{metric: "revenue_per_rep", grain: "month", sql: []string{perMonth, selling}},
		{metric: "open_pipeline", by: "stage", total: 2,
			sql: []string{opened("sum(d.amount), count(*)", "253402300799999999")}},
		{metric: "open_deals", by: "stage", asOf: "2025-03-31", total: 2,
			sql: []string{opened(count, "1743465600000000")}},
		{metric: "open_pipeline", by: "stage", asOf: "2024-12-31", total: 2,
			sql: []string{opened("sum(d.amount), count(*)", "1735689600000000")}},
	}
}
