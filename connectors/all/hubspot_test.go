package all_test

import (
	"testing"

	"salesops/connectors"
	"salesops/internal/problems"
	"salesops/record"
	"salesops/sales"
)

// merges counts the merges in the log, by object.
func (w *world) merges() map[string]int {
	n := map[string]int{}
	for _, c := range w.changes() {
		if c.Kind == record.Merge {
			n[c.Object]++
		}
	}
	return n
}

// real counts the records that are no stubs.
func (w *world) real(object string, at record.At) int {
	n := 0
	for _, r := range w.records(object, at) {
		if !r.Stub {
			n++
		}
	}
	return n
}

// TestHubspotSeeds: a real warehouse without configuration.
func TestHubspotSeeds(t *testing.T) {
	t.Parallel()
	dir := trialData(t, "hubspot-connector-seeds")
	w := newWorld(t)
	r := w.run(connectors.Options{Paths: []string{dir}})
	if rows := accounted(t, r); rows != 2171 {
		t.Errorf("%d rows", rows)
	}
	for object, want := range map[string]int64{sales.Deal: 44, sales.Pipeline: 6, sales.Stage: 71, sales.Account: 24,
		sales.Contact: 22, sales.Person: 100} {
		if got := count(r, object); got.Created != want || got.Rejected != 0 {
			t.Errorf("%s: %+v, want %d", object, got, want)
		}
	}
	if n := count(r, sales.Stage).Deleted; n != 2 {
		t.Errorf("%d stages are deleted", n)
	}
	if n := count(r, sales.Pipeline).Stubbed; n != 6 {
		t.Errorf("%d stub pipelines", n)
	}
	if m := w.merges(); m[sales.Deal] != 14 || m[sales.Contact] != 4+3 {
		t.Errorf("merges: %v", m)
	}
	now := record.At{Effective: w.now}
	if n := w.real(sales.Contact, now); n != 19 {
		t.Errorf("%d contacts after the merges", n)
	}
	owned := 0
	for _, d := range w.records(sales.Deal, now) {
		if d.Stub {
			continue
		}
		if d.Fields["owner"].IsSet() {
			owned++
		}
		if d.Fields["outcome"].Text() != sales.Open {
			t.Errorf("a deal without a stage is %q", d.Fields["outcome"].Text())
		}
	}
	if owned != 22 {
		t.Errorf("%d deals have an owner", owned)
	}
	if p := problem(t, r, problems.NoStage); p.Count != 44 {
		t.Errorf("%+v", p)
	}
	if r = w.run(connectors.Options{Paths: []string{dir}}); r.Changes != 0 {
		t.Errorf("the second import makes %d changes", r.Changes)
	}
}

var hubspotFiles = map[string]string{
	"stages.csv": "stage_id,pipeline_id,label,display_order,probability,closed_won,is_closed,_fivetran_deleted\n" +
		"s1,p1,Talk,0,0.2,false,false,false\ns2,p1,Signed,1,1.0,true,true,false\ns3,p1,Gone,2,0.0,false,true,false\n",
	"pipelines.csv": "pipeline_id,label,display_order,active,_fivetran_deleted\np1,New business,0,true,false\n",
	"deals.csv": "deal_id,is_deleted,deal_pipeline_id,deal_pipeline_stage_id,owner_id,property_dealname," +
		"property_amount,property_closedate,property_createdate,property_region\n" +
		"1,false,p1,s2,o1,One,100,2026-03-01 00:00:00,2026-01-01 00:00:00,North\n2,false,p1,s3,o1,Two,50,2026-04-01 " +
		"00:00:00,2026-01-01 00:00:00,South\n" +
		"3,false,p1,s1,,Three,25,,2026-01-05 00:00:00,\n4,false,p1,,,Four,10,,2026-01-05 00:00:00,\n",
	"history.csv": "deal_id,timestamp,_fivetran_synced,source,name,source_id,value\n" +
		"1,2026-01-01 00:00:00,2026-09-01,CRM,dealstage,,s1\n1,2026-02-20 " +
		"10:00:00,2026-09-01,CRM,dealstage,,s2\n1,2026-01-01 00:00:00,2026-09-01,CRM,amount,,80\n" +
		"1,2026-02-01 00:00:00,2026-09-01,CRM,amount,,100\n1,2026-02-01 00:00:00,2026-09-01,CRM,unheard_of,,x\n",
	"companies.csv": "id,is_deleted,property_name,property_createdate\nc1,false,Acme,2026-01-01 00:00:00\n",
	"links.csv":     "company_id,deal_id,type_id,category\nc1,1,5,X\nc1,99,5,X\n",
	"contacts.csv": "id,_fivetran_deleted,property_email,property_firstname,property_lastname,property_createdate," +
		"property_hs_merged_object_ids\n" +
		"k1,false,a@example.com,Ada,Byron,2026-01-01 00:00:00,k2;k3\nk2,true,b@example.com,Ada,B,2026-01-01 " +
		"00:00:00,\nk3,false,c@example.com,A,B,2026-01-01 00:00:00,\n",
	"people.csv":  "deal_id,contact_id,type_id,category\n1,k2,3,X\n",
	"merged.csv":  "deal_id,merged_deal_id,_fivetran_synced\n1,3,2026-09-01\n",
	"tickets.csv": "id,_fivetran_synced,property_subject\n1,2026-09-01,Help\n",
}

// TestHubspotWarehouse: what the tables say, by day.
func TestHubspotWarehouse(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.files(hubspotFiles)
	accounted(t, r)
	now := record.At{Effective: w.now}
	for _, c := range []struct{ object, id, day, want string }{
		{sales.Deal, "1", "2026-01-15", "s1|open|80.00|North|c1"},
		{sales.Deal, "1", "2026-02-21", "s2|won|100.00|North|c1"},
		{sales.Deal, "2", "2026-04-15", "s3|lost|50.00|South|"}, {sales.Deal, "4", "2026-04-15", "|open|10.00||"},
	} {
		if got := w.row(c.object, c.id, endOf(c.day), "stage", "outcome", "amount", "property_region",
			"account"); got != c.want {
			t.Errorf("%s %s on %s is %s, want %s", c.object, c.id, c.day, got, c.want)
		}
	}
	if got := w.row(sales.Deal, "3", now, "name"); got != "absent" {
		t.Errorf("the merged deal is %s", got)
	}
	if got := w.row(sales.Deal, "3", endOf("2026-02-01"), "outcome"); got != "open" {
		t.Errorf("before the merge the deal is %s", got)
	}
	if n := w.real(sales.Contact, now); n != 1 {
		t.Errorf("%d contacts", n)
	}
	if d := w.records(sales.Deal, now)["99"]; !d.Stub {
		t.Errorf("a deal that only a link names is %+v", d)
	}
	if got := w.row(sales.Stage, "s2", now, "name", "outcome", "pipeline"); got != "Signed|won|p1" {
		t.Errorf("the stage is %s", got)
	}
	if again := w.files(hubspotFiles); again.Changes != 0 {
		t.Errorf("the second import makes %d changes", again.Changes)
	}
	alone := map[string]string{"contacts.csv": hubspotFiles["contacts.csv"]}
	if again := w.files(alone); again.Changes != 0 {
		t.Errorf("contacts alone make %d changes", again.Changes)
	}
}
