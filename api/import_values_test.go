package api_test

import (
	"net/http"
	"net/url"
	"testing"

	"salesops/api"
	"salesops/connectors/all"
)

// TestImportedValues: cells that other tools misread, and what the numbers are then.
func TestImportedValues(t *testing.T) {
	t.Parallel()
	const header = "Id,Name,StageName,Amount,CloseDate,CreatedDate,LeadSource,IsClosed,IsWon\n"
	filled := func(t *testing.T, name, content string) *world {
		t.Helper()
		w := newWorld(t, all.Tools()...)
		if r := w.ask("PATCH", "/settings", settingValues("currency", "USD")); r.status != http.StatusOK {
			t.Fatalf("settings: %d %s", r.status, r.body)
		}
		w.over(w.upload([][2]string{{name, content}}))
		return w
	}
	value := func(t *testing.T, w *world, question, want string) api.Answer {
		t.Helper()
		answer := get[api.Answer](w, "/metrics/"+question)
		if len(answer.Rows) != 1 || answer.Rows[0].Value.Text != want {
			t.Errorf("%s: %+v, want %s", question, answer.Rows, want)
		}
		return answer
	}
	t.Run("empty is not equal", func(t *testing.T) {
		t.Parallel()
		w := filled(t, "Opportunity.csv", header+
			"006A00000000091,Ash,Closed Won,10,2026-02-01,2026-01-01T09:00:00Z,Partner,true,true\n"+
			"006A00000000092,Cedar,Closed Won,30,2026-02-03,2026-01-01T09:00:00Z,Web,true,true\n"+
			"006A00000000093,Elm,Closed Won,400,2026-02-05,2026-01-01T09:00:00Z,,true,true\n"+
			"006A00000000094,Gum,Closed Lost,800,2026-02-07,2026-01-01T09:00:00Z,,true,false\n")
		but := "where=" + url.QueryEscape(`source != "Partner"`)
		value(t, w, "won_deals?"+but, "2")
		value(t, w, "won_revenue?"+but, "430.00")
		if n := get[api.RecordList](w, "/records/deal?"+but).Total; n != 3 {
			t.Errorf("the list has %d deals, want 3", n)
		}
	})
	t.Run("a backslash is a character", func(t *testing.T) {
		t.Parallel()
		w := filled(t, "Opportunity.csv",
			`"Id","Name","StageName","Amount","CloseDate","CreatedDate","Description","IsClosed","IsWon"`+"\n"+
				`"006A00000000095","Anchor","Closed Won","1000","2026-02-01","2026-01-02T09:00:00Z","Kept in \\store\plans\","true","true"`+"\n"+
				`"006A00000000096","Buoy, red","Closed Won","2000","2026-02-02","2026-01-03T09:00:00Z","wrote ""no\"" once","true","true"`+"\n"+
				`"006A00000000097","Chart","Closed Won","4000","2026-02-03","2026-01-04T09:00:00Z","first`+
				"\n"+`second, \","true","true"`+"\n")
		value(t, w, "won_revenue", "7000.00")
		list := get[api.RecordList](w, "/records/deal?sort=name")
		want := []string{`Kept in \\store\plans\`, `wrote "no\" once`, "first\nsecond, \\"}
		if len(list.Records) != len(want) {
			t.Fatalf("%d deals", len(list.Records))
		}
		for i, r := range list.Records {
			one := get[api.RecordDetail](w, "/records/deal/"+r.ID)
			if got := one.Fields["description"].V; got != want[i] {
				t.Errorf("the description is %q, want %q", got, want[i])
			}
		}
	})
	t.Run("converted amounts beside their own", func(t *testing.T) {
		t.Parallel()
		w := filled(t, "report.csv",
			`"Opportunity ID","Opportunity Name","Account Name","Stage","Amount Currency","Amount","Amount (converted) Currency","Amount (converted)","Close Date","Created Date"`+"\n"+
				`"006A00000000098","Yen sale","Maple KK","Closed Won","JPY","750000","USD","5100.00","2026-02-10","2026-01-02"`+"\n"+
				`"006A00000000099","Euro sale","Linden SA","Closed Won","EUR","4000.00","USD","4600.00","2026-02-11","2026-01-03"`+"\n"+
				`"006A0000000009A","Dollar sale","Oak Inc","Closed Won","USD","250.00","USD","250.00","2026-02-12","2026-01-04"`+"\n")
		answer := value(t, w, "won_revenue", "250.00")
		left := map[string]string{}
		for _, n := range answer.Notes {
			if n.Code == "missing_rate" {
				left[n.Currency] = n.Amount.Text
			}
		}
		if left["EUR"] != "4000.00" || left["JPY"] != "750000" || len(left) != 2 {
			t.Errorf("left out: %v", left)
		}
		if r := w.ask("PATCH", "/settings",
			map[string]any{"rates": []map[string]string{{"from": "EUR", "to": "USD", "day": "2026-01-01",
				"rate": "1.25"}, {"from": "USD", "to": "JPY", "day": "2026-01-01",
				"rate": "150"}}}); r.status != http.StatusOK {
			t.Fatalf("rates: %d %s", r.status, r.body)
		}
		value(t, w, "won_revenue", "10250.00")
	})
}

// TestAnnualValues: a deal shows what it is worth in a year of its term and over all of it; a
// deal without a term shows neither.
func TestAnnualValues(t *testing.T) {
	t.Parallel()
	w := newWorld(t, all.Tools()...)
	if r := w.ask("PATCH", "/settings", settingValues("currency", "USD")); r.status != http.StatusOK {
		t.Fatalf("settings: %d %s", r.status, r.body)
	}
	w.over(w.upload([][2]string{{"Opportunity.csv",
		"Id,Name,StageName,Amount,CloseDate,CreatedDate,IsClosed,IsWon,Contract_Term__c\n" +
			"006A00000000121,First,Closed Won,100.05,2026-02-01,2026-01-01T09:00:00Z,true,true,7\n" +
			"006A00000000122,Second,Closed Won,30,2026-02-03,2026-01-01T09:00:00Z,true,true,\n"}}))
	list := get[api.RecordList](w, "/records/deal?sort=name")
	first, second := get[api.RecordDetail](w, "/records/deal/"+list.Records[0].ID), get[api.RecordDetail](w,
		"/records/deal/"+list.Records[1].ID)
	acv, _ := first.Fields["acv"].V.(map[string]any)
	tcv, _ := first.Fields["tcv"].V.(map[string]any)
	if acv["amount"] != "171.51" || tcv["amount"] != "100.05" || first.Fields["term_months"].V != 7.0 {
		t.Errorf("the deal has %v", first.Fields)
	}
	if _, has := second.Fields["acv"]; has {
		t.Errorf("a deal without a term has %v", second.Fields)
	}
	if n := get[api.RecordList](w, "/records/deal?where="+url.QueryEscape(`acv > money("170 USD")`)).Total; n != 1 {
		t.Errorf("%d deals above 170 a year, want 1", n)
	}
	by := get[api.Answer](w, "/metrics/won_revenue?by=term_months")
	if len(by.Rows) != 2 || by.Rows[0].By["term_months"].Name != "7" {
		t.Errorf("by term: %+v", by.Rows)
	}
}
