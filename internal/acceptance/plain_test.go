package acceptance

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"salesops/internal/period"
	"salesops/metrics"
)

// plainExport is what sample companies on the web look like: no history, no owners, days the
// American way, amounts as somebody typed them, a few columns more than one knows.
var plainExport = map[string]string{
	"leads.csv": `"Id","LastName","Company","Status","LeadSource","CreatedDate","IsConverted","ConvertedDate","ConvertedOpportunityId","Lead Score"
"00Q000000000001","Ames","Acme","Closed - Converted","Web","1/5/2026","TRUE","1/20/2026","006000000000001","80"
"00Q000000000002","Bell","Bolt","Closed - Converted","Web","1/9/2026","TRUE","2/1/2026","006000000000002","70"
"00Q000000000003","Cole","Core","Working - Contacted","Web","1/15/2026","FALSE","","","10"
"00Q000000000004","Dean","Dots","Open - Not Contacted","Phone","2/20/2026","FALSE","","","10"
"00Q000000000005","Eads","Echo","Closed - Converted","Phone","2/28/2026","TRUE","6/30/2026","006000000000004","55"
"00Q000000000006","Ford","Fact","Open - Not Contacted","Phone","10/31/2026","FALSE","","","5"
`,
	"opps.csv": `Id,Name,AccountId,StageName,Amount,CloseDate,LeadSource,Type,CreatedDate,Region
006000000000001,Acme first,001000000000001,Closed Won,"$1,200.50",2/14/2026,Web,New Business,1/20/2026,West
006000000000002,Bolt first,001000000000002,Closed Won,800,3/3/2026,Web,New Business,2/1/2026,East
006000000000003,Acme again,001000000000001,Closed Won,"2,000",5/31/2026,Partner,Existing Business,5/1/2026,West
006000000000004,Echo first,001000000000003,Closed Lost,"$5,000.00",8/15/2026,Phone,New Business,6/30/2026,East
006000000000005,Core,001000000000004,Closed Lost,,4/1/2026,Web,New Business,3/1/2026,West
006000000000006,Dots,001000000000005,Negotiation/Review,999.99,12/31/2026,Web,New Business,9/1/2026,East
006000000000007,Nobody,,Closed Won,0.49,2/14/2026,,New Business,2/14/2026,
`,
	"accounts.csv": `Id,Name,Industry,BillingCountry
001000000000001,Acme,Energy,US
001000000000002,Bolt,Banking,US
001000000000003,Echo,Energy,CA
001000000000004,Core,,US
001000000000005,Dots,Energy,US
`,
}

func TestPlainExport(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, text := range plainExport {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	p := newProduct(t, period.InstantOf(time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)), time.UTC, time.January)
	p.run([]string{dir}, "")
	day := func(m time.Month, d int) *period.Day { return ptr(period.DayOf(2026, m, d)) }
	for _, c := range []struct {
		q    metrics.Query
		want string // "" for no answer
	}{
		{metrics.Query{Metric: "won_revenue"}, "4000.99"},
		{metrics.Query{Metric: "won_deals"}, "4"},
		{metrics.Query{Metric: "lost_deals"}, "2"},
		{metrics.Query{Metric: "open_pipeline"}, "999.99"},
		{metrics.Query{Metric: "pipeline_created"}, "10000.98"},
		{metrics.Query{Metric: "win_rate"}, "0.666666666667"},
		{metrics.Query{Metric: "win_rate", From: day(1, 1), To: day(3, 31)}, ""}, // 3 of 3 is too few
		// half of the lost deals have no amount
		{metrics.Query{Metric: "win_rate_value"}, ""},
		{metrics.Query{Metric: "win_rate_created"}, "0.571428571429"}, // 4 of 7
		{metrics.Query{Metric: "asp"}, "1000.2475"},                   // 4000.99 / 4
		{metrics.Query{Metric: "asp_median"}, "1000.25"},              // between 800 and 1,200.50
		{metrics.Query{Metric: "asp", Where: []string{`region == "West"`}}, "1600.25"},
		{metrics.Query{Metric: "cycle_won_mean"}, "21.25"}, // 25, 30, 30, 0
		{metrics.Query{Metric: "cycle_won_median"}, "27.5"},
		{metrics.Query{Metric: "cycle_contact_mean"}, "30.75"}, // from the leads 40 and 53, then 30 and 0
		{metrics.Query{Metric: "new_customers"}, "2"},
		{metrics.Query{Metric: "new_customers", From: day(3, 1), To: day(12, 31)}, "1"},
		{metrics.Query{Metric: "leads_created"}, "6"},
		{metrics.Query{Metric: "lead_to_deal"}, "0.4"}, // 2 of 5: one too young, one after 122 days
		{metrics.Query{Metric: "lead_to_customer"}, "0.4"},
		{metrics.Query{Metric: "deal_to_customer"}, ""},
		{metrics.Query{Metric: "lead_to_deal_period"}, "0.5"}, // 3 of 6
		{metrics.Query{Metric: "lead_to_customer_period"}, "0.333333333333"},
		{metrics.Query{Metric: "revenue_per_rep"}, ""},
		// On 31 March: three won, Core still open, nothing else there yet.
		{metrics.Query{Metric: "won_revenue", AsOf: day(3, 31)}, "2000.99"},
		{metrics.Query{Metric: "open_deals", AsOf: day(3, 31)}, "1"},
		{metrics.Query{Metric: "lost_deals", AsOf: day(4, 1)}, "1"},
		{metrics.Query{Metric: "open_pipeline", AsOf: day(2, 13)}, "2000.50"},
		{metrics.Query{Metric: "leads_created", AsOf: day(1, 31)}, "3"},
	} {
		rows := p.ask(c.q).Rows
		if len(rows) != 1 {
			t.Errorf("%s has %d rows", describe(c.q), len(rows))
			continue
		}
		got := rat(p, rows[0].Value)
		want := rat(p, &metrics.Figure{Text: c.want + map[bool]string{true: "0"}[c.want == ""]})
		if (got == nil) != (c.want == "") || got != nil && !near(got, want) {
			t.Errorf("%s is %v (%s), want %q", describe(c.q), rows[0].Value, rows[0].Reason, c.want)
		}
	}
}
