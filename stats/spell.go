package stats

import (
	"fmt"
	"math"
	"slices"
	"sort"
)

// The ways in which a spell ends.
const (
	Censored  = 0 // still running at the end of observation
	Event     = 1 // ended in the way of interest
	Competing = 2 // ended in another way, after which Event cannot happen
)

// Spell is one subject, observed from time 0 (or from Entry) to Days.
type Spell struct {
	Days  float64 // time of the end or, when censored, of the last observation; >= 0
	Event int     // Censored, Event or Competing
	Entry float64 // start of observation (left truncation); normally 0, otherwise < Days
	Count int     // number of subjects with this spell; 0 means 1
}

func (s Spell) count() int { return max(s.Count, 1) }

// moment is one row of the risk table: a time at which at least one subject ended.
type moment struct {
	time      float64
	atRisk    int // subjects observed just before; includes those censored at this time
	events    int // subjects that ended with Event
	competing int // subjects that ended with Competing
}

func (m moment) ended() int { return m.events + m.competing }

// table is the sorted risk table of a set of spells.
type table struct {
	moments []moment
	n       int
	events  int     // subjects that ended with Event
	ended   int     // subjects that ended with Event or Competing
	last    float64 // until this time somebody was always under observation
}

// tabulate builds the risk table. The order of the spells does not matter. When an end and a
// censoring fall on the same time, the end counts as first, so the censored subject is still at
// risk (Kalbfleisch and Prentice).
func tabulate(spells []Spell) (table, error) {
	t := table{}
	ends := slices.Clone(spells)
	for i, s := range spells {
		if err := s.check(); err != nil {
			return table{}, fmt.Errorf("spell %d: %w", i+1, err)
		}
		t.n += s.count()
	}
	entries := slices.Clone(spells)
	sort.Slice(ends, func(i, j int) bool { return ends[i].Days < ends[j].Days })
	sort.Slice(entries, func(i, j int) bool { return entries[i].Entry < entries[j].Entry })

	// index of the next entry; number of subjects that have entered; number that have left
	next, entered, left := 0, 0, 0
	for i := 0; i < len(ends); {
		at := ends[i].Days
		// A spell with Entry > 0 is at risk only after that time. A spell observed from the start
		// is at risk at time 0 already, so that an end on the first day counts.
		for ; next < len(entries) && (entries[next].Entry < at || entries[next].Entry == 0); next++ {
			entered += entries[next].count()
		}
		m := moment{time: at, atRisk: entered - left}
		j := i
		for ; j < len(ends) && ends[j].Days == at; j++ {
			left += ends[j].count()
			switch ends[j].Event {
			case Event:
				m.events += ends[j].count()
			case Competing:
				m.competing += ends[j].count()
			}
		}
		if m.ended() > 0 {
			t.moments = append(t.moments, m)
			t.events += m.events
			t.ended += m.ended()
		}
		i = j
	}
	t.last = watched(ends, entries)
	return t, nil
}

func (s Spell) check() error {
	switch {
	case math.IsNaN(s.Days) || math.IsInf(s.Days, 0) || math.IsNaN(s.Entry) || math.IsInf(s.Entry, 0):
		return fmt.Errorf("a duration must be a finite number, got %v from %v", s.Days, s.Entry)
	case s.Days < 0:
		return fmt.Errorf("a duration cannot be negative, got %v", s.Days)
	case s.Entry < 0:
		return fmt.Errorf("an entry cannot be negative, got %v", s.Entry)
	case s.Entry > 0 && s.Entry >= s.Days:
		return fmt.Errorf("an entry must lie before the end, got entry %v and end %v", s.Entry, s.Days)
	case s.Count < 0:
		return fmt.Errorf("a count cannot be negative, got %d", s.Count)
	case s.Event < Censored || s.Event > Competing:
		return fmt.Errorf("an event must be 0, 1 or 2, got %d", s.Event)
	}
	return nil
}

// watched returns the time until which, from 0, somebody was under observation without a gap. There
// are no estimates beyond it. ends and entries are sorted.
func watched(ends, entries []Spell) float64 {
	until, next, entered, left := 0.0, 0, 0, 0
	for _, s := range ends {
		for ; next < len(entries) && entries[next].Entry <= until; next++ {
			entered += entries[next].count()
		}
		if entered <= left { // everybody who entered so far has left
			break
		}
		until = s.Days
		left += s.count()
	}
	return until
}
