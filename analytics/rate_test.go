package analytics

import (
	"testing"

	"pgregory.net/rapid"

	"salesops/internal/period"
	"salesops/record"
)

// TestTheLatestRateCounts compares the stretches of rates with a plain loop: on a day, as known at a moment, the rate
// of the latest day that is not later counts, and of two for one day that of the later record.
func TestTheLatestRateCounts(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		const moments, days = 6, 6
		var all []quoted
		for id := range record.ID(rapid.IntRange(0, 5).Draw(t, "records")) {
			// the beliefs in one record follow each other
			at := rapid.Int64Range(1, moments).Draw(t, "known")
			for range rapid.IntRange(1, 3).Draw(t, "beliefs") {
				q := quoted{id: id + 1, day: period.Day(rapid.IntRange(1, days).Draw(t, "day")),
					rate: rapid.Int64Range(1, 3).Draw(t, "rate"), knownFrom: period.Instant(at),
					knownTo: period.Forever}
				if at += rapid.Int64Range(1, 3).Draw(t, "for"); at <= moments && rapid.Bool().Draw(t, "ends") {
					q.knownTo = period.Instant(at)
				}
				all = append(all, q)
				if q.knownTo == period.Forever {
					break
				}
			}
		}
		got := stretches(all)
		for known := range period.Instant(moments + 2) {
			for d := range period.Day(days + 2) {
				var want *quoted
				for i := range all {
					q := &all[i]
					if q.knownFrom <= known && known < q.knownTo && q.day <= d &&
						(want == nil || q.day > want.day || q.day == want.day && q.id > want.id) {
						want = q
					}
				}
				var found []stretch
				for _, s := range got {
					if s.knownFrom <= known && known < s.knownTo && s.from <= d && d < s.to {
						found = append(found, s)
					}
				}
				if len(found) > 1 || (len(found) == 1) != (want != nil) || want != nil && found[0].rate != want.rate {
					t.Fatalf("on day %d known at %d: %+v, want %+v\nof %+v", d, known, found, want, all)
				}
			}
		}
		for i, s := range got {
			if s.from >= s.to || s.knownFrom >= s.knownTo {
				t.Fatalf("%+v is empty", s)
			}
			if i > 0 && (got[i-1].knownFrom > s.knownFrom || got[i-1].knownFrom == s.knownFrom &&
				got[i-1].from > s.from) {
				t.Fatalf("%+v comes after %+v", s, got[i-1])
			}
		}
	})
}
