package all_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"salesops/record"
)

// TestRecordsAreWrittenWhole: an import writes what it knows of a record in one go and what others refer
// to first. What refers ahead comes later and finds the other made; what was referred to before anything
// else is known of it exists from then on.
func TestRecordsAreWrittenWhole(t *testing.T) {
	t.Parallel()
	const acct2, acct3 = "001000000000002AAA", "001000000000003AAA"
	w := newWorld(t)
	w.files(map[string]string{
		"Opportunity.csv": "Id,Name,AccountId,StageName,Amount,CloseDate,CreatedDate,IsClosed,IsWon\n" +
			deal1 + ",A," + acct1 + ",Closed Won,100,2025-03-01,2025-01-01T00:00:00Z,true,true\n" +
			deal2 + ",B," + acct2 + ",Prospecting,100,2026-03-01,2025-01-02T00:00:00Z,false,false\n",
		"OpportunityFieldHistory.csv": "Id,OpportunityId,CreatedDate,Field,OldValue,NewValue\n" +
			"017000000000001AAA," + deal2 + ",2025-02-01T00:00:00Z,AccountId," + acct1 + "," + acct2 + "\n",
		"Account.csv": "Id,Name,ParentId,CreatedDate\n" +
			acct1 + ",Child," + acct3 + ",2024-01-01T00:00:00Z\n" + acct2 + ",Other,,2025-06-01T00:00:00Z\n" +
			acct3 + ",Parent,,2025-07-01T00:00:00Z\n",
	})
	var told []string
	names := map[record.ID]string{}
	for _, c := range w.changes() {
		if c.External != "" {
			names[c.ID] = c.External
		}
		if c.Object != "account" && c.Object != "deal" {
			continue
		}
		flags := ""
		if c.Flags&record.Stub != 0 {
			flags = " stub"
		}
		var fields []string
		for _, f := range c.Fields {
			fields = append(fields, f.Name)
		}
		slices.Sort(fields)
		told = append(told, fmt.Sprintf("%s %s%s %s %s", names[c.ID], c.Kind,
			flags, c.EffectiveAt.Time().Format("2006-01-02"), strings.Join(fields, " ")))
	}
	want := []string{
		acct1 + " create 2024-01-01 created_at name",
		acct2 + " create stub 2025-02-01 ",
		acct2 + " set 2025-06-01 created_at name",
		acct3 + " create 2025-07-01 created_at name",
		deal1 + " create 2025-01-01 created_at name",
		deal1 + " set 2025-01-01 account amount close_date pipeline",
		deal1 + " set 2025-03-01 outcome stage",
		deal2 + " create 2025-01-02 account created_at name",
		deal2 + " set 2025-02-01 account",
		deal2 + " set 2025-01-02 amount close_date outcome pipeline stage",
		acct1 + " set 2024-01-01 parent",
	}
	if !slices.Equal(told, want) {
		t.Errorf("written:\n%s", strings.Join(told, "\n"))
	}
}
