package all_test

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"salesops/connectors"
	"salesops/internal/money"
	"salesops/internal/period"
	"salesops/internal/problems"
	"salesops/record"
	"salesops/sales"
)

// folder writes files into a new folder.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func (w *world) files(files map[string]string) *connectors.Report {
	w.t.Helper()
	return w.run(connectors.Options{Paths: []string{folder(w.t, files)}})
}

const (
	deal1, deal2, deal3 = "006000000000001AAA", "006000000000002AAA", "006000000000003AAA"
	acct1               = "001000000000001AAA"
	user1, user2        = "005000000000001AAA", "005000000000002AAA"
	lead1               = "00Q000000000001AAA"
	role1, role2        = "00E000000000001AAA", "00E000000000002AAA"
	contact1            = "003000000000001AAA"
)

// text is a field as a test reads it; references by the external id they point to.
func (w *world) text(v record.Value) string {
	switch v.Kind() {
	case record.Text:
		return v.Text()
	case record.Money:
		return strings.TrimSpace(v.Money().String() + " " + v.Money().Currency)
	case record.Day:
		return v.Day().String()
	case record.Instant:
		return v.Instant().String()
	case record.Number:
		return fmt.Sprint(v.Number())
	case record.Bool:
		return fmt.Sprint(v.Bool())
	case record.Int:
		return fmt.Sprint(v.Int())
	case record.Ref:
		if w.names == nil || w.namesAt != w.log.Head() {
			w.names, w.namesAt = map[record.ID]string{}, w.log.Head()
			for _, c := range w.changes() {
				if c.External != "" {
					w.names[c.ID] = c.External
				}
			}
		}
		return w.names[v.Ref()]
	case record.Unset:
	}
	return ""
}

// row is some fields of a record at a moment, joined with "|"; "absent" when it does not exist.
func (w *world) row(object, external string, at record.At, fields ...string) string {
	r, ok := w.records(object, at)[external]
	if !ok {
		return "absent"
	}
	var out []string
	for _, f := range fields {
		out = append(out, w.text(r.Fields[f]))
	}
	if r.Stub {
		out = append(out, "stub")
	}
	return strings.Join(out, "|")
}

func (w *world) want(object, external string, at record.At, want string, fields ...string) {
	w.t.Helper()
	if got := w.row(object, external, at, fields...); got != want {
		w.t.Errorf("%s %s: %s, want %s", object, external, got, want)
	}
}

func known(at record.At, day string) record.At {
	at.Known = endOf(day).Effective
	return at
}

var now = record.At{}

func TestDealWithoutHistory(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.files(
		map[string]string{"o.csv": `Id,Name,StageName,Amount,CloseDate,CreatedDate,LastModifiedDate,OwnerId,IsClosed,IsWon,Type
006000000000001AAA,Won deal,Closed Won,1000,2025-03-01,2025-01-10T09:00:00.000Z,2025-03-05T10:00:00.000Z,005000000000001AAA,true,true,New
006000000000002AAA,Open deal,Proposal,500,2026-12-31,2025-01-10T09:00:00.000Z,2025-03-05T10:00:00.000Z,005000000000001AAA,false,false,
006000000000003AAA,Future close,Closed Lost,500,2026-12-31,2025-01-10T09:00:00.000Z,2025-03-05T10:00:00.000Z,,true,false,
`})
	f := []string{"name", "stage", "outcome", "amount", "close_date", "type"}
	w.want(sales.Deal, deal1, endOf("2025-01-09"), "absent", f...)
	w.want(sales.Deal, deal1, endOf("2025-02-28"), "Won deal|||1000.00|2025-03-01|New", f...)
	w.want(sales.Deal, deal1, endOf("2025-03-01"), "Won deal|Default|Closed Won|won|1000.00|2025-03-01|New", f...)
	w.want(sales.Deal, deal2, endOf("2025-01-10"), "Open deal|Default|Proposal|open|500.00|2026-12-31|", f...)
	// Closed although its close date has not come: it is closed now, and was not before.
	w.want(sales.Deal, deal3, endOf("2026-11-22"), "Future close|||500.00|2026-12-31|", f...)
	w.want(sales.Deal, deal3, now, "Future close|Default|Closed Lost|lost|500.00|2026-12-31|", f...)
	// What was known then: that the deal was there, its name and owner; nothing else.
	w.want(sales.Deal, deal1, known(endOf("2025-06-01"), "2025-06-01"), "Won deal|"+user1+"|||||", "name", "owner",
		"stage", "outcome", "amount", "close_date", "type")
	if p := problem(t, r, problems.NoHistory); p.Count != 3 {
		t.Errorf("deals without history: %+v", p)
	}
	backfilled := 0
	for _, c := range w.changes() {
		if c.Object == sales.Deal && c.Flags&record.Backfilled != 0 {
			backfilled++
			if c.KnownAt != importTime {
				t.Errorf("backfilled change %d is known since %s, want the import's time", c.Seq, c.KnownAt)
			}
		}
	}
	if backfilled == 0 {
		t.Error("no change is flagged backfilled")
	}
}

