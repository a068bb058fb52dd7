package analytics

import (
	"slices"

	"salesops/record"
)

// ranges divides the rows of an object's tables, in their order, into ranges of about equal size.
// The bounds are estimated from a sample of the changes: a version ends when a change takes effect,
// a belief when a change becomes known.
type ranges struct {
	changes int64
	every   int64 // one of so many changes is in the samples
	eff     []int64
	known   []int64
	ids     []int64
}

const (
	// rangeChanges is the number of changes per range, enough to fill several row groups.
	rangeChanges = 300_000
	maxRanges    = 64
	sampleSize   = 8192
)

func (r *ranges) take(c *record.Change) {
	if r.changes++; r.every == 0 {
		r.every = 1
	}
	if r.changes%r.every != 0 {
		return
	}
	r.eff, r.known, r.ids = append(r.eff, int64(c.EffectiveAt)), append(r.known,
		int64(c.KnownAt)), append(r.ids, int64(c.ID))
	if len(r.eff) == sampleSize {
		r.eff, r.known, r.ids = half(r.eff), half(r.known), half(r.ids)
		r.every *= 2
	}
}

func half(s []int64) []int64 {
	for i := range len(s) / 2 {
		s[i] = s[2*i]
	}
	return s[:len(s)/2]
}

// cut turns the samples into the bounds between ranges.
func (r *ranges) cut() {
	n := min(r.changes/rangeChanges+1, maxRanges)
	for _, s := range []*[]int64{&r.eff, &r.known, &r.ids} {
		slices.Sort(*s)
		var bounds []int64
		for i := int64(1); i < n; i++ {
			bounds = append(bounds, (*s)[int64(len(*s))*i/n])
		}
		*s = slices.Compact(bounds)
	}
}

// bucket returns the number of the range that a row is in, following layout.rank: versions are
// divided by class and then by the bounds, beliefs by the bounds and then by class.
func (r *ranges) bucket(l *layout, t table, of *row) int {
	bounds, key := r.ids, int64(of.id)
	switch t {
	case tableVer:
		bounds, key = r.eff, int64(of.effTo)
	case tablePast:
		bounds, key = r.known, int64(of.knownTo)
	case tableNow, tableEnd:
	}
	i, _ := slices.BinarySearch(bounds, key)
	switch t {
	case tableVer:
		i += l.class(of) * (maxRanges + 1)
	case tablePast:
		i = i*(len(spans)+3) + l.class(of)
	case tableNow, tableEnd:
	}
	return i
}
