package analytics_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

// generatedLog is the generated log of a company of any size. Every deal is created and changed
// five times, deals overlap in time, and 6 % of the changes come late or are dated back. Further
// changes can be appended.
type generatedLog struct {
	*memoryLog // the schema, and the appended changes
	deals      int
}

const (
	steps      = 6
	firstDay   = 1_640_995_200_000_000 // 2022-01-01
	lengthOf   = 4 * 365 * 86_400_000_000
	dealIDs    = 1_000_000
	personIDs  = 1000
	sellers    = 1000
	lateShare  = 5 // percent
	datedShare = 1 // percent
)

func newGeneratedLog(t testing.TB, deals int) *generatedLog {
	t.Helper()
	return &generatedLog{newMemoryLog(t), deals}
}

func (g *generatedLog) gap() int   { return max(1, g.deals/10) }
func (g *generatedLog) ticks() int { return g.deals + (steps-1)*g.gap() }
func (g *generatedLog) made() int  { return g.deals * steps }

// before returns the number of changes made before a tick.
func (g *generatedLog) before(tick int) int {
	n := 0
	for j := range steps {
		n += min(max(tick-j*g.gap(), 0), g.deals)
	}
	return n
}

func (g *generatedLog) Head() record.Seq { return record.Seq(g.made()) + g.memoryLog.Head() }

func (g *generatedLog) Tail(ctx context.Context, _ record.Scope, from record.Seq,
	fn func([]record.Change) error) error {
	slice := make([]record.Change, 0, 5000)
	flush := func() error {
		defer func() { slice = slice[:0] }()
		if len(slice) == 0 {
			return nil
		}
		return fn(slice)
	}
	low, high := 0, g.ticks()
	for low < high { // find the last tick that begins before from
		if mid := (low + high) / 2; record.Seq(g.before(mid)) < from {
			low = mid + 1
		} else {
			high = mid
		}
	}
	tick := max(low-1, 0)
	for seq := record.Seq(g.before(tick)); tick < g.ticks(); tick++ {
		for j := range steps {
			deal := tick - j*g.gap()
			if deal < 0 || deal >= g.deals {
				continue
			}
			if seq++; seq < from {
				continue
			}
			slice = append(slice, g.change(deal, j, seq))
			if len(slice) == cap(slice) {
				if err := flush(); err != nil {
					return err
				}
			}
		}
	}
	if err := flush(); err != nil {
		return err
	}
	return g.memoryLog.Tail(ctx, record.Everything(), max(1, from-record.Seq(g.made())),
		func(part []record.Change) error {
			for i := range part {
				part[i] = g.numbered(part[i])
			}
			return fn(part)
		})
}

// numbered gives an appended change a position after the generated ones.
func (g *generatedLog) numbered(c record.Change) record.Change {
	c.Seq += record.Seq(g.made())
	if c.Prev > 0 {
		c.Prev += record.Seq(g.made())
	} else if c.ID >= dealIDs && c.ID < record.ID(dealIDs+g.deals) {
		c.Prev = g.seq(int(c.ID-dealIDs), steps-1)
	}
	return c
}

func (g *generatedLog) Wait(ctx context.Context, seq record.Seq) error {
	return g.memoryLog.Wait(ctx, max(0, seq-record.Seq(g.made())))
}

// seq returns the position of a deal's change.
func (g *generatedLog) seq(deal, step int) record.Seq {
	tick := deal + step*g.gap()
	n := g.before(tick)
	for j := range step + 1 {
		if d := tick - j*g.gap(); d >= 0 && d < g.deals {
			n++
		}
	}
	return record.Seq(n)
}

func (g *generatedLog) Timeline(ctx context.Context, scope record.Scope, id record.ID, before record.Seq,
	limit int) ([]record.Change, error) {
	end := max(0, before-record.Seq(g.made()))
	own, err := timelineLog{g.memoryLog}.Timeline(ctx, scope, id, end, limit)
	if end == 0 {
		own = nil
	}
	for i := range own {
		own[i] = g.numbered(own[i])
	}
	if deal := int(id - dealIDs); deal >= 0 && deal < g.deals {
		for j := steps - 1; j >= 0; j-- {
			if s := g.seq(deal, j); s < before {
				own = append(own, g.change(deal, j, s))
			}
		}
	}
	return own, err
}

// hash returns a pseudo-random number for a deal and a step.
func hash(deal, step int) int {
	x := uint64(deal)*0x9e3779b97f4a7c15 + uint64(step)*0xbf58476d1ce4e5b9
	x ^= x >> 31
	x *= 0x94d049bb133111eb
	x ^= x >> 29
	return int(x >> 1)
}

func (g *generatedLog) change(deal, step int, seq record.Seq) record.Change {
	at := period.Instant(firstDay + int64(deal+step*g.gap())*(lengthOf/int64(g.ticks())))
	c := record.Change{
		Seq: seq, KnownAt: at, EffectiveAt: at, Actor: "import", Source: "salesforce", Kind: record.Set,
		Flags: record.Import, Object: sales.Deal, ID: record.ID(dealIDs + deal),
	}
	if step > 0 {
		c.Prev = g.seq(deal, step-1)
	}
	h := hash(deal, step)
	switch {
	case step > 0 && h%100 < lateShare:
		c.EffectiveAt -= 3 * 86_400_000_000
	case step > 1 && h%100 < lateShare+datedShare:
		c.EffectiveAt -= 200 * 86_400_000_000
	}
	stage := ref("stage", record.ID(500+step))
	amount := euro("amount", int64(h%100_000)*100)
	switch step {
	case 0:
		c.Kind = record.Create
		c.Fields = []record.FieldValue{
			text("name", fmt.Sprint("Deal ", deal)), ref("owner", record.ID(personIDs+h%sellers)),
			ref("account", record.ID(5000+h%50_000)),
			amount, instant("created_at", at), on("close_date", at.Day(time.UTC)+60),
			stage, text("outcome", sales.Open),
			text("source", sources[h%len(sources)]), text("segment", segments[h%len(segments)]),
		}
	case steps - 1:
		outcome := sales.Lost
		if h%3 == 0 {
			outcome = sales.Won
		}
		if h%10 == 1 {
			outcome = sales.Open
		}
		c.Fields = []record.FieldValue{stage, text("outcome", outcome), on("close_date", at.Day(time.UTC))}
	case 2:
		c.Fields = []record.FieldValue{stage, amount}
	default:
		c.Fields = []record.FieldValue{stage}
	}
	return c
}

var (
	sources  = []string{"web", "event", "partner", "referral", "outbound"}
	segments = []string{"small", "middle", "large"}
)