func TestDealClosedBeforeItWasEntered(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.files(map[string]string{"o.csv": `Id,Name,StageName,Amount,CloseDate,CreatedDate,IsClosed,IsWon
006000000000001AAA,Entered late,Closed Won,1000,2024-03-01,2025-01-10T09:00:00.000Z,true,true
006000000000002AAA,No created date,Closed Won,1000,2024-03-01,,true,true
006000000000003AAA,No date at all,Prospecting,1000,,,false,false
`})
	w.want(sales.Deal, deal1, endOf("2024-03-01"), "won|1000.00|2024-03-01", "outcome", "amount", "close_date")
	w.want(sales.Deal, deal1, endOf("2024-02-29"), "absent")
	w.want(sales.Deal, deal2, endOf("2024-03-01"), "won|1000.00", "outcome", "amount")
	w.want(sales.Deal, deal3, endOf("2026-11-22"), "absent")
	w.want(sales.Deal, deal3, endOf("2026-11-23"), "open|1000.00", "outcome", "amount")
}

func TestDatedStageColumns(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.files(
		map[string]string{"o.csv": `Id,Name,StageName,Amount,CloseDate,CreatedDate,LastModifiedDate,IsClosed,IsWon,Date Entered Qualification,Proposal_Date__c,Closed_Won_Date__c
006000000000001AAA,A,Closed Won,1000,2025-03-01,2025-01-10T09:00:00.000Z,2025-03-05T10:00:00.000Z,true,true,2025-01-15,2025-02-01,2025-03-03
006000000000002AAA,B,Proposal,500,2026-12-31,2025-01-10T09:00:00.000Z,2025-03-05T10:00:00.000Z,false,false,2025-01-15,2025-02-01,
006000000000003AAA,C,Qualification,500,2026-12-31,2025-01-10T09:00:00.000Z,2025-03-05T10:00:00.000Z,false,false,2025-01-15,2025-02-01,
`})
	stages := func(id string, want ...string) {
		t.Helper()
		for i := 0; i < len(want); i += 2 {
			w.want(sales.Deal, id, endOf(want[i]), want[i+1], "stage", "outcome")
		}
	}
	stages(deal1, "2025-01-14", "|", "2025-01-15", "Default|Qualification|open", "2025-02-28", "Default|Proposal|open",
		"2025-03-01", "Default|Closed Won|won", "2026-01-01", "Default|Closed Won|won")
	stages(deal2, "2025-01-15", "Default|Qualification|open", "2025-02-01", "Default|Proposal|open", "2026-01-01",
		"Default|Proposal|open")
	// Back in an earlier stage: the columns do not tell when, so the gap closes when it was last modified.
	stages(deal3, "2025-02-01", "Default|Proposal|open", "2025-03-05", "Default|Qualification|open")
	w.want(sales.Deal, deal1, now, "2025-02-01", "proposal_date") // the column is kept as well
}

const someHistory = `Id,OpportunityId,CreatedDate,StageName,Amount,CloseDate,Probability,ForecastCategory,IsDeleted
008000000000001AAA,006000000000001AAA,2025-01-10T09:00:00.000Z,Prospecting,1000,2025-06-01,10,Pipeline,false
008000000000002AAA,006000000000001AAA,2025-02-10T09:00:00.000Z,Closed Won,1200,2025-06-01,100,Closed,false
008000000000003AAA,006000000000001AAA,2025-03-10T09:00:00.000Z,Closed Lost,1200,2025-03-10,0,Omitted,false
008000000000004AAA,006000000000001AAA,2025-04-10T09:00:00.000Z,Closed Won,1200,2025-03-10,100,Closed,true
`

