package record

import "testing"

// TestRecentGivesTheLatestState checks that the cache returns only the latest state put into it,
// however many others are put in between.
func TestRecentGivesTheLatestState(t *testing.T) {
	t.Parallel()
	var r recent
	next := ID(1000)
	for seq := Seq(1); seq <= 4; seq++ {
		r.put(1, &held{state: &state{id: 1, seq: seq, first: 1}})
		if h := r.get(1); h == nil || h.state.seq != seq {
			t.Fatalf("after change %d: %+v", seq, h)
		}
		for range mostRecent * int(seq) / 2 { // up to as many as it takes to drop the record from the cache
			next++
			r.put(next, &held{state: &state{id: next, seq: 1, first: 1}})
			if h := r.get(1); h != nil && h.state.seq != seq {
				t.Fatalf("after change %d the state is that of change %d", seq, h.state.seq)
			}
		}
	}
}
