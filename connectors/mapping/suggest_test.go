package mapping_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"salesops/connectors"
	"salesops/internal/fault"
	"salesops/internal/problems"
	"salesops/record"
	"salesops/sales"
)

func suggest(t *testing.T, dir string) string {
	t.Helper()
	return suggestion(t, dir, nil).Text
}

// TestSuggestOnRealFolders: what is written for a folder imports as it is, or refuses with
// the sentence that it holds.
func TestSuggestOnRealFolders(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"npsp-1k", "series", "salesforce-developer-org", "salesforce-connector-seeds",
		"hubspot-connector-seeds"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join("..", "..", "..", "shared", "data", name)
			if _, err := os.Stat(dir); err != nil {
				t.Skipf("the trial data is not here: %v", err)
			}
			text := suggest(t, dir)
			t.Log(text)
			r, err := newWorld(t).try(text, connectors.Options{Paths: []string{dir}})
			if err != nil {
				if fault.KindOf(err) != fault.Invalid || !strings.Contains(text, "decide:") {
					t.Fatal(err)
				}
				t.Log(err)
				return
			}
			for _, f := range r.Files {
				t.Logf("%s %s %d %d %d %v", filepath.Base(f.Path), f.Object, f.Rows, f.Taken, f.Rejected, f.Rejects)
			}
			for _, o := range r.Objects {
				t.Logf("%+v", o)
			}
		})
	}
}

// TestSuggestedByName: the mapping that is written for deals joined by name needs no edit.
func TestSuggestedByName(t *testing.T) {
	t.Parallel()
	dir := dealsByName(t)
	text := suggest(t, dir)
	w := newWorld(t)
	r := w.run(text, connectors.Options{Paths: []string{dir}})
	deals, people := w.records("acme", sales.Deal), w.records("acme", sales.Person)
	if len(deals) != 5 || len(people) != 3 || len(w.records("acme", sales.Account)) != 2 ||
		len(w.records("acme", sales.Product)) != 2 || len(w.records("acme", sales.Team)) != 2 {
		t.Fatalf("%s\n%+v", text, r.Objects)
	}
	won := 0
	for _, d := range deals {
		if d.Fields["outcome"].Text() == sales.Won && d.Fields["amount"].IsSet() && d.Fields["close_date"].IsSet() &&
			d.Fields["owner"].IsSet() && d.Fields["account"].IsSet() {
			won++
		}
	}
	if p := problem(r, problems.NamesUnknown); won != 2 || p == nil || !strings.Contains(told(p), "GTXPro") {
		t.Errorf("%d won\n%s", won, text)
	}
}

// TestListsOfThisProduct: the list of each object is known by its ids, whatever systems have
// tables with columns of the same names, and without a mapping none of them takes it.
func TestListsOfThisProduct(t *testing.T) {
	t.Parallel()
	for _, o := range sales.Objects() {
		if o.Reserved || slices.Contains([]string{sales.Rate, "company", "import", "metric"}, o.Name) {
			continue // no rows of a source
		}
		header, row := []string{"id"}, []string{record.FormatID(o.Name, 1<<59)}
		for _, f := range o.Fields {
			header, row = append(header, f.Name), append(row, "")
			switch f.Kind {
			case record.Ref:
				header, row = append(header, f.Name+"_id"), append(row, "")
			case record.Money:
				header, row = append(header, f.Name+"_currency"), append(row, "")
			}
		}
		dir := folder(t, map[string]string{o.Name + ".csv": strings.Join(header, ",") +
			"\n" + strings.Join(row, ",") + "\n"})
		if text := suggest(t, dir); !strings.Contains(text, "object: "+o.Name+" # a list of this product") {
			t.Errorf("%s:\n%s", o.Name, text)
		}
	}
}

// TestListsOfPeople: a name and an address are somebody outside, whatever the columns are called;
// only words of the own house make people of them.
func TestListsOfPeople(t *testing.T) {
	t.Parallel()
	rows := "\nEva Reis,eva@example.com\nRui Dias,rui@example.com\n"
	for _, c := range []struct{ file, text, object, mail string }{
		{"list.csv", "Guest,Mail" + rows, sales.Contact, "Mail"},
		{"list.csv", "Name,Email" + rows, sales.Contact, "Email"},
		{"list.csv", "Name,E-Mail Address" + rows, sales.Contact, "E-Mail Address"},
		{"list.csv", "Full name,Where to write" + rows, sales.Contact, "Where to write"},
		{"list.csv", "姓名,电子邮箱" + rows, sales.Contact, "电子邮箱"},
		{"list.csv", "Participante,Correio eletrônico" + rows, sales.Contact, "Correio eletrônico"},
		{"webinar attendees.csv",
			"Attendee name,Attendee mail,Minutes\nEva Reis,eva@example.com,4\nRui Dias,rui@example.com,9\n",
			sales.Contact, "Attendee mail"},
		{"users.csv", "Name,Email" + rows, sales.Person, "Email"},
		{"list.csv", "Sales Rep,Email" + rows, sales.Person, "Email"},
		{"list.csv", "Name,Email,Manager\nEva Reis,eva@example.com,Rui Dias\nRui Dias,rui@example.com,\n", sales.Person,
			"Email"},
		{"list.csv",
			"Name,Email,Lead Status,Source\nEva Reis,eva@example.com,New,Web\nRui Dias,rui@example.com,Open,Fair\n",
			sales.Lead, "Email"},
	} {
		t.Run(c.text[:strings.Index(c.text, "\n")]+" in "+c.file, func(t *testing.T) {
			t.Parallel()
			text := suggest(t, folder(t, map[string]string{c.file: c.text}))
			if !strings.Contains(text, "object: "+c.object+"\n") && !strings.Contains(text, "object: "+c.object+" #") ||
				!regexp.MustCompile(`(?m)email: "?`+c.mail).MatchString(text) {
				t.Errorf("want a %s with the e-mail of %q:\n%s", c.object, c.mail, text)
			}
		})
	}
}