const someDeals = `Id,AccountId,OwnerId,Name,StageName,Amount,CloseDate,CreatedDate,LastModifiedDate,IsClosed,IsWon
006000000000001AAA,001000000000001AAA,005000000000001AAA,A,Closed Lost,1300,2025-03-10,2025-01-10T09:00:00.000Z,2025-05-01T00:00:00.000Z,true,false
`

func TestDealWithHistory(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.files(map[string]string{"h.csv": someHistory, "o.csv": someDeals})
	f := []string{"stage", "outcome", "amount", "close_date"}
	w.want(sales.Deal, deal1, endOf("2025-01-10"), "Default|Prospecting|open|1000.00|2025-06-01", f...)
	w.want(sales.Deal, deal1, endOf("2025-02-10"), "Default|Closed Won|won|1200.00|2025-06-01", f...)
	w.want(sales.Deal, deal1, endOf("2025-03-10"), "Default|Closed Lost|lost|1200.00|2025-03-10", f...)
	w.want(sales.Deal, deal1, endOf("2025-05-01"), "Default|Closed Lost|lost|1300.00|2025-03-10", f...)
	w.want(sales.Deal, deal1, known(endOf("2025-02-28"), "2025-02-28"),
		"Default|Closed Won|won|1200.00|2025-06-01", f...)
	if p := problem(t, r, problems.ReconciledAmount); p.Count != 1 {
		t.Errorf("reconciled amounts: %+v", p)
	}
	if p := problem(t, r, problems.ReversedWins); p.Count != 1 || p.Amount == nil ||
		p.Amount.Amount != "1200.00" || p.Examples[0].Detail != "2025-03-10" {
		t.Errorf("reversed wins: %+v", p)
	}
	if p := problem(t, r, problems.IgnoredHistory); p.Count != 1 {
		t.Errorf("ignored history: %+v", p)
	}
	if r.HistorySince == nil || *r.HistorySince != "2025-01-10" {
		t.Errorf("history since %v, want 2025-01-10", r.HistorySince)
	}
	reconciled := 0
	for _, c := range w.changes() {
		if c.Flags&record.Reconciled != 0 {
			reconciled++
		}
	}
	if reconciled != 1 {
		t.Errorf("%d changes are flagged reconciled, want 1", reconciled)
	}
}

// TestFieldHistory: the same change told by both histories counts once, and an old value
// says what was so before the first change.
func TestFieldHistory(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.files(map[string]string{
		"o.csv": `Id,OwnerId,Name,StageName,Amount,CloseDate,CreatedDate,LastModifiedDate,IsClosed,IsWon,Rating__c
006000000000001AAA,005000000000002AAA,A,Qualification,1200,2025-06-01,2025-01-10T09:00:00.000Z,2025-03-01T00:00:00.000Z,false,false,Hot
`,
		"h.csv": `Id,OpportunityId,CreatedDate,StageName,Amount,CloseDate
008000000000001AAA,006000000000001AAA,2025-01-10T09:00:00.000Z,Prospecting,1000,2025-06-01
008000000000002AAA,006000000000001AAA,2025-02-10T09:00:00.000Z,Qualification,1200,2025-06-01
`,
		"f.csv": `Id,OpportunityId,Field,OldValue,NewValue,CreatedDate,IsDeleted
017000000000001AAA,006000000000001AAA,created,,,2025-01-10T09:00:00.000Z,false
017000000000002AAA,006000000000001AAA,StageName,Prospecting,Qualification,2025-02-10T09:00:00.000Z,false
017000000000003AAA,006000000000001AAA,Amount,1000,1200,2025-02-10T09:00:01.000Z,false
017000000000004AAA,006000000000001AAA,Owner,Ann,Bob,2025-02-20T09:00:00.000Z,false
017000000000005AAA,006000000000001AAA,Owner,005000000000001AAA,005000000000002AAA,2025-02-20T09:00:00.000Z,false
017000000000006AAA,006000000000001AAA,Rating__c,Cold,Hot,2025-02-21T09:00:00.000Z,false
`})
	f := []string{"owner", "stage", "amount", "rating"}
	w.want(sales.Deal, deal1, endOf("2025-01-10"), user1+"|Default|Prospecting|1000.00|Cold", f...)
	w.want(sales.Deal, deal1, endOf("2025-02-10"), user1+"|Default|Qualification|1200.00|Cold", f...)
	w.want(sales.Deal, deal1, endOf("2025-02-20"), user2+"|Default|Qualification|1200.00|Cold", f...)
	w.want(sales.Deal, deal1, now, user2+"|Default|Qualification|1200.00|Hot", f...)
	times := map[string]int{}
	for _, c := range w.changes() {
		if c.Object == sales.Deal {
			for _, v := range c.Fields {
				times[v.Name]++
			}
		}
	}
	if times["stage"] != 2 || times["amount"] != 2 || times["owner"] != 2 {
		t.Errorf("fields are written %v times; stage, amount and owner changed once each after creation", times)
	}
}

