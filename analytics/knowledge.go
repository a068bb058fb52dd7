package analytics

import (
	"slices"

	"salesops/internal/period"
)

// Rectangle is what a version covers: true in the business from EffFrom to EffTo, believed from KnownFrom to
// KnownTo. Ends are excluded; period.Forever is no end.
type Rectangle struct{ EffFrom, EffTo, KnownFrom, KnownTo period.Instant }

// Knowledge is a stretch of time in which nobody learnt anything that matters to a row: from From to To, the end
// excluded.
type Knowledge struct{ From, To period.Instant }

// Holds says whether a version is believed in the stretch.
func (k Knowledge) Holds(r Rectangle) bool { return r.KnownFrom < k.To && r.KnownTo >= k.To }

// Stretches cuts knowledge where what is believed of the versions changes, in order. A keyed table's rows are worked
// out for one stretch after the other, each time from the versions that Holds gives, and handed to a Joiner.
//
// Of objects that are not planned ahead only moments up to the day of knowledge can be asked for (When). A fact that
// was known when it began to hold needs no cut then: before, nobody can ask about it.
func (b *KeyedBuilder) Stretches(versions []Rectangle) []Knowledge {
	cuts := []period.Instant{period.Beginning}
	for _, r := range versions {
		if b.full() || r.KnownFrom > r.EffFrom {
			cuts = append(cuts, r.KnownFrom)
		}
		if r.KnownTo < period.Forever {
			cuts = append(cuts, r.KnownTo)
		}
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	out := make([]Knowledge, len(cuts))
	for i, from := range cuts {
		out[i] = Knowledge{from, period.Forever}
		if i+1 < len(cuts) {
			out[i].To = cuts[i+1]
		}
	}
	return out
}

// full says whether the rows can be asked for moments that are later than the day of knowledge.
func (b *KeyedBuilder) full() bool { return b.shape.layouts[b.table.Object].full }

// Piece is a row of one stretch of knowledge.
type Piece[S comparable] struct {
	Line           int64
	EffFrom, EffTo period.Instant
	State          S
}

// Joiner makes rectangles of the pieces of one record's stretches of knowledge. Equal pieces of neighbouring
// stretches become one rectangle, so the rows depend only on what can be asked for, not on where it was cut.
type Joiner[S comparable] struct {
	full bool
	rows []Joined[S]
	open int // those before it ended before the last stretch
}

// Joined is a rectangle and what it says.
type Joined[S comparable] struct {
	Rectangle
	Line  int64
	State S
}

// NewJoiner makes a Joiner for the rows of a builder.
func NewJoiner[S comparable](b *KeyedBuilder) *Joiner[S] { return &Joiner[S]{full: b.full()} }

// Add takes the pieces of the next stretch.
func (j *Joiner[S]) Add(k Knowledge, pieces []Piece[S]) {
	end := len(j.rows)
	for _, p := range pieces {
		if !j.full && p.EffFrom >= k.To {
			continue // nobody can ask about it
		}
		row := Joined[S]{Rectangle{p.EffFrom, p.EffTo, k.From, k.To}, p.Line, p.State}
		at := slices.IndexFunc(j.rows[j.open:end], func(r Joined[S]) bool { return j.continues(&r, &row) })
		if at < 0 {
			j.rows = append(j.rows, row)
			continue
		}
		same := &j.rows[j.open+at]
		same.EffTo, same.KnownTo = row.EffTo, row.KnownTo
	}
	// Rows that ended with an earlier stretch are not looked at again.
	for i := j.open; i < len(j.rows); i++ {
		if j.rows[i].KnownTo < k.To {
			j.rows[i], j.rows[j.open] = j.rows[j.open], j.rows[i]
			j.open++
		}
	}
}

// continues says whether a row of the next stretch goes on with a row of the one before. What lies behind the day of
// knowledge makes no difference.
func (j *Joiner[S]) continues(r, next *Joined[S]) bool {
	return r.KnownTo == next.KnownFrom && r.Line == next.Line && r.EffFrom == next.EffFrom && r.State == next.State &&
		(r.EffTo == next.EffTo || !j.full && r.EffTo >= r.KnownTo && next.EffTo >= r.KnownTo)
}

// End gives the rectangles, when Add was called for all stretches, without what nobody can ask about.
func (j *Joiner[S]) End() []Joined[S] {
	if j.full {
		return j.rows
	}
	kept := j.rows[:0]
	for _, r := range j.rows {
		r.KnownFrom = max(r.KnownFrom, r.EffFrom)
		if r.EffTo >= r.KnownTo {
			r.EffTo = period.Forever
		}
		if r.KnownFrom < r.KnownTo {
			kept = append(kept, r)
		}
	}
	j.rows = kept
	return kept
}

// Merged joins pieces of a line that follow each other and say the same. They are in the order of line and time.
func Merged[S comparable](pieces []Piece[S]) []Piece[S] {
	out := pieces[:0]
	for _, p := range pieces {
		if n := len(out); n > 0 && out[n-1].Line == p.Line && out[n-1].EffTo == p.EffFrom && out[n-1].State == p.State {
			out[n-1].EffTo = p.EffTo
			continue
		}
		out = append(out, p)
	}
	return out
}
