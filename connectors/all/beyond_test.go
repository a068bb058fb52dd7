package all_test

import (
	"fmt"
	"strings"
	"testing"

	"salesops/connectors"
	"salesops/internal/problems"
	"salesops/record"
	"salesops/sales"
)

// TestARowThatChangesBeyondItsHistory: a history that was imported tells nothing of what a row says later; the gap is
// closed when the row was last modified, and told.
func TestARowThatChangesBeyondItsHistory(t *testing.T) {
	t.Parallel()
	row := func(stage, amount, modified, flags string) map[string]string {
		return map[string]string{"h.csv": someHistory, "o.csv": "Id,Name,StageName,Amount,CloseDate,CreatedDate," +
			"LastModifiedDate,IsClosed,IsWon\n" + deal1 + ",A," + stage + "," + amount +
			",2025-03-10,2025-01-10T09:00:00.000Z," + modified + "," + flags + "\n"}
	}
	f := []string{"stage", "outcome", "amount"}
	w := newWorld(t)
	w.files(row("Closed Lost", "1200", "2025-05-01T00:00:00.000Z", "true,false"))
	w.want(sales.Deal, deal1, now, "Default|Closed Lost|lost|1200.00", f...)
	w.now += 3_600_000_000
	r := w.files(row("Prospecting", "1300", "2025-07-01T00:00:00.000Z", "false,false"))
	for day, want := range map[string]string{"2025-02-10": "Default|Closed Won|won|1200.00",
		"2025-06-30": "Default|Closed Lost|lost|1200.00", "2025-07-01": "Default|Prospecting|open|1300.00"} {
		w.want(sales.Deal, deal1, endOf(day), want, f...)
	}
	for _, code := range []problems.Code{problems.ReconciledAmount, problems.ReconciledStage} {
		if p := problem(t, r, code); p.Count != 1 {
			t.Errorf("%s: %+v", code, p)
		}
	}
	w.now += 3_600_000_000
	if _, err := w.log.Undo(t.Context(), "owner", r.Seq); err != nil {
		t.Fatal(err)
	}
	w.want(sales.Deal, deal1, now, "Default|Closed Lost|lost|1200.00", f...)
	for turn := range 2 {
		head := w.log.Head()
		w.now += 3_600_000_000
		w.files(row("Prospecting", "1300", "2025-07-01T00:00:00.000Z", "false,false"))
		if n := w.wrote(head); turn > 0 && n != 0 {
			t.Errorf("the same again wrote %d changes", n)
		}
		w.want(sales.Deal, deal1, now, "Default|Prospecting|open|1300.00", f...)
		w.want(sales.Deal, deal1, endOf("2025-06-30"), "Default|Closed Lost|lost|1200.00", f...)
	}
}

