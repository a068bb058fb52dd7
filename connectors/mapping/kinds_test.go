package mapping_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"salesops/connectors"
	"salesops/internal/problems"
	"salesops/record"
	"salesops/sales"
)

const namedDeals = `
source: acme
currency: USD
stages: {Prospecting: open, Engaging: open, Won: won, Lost: lost}
files:
  - file: sales_pipeline.csv
    object: deal
    id: opportunity_id
    fields:
      name: opportunity_id
      owner: {column: sales_agent, by: name}
      product: {column: product, by: name}
      account: {column: account, by: name}
      stage: deal_stage
      created: engage_date
      close_date: close_date
      amount: close_value
  - file: accounts.csv
    object: account
    id: none
    fields:
      name: account
      industry: sector
      employees: employees
      country: office_location
      parent: {column: subsidiary_of, by: name}
  - file: products.csv
    object: product
    id: none
    fields: {name: product, family: series, list_price: sales_price}
  - file: sales_teams.csv
    object: person
    id: none
    fields:
      name: sales_agent
      manager: {column: manager, by: name, create: true}
      team: {column: regional_office, by: name}
`

func dealsByName(t *testing.T) string {
	return folder(t, map[string]string{
		"sales_pipeline.csv": "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date," +
			"close_value\n" +
			"A1,Mona Ray,GTX Pro,Cancity,Won,2016-10-20,2017-03-01,1054\n" +
			"A2,Ivo Lund,GTXPro,Isdom,Won,2016-10-25,2017-03-11,4514\n" +
			"A3,Ivo Lund,GTXPro,Cancity,Lost,2016-10-25,2017-03-07,0\n" +
			"A4,Mona Ray,MG Special,,Engaging,2017-01-02,,\n" +
			"A5,mona  ray,MG Special,Isdom,Prospecting,,,\n",
		"accounts.csv": "account,sector,year_established,revenue,employees,office_location,subsidiary_of\n" +
			"Cancity,retail,2001,718.62,2448,United States,\nIsdom,medical,2002,3178.24,4540,Brazil,Cancity\n",
		"products.csv": "product,series,sales_price\nGTX Pro,GTX,4821\nMG Special,MG,55\n",
		"sales_teams.csv": "sales_agent,manager,regional_office\nMona Ray,Dustin Bell,Central\nIvo Lund,Dustin " +
			"Bell,East\n",
	})
}

// TestDealsByName: records that refer to each other by name are joined; a name that no
// record has is reported with the nearest one and what it is worth, and accepted on demand.
func TestDealsByName(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	dir := dealsByName(t)
	o := connectors.Options{Paths: []string{dir}}
	r := w.run(namedDeals, o)
	deals, people := w.records("acme", sales.Deal), w.records("acme", sales.Person)
	if len(deals) != 5 || len(people) != 3 || len(w.records("acme", sales.Account)) != 2 ||
		len(w.records("acme", sales.Team)) != 2 {
		t.Fatalf("%d deals, %d people\n%+v", len(deals), len(people), r.Objects)
	}
	if got := deals["A1"].Fields["amount"].Money(); got.Minor != 105400 || got.Currency != "USD" ||
		deals["A1"].Fields["outcome"].Text() != sales.Won {
		t.Errorf("A1 is %v", deals["A1"].Fields)
	}
	if deals["A1"].Fields["owner"] != deals["A5"].Fields["owner"] ||
		deals["A5"].Fields["outcome"].Text() != sales.Open {
		t.Errorf("A5 is %v", deals["A5"].Fields)
	}
	owner := people[w.externals("acme", sales.Person)[deals["A1"].Fields["owner"].Ref()]]
	if owner.Fields["name"].Text() != "Mona Ray" || !owner.Fields["team"].IsSet() || !owner.Fields["manager"].IsSet() {
		t.Errorf("the owner is %v", owner.Fields)
	}
	p := problem(r, problems.NamesUnknown)
	if p == nil || p.Count != 1 || p.Of != 2 || p.Amount == nil || p.Amount.Amount != "4514.00" ||
		!strings.Contains(told(p), `nearest is "GTX Pro"`) {
		t.Fatalf("the unknown product is told as %+v", p)
	}
	if len(w.records("acme", sales.Product)) != 2 || deals["A2"].Fields["product"] == deals["A1"].Fields["product"] {
		t.Error("a name was taken for another without being asked")
	}
	if r = w.run(namedDeals, o); r.Changes != 0 {
		t.Fatalf("the second import made %d changes", r.Changes)
	}
	o.Accept = true
	r = w.run(namedDeals, o)
	deals = w.records("acme", sales.Deal)
	if deals["A2"].Fields["product"] != deals["A1"].Fields["product"] ||
		problem(r, problems.NamesAccepted) == nil || problem(r, problems.NamesUnknown) != nil {
		t.Errorf("accepted: %v", r.Problems)
	}
	if r = w.run(namedDeals, o); r.Changes != 0 {
		t.Fatalf("the second accepted import made %d changes", r.Changes)
	}
}

