package timeuse

import (
	"cmp"
	"slices"

	"salesops/internal/period"
)

// Span is a stretch of time, [From, To).
type Span struct{ From, To period.Instant }

// Piece is a stretch of working or after-hours time that one event fills alone or before
// the others at the same time.
type Piece struct {
	Event int64
	Class Class
	Span
	// AfterHours is time outside the working hours: reported apart, never in a share.
	AfterHours bool
}

// Use is what became of a stretch of days. All durations are in microseconds.
type Use struct {
	Work       int64 // working time that was not spent away
	Away       int64 // working time spent away
	By         [classes]int64
	AfterHours int64 // selling outside the working hours, in the strict sense
	Pieces     []Piece
}

// Classified is the working time whose class is known.
func (u Use) Classified() int64 {
	var sum int64
	for c := Private; c < classes; c++ {
		sum += u.By[c]
	}
	return sum
}

// Strict is the working time with buyers, Broad that with buyers or towards them.
func (u Use) Strict() int64 { return u.By[Buyer] }

// Broad is the working time with buyers, prospecting and preparing.
func (u Use) Broad() int64 { return u.By[Buyer] + u.By[Prospecting] + u.By[Preparation] }

// Sweep counts every minute once: of events at the same time the one with the greater class
// counts, of those the one that began first, then the one with the smaller id. work are the
// working hours, apart from each other and in order; verdicts belong to events by index.
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
	var running []int // what has begun and not ended, in order of beginning
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
			return // whoever is away does not sell, whatever else the calendar holds
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