// TestDatedColumnsThatFillLater: what later files add of the days of stages ends as if the last had come alone.
func TestDatedColumnsThatFillLater(t *testing.T) {
	t.Parallel()
	file := func(stage, flags, closes, modified string, dates ...string) map[string]string {
		return map[string]string{"o.csv": "Id,Name,StageName,Amount,CloseDate,CreatedDate,LastModifiedDate,IsClosed," +
			"IsWon,Date Entered Qualification,Proposal_Date__c,Closed_Won_Date__c\n" + deal1 + ",A," + stage +
			",1000," + closes + ",2025-01-10T09:00:00.000Z," + modified + "T10:00:00.000Z," + flags + "," +
			strings.Join(dates, ",") + "\n" + deal2 + ",B,Proposal,1,2026-12-01,2025-01-10,2025-01-10,false,false,,,\n"}
	}
	versions := []map[string]string{
		file("Qualification", "false,false", "2025-06-01", "2025-01-20", "2025-01-15", "", ""),
		file("Proposal", "false,false", "2025-06-01", "2025-02-20", "2025-01-15", "2025-02-01", ""),
		file("Proposal", "false,false", "2025-06-01", "2025-02-25", "2025-01-16", "2025-02-03", ""),
		file("Closed Won", "true,true", "2025-03-01", "2025-03-05", "2025-01-16", "2025-02-03", "2025-03-01"),
	}
	days := []string{"2025-01-09", "2025-01-12", "2025-01-16", "2025-01-31", "2025-02-04", "2025-02-28", "2025-03-01",
		"2026-01-01"}
	for last := range versions {
		alone, several := newWorld(t), newWorld(t)
		alone.files(versions[last])
		for _, v := range versions[:last+1] {
			several.now += 3_600_000_000
			several.files(v)
		}
		for _, day := range days {
			want := alone.row(sales.Deal, deal1, endOf(day), "stage", "outcome")
			if got := several.row(sales.Deal, deal1, endOf(day), "stage", "outcome"); got != want {
				t.Errorf("after %d files, on %s: %s, want %s", last+1, day, got, want)
			}
		}
		head := several.log.Head()
		if several.files(versions[last]); several.wrote(head) != 0 {
			t.Errorf("the last of %d files again wrote %d changes", last+1, several.wrote(head))
		}
	}
}

// TestFlagsAgainstStages: a deal whose flags say something else than the name of its stage is told.
func TestFlagsAgainstStages(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ stage, flags, want string }{
		{"Prospecting", "false,false", ""}, {"Closed Won", "true,true", ""}, {"Closed Lost", "true,false", ""},
		{"Prospecting", "false,true", "not closed, but won in stage Prospecting"},
		{"Closed Lost", "true,true", "won in stage Closed Lost"},
		{"Closed Won", "false,false", "not closed in stage Closed Won"},
		{"Closed Won", "true,false", "lost in stage Closed Won"}, {"Handshake", "true,true", ""},
	} {
		w := newWorld(t)
		r := w.files(map[string]string{"o.csv": "Id,Name,StageName,Amount,CloseDate,CreatedDate,IsClosed,IsWon\n" +
			deal1 + ",A," + c.stage + ",1,2025-03-01,2025-01-01T00:00:00Z," + c.flags + "\n"})
		got := ""
		for _, p := range r.Problems {
			if p.Code == problems.ConflictingFlags {
				got = p.Examples[0].Detail
			}
		}
		if got != c.want {
			t.Errorf("%s with %s: %q, want %q", c.stage, c.flags, got, c.want)
		}
	}
}

// TestCellsThatHoldNothing: words for nothing and ids that lost their digits are left out and told; a row whose own id
// is lost is refused.
func TestCellsThatHoldNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.run(connectors.Options{Paths: []string{folder(t, map[string]string{
		"o.csv": "Id,Name,AccountId,StageName,Amount,CloseDate,CreatedDate,Probability,Type\n" +
			deal1 + ",A," + acct1 + ",Prospecting,n/a,2025-03-01,2025-01-01T00:00:00Z,-,n/a\n" +
			deal2 + ",#N/A,1.23457E+11,Prospecting,(null),-,2025-01-01T00:00:00Z,10,#N/A\n" +
			"1.23457E+15,C," + acct1 + ",Prospecting,5,2025-03-01,2025-01-01T00:00:00Z,10,x\n"})}})
	w.want(sales.Deal, deal1, now, "A|"+acct1+"||2025-03-01||n/a", "name", "account", "amount", "close_date",
		"probability", "type")
	w.want(sales.Deal, deal2, now, "#N/A||||0.1|", "name", "account", "amount", "close_date", "probability", "type")
	if c := count(r, sales.Deal); c.Created != 2 || c.Rejected != 1 {
		t.Errorf("%+v", c)
	}
	told := map[problems.Code]string{}
	for _, p := range r.Problems {
		for _, e := range p.Examples {
			told[p.Code] += e.Detail + "; "
		}
		told[p.Code] += fmt.Sprint(p.Count)
	}
	at := func(s string) string { return s[strings.LastIndex(s, "/")+1:] }
	if got := at(told[problems.DamagedIDs]); !strings.Contains(got, "Id: 1.23457E+15") ||
		!strings.HasSuffix(got, "; 2") ||
		!strings.Contains(told[problems.DamagedIDs], "AccountId: 1.23457E+11") {
		t.Errorf("damaged ids: %s", told[problems.DamagedIDs])
	}
	for _, word := range []string{"Amount: n/a", "Amount: (null)", "CloseDate: -", "Probability: -", "Type: #N/A"} {
		if !strings.Contains(told[problems.EmptyWords], word) {
			t.Errorf("no %q among the words for nothing: %s", word, told[problems.EmptyWords])
		}
	}
	if len(w.records(sales.Deal, record.At{})) != 2 {
		t.Error("a row without its id was taken")
	}
}