// TestNamesAlreadyKnown: a file that comes alone finds the records of earlier imports.
func TestNamesAlreadyKnown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	dir := dealsByName(t)
	parts := strings.ReplaceAll(namedDeals, "  - file:", "  - optional: true\n    file:")
	w.run(parts, connectors.Options{Paths: []string{dir + "/accounts.csv", dir + "/products.csv",
		dir + "/sales_teams.csv"}})
	r := w.run(parts, connectors.Options{Paths: []string{dir + "/sales_pipeline.csv"}})
	for _, o := range r.Objects {
		if o.Object == sales.Account && o.Created > 0 {
			t.Errorf("accounts were made again: %+v", o)
		}
	}
	deals := w.records("acme", sales.Deal)
	if deals["A1"].Fields["account"].Ref() == 0 || len(w.records("acme", sales.Account)) != 2 {
		t.Error("the deal has no account")
	}
}

// TestLeadsAndTheirDeals: a lead's row and the row of the deal it became are of one record,
// in whatever order the files come.
func TestLeadsAndTheirDeals(t *testing.T) {
	t.Parallel()
	const text = `
source: market
files:
  - file: leads.csv
    object: lead
    id: mql_id
    fields: {name: mql_id, created: first_contact_date, source: origin}
  - file: closed.csv
    object: deal
    id: mql_id
    fields:
      name: mql_id
      stage: {constant: Won}
      close_date: won_date
      amount: declared_monthly_revenue
      account: seller_id
      owner: {column: sr_id, by: name}
      currency: {constant: BRL}
  - file: closed.csv
    object: lead
    id: mql_id
    part: true
    fields:
      converted: {constant: true}
      converted_at: won_date
      converted_deal: mql_id
      segment: business_segment
  - file: closed.csv
    object: account
    id: seller_id
    fields: {name: seller_id}
stages: {Won: won}
`
	dir := folder(t, map[string]string{
		"leads.csv": "mql_id,first_contact_date,landing_page_id,origin\nm1,2018-02-01,p1,social\n" +
			"m2,2017-10-20,p2,paid_search\nm3,2018-03-22,p1,\nm4,2018-01-01,p3,email\n",
		"closed.csv": "mql_id,seller_id,sdr_id,sr_id,won_date,business_segment,declared_monthly_revenue\n" +
			"m1,s1,d1,r1,2018-02-26 19:58:54,pet,0.0\nm4,s2,d1,r1,2018-05-08 20:17:59,car,1200.5\n",
	})
	w := newWorld(t)
	r := w.run(text, connectors.Options{Paths: []string{dir}})
	leads, deals := w.records("market", sales.Lead), w.records("market", sales.Deal)
	if len(leads) != 4 || len(deals) != 2 || problem(r, problems.Duplicates) != nil {
		t.Fatalf("%d leads, %d deals, %+v", len(leads), len(deals), r.Problems)
	}
	m1 := leads["m1"].Fields
	if !m1["converted"].Bool() || m1["source"].Text() != "social" || m1["segment"].Text() != "pet" ||
		!m1["converted_deal"].IsSet() {
		t.Errorf("m1 is %v", m1)
	}
	if leads["m2"].Fields["converted"].Bool() {
		t.Error("m2 became a deal")
	}
	if got := deals["m4"].Fields["amount"].Money(); got.Minor != 120050 || got.Currency != "BRL" {
		t.Errorf("m4 is worth %v", got)
	}
	if r = w.run(text, connectors.Options{Paths: []string{dir}}); r.Changes != 0 {
		t.Errorf("again: %d changes", r.Changes)
	}
	// The deals come a day after the leads: the leads are completed.
	late := newWorld(t)
	parts := strings.ReplaceAll(text, "  - file:", "  - optional: true\n    file:")
	late.run(parts, connectors.Options{Paths: []string{dir + "/leads.csv"}})
	late.run(parts, connectors.Options{Paths: []string{dir + "/closed.csv"}})
	if f := late.records("market", sales.Lead)["m1"].Fields; !f["converted"].Bool() || f["source"].Text() != "social" {
		t.Errorf("m1 is %v", f)
	}
}

