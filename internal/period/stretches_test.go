package period

import (
	"testing"
	"time"
)

// TestStretches: a rule's last period takes what is left of it when that is less than half a period, and a rule that
// lasts for less than that has what there is. Days and the whole time are cut by no rule, and behind the last rule
// nothing is left over.
func TestStretches(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		rules string
		grain Grain
		last  []string // of each rule but the last
	}{
		{"2024-01-29 4-5-4 sunday nearest", Daily, []string{"2024-01-28"}},
		{"2024-01-29 4-5-4 sunday nearest", Whole, []string{"2024-01-28"}},
		{"2024-01-29 4-5-4 sunday nearest", Weekly, []string{"2024-01-28"}},
		{"2024-01-29 4-5-4 sunday nearest", Monthly, []string{"2024-01-28"}}, // 28 of 31 days
		// a year of weeks that began three days before, and one that would go on for two
		{"4-5-4 sunday nearest; 2024-02-01 months", Monthly, []string{"2024-01-28"}},
		{"4-5-4 sunday nearest; 2024-02-01 months", Year, []string{"2024-01-28"}},
		{"4-5-4 sunday nearest; 2025-02-01 months", Monthly, []string{"2025-01-31"}},
		{"4-5-4 sunday nearest; 2025-02-01 months", Year, []string{"2025-01-31"}},
		{"2024-01-29 4-5-4 sunday nearest; 2024-02-01 months", Year, []string{"2024-01-28", "2024-01-31"}},
	} {
		got := fiscal(t, time.February, c.rules).Stretches(c.grain)
		if len(got) != len(c.last)+1 {
			t.Errorf("%s by %v: %v", c.rules, c.grain, got)
			continue
		}
		for i, s := range got {
			want := MaxDay - 1
			if i < len(c.last) {
				want = mustDay(t, c.last[i])
			}
			if s.Last != want {
				t.Errorf("%s by %v: the last period of rule %d begins by %s, want %s",
					c.rules, c.grain, i, s.Last, want)
			}
		}
	}
}
