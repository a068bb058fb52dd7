package record

import "testing"

// TestRecentGivesTheLatestState: however many come between, no state is given but the latest that was put.
func TestRecentGivesTheLatestState(t *testing.T) {
	t.Parallel()
	var r recent
	next := ID(1000)
	for seq := Seq(1); seq <= 4; seq++ {
		r.put(1, &held{state: &state{id: 1, seq: seq, first: 1}})
		if h := r.get(1); h == nil || h.state.seq != seq {
			t.Fatalf("after change %d: %+v", seq, h)
		}
		for range mostRecent * int(seq) / 2 { // up to so many that what is here goes
			next++
			r.put(next, &held{state: &state{id: next, seq: 1, first: 1}})
			if h := r.get(1); h != nil && h.state.seq != seq {
				t.Fatalf("after change %d the state is that of change %d", seq, h.state.seq)
			}
		}
	}
}
