package all_test

import (
	"slices"
	"testing"

	"salesops/connectors"
	"salesops/internal/problems"
	"salesops/sales"
)

// TestWhenARecordBegan: when the row says, but not in the future; a day without an hour begins where its history does;
// without a word it begins with the import.
func TestWhenARecordBegan(t *testing.T) {
	t.Parallel()
	const header = "Id,Name,StageName,Amount,CloseDate,CreatedDate\n"
	history := "Id,OpportunityId,StageName,Amount,CloseDate,CreatedDate\n"
	for name, c := range map[string]struct {
		created, history string
		before, from     string // the last day without it and the first with it
		future           bool
	}{
		"said":          {"2026-03-05T10:00:00Z", "", "2026-03-04", "2026-03-05", false},
		"a day":         {"2026-03-05", "", "2026-03-04", "2026-03-05", false},
		"in the future": {"2027-03-05T10:00:00Z", "", "2026-11-22", "2026-11-23", true},
		"nothing":       {"", "", "2026-11-22", "2026-11-23", false},
		"nothing, but a history": {"", "008000000000001AAA," +
			deal1 + ",Proposal,100,2026-12-01,2026-03-07T10:00:00Z\n", "2026-03-06", "2026-03-07", false},
		"a day, and its history": {"2026-03-05", "008000000000001AAA," +
			deal1 + ",Proposal,100,2026-12-01,2026-03-05T10:00:00Z\n", "2026-03-04", "2026-03-05", false},
		"a day before its history": {"2026-03-05", "008000000000001AAA," +
			deal1 + ",Proposal,100,2026-12-01,2026-03-07T10:00:00Z\n", "2026-03-04", "2026-03-05", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			files := map[string]string{"Opportunity.csv": header + deal1 +
				",A,Proposal,100,2026-12-01," + c.created + "\n"}
			if c.history != "" {
				files["OpportunityHistory.csv"] = history + c.history
			}
			r := w.run(connectors.Options{Paths: []string{folder(t, files)}})
			w.want(sales.Deal, deal1, endOf(c.before), "absent", "name")
			w.want(sales.Deal, deal1, endOf(c.from), "A", "name")
			told := slices.ContainsFunc(r.Problems,
				func(p connectors.Problem) bool { return p.Code == problems.Future })
			if told != c.future {
				t.Errorf("a time in the future is told: %v", told)
			}
		})
	}
}
