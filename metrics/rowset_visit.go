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

// Visits are the stays of deals in stages: one row for every time a deal came into a stage
// while it was open. A row has the deal's fields as of the day, and its own stage and days.
// See docs/methods.md, Stages.
func Visits() *RowSet {
	return &RowSet{
		Name: "stage_visit", Stands: true, Like: sales.Deal, Opens: []string{sales.Deal},
		From: []string{sales.Deal}, Several: true,
		Own: []expr.Field{
			{Name: "stage", Kind: expr.Ref, RefObject: sales.Stage, Label: "Stage"},
			{Name: "entered_on", Kind: expr.Day, Label: "Came in"},
			{Name: "left_on", Kind: expr.Day, Label: "Left"},
			{Name: "left", Kind: expr.Bool, Label: "Has left"},
			{Name: "first", Kind: expr.Bool, Label: "First time in the stage"},
			{Name: "advanced", Kind: expr.Bool, Label: "Went on"},
			{Name: "remembered", Kind: expr.Bool, Label: "With history"},
		},
		Shown: []string{"entered_on", "left_on"}, Prepare: prepareVisits,
	}
}

func prepareVisits(_ context.Context, b *Statement, _ []period.Range) (Rows, error) {
	return Select(func(columns []string) (string, error) {
		theirs, _ := b.set.split(columns)
		need := map[string]bool{"id": true, "outcome": true}
		for _, c := range theirs {
			need[c] = true
		}
		deals, err := b.s.cols.Rows(sales.Deal, slices.Sorted(maps.Keys(need)), b.r.when, b.args.Add)
		if err != nil {
			return "", err
		}
		history, err := b.s.cols.Versions(sales.Deal, []string{"id", "stage", "outcome", "backfilled",
			"backfilled_fields", "eff_from", "eff_to"}, b.r.when, b.args.Add)
		if err != nil {
			return "", err
		}
		at := b.r.when
		at.Stubs = true
		stages, err := b.s.cols.Rows(sales.Stage, []string{"id", "position"}, at, b.args.Add)
		if err != nil {
			return "", err
		}
		end := b.args.Add(period.Forever) + "::BIGINT"
		if b.r.when.AsOf != nil {
			end = b.args.Add(*b.r.when.AsOf) + "::BIGINT"
		}
		const closed, each = "coalesce(h.outcome IN ('won', 'lost'), false)", "(PARTITION BY id ORDER BY eff_from)"
		var list []string
		for _, c := range columns {
			if slices.Contains(theirs, c) {
				list = append(list, "d."+quote(c))
			} else {
				list = append(list, "v."+quote(c))
			}
		}
		return strings.Join([]string{
			`WITH "deals" AS (` + deals + ")",
			// A version begins a visit where the stage or open changes, or where the deal was away.
			`"marks" AS (SELECT h.id, h.stage, h.outcome = 'won' AS won, ` + closed +
				` AS closed, eff_from, eff_to, s.position, ` +
				`h.backfilled AND contains(',' || h.backfilled_fields || ',', ',stage,') AS blank, ` +
				`coalesce(lag(h.stage) OVER v IS NOT DISTINCT FROM h.stage AND lag(` + closed + `) OVER v = ` +
				closed + ` AND lag(eff_to) OVER v = eff_from, false) AS same ` +
				`FROM (` + history + `) h LEFT JOIN (` + stages +
				`) s ON s.id = h.stage WHERE h.id IN (SELECT id FROM "deals") WINDOW v AS (PARTITION BY h.id ORDER BY eff_from))`,
			`"runs" AS (SELECT *, sum(CASE WHEN same THEN 0 ELSE 1 END) OVER ` + each + ` AS run FROM "marks")`,
			`"stays" AS (SELECT id, run AS line, any_value(stage) AS stage, any_value(position) AS position, bool_or(won) AS won, any_value(closed) AS closed, bool_or(blank) AS blank, min(eff_from) AS eff_from, max(eff_to) AS eff_to FROM "runs" GROUP BY id, run)`,
			`"later" AS (SELECT *, coalesce(bool_or(won) OVER n, false) AS wins, max(position) FILTER (WHERE NOT closed) OVER n AS reaches, ` +
				`coalesce(bool_or(NOT closed AND stage IS NOT NULL) OVER n, false) AS goes, row_number() OVER (PARTITION BY id, stage, closed ORDER BY eff_from) = 1 AS "first" ` +
				`FROM "stays" WINDOW n AS (PARTITION BY id ORDER BY eff_from ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING))`,
			`"zone" AS (` + b.zoneSteps() + ")",
			`"visits" AS (SELECT l.id, l.line, l.stage, ` + dayIn("l.eff_from", "z.offset_us") +
				" AS entered_on, l.eff_to < " + end +
				` AS "left", l.eff_to, l."first", NOT coalesce(l.blank, false) AS remembered, ` +
				`l.wins OR CASE WHEN l.position IS NULL THEN l.goes ELSE coalesce(l.reaches > l.position, false) END AS advanced ` +
				`FROM "later" l ASOF JOIN "zone" z ON l.eff_from >= z.since WHERE NOT l.closed AND l.stage IS NOT NULL)`,
			`"v" AS (SELECT v.*, CASE WHEN v."left" THEN ` + dayIn("v.eff_to", "z.offset_us") +
				` END AS left_on FROM "visits" v ASOF JOIN "zone" z ON v.eff_to >= z.since)`,
		}, ", ") + " SELECT " + strings.Join(list, ", ") + ` FROM "v" v JOIN "deals" d ON d.id = v.id`, nil
	}), nil
}
