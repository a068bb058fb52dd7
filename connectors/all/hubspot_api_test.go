package all_test

import (
	"strings"
	"testing"

	"salesops/internal/problems"
	"salesops/sales"
)

// apiObjects is a company as HubSpot's API gives it, one object to a line.
var apiObjects = map[string]string{
	"deals.jsonl": `{"id":"11","properties":{"dealname":"North roof","amount":"1200.50","dealstage":"s3","pipeline":"p1","closedate":"2026-03-02T10:00:00Z","hubspot_owner_id":"77","createdate":"2026-01-05T09:00:00Z","hs_lastmodifieddate":"2026-03-03T09:00:00Z","region":"North"},"propertiesWithHistory":{"dealstage":[{"value":"s3","timestamp":"2026-03-02T10:00:00Z","sourceType":"CRM_UI"},{"value":"s2","timestamp":"2026-02-10T08:00:00Z"},{"value":"s1","timestamp":"2026-01-05T09:00:00Z"}],"amount":[{"value":"1200.50","timestamp":"2026-02-20T08:00:00Z"},{"value":"1000","timestamp":"2026-01-05T09:00:00Z"}]},"associations":{"companies":{"results":[{"id":"502","type":"deal_to_company_unlabeled"},{"id":"501","type":"deal_to_company"}]},"contacts":{"results":[{"id":"901","type":"deal_to_contact"}]}},"createdAt":"2026-01-05T09:00:00Z","updatedAt":"2026-03-03T09:00:00Z","archived":false}
{"id":"12","properties":{"dealname":"South roof","dealstage":"s4","pipeline":"p1","closedate":"2026-04-01T10:00:00Z","hubspot_owner_id":null,"createdate":"2026-01-07T09:00:00Z"},"propertiesWithHistory":{"amount":[{"value":800,"timestamp":1767776400000}]},"createdAt":"2026-01-07T09:00:00Z","updatedAt":"2026-04-02T09:00:00Z","archived":false,"mergedObjectIds":["13"]}
{"id":"14","properties":{"dealname":"Gone roof","dealstage":"s1","pipeline":"p1"},"createdAt":"2026-02-07T09:00:00Z","updatedAt":"2026-02-08T09:00:00Z","archived":true,"archivedAt":"2026-05-01T09:00:00Z"}
`,
	"contacts.jsonl":  `{"id":"901","properties":{"email":"eva@example.com","firstname":"Eva","lastname":"Reis","associatedcompanyid":"501","hs_merged_object_ids":"902;903"},"createdAt":"2025-12-03T09:00:00Z","updatedAt":"2026-01-03T09:00:00Z","archived":false}` + "\n",
	"companies.json":  `{"results":[{"id":"501","properties":{"name":"North Ltd","domain":"north.example","hubspot_owner_id":"77"},"createdAt":"2025-12-01T09:00:00Z","updatedAt":"2025-12-01T09:00:00Z","archived":false}]}`,
	"owners.jsonl":    `{"id":"77","email":"ana@example.com","firstName":"Ana","lastName":"Lima","userId":7,"createdAt":"2025-01-01T09:00:00Z","updatedAt":"2025-01-01T09:00:00Z","archived":false,"teams":[{"id":"3","name":"South","primary":false},{"id":"2","name":"Iberia","primary":true}]}` + "\n",
	"pipelines.jsonl": `{"id":"p1","label":"Sales","displayOrder":0,"archived":false,"stages":[{"id":"s1","label":"Talk","displayOrder":0,"metadata":{"isClosed":"false","probability":"0.2"}},{"id":"s2","label":"Offer","displayOrder":1,"metadata":{"isClosed":"false","probability":"0.6"}},{"id":"s3","label":"Signed","displayOrder":2,"metadata":{"isClosed":"true","probability":"1.0"}},{"id":"s4","label":"Gone","displayOrder":3,"metadata":{"isClosed":"true","probability":"0.0"}}]}` + "\n",
}