// TestWinLossTable: exact duplicates are one deal and are counted as what they are.
func TestWinLossTable(t *testing.T) {
	t.Parallel()
	const text = `
source: wl
currency: EUR
stages: {Won: won, Loss: lost}
files:
  - file: "*.csv"
    object: deal
    id: Opportunity Number
    fields:
      name: Opportunity Number
      stage: Opportunity Result
      amount: Opportunity Amount USD
      created: {constant: 2025-01-01}
      close_date: {constant: 2025-01-01, plus_days: Elapsed Days In Sales Stage}
      region: Region
`
	const row1, row2 = "1641984,Fuels,76,Northwest,Won,13,0\n", "1658010,Fuels,63,Pacific,Loss,0,10000\n"
	dir := folder(t,
		map[string]string{"wl.csv": "Opportunity Number,Supplies Subgroup,Elapsed Days In Sales " +
			"Stage,Region,Opportunity Result,Discount,Opportunity Amount USD\n" + row1 + row2 + row1 + row1})
	w := newWorld(t)
	r := w.run(text, connectors.Options{Paths: []string{dir}})
	deals := w.records("wl", sales.Deal)
	if len(deals) != 2 || r.Files[0].Taken != 4 {
		t.Fatalf("%d deals, %+v", len(deals), r.Files[0])
	}
	if p := problem(r, problems.SameRows); p == nil || p.Count != 2 {
		t.Errorf("duplicates: %+v", p)
	}
	if f := deals["1641984"].Fields; f["outcome"].Text() != sales.Won ||
		f["close_date"].Day().String() != "2025-03-18" || !f["discount"].IsSet() {
		t.Errorf("the won deal is %v", f)
	}
}

// TestContractsOfATelecom: one row is an account and its contract.
func TestContractsOfATelecom(t *testing.T) {
	t.Parallel()
	const text = `
source: tel
currency: USD
files:
  - file: churn.csv
    object: account
    id: customerID
    fields: {name: customerID, segment: {column: SeniorCitizen, values: {1: senior, 0: other}}}
    ignore: "*"
  - file: churn.csv
    object: contract
    id: customerID
    where: tenure > 0
    types: {tenure: whole}
    fields:
      name: customerID
      account: customerID
      start_on: {constant: 2026-09-30, minus_months: tenure}
      end_on: {cel: "churn == 'Yes' ? day(\"2026-09-30\") : null"}
      end_reason: {column: Churn, values: {"Yes": churned, "No": ""}}
      mrr: MonthlyCharges
      type: Contract
`
	dir := folder(t,
		map[string]string{"churn.csv": "customerID,SeniorCitizen,tenure,Contract,MonthlyCharges,TotalCharges,Churn\n" +
			"7590,0,1,Month-to-month,29.85,29.85,No\n3668,1,2,One year,53.85,108.15,Yes\n9999,0,0,Two year,20, ,No\n"})
	w := newWorld(t)
	r := w.run(text, connectors.Options{Paths: []string{dir}})
	contracts := w.records("tel", sales.Contract)
	if len(contracts) != 2 || len(w.records("tel", sales.Account)) != 3 {
		t.Fatalf("%d contracts: %+v", len(contracts), r.Files)
	}
	if r.Files[1].SetAside != 1 || r.Files[1].Taken != 2 || r.Files[1].Rows != 3 {
		t.Errorf("%+v", r.Files[1])
	}
	f := contracts["3668"].Fields
	if f["start_on"].Day().String() != "2026-07-30" || f["end_on"].Day().String() != "2026-09-30" ||
		f["end_reason"].Text() != "churned" || f["mrr"].Money().Minor != 5385 {
		t.Errorf("%v", f)
	}
	if f := contracts["7590"].Fields; f["end_on"].IsSet() || f["end_reason"].IsSet() ||
		f["start_on"].Day().String() != "2026-08-30" {
		t.Errorf("%v", f)
	}
}