// content is the log without what differs from run to run: numbers, ids, the batch's own record.
func (w *world) content() []string {
	names := map[record.ID]string{}
	for _, c := range w.changes() {
		if c.External != "" {
			names[c.ID] = c.External
		}
	}
	var lines []string
	for _, c := range w.changes() {
		if c.Object == sales.Import {
			continue
		}
		var fields []string
		for _, f := range c.Fields {
			fields = append(fields, f.Name+"="+w.text(f.Value))
		}
		slices.Sort(fields)
		lines = append(lines, fmt.Sprint(c.Kind, c.Object, " ", names[c.ID], " ", c.EffectiveAt, " ",
			c.KnownAt, " ", c.Flags, fields))
	}
	return lines
}

func TestFilesInAnyOrderGiveTheSameLog(t *testing.T) {
	t.Parallel()
	path := realExport(t, "salesforce-developer-org")
	names := []string{"Account.csv", "Contact.csv", "Lead.csv", "Opportunity.csv", "OpportunityHistory.csv"}
	var first []string
	for turn := range 3 {
		files := map[string]string{}
		for i, name := range names {
			b, err := os.ReadFile(filepath.Join(path, name))
			if err != nil {
				t.Fatal(err)
			}
			files[fmt.Sprintf("%d.csv", (i*(turn+1)+turn*2)%len(names))] = string(b)
		}
		if len(files) != len(names) {
			t.Fatal("the orders are wrong")
		}
		w := newWorld(t)
		w.files(files)
		got := w.content()
		slices.Sort(got) // within one instant the order is free
		if turn == 0 {
			first = got
		} else if !slices.Equal(first, got) {
			t.Errorf("order %d gives another log", turn)
		}
	}
}

// TestFilesOneByOne: whatever file comes first, in the end the same is so on every day.
func TestFilesOneByOne(t *testing.T) {
	t.Parallel()
	files := map[string]string{
		"h": someHistory, "o": someDeals,
		"a": "Id,Name,Industry,CreatedDate\n" + acct1 + ",Acme,Energy,2024-01-01T00:00:00Z\n",
		"u": "Id,Name,IsActive,CreatedDate,Username\n" + user1 + ",Ann,true,2024-01-01T00:00:00Z,ann@example.com\n",
	}
	for _, order := range []string{"hoau", "ohau", "auoh", "haou", "oahu"} {
		w := newWorld(t)
		for _, name := range strings.Split(order, "") {
			w.now += 3_600_000_000
			w.files(map[string]string{name + ".csv": files[name]})
		}
		f := []string{"account", "owner", "stage", "outcome", "amount", "close_date"}
		for day, want := range map[string]string{
			"2025-01-09": "absent",
			"2025-01-10": acct1 + "|" + user1 + "|Default|Prospecting|open|1000.00|2025-06-01",
			"2025-02-10": acct1 + "|" + user1 + "|Default|Closed Won|won|1200.00|2025-06-01",
			"2025-03-10": acct1 + "|" + user1 + "|Default|Closed Lost|lost|1200.00|2025-03-10",
			"2026-11-24": acct1 + "|" + user1 + "|Default|Closed Lost|lost|1300.00|2025-03-10",
		} {
			if got := w.row(sales.Deal, deal1, endOf(day), f...); got != want {
				t.Errorf("order %s, %s: %s, want %s", order, day, got, want)
			}
		}
		w.want(sales.Account, acct1, now, "Acme|Energy", "name", "industry")
		w.want(sales.Person, user1, now, "Ann|true|2024-01-01", "name", "active", "started_on")
		head := w.log.Head()
		for name, text := range files {
			w.files(map[string]string{name + ".csv": text})
		}
		if n := w.wrote(head); n != 0 {
			t.Errorf("order %s: importing again wrote %d changes: %v", order, n, w.content()[head-12:])
		}
	}
}