// TestClosedBeforeCreated: what such deals are worth is told, where one has an amount.
func TestClosedBeforeCreated(t *testing.T) {
	t.Parallel()
	for amounts, want := range map[string]string{"5,7": "2 worth 12.00 USD", "5,": "2 worth 5.00 USD", ",": "2"} {
		w := newWorld(t)
		first, second, _ := strings.Cut(amounts, ",")
		r := w.files(
			map[string]string{"o.csv": "Id,Name,StageName,Amount,CurrencyIsoCode,CloseDate,CreatedDate,IsClosed,IsWon\n" +
				deal1 + ",A,Closed Won," + first + ",USD,2024-12-31,2025-01-01T00:00:00Z,true,true\n" +
				deal2 + ",B,Closed Won," + second + ",USD,2024-12-31,2025-01-01T00:00:00Z,true,true\n" +
				deal3 + ",C,Closed Won,9,USD,2025-01-01,2025-01-01T00:00:00Z,true,true\n"})
		p := problem(t, r, problems.ClosedBeforeCreated)
		got := fmt.Sprint(p.Count)
		if p.Amount != nil {
			got += " worth " + p.Amount.Amount + " " + p.Amount.Currency
		}
		if got != want {
			t.Errorf("of %s: %s, want %s", amounts, got, want)
		}
	}
}

// TestADatedRecordIsAsOldAsItSays: an earlier use of one that says when it was made moves it no more; one that says
// nothing is as old as its first use, whichever file came first.
func TestADatedRecordIsAsOldAsItSays(t *testing.T) {
	t.Parallel()
	deal := map[string]string{"o.csv": "Id,Name,AccountId,StageName,Amount,CloseDate,CreatedDate\n" +
		deal1 + ",A," + acct1 + ",Prospecting,1,2026-12-01,2025-01-01T00:00:00Z\n"}
	for _, c := range []struct{ account, before, stub, after string }{ // stub: before, where the deal came first
		{"Id,Name,Industry,CreatedDate\n" + acct1 + ",Acme,Energy,2025-06-01T00:00:00Z\n", "absent", "|stub", "Acme"},
		{"Id,Name,Industry,CreatedDate\n" + acct1 + ",Acme,Energy,\n", "Acme", "Acme", "Acme"},
	} {
		for _, dealFirst := range []bool{true, false} {
			w := newWorld(t)
			files := []map[string]string{{"a.csv": c.account}, deal}
			if dealFirst {
				files[0], files[1] = files[1], files[0]
			}
			for _, f := range files {
				w.now += 3_600_000_000
				w.files(f)
			}
			name := func(day string) string { return w.row(sales.Account, acct1, endOf(day), "name") }
			want := c.before
			if dealFirst {
				want = c.stub
			}
			if before, after := name("2025-03-01"), name("2025-07-01"); before != want || after != c.after {
				t.Errorf("%q, the deal first %v: %q in March and %q in July", c.account, dealFirst, before, after)
			}
		}
	}
}
