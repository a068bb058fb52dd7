package visits

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"salesops/analytics"
	"salesops/record"
	"salesops/sales"
)

// Name is the name of the table.
const Name = "stage_stay"

// Table declares the table. It has a row for every stay of a deal in a stage, open or closed. A row that is
// valid at a past moment says what had happened until then.
func Table() analytics.Keyed {
	return analytics.Keyed{
		Name: Name, Object: sales.Deal, Several: true, Version: 3,
		Fields: []record.Field{
			{Name: "stage", Kind: record.Ref, Object: sales.Stage, Label: "Stage"},
			{Name: "visit", Kind: record.Bool, Label: "Open in a stage"},
			{Name: "entered_at", Kind: record.Instant, Label: "Came in"},
			{Name: "left_at", Kind: record.Instant, Label: "Left"},
			{Name: "left", Kind: record.Bool, Label: "Has left"},
			{Name: "latest", Kind: record.Bool, Label: "Where the deal is"},
			{Name: "first", Kind: record.Bool, Label: "First time in the stage"},
			{Name: "advanced", Kind: record.Bool, Label: "Went on"},
			{Name: "remembered", Kind: record.Bool, Label: "With history"},
			{Name: "whole", Kind: record.Bool, Label: "With its whole history"},
			{Name: "from_stage", Kind: record.Ref, Object: sales.Stage, Label: "Came from"},
			{Name: "to_stage", Kind: record.Ref, Object: sales.Stage, Label: "Went to"},
			{Name: "to_outcome", Kind: record.Text, Label: "Outcome after it"},
			{Name: "back", Kind: record.Bool, Label: "Went back"},
			{Name: "undone", Kind: record.Bool, Label: "Undone at once"},
			{Name: "path", Kind: record.Text, Label: "Path"},
			{Name: "returns", Kind: record.Int, Label: "Returns"},
		},
		Reads:   map[string][]string{sales.Deal: {"stage", "outcome"}, sales.Stage: {"position", "name"}},
		Touched: dealsOfStages,
		Build:   build,
	}
}

// dealsOfStages returns the deals that were ever in one of the changed stages. Their rows depend on the
// positions and names of the stages.
func dealsOfStages(ctx context.Context, b *analytics.KeyedBuilder, changed analytics.Changed) ([]record.ID, error) {
	text, args, err := b.Beliefs(sales.Deal, []string{"id"}, "stage", changed[sales.Stage])
	if err != nil {
		return nil, err
	}
	var ids []record.ID
	err = b.Query(ctx, "SELECT DISTINCT id FROM ("+text+")", args, func(rows *analytics.Batch) error {
		for i := range rows.Rows() {
			ids = append(ids, record.ID(rows.Int(0, i)))
		}
		return nil
	})
	return ids, err
}

func build(ctx context.Context, b *analytics.KeyedBuilder, keys []record.ID) error {
	deals, err := readDeals(ctx, b, keys)
	if err != nil {
		return err
	}
	stages, err := readStages(ctx, b, deals)
	if err != nil {
		return err
	}
	for len(deals) > 0 {
		n := 1
		for n < len(deals) && deals[n].id == deals[0].id {
			n++
		}
		if err := buildDeal(ctx, b, deals[:n], stages); err != nil {
			return err
		}
		deals = deals[n:]
	}
	return nil
}

func buildDeal(ctx context.Context, b *analytics.KeyedBuilder, versions []dealVersion,
	stages map[record.ID][]stageVersion) error {
	its := stagesOf(versions, stages)
	areas := make([]analytics.Rectangle, 0, len(versions)+len(its))
	for i := range versions {
		areas = append(areas, versions[i].Rectangle)
	}
	for i := range its {
		areas = append(areas, its[i].Rectangle)
	}
	j := analytics.NewJoiner[stay](b)
	var p walk
	for _, k := range b.Stretches(areas) {
		j.Add(k, p.pieces(versions, its, k))
	}
	for _, r := range j.End() {
		if err := b.Append(ctx, &analytics.KeyedRow{Rectangle: r.Rectangle, ID: versions[0].id, Line: r.Line,
			Values: r.State.values()}); err != nil {
			return err
		}
	}
	return nil
}