// TestOrdersWithoutIDs: purchases that are equal are purchases of their own when the mapping
// says so, and one otherwise; a second import changes nothing either way.
func TestOrdersWithoutIDs(t *testing.T) {
	t.Parallel()
	const text = `
source: shop
currency: USD
files:
  - file: orders.csv
    object: order
    id: none
    repeats: keep
    fields: {account: {column: customer, by: name}, ordered_on: {column: date}, quantity: quantity, amount: amount}
`
	dir := folder(t,
		map[string]string{"orders.csv": "customer,date,quantity,amount\n1,1997-01-01,1,11.77\n2,1997-01-12,1,12.00\n" +
			"2,1997-01-12,1,12.00\n2,1997-01-12,5,77.00\n3,1997-01-02,2,20.76\n"})
	for repeats, want := range map[string]int{"keep": 5, "once": 3} {
		w := newWorld(t)
		m := strings.Replace(text, "repeats: keep", "repeats: "+repeats, 1)
		r := w.run(m, connectors.Options{Paths: []string{dir}})
		if got := len(w.records("shop", sales.Order)); got != want {
			t.Errorf("%s: %d orders, want %d", repeats, got, want)
		}
		if len(w.records("shop", sales.Account)) != 3 || problem(r, problems.MadeIDs) == nil {
			t.Errorf("%s: %+v %+v", repeats, r.Objects, r.Problems)
		}
		if r = w.run(m, connectors.Options{Paths: []string{dir}}); r.Changes != 0 {
			t.Errorf("%s: again %d changes", repeats, r.Changes)
		}
	}
}

// TestEventLog: cases become deals with stage history; every event is kept, also one whose
// activity is that of the event before.
func TestEventLog(t *testing.T) {
	t.Parallel()
	const text = `
source: log
stages: {Deal won: won, Deal lost: lost, "*": open}
files:
  - file: log.csv
    event_log: {case: case_id, activity: activity, time: time, resource: user}
    fields: {amount: {column: value}, currency: {constant: EUR}}
`
	dir := folder(t, map[string]string{"log.csv": "case_id,activity,time,user,value,room\n" +
		"c1,Qualify,2026-01-05T08:00:00Z,ann,100,a\nc1,Call,2026-01-06T08:00:00Z,bob,100,b\n" +
		"c1,Call,2026-01-07T08:00:00Z,bob,100,\nc1,Call,2026-01-07T08:00:00Z,bob,100,\n" +
		"c1,Deal won,2026-02-01T08:00:00Z,ann,100,\nc2,Qualify,2026-01-09T08:00:00Z,ann,50,\n"})
	w := newWorld(t)
	r := w.run(text, connectors.Options{Paths: []string{dir}})
	deals, events := w.records("log", sales.Deal), w.records("log", sales.Activity)
	if len(deals) != 2 || len(events) != 6 || len(w.records("log", sales.Person)) != 2 {
		t.Fatalf("%d deals, %d events: %+v", len(deals), len(events), r.Objects)
	}
	for _, f := range r.Files {
		if f.Rows != 6 || f.Taken != 6 {
			t.Errorf("%+v", f)
		}
	}
	f := deals["c1"].Fields
	if f["outcome"].Text() != sales.Won || f["close_date"].Day().String() != "2026-02-01" ||
		f["amount"].Money().Minor != 10000 {
		t.Errorf("c1 is %v", f)
	}
	if f := deals["c2"].Fields; f["outcome"].Text() != sales.Open || f["close_date"].IsSet() ||
		f["created_at"].Instant().Time().Format("2006-01-02") != "2026-01-09" {
		t.Errorf("c2 is %v", f)
	}
	if p := problem(r, problems.UnknownStages); p != nil {
		t.Errorf("stages: %+v", p)
	}
	if r = w.run(text, connectors.Options{Paths: []string{dir}}); r.Changes != 0 {
		t.Errorf("again: %d changes", r.Changes)
	}
}

