package all_test

import (
	"slices"
	"strings"
	"testing"

	"salesops/internal/problems"
	"salesops/sales"
)

// TestTermOfADeal: every layout of deals has the months for which the amount is, from which the
// annual and the total contract value come; a label without the unit is none.
func TestTermOfADeal(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ file, text, id string }{
		"HubSpot export": {"a.csv",
			"Record ID,Deal Name,Deal Stage,Amount,Close Date,Contract Term (months)\n1,A,Closed " +
				"Won,900,2026-03-02,36\n", "1"},
		"HubSpot in Portuguese": {"a.csv",
			"ID do registro,Nome do negócio,Etapa do negócio,Valor,Data de fechamento,Prazo do contrato " +
				"(meses)\n1,A,Negócio fechado,900,2026-03-02,36\n", "1"},
		"HubSpot in Chinese": {"a.csv", "记录 ID,交易名称,交易阶段,金额,成交日期,合同期限（月）\n1,A,已赢单,900,2026-03-02,36\n", "1"},
		"HubSpot warehouse": {"a.csv",
			"deal_id,property_dealname,property_amount,property_contract_term_months,property_dealstage\n" +
				"1,A,900,36,closedwon\n", "1"},
		"HubSpot API": {"a.json",
			`[{"id":"1","properties":{"dealname":"A","amount":"900","dealstage":"closedwon","term_months":"36"}}]`,
			"1"},
		"Salesforce report": {"a.csv",
			"Opportunity ID,Opportunity Name,Stage,Amount,Close Date,Term (Months)\n006000000000001AAA,A,Closed " +
				"Won,900,2026-03-02,36\n", deal1},
		"Salesforce": {"a.csv",
			"Id,Name,StageName,Amount,CloseDate,Contract_Term_Months__c\n006000000000001AAA,A,Closed " +
				"Won,900,2026-03-02,36\n", deal1},
		"Salesforce warehouse": {"a.csv",
			"id,name,stage_name,amount,close_date,is_deleted,contract_term_months_c\n006000000000001AAA,A,Closed " +
				"Won,900,2026-03-02,false,36\n", deal1},
		"Pipedrive export": {"a.csv",
			"Deal - ID,Deal - Title,Deal - Value,Deal - Status,Deal - Deal created,Deal - Subscription term " +
				"(months)\n1,A,900,Won,2026-03-02 08:00:00,36\n", "1"},
		"Pipedrive list": {"a.csv",
			"ID,Title,Value,Stage,Status,Won time,Contract months\n1,A,900,Talk,Won,2026-03-02 08:00:00,36\n", "1"},
		"Salesforce without ids": {"a.csv",
			"Opportunity Name,Account Name,Stage,Amount,Close Date,Contract Term (months)\nA,B,Closed " +
				"Won,900,2026-03-02,36\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			r := w.files(map[string]string{c.file: c.text})
			f := r.Files[0]
			if f.Object != sales.Deal || f.Taken != 1 ||
				slices.ContainsFunc(f.Custom,
					func(h string) bool { return strings.Contains(strings.ToLower(h), "month") }) {
				t.Fatalf("%+v", f)
			}
			if c.id != "" {
				w.want(sales.Deal, c.id, endOf("2026-12-30"), "36", "term_months")
			}
			for _, none := range []string{"36.5", "unlimited", "3 years"} { // says nothing, and takes no row with it
				w := newWorld(t)
				r := w.files(map[string]string{c.file: strings.NewReplacer(",36", ","+none,
					`"36"`, `"`+none+`"`).Replace(c.text)})
				if r.Files[0].Taken != 1 {
					t.Fatalf("with a term of %s: %+v", none, r.Files[0])
				}
				if c.id != "" {
					w.want(sales.Deal, c.id, endOf("2026-12-30"), "", "term_months")
				}
			}
		})
	}
	for header, said := range map[string]bool{"Contract_Term__c": true, "Subscription_Term__c": true,
		"Contract_Term_Months__c": false} {
		r := newWorld(t).files(map[string]string{"a.csv": "Id,Name,StageName,Amount,CloseDate," +
			header + "\n006000000000001AAA,A,Closed Won,900,2026-03-02,36\n"})
		found := ""
		for _, p := range r.Problems {
			if p.Code == problems.UnitAssumed {
				found = told(&p)
			}
		}
		if said != strings.Contains(found, "a.csv, "+header+": months") {
			t.Errorf("%s is told as %q", header, found)
		}
	}
	f := newWorld(t).files(
		map[string]string{"a.csv": "Record ID,Deal Name,Deal Stage,Amount,Close Date,Term\n1,A,Closed " +
			"Won,900,2026-03-02,3\n"}).Files[0]
	if len(f.Custom) != 1 {
		t.Errorf("a term without a unit: %+v", f)
	}
}
