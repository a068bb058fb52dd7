package analytics

import (
	"testing"

	"pgregory.net/rapid"
)

// TestRecallKeepsTheNewest adds results of any size, also again, and expects that what is kept is within the limit,
// counted right, and the newest.
func TestRecallKeepsTheNewest(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := NewRecall(nil)
		var order []byte // keys by when they were added first, since they were dropped last
		for range rapid.IntRange(1, 40).Draw(t, "results") {
			key := rapid.ByteRange(0, 9).Draw(t, "key")
			if r.answers[statement{key}] == nil {
				order = append(order, key)
			}
			one := &recalled{size: rapid.Int64Range(0, maxRecalled/3).Draw(t, "size")}
			r.keep(statement{key}, one)
			var total int64
			for _, kept := range r.answers {
				total += kept.size
			}
			if r.size != total || total > maxRecalled || len(r.oldest) != len(r.answers) {
				t.Fatalf("%d bytes are counted, %d kept, at most %d are right", r.size, total, int64(maxRecalled))
			}
			if n := len(order) - len(r.answers); n > 0 {
				order = order[n:] // the oldest were dropped
			}
			for _, key := range order {
				if r.answers[statement{key}] == nil {
					t.Fatalf("%d was dropped before an older one", key)
				}
			}
			if kept := r.answers[statement{key}]; kept != nil && kept != one {
				t.Fatal("an older result was kept in place of a newer one")
			}
		}
		full := NewRecall(nil)
		full.keep(statement{1}, &recalled{size: maxRecalled})
		if len(full.answers) != 1 {
			t.Fatal("what just fits was not kept")
		}
		if full.keep(statement{2}, &recalled{size: 1}); len(full.answers) != 1 || full.answers[statement{2}] == nil {
			t.Fatalf("%d are kept, want the newer one", len(full.answers))
		}
	})
}
