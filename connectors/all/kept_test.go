package all_test

import (
	"slices"
	"testing"
)

// TestKeptColumnsAreReadForNothingElse: a column of which others are made, and one that is a
// stage's history, are not told as merely kept.
func TestKeptColumnsAreReadForNothingElse(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"pipedrive.csv": "Deal - ID,Deal - Title,Deal - Status,Deal - Stage,Deal - Value,Deal - Currency,Deal - " +
			"Deal created,Deal - Won time,Deal - Colour\n1,A,Won,Proposal,100,EUR,2026-01-01 10:00:00,2026-02-01 " +
			"10:00:00,red\n2,B,Open,Proposal,100,EUR,2026-01-01 10:00:00,,blue\n",
		"salesforce.csv": "Id,Name,StageName,Amount,CloseDate,CreatedDate,Date entered Proposal,Colour\n" + deal1 +
			",A,Proposal,1,2026-12-01,2026-01-01,2026-01-05,red\n",
	} {
		f := newWorld(t).files(map[string]string{name: text}).Files[0]
		if len(f.Custom) != 1 || !slices.Contains([]string{"Colour", "Deal - Colour"}, f.Custom[0]) || f.Taken == 0 {
			t.Errorf("%s: kept as custom fields: %q, %d taken", name, f.Custom, f.Taken)
		}
	}
}
