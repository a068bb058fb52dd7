package analytics

import (
	"slices"

	"salesops/internal/period"
)

// Rectangle is what a version covers: it was true in the business from EffFrom to EffTo, and
// believed from KnownFrom to KnownTo. Ends are excluded; period.Forever means no end.
type Rectangle struct{ EffFrom, EffTo, KnownFrom, KnownTo period.Instant }

// Knowledge is a period in which nothing became known that matters to a row. From is included, To
// is excluded.
type Knowledge struct{ From, To period.Instant }

// Holds reports whether a version is believed during the period.
func (k Knowledge) Holds(r Rectangle) bool { return r.KnownFrom < k.To && r.KnownTo >= k.To }

// Stretches splits knowledge time where the set of believed versions changes, and returns the parts
// in order. A Build computes the rows of one part after the other, each from the versions for which
// Holds is true, and passes them to a Joiner.
//
// For objects that are not planned ahead, only moments up to the day of knowledge can be asked for
// (see When). A fact that was known when it took effect then needs no split, because no earlier
// question can see it.
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

// full reports whether questions may be about moments later than the day of knowledge.
func (b *KeyedBuilder) full() bool { return b.shape.layouts[b.table.Object].full }

// Piece is a row that holds during one part of knowledge time.
type Piece[S comparable] struct {
	Line           int64
	EffFrom, EffTo period.Instant
	State          S
}

// Joiner joins the pieces of one record to rectangles. Equal pieces of neighbouring parts become
// one rectangle, so that the rows do not depend on where knowledge time was split.
type Joiner[S comparable] struct {
	full bool
	rows []Joined[S]
	open int // index of the first row that may continue; the rows before it ended before the last part
}

// Joined is a rectangle with its state.
type Joined[S comparable] struct {
	Rectangle
	Line  int64
	State S
}

// NewJoiner returns a Joiner for the rows of a builder.
func NewJoiner[S comparable](b *KeyedBuilder) *Joiner[S] { return &Joiner[S]{full: b.full()} }

// Add takes the pieces of the next part.
func (j *Joiner[S]) Add(k Knowledge, pieces []Piece[S]) {
	end := len(j.rows)
	for _, p := range pieces {
		if !j.full && p.EffFrom >= k.To {
			continue // no question can be about it
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
	// Move rows that can no longer continue to the front, so that later calls skip them.
	for i := j.open; i < len(j.rows); i++ {
		if j.rows[i].KnownTo < k.To {
			j.rows[i], j.rows[j.open] = j.rows[j.open], j.rows[i]
			j.open++
		}
	}
}

// continues reports whether next, a row of the next part, continues r. Differences behind the day
// of knowledge are ignored.
func (j *Joiner[S]) continues(r, next *Joined[S]) bool {
	return r.KnownTo == next.KnownFrom && r.Line == next.Line && r.EffFrom == next.EffFrom && r.State == next.State &&
		(r.EffTo == next.EffTo || !j.full && r.EffTo >= r.KnownTo && next.EffTo >= r.KnownTo)
}

// End returns the rectangles after all parts were added, without those that no question can be
// about.
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

// Merged joins pieces of the same line that follow each other in time and have the same state. The
// pieces must be ordered by line and time.
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
