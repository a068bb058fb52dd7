package all_test

import (
	"slices"
	"strings"
	"testing"

	"salesops/sales"
)

// TestActivitiesWithoutIDs: rows of an export without ids are as many activities as they differ in what says which one
// is meant, however the export writes its labels.
func TestActivitiesWithoutIDs(t *testing.T) {
	t.Parallel()
	labels := []string{"Subject", "Due date", "Due time", "Assigned to user", "Deal", "Contact person", "Type"}
	row := []string{"Talk", "2026-01-20", "10:30", "Ana Lima", "Big order", "Eva Reis", "Call"}
	other := []string{"Lunch", "2026-01-21", "11:30", "Bo Ek", "Small order", "Rui Sá", "Deadline"}
	for _, before := range []string{"", "Activity - "} {
		for i, label := range labels {
			t.Run(before+label, func(t *testing.T) {
				t.Parallel()
				differs := slices.Clone(row)
				differs[i] = other[i]
				header := before + strings.Join(labels, ","+before)
				w := newWorld(t)
				r := w.files(map[string]string{"activities.csv": header + "\n" + strings.Join(row, ",") + "\n" +
					strings.Join(differs, ",") + "\n"})
				want := int64(2)
				if label == "Type" {
					want = 1
				}
				if got := count(r, sales.Activity); got.Created != want {
					t.Errorf("two rows that differ in %s are %+v, want %d", label, got, want)
				}
			})
		}
	}
}

// TestRejectedRowsAreCounted: with their file and with their object, and the first ten are told.
func TestRejectedRowsAreCounted(t *testing.T) {
	t.Parallel()
	for _, rejected := range []int{0, 1, 10, 11} {
		w := newWorld(t)
		rows := deal1 + ",A,Proposal,100,2026-12-01\n" + strings.Repeat(deal2+",B,Proposal,much,2026-12-01\n", rejected)
		r := w.files(map[string]string{"o.csv": "Id,Name,StageName,Amount,CloseDate\n" + rows})
		f := r.Files[0]
		if got := count(r, sales.Deal); got.Rejected != int64(rejected) || got.Created != 1 ||
			f.Rejected != int64(rejected) || len(f.Rejects) != min(rejected, 10) {
			t.Errorf("%d rows: %+v of the object, %d of the file, %d told", rejected, got, f.Rejected, len(f.Rejects))
		}
		for i, told := range f.Rejects {
			if told.Line != i+3 || told.Column != "Amount" || told.ReasonCode == "" {
				t.Errorf("row %d is told as %+v", i, told)
			}
		}
	}
}
