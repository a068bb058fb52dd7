package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"salesops/analytics"
	"salesops/internal/money"
	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

// measureRebuild makes the columns again from the log.
func measureRebuild(ctx context.Context, c *company, out *report) error {
	start, cpu := time.Now(), processor()
	if err := c.columns.Rebuild(ctx, nil); err != nil {
		return err
	}
	took, used := time.Since(start).Seconds(), (processor() - cpu).Seconds()
	speed := float64(c.log.Head()) / took
	out.add("rebuild of the columns", fmt.Sprintf("%.0f changes/s (%d, %.1f s CPU)", speed, c.log.Head(), used),
		">= 150,000 changes/s", speed >= 150_000)
	return nil
}

// measureTimeTravel asks for the open pipeline on random past days, before and after
// 20,000 corrections that arrive out of order, in the three ways a day can be meant.
func measureTimeTravel(ctx context.Context, c *company, runs int, out *report) error {
	if err := travelOnce(ctx, c, runs, "", out); err != nil {
		return err
	}
	if err := correct(ctx, c, 20_000); err != nil {
		return fmt.Errorf("corrections: %w", err)
	}
	return travelOnce(ctx, c, runs, " after corrections", out)
}

func travelOnce(ctx context.Context, c *company, runs int, label string, out *report) error {
	random := rand.New(rand.NewPCG(3, 5))
	for _, mode := range []string{"corrected since", "known then", "both"} {
		mid, worst, err := median(runs, func() error {
			_, err := pipelineSum(ctx, c, randomMoment(random, mode), false)
			return err
		})
		if err != nil {
			return err
		}
		out.add("pipeline as of a day, "+mode+label, fmt.Sprintf("%s, p99 %s", ms(mid), ms(worst)), "<= 10 ms",
			mid <= 10*time.Millisecond)
		const days = 3
		equal := 0
		for range days {
			at := randomMoment(random, mode)
			fast, err := pipelineSum(ctx, c, at, false)
			if err != nil {
				return err
			}
			slow, err := pipelineSum(ctx, c, at, true)
			if err != nil {
				return err
			}
			if fast == slow {
				equal++
			}
		}
		out.add("  equal to a replay of the log", fmt.Sprintf("on %d of %d days", equal, days), "on all", equal == days)
	}
	return nil
}

func randomMoment(random *rand.Rand, mode string) analytics.When {
	day := period.DayOf(2024, time.January, 1) + period.Day(random.IntN(850))
	asOf := day.End(time.UTC)
	switch mode {
	case "corrected since":
		return analytics.When{AsOf: &asOf, Only: analytics.OnlyOpen}
	case "known then":
		return analytics.When{AsOf: &asOf, KnownAt: &asOf, Only: analytics.OnlyOpen}
	}
	known := (day + period.Day(random.IntN(200))).End(time.UTC)
	return analytics.When{AsOf: &asOf, KnownAt: &known, Only: analytics.OnlyOpen}
}

type pipeline struct{ deals, amount int64 }

// pipelineSum adds up the open deals; slowly means through every version there ever was.
func pipelineSum(ctx context.Context, c *company, at analytics.When, slowly bool) (pipeline, error) {
	var args []any
	bind := func(v any) string {
		args = append(args, v)
		return fmt.Sprintf("$%d", len(args))
	}
	if slowly {
		return bruteForce(ctx, c, at)
	}
	rows, err := c.columns.View(everything).Rows(sales.Deal, []string{"amount"}, at, bind)
	if err != nil {
		return pipeline{}, err
	}
	var got pipeline
	_, err = c.columns.Query(ctx, "SELECT count(*), sum(amount) FROM ("+rows+") d", args,
		func(b *analytics.Batch) error {
			for row := range b.Rows() {
				got.deals += b.Int(0, row)
				if sum := b.Big(1, row); sum != nil {
					got.amount += sum.Int64()
				}
			}
			return nil
		})
	return got, err
}

// bruteForce folds the whole log in Go: one pass, every change, no columns. It knows no
// deletes, merges or stubs: the generated company has none.
func bruteForce(ctx context.Context, c *company, at analytics.When) (pipeline, error) {
	type fact struct {
		effective, known period.Instant
		seq              record.Seq
	}
	later := func(a, b fact) bool {
		if a.effective != b.effective {
			return a.effective > b.effective
		}
		if a.known != b.known {
			return a.known > b.known
		}
		return a.seq > b.seq
	}
	type deal struct {
		exists          bool
		outcomeAt, amAt fact
		outcome         string
		amount          int64
	}
	deals := map[record.ID]*deal{}
	err := c.log.Tail(ctx, everything, 0, func(changes []record.Change) error {
		for _, ch := range changes {
			if ch.Object != sales.Deal || ch.EffectiveAt >= *at.AsOf || at.KnownAt != nil && ch.KnownAt >= *at.KnownAt {
				continue
			}
			d := deals[ch.ID]
			if d == nil {
				d = &deal{}
				deals[ch.ID] = d
			}
			d.exists = true
			f := fact{ch.EffectiveAt, ch.KnownAt, ch.Seq}
			for _, v := range ch.Fields {
				switch v.Name {
				case "outcome":
					if d.outcomeAt.seq == 0 || later(f, d.outcomeAt) {
						d.outcomeAt, d.outcome = f, v.Value.Text()
					}
				case "amount":
					if d.amAt.seq == 0 || later(f, d.amAt) {
						d.amAt, d.amount = f, v.Value.Money().Minor
					}
				}
			}
		}
		return nil
	})
	var got pipeline
	for _, d := range deals {
		if d.exists && d.outcome != sales.Won && d.outcome != sales.Lost {
			got.deals++
			got.amount += d.amount
		}
	}
	return got, err
}

// correct writes changes about the past of random deals: they are known today, and were
// so at some day of the deal's life.
func correct(ctx context.Context, c *company, n int) error {
	var ids []record.ID
	_, err := c.columns.Query(ctx, "SELECT id FROM deal_end ORDER BY hash(id) LIMIT 40000",
		nil, func(b *analytics.Batch) error {
			for row := range b.Rows() {
				ids = append(ids, record.ID(b.Int(0, row)))
			}
			return nil
		})
	if err != nil {
		return err
	}
	random := rand.New(rand.NewPCG(13, 17))
	var drafts []record.Draft
	for i := range n {
		day := period.DayOf(2023, time.January, 1) + period.Day(random.IntN(1200))
		drafts = append(drafts, record.Draft{
			Kind: record.Set, Object: sales.Deal, ID: ids[random.IntN(len(ids))],
			EffectiveAt: day.Start(time.UTC) + period.Instant(i),
			Fields: []record.FieldValue{{Name: "amount",
				Value: record.MoneyValue(money.Amount{Minor: int64(random.IntN(9_000_000))})}},
		})
	}
	for len(drafts) > 0 {
		chunk := min(500, len(drafts))
		if _, err := c.log.Apply(ctx, record.Command{Actor: "bench", Drafts: drafts[:chunk]}); err != nil {
			return err
		}
		drafts = drafts[chunk:]
	}
	_, err = c.columns.CatchUp(ctx)
	return err
}
