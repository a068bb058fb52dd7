package acceptance

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"salesops/connectors"
	"salesops/connectors/all"
	"salesops/connectors/mapping"
	"salesops/internal/period"
	"salesops/internal/problems"
	"salesops/metrics"
)

// byMapping imports tables through the mapping that is suggested for them, after edits.
func (p *product) byMapping(files map[string]string, edits ...string) *connectors.Report {
	p.t.Helper()
	dir := p.t.TempDir()
	for name, text := range files {
		p.must(os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
	}
	samples, err := connectors.Look(connectors.Options{Paths: []string{dir}, Tools: all.Tools(),
		SpillDir: filepath.Join(p.t.TempDir(), "spill")})
	p.must(err)
	suggested, err := mapping.Suggest(p.t.Context(), samples.List, "acme", nil)
	p.must(err)
	p.must(samples.Close())
	text := strings.NewReplacer(edits...).Replace(suggested.Text)
	m, err := mapping.Parse("mapping.yaml", []byte(text))
	p.must(err)
	o := connectors.Options{Paths: []string{dir}, Tools: all.Tools(), SpillDir: filepath.Join(p.t.TempDir(), "spill"),
		Clock: func() period.Instant { return p.now }}
	p.must(m.Complete(&o))
	r, err := connectors.Run(p.t.Context(), p.log, o)
	p.must(err)
	p.follow()
	return r
}

// want compares a metric's only row with what was counted beside the product.
func (p *product) want(q metrics.Query, value float64) {
	p.t.Helper()
	row := p.ask(q).Rows[0]
	if row.Value == nil || !about(p, row.Value, fmt.Sprintf("%.12f", value), 1e-6) {
		p.t.Errorf("%s is %v (%s), want %.6f", describe(q), row.Value, row.Reason, value)
	}
}

// TestDealsByNameFigures: a made-up company whose tables refer to each other by name gives
// the figures that are counted while it is made.
func TestDealsByNameFigures(t *testing.T) {
	t.Parallel()
	p := newProduct(t, period.InstantOf(time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)), time.UTC, time.January)
	rng := rand.New(rand.NewPCG(7, 7))
	var deals, accounts, products, people strings.Builder
	accounts.WriteString("account,sector,employees,office_location\n")
	products.WriteString("product,series,sales_price\nGTX Pro,GTX,4821\nMG Special,MG,55\n")
	people.WriteString("sales_agent,manager,regional_office\n")
	for i := range 20 {
		fmt.Fprintf(&accounts, "Account %d,retail,%d,Kenya\n", i, 100+i)
	}
	for i := range 8 {
		fmt.Fprintf(&people, "Agent %d,Boss %d,Office %d\n", i, i%2, i%3)
	}
	deals.WriteString("opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n")
	won, lost, open, revenue, days, typos, office := 0, 0, 0, 0, 0, 0, 0
	for i := range 600 {
		begin := time.Date(2025, 1, 1+rng.IntN(300), 0, 0, 0, 0, time.UTC)
		took := 1 + rng.IntN(120)
		end := begin.AddDate(0, 0, took)
		product := []string{"GTX Pro", "MG Special", "GTXPro"}[rng.IntN(3)]
		agent := rng.IntN(8)
		row := fmt.Sprintf("D%d,Agent %d,%s,Account %d,", i, agent, product, rng.IntN(20))
		switch rng.IntN(4) {
		case 0:
			open++
			fmt.Fprintf(&deals, "%sProspecting,,,\n", row)
			product = strings.TrimPrefix(product, "GTXPro")
			if product == "" {
				typos++
			}
			continue
		case 1:
			lost++
			fmt.Fprintf(&deals, "%sLost,%s,%s,0\n", row, begin.Format(time.DateOnly), end.Format(time.DateOnly))
		default:
			amount := 50 + rng.IntN(5000)
			won++
			revenue += amount
			days += took
			if agent%3 == 1 {
				office += amount
			}
			fmt.Fprintf(&deals, "%sWon,%s,%s,%d\n", row, begin.Format(time.DateOnly), end.Format(time.DateOnly), amount)
		}
		if product == "GTXPro" {
			typos++
		}
	}
	r := p.byMapping(map[string]string{"sales_pipeline.csv": deals.String(), "accounts.csv": accounts.String(),
		"products.csv": products.String(), "sales_teams.csv": people.String()})
	p.want(metrics.Query{Metric: "won_deals"}, float64(won))
	p.want(metrics.Query{Metric: "win_rate"}, float64(won)/float64(won+lost))
	p.want(metrics.Query{Metric: "won_revenue"}, float64(revenue))
	p.want(metrics.Query{Metric: "asp"}, float64(revenue)/float64(won))
	p.want(metrics.Query{Metric: "cycle_won_mean"}, float64(days)/float64(won))
	p.want(metrics.Query{Metric: "open_deals"}, float64(open))
	one := 0
	for _, row := range p.ask(metrics.Query{Metric: "won_revenue", By: []string{"team"}}).Rows {
		if row.By["team"].Name == "Office 1" {
			one++
			if row.Value == nil || !about(p, row.Value, fmt.Sprint(office), 1e-9) {
				t.Errorf("Office 1 has won %v, want %d", row.Value, office)
			}
		}
	}
	if one != 1 {
		t.Errorf("Office 1 has %d rows", one)
	}
	found := false
	for _, x := range r.Problems {
		if x.Code == problems.NamesUnknown {
			found = x.Count == 1 && x.Of == int64(typos) && strings.Contains(x.Examples[0].Detail, `nearest is "GTX Pro"`)
		}
	}
	if !found {
		t.Errorf("the product that no table has is not told with its %d rows: %+v", typos, r.Problems)
	}
}

// TestLeadsFigures: leads, and the deals that some became, from two tables.
func TestLeadsFigures(t *testing.T) {
	t.Parallel()
	p := newProduct(t, period.InstantOf(time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)), time.UTC, time.January)
	rng := rand.New(rand.NewPCG(9, 9))
	leads, closed := "mql_id,first_contact_date,landing_page_id,origin\n",
		"mql_id,seller_id,sr_id,won_date,business_segment,declared_monthly_revenue\n"
	n, became := 800, 0
	for i := range n {
		day := time.Date(2025, 6, 1+rng.IntN(200), 0, 0, 0, 0, time.UTC)
		leads += fmt.Sprintf("m%d,%s,p%d,%s\n", i, day.Format(time.DateOnly), i%7, []string{"social", "email", ""}[i%3])
		if rng.IntN(9) == 0 {
			became++
			closed += fmt.Sprintf("m%d,s%d,r%d,%s,pet,%d.0\n", i, i, i%5,
				day.AddDate(0, 0, rng.IntN(90)).Format("2006-01-02 15:04:05"), rng.IntN(9000))
		}
	}
	p.byMapping(map[string]string{"leads.csv": leads, "closed_deals.csv": closed})
	p.want(metrics.Query{Metric: "leads_created"}, float64(n))
	p.want(metrics.Query{Metric: "lead_to_deal_period"}, float64(became)/float64(n))
	p.want(metrics.Query{Metric: "won_deals"}, float64(became))
}