// TestNamesAlone: a column of names makes nobody a contact where the file does not say whose people they
// are: it is asked, and what refers to the list is joined to it. A file that says it is believed.
func TestNamesAlone(t *testing.T) {
	t.Parallel()
	deals := "Deal ID,Deal,Stage,Amount,Close " +
		"date,Badge\n1,A,Won,10,2026-03-01,B1\n2,B,Lost,11,2026-03-02,B2\n3,C,Won,12,2026-03-03,B2\n"
	names := "Badge,Name,Town\nB1,Eva Reis,Bonn\nB2,Rui Dias,Ulm\n"
	const asks = "# Who are they? A name alone does not tell"
	for _, file := range []string{"people.csv", "Persons.csv", "pessoas.csv"} {
		text := suggest(t, folder(t, map[string]string{"deals.csv": deals, file: names}))
		if strings.Contains(text, "object: contact #") || !strings.Contains(text, asks) ||
			!strings.Contains(text, "on: {Badge: Badge}") {
			t.Errorf("%s beside deals:\n%s", file, text)
		}
		text = suggest(t, folder(t, map[string]string{file: names}))
		if strings.Contains(text, "object: contact #") || !strings.Contains(text, asks) {
			t.Errorf("%s alone:\n%s", file, text)
		}
	}
	for file, object := range map[string]string{"contacts.csv": "contact", "staff.csv": "person",
		"customers.csv": "account"} {
		if text := suggest(t, folder(t, map[string]string{"deals.csv": deals, file: names})); !strings.Contains(text,
			"object: "+object+" #") || strings.Contains(text, asks) {
			t.Errorf("%s:\n%s", file, text)
		}
	}
	if text := suggest(t,
		folder(t, map[string]string{"people.csv": "Name,Phone\nEva Reis,+49 1\nRui Dias,+49 2\n"})); !strings.Contains(
		text, "object: contact #") {
		t.Errorf("names and phones:\n%s", text)
	}
}