func TestStubsAreFilled(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.files(map[string]string{"o.csv": someDeals})
	if p := problem(t, r, problems.Stubs); p.Count != 2 || !strings.Contains(told(&p), "1 account; 1 person") &&
		!strings.Contains(told(&p), "1 person; 1 account") {
		t.Errorf("missing records: %+v", p)
	}
	w.want(sales.Account, acct1, now, "|stub", "name")
	w.now += 1_000_000
	r = w.files(
		map[string]string{"a.csv": "Id,Name,Industry,CreatedDate\n001000000000001,Acme,Energy,2025-04-01T00:00:00Z\n"})
	if c := count(r, sales.Account); c.Created != 1 || c.Stubbed != 0 {
		t.Errorf("the account counts as %+v", c)
	}
	w.want(sales.Account, acct1, now, "Acme|Energy", "name", "industry") // the 15-character id is the same record
	w.want(sales.Account, acct1, endOf("2025-02-01"), "|stub", "name")
}

func TestAnEditMadeHereSurvives(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.files(map[string]string{"o.csv": someDeals})
	var id record.ID
	for _, d := range w.records(sales.Deal, now) {
		id = d.ID
	}
	w.now += 1_000_000
	euro := record.MoneyValue(money.Amount{Minor: 99900})
	if _, err := w.log.Apply(context.Background(), record.Command{Actor: "owner",
		Drafts: []record.Draft{{Kind: record.Set, Object: sales.Deal, ID: id, Fields: []record.FieldValue{
			{Name: "amount", Value: euro}, {Name: "next_step", Value: record.TextValue("call")},
		}}}}); err != nil {
		t.Fatal(err)
	}
	w.now += 1_000_000
	w.files(map[string]string{"o.csv": strings.Replace(someDeals, ",A,", ",Renamed,", 1)})
	w.want(sales.Deal, deal1, now, "Renamed|999.00|call", "name", "amount", "next_step")
	w.now += 1_000_000
	// The source's own value changes, in a row that was last modified before the edit: the edit
	// stays and the difference is told.
	r := w.files(map[string]string{"o.csv": strings.Replace(strings.Replace(someDeals, ",A,", ",Renamed,", 1),
		",1300,", ",1400,", 1)})
	w.want(sales.Deal, deal1, now, "Renamed|999.00|call", "name", "amount", "next_step")
	if len(r.Differences) != 1 || r.Differences[0].Here.Value != "999.00" ||
		!strings.HasPrefix(r.Differences[0].Source.Value, "1400.00") {
		t.Errorf("differences %+v", r.Differences)
	}
	if c := count(r, sales.Deal); c.Updated != 1 || c.Created != 0 {
		t.Errorf("the deal counts as %+v", c)
	}
}

// TestUpdates: what changed between two exports without history is so from the last-modified
// time on, a closing from the close date on.
func TestUpdates(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	header := "Id,Name,StageName,Amount,CloseDate,CreatedDate,LastModifiedDate,IsClosed,IsWon\n"
	w.files(map[string]string{"o.csv": header + deal1 +
		",A,Proposal,100,2026-11-30,2026-01-01T00:00:00Z,2026-02-01T00:00:00Z,false,false\n"})
	w.now = period.InstantOf(w.now.Time().AddDate(0, 1, 0)) // 2026-12-23
	w.files(map[string]string{"o.csv": header + deal1 +
		",A,Closed Won,150,2026-11-30,2026-01-01T00:00:00Z,2026-12-10T00:00:00Z,true,true\n"})
	f := []string{"outcome", "amount"}
	w.want(sales.Deal, deal1, endOf("2026-11-29"), "open|100.00", f...)
	w.want(sales.Deal, deal1, endOf("2026-11-30"), "won|100.00", f...)
	w.want(sales.Deal, deal1, endOf("2026-12-10"), "won|150.00", f...)
	w.now += 1
	r := w.files(map[string]string{"o.csv": header + deal1 +
		",A,Closed Lost,,2026-11-30,2026-01-01T00:00:00Z,2026-12-15T00:00:00Z,true,false\n"})
	w.want(sales.Deal, deal1, now, "lost|", f...) // an emptied cell clears the field
	if p := problem(t, r, problems.ReversedWins); p.Count != 1 {
		t.Errorf("reversed wins: %+v", p)
	}
}