// TestHubspotObjects: properties with their history become dated changes.
func TestHubspotObjects(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.files(apiObjects)
	accounted(t, r)
	for object, want := range map[string]int64{sales.Deal: 3, sales.Account: 1, sales.Contact: 1, sales.Person: 1,
		sales.Pipeline: 1, sales.Stage: 4} {
		if got := count(r, object); got.Created != want || got.Rejected != 0 {
			t.Errorf("%s: %+v, want %d", object, got, want)
		}
	}
	f := []string{"name", "stage", "outcome", "amount", "close_date", "owner", "account", "contact", "property_region"}
	w.want(sales.Deal, "11", now, "North roof|s3|won|1200.50|2026-03-02|77|501|901|North", f...)
	w.want(sales.Deal, "11", endOf("2026-02-11"), "s2|open|1000.00", "stage", "outcome", "amount")
	w.want(sales.Deal, "11", endOf("2026-01-06"), "s1|open|1000.00", "stage", "outcome", "amount")
	w.want(sales.Deal, "12", now, "South roof|s4|lost|800.00|2026-04-01||", "name", "stage", "outcome", "amount",
		"close_date", "owner", "account")
	w.want(sales.Deal, "13", now, "absent", "name") // merged into 12
	w.want(sales.Deal, "14", endOf("2026-04-30"), "Gone roof", "name")
	w.want(sales.Deal, "14", now, "absent", "name")
	w.want(sales.Contact, "901", now, "Eva Reis|eva@example.com|501", "name", "email", "account")
	w.want(sales.Person, "77", now, "Ana Lima|ana@example.com|true|2", "name", "email", "active", "team")
	w.want(sales.Stage, "s3", now, "Signed|won|p1", "name", "outcome", "pipeline")
	if m := w.merges(); m[sales.Deal] != 1 || m[sales.Contact] != 2 {
		t.Errorf("merges: %v", m)
	}
	if again := w.files(apiObjects); again.Changes != 0 {
		t.Errorf("the second import makes %d changes", again.Changes)
	}
}

// TestHubspotObjectsAlone: without a table of stages their ids tell what the tool ships; an
// older API's values stand one level deeper.
func TestHubspotObjectsAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.files(map[string]string{
		"d.jsonl": `{"dealId":11,"portalId":1,"isDeleted":false,"associations":{"associatedVids":[901],"associatedCompanyIds":[501,502]},"properties":{"dealname":{"value":"One","timestamp":1767776400000,"source":"CRM_UI"},"dealstage":{"value":"closedwon","timestamp":1772445600000,"versions":[{"name":"dealstage","value":"closedwon","timestamp":1772445600000},{"name":"dealstage","value":"contractsent","timestamp":1767776400000}]},"closedate":{"value":"1772445600000"},"createdate":{"value":"1767776400000"},"amount":{"value":"50"}}}` + "\n",
	})
	accounted(t, r)
	w.want(sales.Deal, "11", now, "One|won|50.00|2026-03-02|501|901", "name", "outcome", "amount",
		"close_date", "account", "contact")
	w.want(sales.Deal, "11", endOf("2026-02-01"), "open", "outcome")
	// Stages that nothing tells of are open, also after a move from one to the other.
	v := newWorld(t)
	v.files(
		map[string]string{"d.jsonl": `{"id":"11","properties":{"dealname":"One","dealstage":"s3"},"propertiesWithHistory":{"dealstage":[{"value":"s3","timestamp":"2026-03-02T10:00:00Z"},{"value":"s1","timestamp":"2026-01-05T09:00:00Z"}]},"createdAt":"2026-01-05T09:00:00Z","updatedAt":"2026-03-03T09:00:00Z"}` + "\n"})
	v.want(sales.Deal, "11", now, "s3|open", "stage", "outcome")
}

// TestConflictingMerges: one record that two others claim goes to one of them, and is reported.
func TestConflictingMerges(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.files(map[string]string{
		"deals.csv": hubspotFiles["deals.csv"],
		"merged.csv": "deal_id,merged_deal_id,_fivetran_synced\n1,3,2026-09-01\n2,3,2026-09-01\n1,2,2026-09-01\n" +
			"2,1,2026-09-01\n",
	})
	p := problem(t, r, problems.ConflictingMerges)
	if p.Count != 2 || !strings.Contains(told(&p), "merged") {
		t.Errorf("%+v", p)
	}
	if m := w.merges(); m[sales.Deal] != 2 {
		t.Errorf("merges: %v", m)
	}
}