// TestSuggested: what is written for each kind of table.
func TestSuggested(t *testing.T) {
	t.Parallel()
	orders := "customer_id,date,quantity,amount\n1,1997-01-01,1,11.77\n2,1997-01-12,1,12.00\n2,1997-01-12,1,12.00\n" +
		"2,1997-01-14,5,77.00\n"
	log := "case,activity,time,resource\n1,Qualify,2026-01-05T08:00:00Z,ann\n1,Deal " +
		"won,2026-01-06T08:00:00Z,bob\n2,Qualify,2026-01-07T08:00:00Z,bob\n"
	telecom := "customerID,gender,tenure,Contract,MonthlyCharges,Churn\n7590,F,1,Month-to-month,29.85,No\n" +
		"3668,M,2,One year,53.85,Yes\n"
	winLoss := "Opportunity Number,Region,Opportunity Result,Elapsed Days In Sales Stage,Opportunity Amount " +
		"USD\n11,West,Won,3,10\n12,West,Loss,4,20\n11,West,Won,3,10\n"
	leads := "mql_id,first_contact_date,landing_page_id,origin\nm1,2018-02-01,p1,social\n" +
		"m2,2017-10-20,p2,paid_search\nm3,2018-03-22,p1,\n"
	closed := "mql_id,seller_id,sr_id,won_date,business_segment,declared_monthly_revenue\nm1,s1,r1,2018-02-26 " +
		"19:58:54,pet,10.5\n"
	cases := []struct {
		name   string
		files  map[string]string
		counts map[string]int
		asks   string
	}{
		{"purchases in other words",
			map[string]string{"shop.csv": "Client;Bought on;Paid;Pieces\nK1;13.02.2026;10,50;1\n" +
				"K1;14.03.2026;11,50;2\nK2;15.03.2026;11,50;2\n"},
			map[string]int{sales.Order: 3, sales.Account: 2}, ""},
		{"orders", map[string]string{"purchases.csv": orders}, map[string]int{sales.Order: 4, sales.Account: 2}, ""},
		{"log", map[string]string{"log.csv": log},
			map[string]int{sales.Deal: 2, sales.Activity: 3, sales.Person: 2}, ""},
		{"telecom", map[string]string{"telco.csv": telecom}, map[string]int{sales.Contract: 2, sales.Account: 2},
			"telco.csv says how long a contract lasted and not when: put the day on which the table was taken in " +
				"place of 2026-01-01"},
		{"win and loss", map[string]string{"winloss.csv": winLoss}, map[string]int{sales.Deal: 2}, ""},
		{"leads", map[string]string{"leads.csv": leads, "closed_deals.csv": closed},
			map[string]int{sales.Lead: 3, sales.Deal: 1, sales.Account: 1, sales.Person: 1}, ""},
		{"dates",
			map[string]string{"deals.csv": "deal_id,stage,amount,close_date\n1,Won,5,03/04/2026\n2," +
				"Lost,6,05/06/2026\n"}, map[string]int{sales.Deal: 2}, "03/04/2026 can be day/month or month/day: write dates: dmy " +
				"or dates: mdy at the top"},
		{"stages without an end",
			map[string]string{"deals.csv": "deal_id,stage,amount,close_date\n1,Alpha,5,2026-04-03\n" +
				"2,Beta,6,2026-04-04\n"}, map[string]int{sales.Deal: 2},
			"nothing tells which values of stage in deals.csv mean that a deal is won or lost"},
		{"splits",
			map[string]string{"deals.csv": "deal_id,name,stage,amount,close_date,owner\n1,A,Won,50,2026-04-03,Ana\n" +
				"2,B,Lost,60,2026-04-04,Rui\n",
				"deal_splits.csv": "Split ID,Deal ID,Rep,Split %,Split Type\ns1,1,Ana,60,Revenue\ns2,1,Rui,40,Revenue\n"}, map[string]int{sales.Deal: 2, sales.Split: 2, sales.Person: 2}, ""},
		{"donations",
			map[string]string{"Gifts.csv": "id,name,amount,stage_name,close_date,account_id,primary_contact__c\n" +
				"1,A,50,Closed Won,2026-04-03,7,c1\n2,B,60,Pledged,2026-04-04,7,c2\n"},
			map[string]int{sales.Deal: 2, sales.Account: 1}, ""},
		{"answer",
			map[string]string{"opportunities.json": `{"data":{"opportunities":{"edges":[{"node":{"id":"1","name":"A","amount":{"amountMicros":5000000,"currencyCode":"EUR"},"stage":"Proposal","closeDate":"2026-05-01","deletedAt":null}},{"node":{"id":"2","name":"B","amount":{"amountMicros":7000000,"currencyCode":"EUR"},"stage":"Won","closeDate":"2026-05-01","deletedAt":"2026-06-01T08:00:00Z"}}]}}}`}, map[string]int{sales.Deal: 1}, ""},
		{"other languages",
			map[string]string{"negócios.csv": "Id do negócio;Nome do negócio;Etapa do negócio;Valor;Data de " +
				"fechamento;Proprietário\n1;A;Ganho;1.234,50;23/04/2026;Ana\n2;B;Perdido;9,00;24/04/2026;Rui\n"},
			map[string]int{sales.Deal: 2, sales.Person: 2}, ""},
		{"中文",
			map[string]string{"商机.csv": "商机编号,商机名称,阶段,金额,结束日期,负责人\n1,甲,赢单,100,2026-04-03,王\n2,乙,输单,200,2026-04-04,李\n"},
			map[string]int{sales.Deal: 2, sales.Person: 2}, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := folder(t, c.files)
			text := suggest(t, dir)
			w := newWorld(t)
			o := connectors.Options{Paths: []string{dir}}
			if c.asks != "" {
				_, err := w.try(text, o)
				if err == nil || !strings.Contains(err.Error(), c.asks) {
					t.Fatalf("%v\n%s", err, text)
				}
				before, _, _ := strings.Cut(text, "    decide:")
				text = before + strings.TrimPrefix(text[len(before):],
					"    decide: # an import refuses until each of these is decided and taken away\n")
				var kept []string
				for _, l := range strings.Split(text, "\n") {
					if !strings.HasPrefix(l, "      - ") {
						kept = append(kept, l)
					}
				}
				text = strings.Replace(strings.Join(kept, "\n"), "# dates: dmy", "dates: dmy", 1)
			}
			r, err := w.try(text, o)
			if err != nil {
				t.Fatalf("%v\n%s", err, text)
			}
			for object, want := range c.counts {
				if got := len(w.records("acme", object)); got != want {
					t.Errorf("%d of %s, want %d\n%s\n%+v", got, object, want, text, r.Files)
				}
			}
			if r = w.run(text, o); r.Changes != 0 {
				t.Errorf("again: %d changes", r.Changes)
			}
		})
	}
}