func TestDeletedInTheSource(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	header := "Id,IsDeleted,Name,StageName,Amount,CloseDate,CreatedDate,LastModifiedDate,IsClosed,IsWon\n"
	row := ",A,Closed Won,100,2026-01-30,2026-01-01T00:00:00Z,2026-02-01T00:00:00Z,true,true\n"
	w.files(map[string]string{"o.csv": header + deal1 + ",true" + row})
	w.want(sales.Deal, deal1, endOf("2026-01-31"), "won", "outcome")
	w.want(sales.Deal, deal1, endOf("2026-02-01"), "absent")
	w.now += 1_000_000
	w.files(map[string]string{"o.csv": header + deal1 + ",false" + row})
	w.want(sales.Deal, deal1, now, "won", "outcome")
	w.now += 1_000_000
	r := w.files(map[string]string{"o.csv": header + deal1 + ",true" +
		strings.Replace(row, "2026-02-01", "2026-12-01", 1)})
	w.want(sales.Deal, deal1, now, "absent")
	if c := count(r, sales.Deal); c.Deleted != 1 {
		t.Errorf("the deal counts as %+v", c)
	}
	head := w.log.Head()
	w.now += 1_000_000
	w.files(map[string]string{"o.csv": header + deal1 + ",true" + strings.Replace(row, "2026-02-01", "2026-12-01", 1)})
	if w.wrote(head) != 0 {
		t.Error("importing the same again wrote something")
	}
}

func TestFullExportDeletesWhatIsAbsent(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	header := "Id,Name,StageName,Amount,CloseDate,CreatedDate\n"
	one, two := deal1+",A,Proposal,1,2026-12-01,2026-01-01\n", deal2+",B,Proposal,1,2026-12-01,2026-01-01\n"
	w.files(map[string]string{"o.csv": header + one + two})
	w.now += 1_000_000
	if r := w.files(map[string]string{"o.csv": header + one}); count(r, sales.Deal).Deleted != 0 ||
		len(w.records(sales.Deal, now)) != 2 {
		t.Error("a later file without a row deleted it")
	}
	dir := folder(t, map[string]string{"o.csv": header + one})
	head := w.log.Head()
	if r := w.run(connectors.Options{Paths: []string{dir}, Full: true, DryRun: true}); count(r,
		sales.Deal).Deleted != 1 || w.log.Head() != head {
		t.Errorf("the preview says %+v and wrote %d changes", count(r, sales.Deal), w.log.Head()-head)
	}
	r := w.run(connectors.Options{Paths: []string{dir}, Full: true})
	if got := slices.Sorted(maps.Keys(w.records(sales.Deal, now))); !slices.Equal(got, []string{deal1}) {
		t.Errorf("left are %v", got)
	}
	if _, err := w.log.Undo(context.Background(), "owner", r.Seq); err != nil {
		t.Fatal(err)
	}
	if len(w.records(sales.Deal, now)) != 2 {
		t.Error("undo did not bring the deleted deal back")
	}
}

func TestRejectedRowsKeepWhatSeemsAbsent(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	header := "Id,Name,StageName,Amount,CloseDate,CreatedDate\n"
	one, two := deal1+",A,Proposal,1,2026-12-01,2026-01-01\n", deal2+",B,Proposal,1,2026-12-01,2026-01-01\n"
	w.files(map[string]string{"o.csv": header + one + two})
	w.now += 1_000_000
	bad := deal2 + ",B,Proposal,1,2026-12-01\n" // a cell is missing
	r := w.run(connectors.Options{Paths: []string{folder(t, map[string]string{"o.csv": header + one + bad})},
		Full: true})
	if c := count(r, sales.Deal); c.Rejected != 1 || c.Deleted != 0 || len(w.records(sales.Deal, now)) != 2 {
		t.Errorf("%+v, and %d deals are left", c, len(w.records(sales.Deal, now)))
	}
	if p := problem(t, r, problems.KeptAbsent); p.Count != 1 {
		t.Errorf("kept: %+v", p)
	}
}