// TestDatedStageColumns: a column for each stage's date becomes history.
func TestDatedStageColumns(t *testing.T) {
	t.Parallel()
	const text = `
source: dated
dates: dmy
currency: EUR
stages: {First: open, Second: open, Done: won}
files:
  - file: d.csv
    object: deal
    id: [Region, Nr]
    fields: {name: {columns: [Region, Nr]}, stage: Step, created: Made, close_date: End, amount: {column: Sum, format: comma}, probability: {column: Chance, format: percent}}
    stage_dates: {Second: Step 2 on}
`
	dir := folder(t,
		map[string]string{"d.csv": "Region;Nr;Step;Made;Step 2 " +
			"on;End;Sum;Chance\nEU;1;Done;01/02/2026;03/02/2026;05/03/2026;1.234;100\n" +
			"EU;2;Second;01/02/2026;04/02/2026;;12,5;40%\n"})
	w := newWorld(t)
	r := w.run(text, connectors.Options{Paths: []string{dir}})
	deals := w.records("dated", sales.Deal)
	d := deals["EU|1"]
	if len(deals) != 2 || d.Fields["amount"].Money().Minor != 123400 ||
		d.Fields["close_date"].Day().String() != "2026-03-05" || deals["EU|2"].Fields["probability"].Number() != 0.4 {
		t.Fatalf("%v %+v", deals, r.Files)
	}
	var id record.ID
	for k, v := range w.externals("dated", sales.Deal) {
		if v == "EU|1" {
			id = k
		}
	}
	changes, err := w.log.Timeline(context.Background(), record.Everything(), id, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	days := map[string]bool{}
	for _, c := range changes {
		for _, f := range c.Fields {
			if f.Name == "stage" {
				days[c.EffectiveAt.Day(time.UTC).String()] = true
			}
		}
	}
	if !days["2026-02-03"] || !days["2026-03-05"] {
		t.Errorf("the stage changed on %v", days)
	}
}

// TestEntryWithoutItsFile: an entry that names a file which is not there is an error, unless the file
// may come on another day.
func TestEntryWithoutItsFile(t *testing.T) {
	t.Parallel()
	const text = "source: m\nfiles:\n  - file: deals.csv\n    object: deal\n    id: no\n    fields: {name: title}\n  " +
		"- file: acounts.csv\n    object: account\n    id: no\n    fields: {name: title}\n"
	dir := folder(t, map[string]string{"deals.csv": "no,title\n1,A\n", "accounts.csv": "no,title\n2,B\n"})
	for mapping, want := range map[string]string{
		text: `no file is called acounts.csv; did you mean accounts.csv?`,
		strings.Replace(text, "acounts.csv", "offers-*.csv",
			1): "no file is called offers-*.csv: give it too",
		strings.Replace(text, "file: acounts.csv", "file: other.csv\n    optional: true", 1): "",
	} {
		_, err := newWorld(t).try(mapping, connectors.Options{Paths: []string{dir}})
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}
