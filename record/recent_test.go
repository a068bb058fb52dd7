package record

import "testing"

// TestRecentGivesTheLatestState: what was packed of a record is not given again once a later state was there.
func TestRecentGivesTheLatestState(t *testing.T) {
	t.Parallel()
	var r recent
	next := ID(1000)
	others := func() { // so many that what is here goes
		for range 2*mostRecent + 1 {
			next++
			r.put(next, &held{state: &state{id: next, seq: 1, first: 1}})
		}
	}
	r.put(1, &held{state: &state{id: 1, seq: 1, first: 1}})
	others()
	for i, slots := range []int{1, mostPackedSlots + 1} {
		seq := Seq(i + 2)
		if seq == 2 && r.get(1) == nil {
			t.Fatal("the record was not packed")
		}
		r.put(1, &held{state: &state{id: 1, seq: seq, first: 1, slots: make([]slot, slots)}})
		others()
		if h := r.get(1); h != nil && h.state.seq != seq {
			t.Errorf("after change %d the state is that of change %d", seq, h.state.seq)
		}
	}
}
