package timeuse_test

import (
	"slices"
	"testing"

	"salesops/timeuse"
)

// Of events of the same class at the same time the one that began first counts, of those that
// began together the one with the smaller id; the order in which they are handed in is nothing.
func TestTies(t *testing.T) {
	counts := timeuse.Verdict{Class: timeuse.Internal, Counts: true}
	type piece struct {
		event    int64
		from, to float64
	}
	for _, c := range []struct {
		name   string
		events []timeuse.Event
		want   []piece
	}{
		{"the one that began first", []timeuse.Event{{ID: 1, Start: at(10), End: at(12)},
			{ID: 2, Start: at(9), End: at(11)}}, []piece{{2, 9, 11}, {1, 11, 12}}},
		{"the smaller id of two that began together", []timeuse.Event{{ID: 9, Start: at(9), End: at(11)},
			{ID: 4, Start: at(9), End: at(10)}}, []piece{{4, 9, 10}, {9, 10, 11}}},
		{"first comes before smaller", []timeuse.Event{{ID: 3, Start: at(9.5), End: at(11)},
			{ID: 8, Start: at(9), End: at(11)}, {ID: 1, Start: at(10), End: at(11)}}, []piece{{8, 9, 11}}},
		{"again by id when the first has ended",
			[]timeuse.Event{{ID: 7, Start: at(10), End: at(12)}, {ID: 5, Start: at(10), End: at(12)},
				{ID: 9, Start: at(9), End: at(10.5)}}, []piece{{9, 9, 10.5}, {5, 10.5, 12}}},
	} {
		for turn := range 2 {
			verdicts := slices.Repeat([]timeuse.Verdict{counts}, len(c.events))
			u := timeuse.Sweep([]timeuse.Span{{at(9), at(17)}}, c.events, verdicts)
			var got []piece
			for _, p := range u.Pieces {
				got = append(got, piece{p.Event, float64(p.From-monday) / float64(hour),
					float64(p.To-monday) / float64(hour)})
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("%s (turn %d): %v, want %v", c.name, turn, got, c.want)
			}
			slices.Reverse(c.events)
		}
	}
}

// A greater class goes before an event that began earlier and before a smaller id.
func TestTheGreaterClassComesBeforeTies(t *testing.T) {
	events := []timeuse.Event{{ID: 1, Start: at(9), End: at(12)}, {ID: 2, Start: at(10), End: at(11)}}
	u := timeuse.Sweep([]timeuse.Span{{at(9), at(17)}}, events,
		[]timeuse.Verdict{{Class: timeuse.Internal, Counts: true}, {Class: timeuse.Buyer, Counts: true}})
	var got []int64
	for _, p := range u.Pieces {
		got = append(got, p.Event)
	}
	if !slices.Equal(got, []int64{1, 2, 1}) {
		t.Errorf("%v, want 1, 2, 1", got)
	}
}