// dealVersion has the fields of a version of a deal that matter here.
type dealVersion struct {
	analytics.Rectangle
	id, stage record.ID
	outcome   outcome
	blank     bool // the stage has no history; an import backfilled it
	stub      bool
}

type outcome uint8

const (
	open outcome = iota
	won
	lost
)

func (o outcome) String() string { return [...]string{sales.Open, sales.Won, sales.Lost}[o] }

// readDeals reads the versions of deals, ordered by deal and time.
func readDeals(ctx context.Context, b *analytics.KeyedBuilder, keys []record.ID) ([]dealVersion, error) {
	text, args, err := b.Beliefs(sales.Deal, []string{"id", "stage", "outcome", "backfilled_fields", "stub",
		"eff_from", "eff_to", "known_from", "known_to"}, "id", keys)
	if err != nil {
		return nil, err
	}
	var out []dealVersion
	err = b.Query(ctx, `
		SELECT id, stage,
			CASE outcome WHEN 'won' THEN 1 WHEN 'lost' THEN 2 ELSE 0 END,
			coalesce(contains(',' || backfilled_fields || ',', ',stage,'), false),
			stub, eff_from, eff_to, known_from, known_to
		FROM (`+text+")", args, func(rows *analytics.Batch) error {
		for i := range rows.Rows() {
			out = append(out, dealVersion{
				areaOf(rows, 5, i), record.ID(rows.Int(0, i)), record.ID(rows.Int(1, i)),
				outcome(rows.Int(2, i)), //nolint:gosec // 0 to 2
				rows.Bool(3, i), rows.Bool(4, i),
			})
		}
		return nil
	})
	slices.SortFunc(out, func(a, b dealVersion) int {
		return cmp.Or(cmp.Compare(a.id, b.id), cmp.Compare(a.EffFrom, b.EffFrom))
	})
	return out, err
}

// areaOf reads a rectangle from four columns, the first of which is from.
func areaOf(rows *analytics.Batch, from, i int) analytics.Rectangle {
	return analytics.Rectangle{
		EffFrom: rows.Instant(from, i), EffTo: rows.Instant(from+1, i),
		KnownFrom: rows.Instant(from+2, i), KnownTo: rows.Instant(from+3, i),
	}
}

// stageVersion has the fields of a version of a stage that matter here.
type stageVersion struct {
	analytics.Rectangle
	id       record.ID
	position int64
	placed   bool // it has a position
	name     string
}

// readStages reads the versions of all stages in which the deals were.
func readStages(ctx context.Context, b *analytics.KeyedBuilder,
	deals []dealVersion) (map[record.ID][]stageVersion, error) {
	used := map[record.ID]bool{}
	for i := range deals {
		if deals[i].stage != 0 {
			used[deals[i].stage] = true
		}
	}
	text, args, err := b.Beliefs(sales.Stage, []string{"id", "position", "name", "eff_from", "eff_to", "known_from",
		"known_to"}, "id", slices.Sorted(maps.Keys(used)))
	if err != nil {
		return nil, err
	}
	stages := map[record.ID][]stageVersion{}
	err = b.Query(ctx, text, args, func(rows *analytics.Batch) error {
		for i := range rows.Rows() {
			v := stageVersion{areaOf(rows, 3, i), record.ID(rows.Int(0, i)), 0, !rows.Null(1, i), rows.Text(2, i)}
			if v.placed {
				v.position = rows.Int(1, i)
			}
			stages[v.id] = append(stages[v.id], v)
		}
		return nil
	})
	return stages, err
}

// stagesOf returns the versions of the stages in which one deal was.
func stagesOf(deal []dealVersion, stages map[record.ID][]stageVersion) []stageVersion {
	var out []stageVersion
	var seen []record.ID
	for i := range deal {
		if id := deal[i].stage; id != 0 && !slices.Contains(seen, id) {
			seen = append(seen, id)
			out = append(out, stages[id]...)
		}
	}
	return out
}
