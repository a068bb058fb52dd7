package timeuse

import (
	"cmp"
	"slices"

	"salesops/internal/period"
)

// Span is a stretch of time, [From, To).
type Span struct{ From, To period.Instant }

// Piece is a stretch of working time, or of selling outside working hours, in which one event counts.
type Piece struct {
	Event int64
	Class Class
	Span
	// AfterHours is time outside the working hours. It is shown separately and is in no share.
	AfterHours bool
}

// Use is how the time of a range of days was used. All durations are in microseconds.
type Use struct {
	Work       int64 // working time without the time away
	Away       int64 // working time spent away
	By         [classes]int64
	AfterHours int64 // selling outside the working hours, in the strict sense
	Pieces     []Piece
}

// Classified returns the working time with a known class.
func (u Use) Classified() int64 {
	var sum int64
	for c := Private; c < classes; c++ {
		sum += u.By[c]
	}
	return sum
}

// Strict returns the working time with buyers.
func (u Use) Strict() int64 { return u.By[Buyer] }

// Broad returns the working time with buyers, prospecting and preparing.
func (u Use) Broad() int64 { return u.By[Buyer] + u.By[Prospecting] + u.By[Preparation] }

// Sweep counts every minute once. Of several events at the same time the one with the greatest class counts; of
// equal classes the one that began first; of those the one with the smallest id. work are the working hours, in
// order and without overlaps; verdicts[i] belongs to events[i].
func Sweep(work []Span, events []Event, verdicts []Verdict) Use {
	var u Use
	marks := make([]period.Instant, 0, 2*(len(work)+len(events)))
	add := func(s Span) { marks = append(marks, s.From, s.To) }
	for _, s := range work {
		add(s)
	}
	order := make([]int, 0, len(events))
	for i := range events {
		if verdicts[i].Counts || verdicts[i].Away {
			order = append(order, i)
			add(Span{events[i].Start, events[i].End})
		}
	}
	slices.Sort(marks)
	marks = slices.Compact(marks)
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(events[a].Start, events[b].Start), cmp.Compare(events[a].ID, events[b].ID))
	})
	next, working := 0, 0
	var running []int // events that have begun and not ended, ordered by start
	for i := 0; i+1 < len(marks); i++ {
		at := Span{marks[i], marks[i+1]}
		for next < len(order) && events[order[next]].Start <= at.From {
			running = append(running, order[next])
			next++
		}
		running = slices.DeleteFunc(running, func(e int) bool { return events[e].End <= at.From })
		for working < len(work) && work[working].To <= at.From {
			working++
		}
		u.count(at, working < len(work) && work[working].From <= at.From, running, events, verdicts)
	}
	return u
}

// count adds a stretch in which nothing begins or ends.
func (u *Use) count(at Span, working bool, running []int, events []Event, verdicts []Verdict) {
	length := int64(at.To - at.From)
	best := -1
	for _, e := range running {
		if verdicts[e].Away {
			if working {
				u.Away += length
			}
			return // time away never counts as selling, also with other events at the same time
		}
		if best < 0 || verdicts[e].Class > verdicts[best].Class {
			best = e
		}
	}
	if working {
		u.Work += length
	}
	if best < 0 {
		return
	}
	class := verdicts[best].Class
	switch {
	case working:
		u.By[class] += length
	case class.Selling():
		u.AfterHours += length
	default:
		return
	}
	if n := len(u.Pieces); n > 0 && u.Pieces[n-1].Event == events[best].ID && u.Pieces[n-1].To == at.From &&
		u.Pieces[n-1].AfterHours == !working {
		u.Pieces[n-1].To = at.To
		return
	}
	u.Pieces = append(u.Pieces, Piece{events[best].ID, class, at, !working})
}
