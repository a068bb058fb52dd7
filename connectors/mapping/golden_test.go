package mapping_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write testdata/suggested.txt as the suggestions are now")

// TestSuggestionsWordForWord: the whole text that is suggested for each table, alone and in a folder with others whose
// records it refers to. After a wanted change: go test ./connectors/mapping -run WordForWord -update, and read the
// difference.
func TestSuggestionsWordForWord(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	say := func(what, dir string) {
		fmt.Fprintf(&out, "=== %s\n%s\n", what, strings.TrimSpace(suggest(t, dir)))
	}
	together := map[string]string{}
	for _, c := range append(tables, strangeTables...) {
		say(c.file+" "+strings.Split(c.text, "\n")[0], folder(t, map[string]string{c.file: c.text}))
		if strings.HasSuffix(c.file, ".csv") && together[c.file] == "" && !strings.Contains(c.text, ";") {
			together[c.file] = c.text
		}
	}
	say("deals by name", dealsByName(t))
	say("a folder", folder(t, together))
	file := filepath.Join("testdata", "suggested.txt")
	if *update {
		if err := os.WriteFile(file, []byte(out.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file) //nolint:gosec // beside the test
	if err != nil {
		t.Fatal(err)
	}
	wanted := strings.Split(string(want), "=== ")
	for i, got := range strings.Split(out.String(), "=== ") {
		if i >= len(wanted) || got != wanted[i] {
			t.Errorf("suggested is\n%s\nwant\n%s", got,
				strings.Join(wanted[min(i, len(wanted)):min(i+1, len(wanted))], ""))
		}
	}
}

// strangeTables are those that are nearly something else.
var strangeTables = []struct {
	file, text, own string
	says            []string
}{
	{"deals.csv",
		"Deal ID,Deal,Stage,Won,Amount,Closed on,Account ID,Rep\n1,A,Won,true,10,2026-01-05,A1,ann@s.example\n" +
			"2,B,Lost,false,20,2026-01-06,A2,bob@s.example\n3,C,Talk,,30,,A1,ann@s.example\n", "", nil},
	{"deals_flags.csv", "Deal ID,Deal,Won,Amount,Close date\n1,A,true,10,2026-01-05\n2,B,false,20,2026-01-06\n",
		"", nil},
	{"deals_open.csv", "Deal ID,Deal,Amount,Close date,Is deleted\n1,A,10,2026-01-05,false\n2,B,20,2026-01-06,false\n",
		"", nil},
	{"deals_currencies.csv",
		"Deal ID,Deal,Stage,Amount,Currency,Close date\n1,A,Won,10,EUR,2026-01-05\n2,B,Lost,20,USD,2026-01-06\n",
		"", nil},
	{"deals_units.csv",
		"Deal ID,Deal,Stage,Amount (kEUR),Close " +
			"date,Probability\n1,A,Won,10,05/06/2026,50%\n2,B,Lost,20,06/07/2026,80%\n", "", nil},
	{"deals_twice.csv",
		"Deal ID,Deal,Stage,Amount,Amount,Close date\n1,A,Won,10,11,2026-01-05\n1,A,Won,10,11,2026-01-05\n", "", nil},
	{"deals_empty.csv", "Deal ID,Deal,Stage,Amount,Close date\n", "", nil},
	{"accounts.csv",
		"Account ID,Account,Industry,Parent,Employees,Website\nA1,Acme,Energy,,10,acme.example\nA2,Beta,Retail,A1,20,beta.example\n", "", nil},
	{"contacts.csv",
		"Contact ID,First name,Last name,E-mail,Account " +
			"ID,Title\nC1,Ada,Ruiz,ada@x.example,A1,CEO\nC2,Bo,Lee,bo@x.example,A2,CFO\n", "", nil},
	{"guests.csv", "Name,E-mail\nAda,ada@x.example\nBo,bo@x.example\n", "", nil},
	{"account_team.csv", "Account ID,User ID\nA1,U1\nA2,U1\n", "", nil},
	{"stage_history.csv",
		"Deal ID,Stage,Changed " +
			"at\n1,Talk,2026-01-01T10:00:00Z\n1,Won,2026-01-05T10:00:00Z\n2,Lost,2026-01-06T10:00:00Z\n", "", nil},
	{"field_history.csv",
		"Deal ID,Field,Old value,New value,Changed " +
			"at\n1,Stage,Talk,Won,2026-01-05T10:00:00Z\n1,Amount,5,10,2026-01-05T10:00:00Z\n", "", nil},
	{"pipeline_2026.csv", "Deal,Jan 2026,Feb 2026,Mar 2026\nA,1,2,3\nB,4,5,6\n", "", nil},
	{"notes.csv", "Text\nA\nB\n", "", nil}, {"weather.csv", "Station,Temperature,Wind\nK,12.5,3\nL,11.5,4\n", "", nil},
	{"invoices.csv",
		"Invoice,Customer,Date,Net,VAT,Gross,Paid " +
			"on\nI1,Acme,2026-01-05,100.00,19.00,119.00,2026-01-20\nI2,Beta,2026-02-05,50.00,9.50,59.50,\n", "", nil},
	{"contracts_term.csv",
		"Contract,Customer,Start,Months,MRR\nK1,Acme,2026-01-01,12,100.00\nK2,Beta,2026-02-01,24,50.00\n", "", nil},
	{"tickets.csv",
		"Ticket ID,Subject,Opened,Closed,Priority\nT1,Help,2026-01-01,2026-01-02,high\nT2,More,2026-01-03,,low\n",
		"", nil},
	{"users.csv",
		"User ID,Name,E-mail,Active,Team,Manager\nU1,Ann,ann@s.example,true,North,\nU2,Bob,bob@s.example,false,North,U1\n", "", nil},
}
