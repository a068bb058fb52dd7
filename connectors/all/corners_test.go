package all_test

import (
	"testing"

	"salesops/internal/problems"
	"salesops/sales"
)

// TestStagesThatOnlyAFieldsHistoryNames: such a stage is known by its usual name or counts as
// open; its deal is not refused.
func TestStagesThatOnlyAFieldsHistoryNames(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.files(map[string]string{
		"o.csv": "Id,Name,StageName,Amount,CloseDate,CreatedDate,IsClosed,IsWon\n" + deal1 +
			",A,Verloren,100,2025-03-01,2025-01-01T00:00:00Z,true,false\n",
		"f.csv": "Id,OpportunityId,CreatedDate,Field,OldValue,NewValue\n" +
			"017000000000001AAA," + deal1 + ",2025-02-01T00:00:00Z,StageName,Handshake,Closed Won\n" +
			"017000000000002AAA," + deal1 + ",2025-03-01T00:00:00Z,StageName,Closed Won,Verloren\n",
	})
	w.want(sales.Deal, deal1, endOf("2025-01-01"), "Default|Handshake|open", "stage", "outcome")
	w.want(sales.Deal, deal1, endOf("2025-02-01"), "Default|Closed Won|won", "stage", "outcome")
	w.want(sales.Deal, deal1, now, "Default|Verloren|lost", "stage", "outcome")
	if p := problem(t, r, problems.UnknownStages); p.Count != 1 {
		t.Errorf("unknown stages: %+v", p)
	}
}

// TestConvertedOnTheDayOfCreation: both facts begin at the same moment, and the later word counts.
func TestConvertedOnTheDayOfCreation(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.files(
		map[string]string{"l.csv": "Id,LastName,Company,Status,CreatedDate,LastModifiedDate,IsConverted," +
			"ConvertedDate,ConvertedOpportunityId\n" +
			lead1 + ",Lee,Acme,Qualified,2025-01-01T09:00:00Z,2025-01-01T10:00:00Z,true,2025-01-01," + deal1 + "\n"})
	w.want(sales.Lead, lead1, now, "true|"+deal1, "converted", "converted_deal")
}

// TestHistoryDeletedWithItsDeal: a source deletes a deal's history with the deal; on earlier
// days the deal is what its history says. History that was deleted alone says nothing.
func TestHistoryDeletedWithItsDeal(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	row := ",A,Closed Won,300,2025-03-01,2025-01-01T00:00:00Z,2025-04-01T00:00:00Z,true,true\n"
	shot := "2025-01-01T00:00:00Z,Prospecting,100,2025-06-01,true\n"
	files := map[string]string{
		"o.csv": "Id,IsDeleted,Name,StageName,Amount,CloseDate,CreatedDate,LastModifiedDate,IsClosed,IsWon\n" +
			deal1 + ",true" + row + deal2 + ",false" + row,
		"h.csv": "Id,OpportunityId,CreatedDate,StageName,Amount,CloseDate,IsDeleted\n" +
			"008000000000001AAA," + deal1 + "," + shot +
			"008000000000002AAA," + deal1 + ",2025-02-01T00:00:00Z,Closed Won,300,2025-03-01,true\n" +
			"008000000000003AAA," + deal2 + "," + shot,
	}
	r := w.files(files)
	f := []string{"stage", "outcome", "amount"}
	w.want(sales.Deal, deal1, endOf("2025-01-15"), "Default|Prospecting|open|100.00", f...)
	w.want(sales.Deal, deal1, endOf("2025-02-15"), "Default|Closed Won|won|300.00", f...)
	w.want(sales.Deal, deal1, endOf("2025-04-01"), "absent")
	w.want(sales.Deal, deal2, endOf("2025-01-15"), "||300.00", f...)
	w.want(sales.Deal, deal2, endOf("2025-03-01"), "Default|Closed Won|won|300.00", f...)
	if p := problem(t, r, problems.IgnoredHistory); p.Count != 1 {
		t.Errorf("ignored history: %+v", p)
	}
	head := w.log.Head()
	if w.files(files); w.wrote(head) != 0 {
		t.Error("importing the same again wrote something")
	}
}

// TestAFieldsHistoryAlone: it comes before its deals, knows the tool's own stages, and two of
// its rows may stand in the same minute.
func TestAFieldsHistoryAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	history := map[string]string{"f.csv": "Id,OpportunityId,CreatedDate,Field,OldValue,NewValue\n" +
		"017000000000001AAA," + deal1 + ",2025-02-01T10:00:00Z,StageName,Prospecting,Qualification\n" +
		"017000000000002AAA," + deal1 + ",2025-02-01T10:00:00Z,StageName,Qualification,Proposal/Price Quote\n" +
		"017000000000003AAA," + deal1 + ",2025-03-01T10:00:00Z,StageName,Proposal/Price Quote,Closed Won\n"}
	deals := map[string]string{"o.csv": "Id,Name,StageName,Amount,CloseDate,CreatedDate,IsClosed,IsWon\n" + deal1 +
		",A,Closed Won,100,2025-03-01,2025-01-01T00:00:00Z,true,true\n"}
	w.files(history)
	w.now += 1_000_000
	w.files(deals)
	for range 2 {
		w.want(sales.Deal, deal1, endOf("2025-02-01"), "Default|Proposal/Price Quote|open", "stage", "outcome")
		w.want(sales.Deal, deal1, endOf("2025-03-01"), "Default|Closed Won|won", "stage", "outcome")
		head := w.log.Head()
		w.now += 1_000_000
		w.files(history)
		w.files(deals)
		if n := w.wrote(head); n != 0 {
			t.Errorf("importing again wrote %d changes", n)
		}
	}
}