func TestLeads(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.files(
		map[string]string{"l.csv": `Id,FirstName,LastName,Company,Status,CreatedDate,IsConverted,ConvertedDate,ConvertedOpportunityId,OwnerId
00Q000000000001AAA,Ann,Lee,Acme,Qualified,2025-01-01T00:00:00Z,true,2025-02-01,006000000000001AAA,00G000000000001AAA
`, "o.csv": someDeals})
	f := []string{"name", "converted", "converted_deal", "status", "owner"}
	w.want(sales.Lead, lead1, endOf("2025-01-31"), "Ann Lee|false|||", f...)
	w.want(sales.Lead, lead1, endOf("2025-02-01"), "Ann Lee|true|"+deal1+"|Qualified|", f...) // a queue is no owner
}

func TestPeopleAndTeams(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.files(map[string]string{
		"r.csv": "Id,Name,ParentRoleId\n" + role1 + ",Sales,\n" + role2 + ",Sales North," + role1 + "\n",
		"u.csv": `Id,FirstName,LastName,IsActive,CreatedDate,LastModifiedDate,UserRoleId,Username,Title
005000000000001AAA,Ann,Lee,true,2024-01-01T00:00:00Z,2025-01-01T00:00:00Z,00E000000000002AAA,a@example.com,AE
005000000000002AAA,Bob,Ray,false,2023-01-01T00:00:00Z,2025-05-05T00:00:00Z,00E000000000002AAA,b@example.com,AE
`})
	w.want(sales.Person, user1, endOf("2024-01-01"), "Ann Lee|"+role2+"|true|2024-01-01|", "name", "team", "active",
		"started_on", "left_on")
	w.want(sales.Person, user2, endOf("2025-05-04"), "true|", "active", "left_on")
	w.want(sales.Person, user2, endOf("2025-05-05"), "false|2025-05-05", "active", "left_on")
	// Roles carry no date: the tree is as old as its first member.
	w.want(sales.Team, role2, endOf("2023-01-01"), "Sales North|"+role1, "name", "parent")
	w.want(sales.Team, role1, endOf("2023-01-01"), "Sales", "name")
	w.want(sales.Team, role1, endOf("2022-12-31"), "absent")
}

func TestActivities(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.files(map[string]string{
		"t.csv": `Id,Subject,WhoId,WhatId,OwnerId,Status,IsClosed,ActivityDate,CompletedDateTime,TaskSubtype,CreatedDate
00T000000000001AAA,Call Ann,003000000000001AAA,006000000000001AAA,005000000000001AAA,Completed,true,2025-01-05,2025-01-06T10:00:00Z,Call,2025-01-01T00:00:00Z
00T000000000002AAA,Mail,00Q000000000001AAA,001000000000001AAA,005000000000001AAA,Open,false,2025-01-05,,Email,2025-01-01T00:00:00Z
00T000000000003AAA,Case,,500000000000001AAA,005000000000001AAA,Open,false,,,,2025-01-01T00:00:00Z
`,
		"e.csv": `Id,Subject,WhoId,WhatId,StartDateTime,EndDateTime,DurationInMinutes,CreatedDate
00U000000000001AAA,Demo,003000000000001AAA,006000000000001AAA,2025-01-07T09:00:00Z,,90,2025-01-01T00:00:00Z
`})
	f := []string{"kind", "contact", "lead", "deal", "account", "start_at", "end_at", "done"}
	w.want(sales.Activity, "00T000000000001AAA", now, "call|"+contact1+"||"+deal1+"||2025-01-06T10:00:00Z||true", f...)
	w.want(sales.Activity, "00T000000000001AAA", endOf("2025-01-05"), "false", "done")
	w.want(sales.Activity, "00T000000000002AAA", now, "email||"+lead1+"||"+acct1+"|2025-01-05T00:00:00Z||false", f...)
	w.want(sales.Activity, "00T000000000003AAA", now, "task|||||2025-01-01T00:00:00Z||false", f...)
	w.want(sales.Activity, "00U000000000001AAA", now, "meeting|"+contact1+"||"+deal1+
		"||2025-01-07T09:00:00Z|2025-01-07T10:30:00Z|", f...)
}
