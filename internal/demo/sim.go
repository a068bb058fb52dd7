package demo

import (
	"container/heap"
	"math"
	"math/rand/v2"
	"time"

	"salesops/internal/period"
	"salesops/record"
)

// sim is the company at a moment. Time passes from day to day; what will happen later waits
// in a queue, and what lies beyond the company's last day never happens.
type sim struct {
	*rand.Rand
	zone     *time.Location
	from, to period.Day // the company's first day, and the first after its last
	now, end period.Instant
	queue    happenings
	planned  int        // how many happenings, ever
	shop     *rand.Rand // what orders are drawn from, so that they change nothing else
	out      *writer
	truths   Truths

	deals, sellers int // how many there are to be
	dirt           int

	teams       []*team
	staff       []*seller
	products    []product
	pipelines   [2]pipeline
	customers   []*customer
	specialists map[string]record.ID // of each region: they help to win and own no deal
	splits      [2]record.ID         // the kinds of credit: revenue, overlay
	names       map[string]bool
	accounts    int
}

const (
	hour = period.Instant(3_600_000_000)
	day  = 24 * hour
)

// happening is something that happens at a time; of two at the same time the one that was
// planned first comes first.
type happening struct {
	at    period.Instant
	order int
	do    func()
}

type happenings []happening

func (h happenings) Len() int { return len(h) }
func (h happenings) Less(i, j int) bool {
	return h[i].at < h[j].at || h[i].at == h[j].at && h[i].order < h[j].order
}
func (h happenings) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h *happenings) Push(x any)   { *h = append(*h, x.(happening)) }
func (h *happenings) Pop() any {
	old := *h
	last := old[len(old)-1]
	*h = old[:len(old)-1]
	return last
}

// at plans something. The past is now.
func (s *sim) at(t period.Instant, do func()) {
	if t >= s.end {
		return
	}
	s.planned++
	heap.Push(&s.queue, happening{max(t, s.now), s.planned, do})
}

// pass lets everything happen that is planned before t.
func (s *sim) pass(t period.Instant) {
	for len(s.queue) > 0 && s.queue[0].at < t {
		next := heap.Pop(&s.queue).(happening)
		s.now = next.at
		next.do()
	}
	s.now = t
}

func (s *sim) today() period.Day { return s.now.Day(s.zone) }

// workday is the first working day from d on.
func workday(d period.Day) period.Day {
	for d.Weekday() == time.Saturday || d.Weekday() == time.Sunday {
		d++
	}
	return d
}

// office is a moment within working hours, days from now; fractions of a day count.
func (s *sim) office(days float64) period.Instant {
	t := s.now + period.Instant(days*float64(day))
	d := t.Day(s.zone)
	if w := workday(d); w != d || t < s.now+hour/2 {
		return max(s.clock(w, 9+8*s.Float64()), s.now+1)
	}
	return max(s.clock(d, 9+8*s.Float64()), s.now+1)
}

// clock is an hour of a day, 13.5 is half past one, to the minute.
func (s *sim) clock(d period.Day, hours float64) period.Instant {
	return d.Start(s.zone) + period.Instant(math.Round(hours*60))*(hour/60)
}

func (s *sim) chance(p float64) bool { return s.Float64() < p }

// between is a whole number from low to high, both included.
func (s *sim) between(low, high int) int { return low + s.IntN(high-low+1) }

// around is a positive quantity with the given median whose logarithm is normal.
func (s *sim) around(median, spread float64) float64 {
	return median * math.Exp(spread*s.NormFloat64())
}

// count is a Poisson number: how often something with this mean happens.
func (s *sim) count(mean float64) int {
	limit, p, n := math.Exp(-mean), s.Float64(), 0
	if mean > 30 { // the product below would underflow for thousands
		return max(0, int(math.Round(mean+math.Sqrt(mean)*s.NormFloat64())))
	}
	for p > limit {
		n++
		p *= s.Float64()
	}
	return n
}

// weighted is an index, as often as its weight says.
func (s *sim) weighted(weights ...float64) int {
	total := 0.0
	for _, w := range weights {
		total += w
	}
	at := s.Float64() * total
	for i, w := range weights {
		if at -= w; at < 0 {
			return i
		}
	}
	return len(weights) - 1
}

// odds multiplies the odds of a chance.
func odds(p, factor float64) float64 {
	o := p / (1 - p) * factor
	return o / (1 + o)
}

// year is how many years have passed, 0 to history.
func (s *sim) year(d period.Day) float64 { return float64(d-s.from) / 365.25 }

func pick[T any](s *sim, from []T) T { return from[s.IntN(len(from))] }
