package api_test

import (
	"net/http"
	"strings"
	"testing"

	"salesops/api"
	"salesops/connectors/all"
)

const (
	datedRates = "Id,IsoCode,StartDate,NextStartDate,ConversionRate,CreatedDate,LastModifiedDate\n" +
		"04wA00000000041,USD,2020-01-01,9999-12-31,1,2020-01-01T00:00:00Z,2020-01-01T00:00:00Z\n" +
		"04wA00000000042,EUR,2020-01-01,2026-02-01,0.8,2020-01-01T00:00:00Z,2020-01-01T00:00:00Z\n" +
		"04wA00000000043,EUR,2026-02-01,9999-12-31,0.625,2026-01-30T00:00:00Z,2026-01-30T00:00:00Z\n" +
		"04wA00000000044,JPY,2020-01-01,9999-12-31,125,2020-01-01T00:00:00Z,2020-01-01T00:00:00Z\n"
	foreignDeals = "Id,Name,StageName,Amount,CurrencyIsoCode,CloseDate,CreatedDate,IsClosed,IsWon\n" +
		"006A00000000051,Anvil,Closed Won,800,EUR,2026-01-31,2025-12-01T10:00:00Z,true,true\n" +
		"006A00000000052,Bellows,Closed Won,1000,EUR,2026-02-01,2026-01-20T10:00:00Z,true,true\n" +
		"006A00000000053,Chisel,Closed Won,250000,JPY,2026-02-10,2026-02-05T10:00:00Z,true,true\n" +
		"006A00000000054,Engine,Closed Won,300,CHF,2026-02-12,2026-02-05T11:00:00Z,true,true\n"
)

// TestDatedRates: rates that come with an export are settings like those typed in, one for each
// pair and day, and closed deals are converted at that of their close day.
func TestDatedRates(t *testing.T) {
	t.Parallel()
	w := newWorld(t, all.Tools()...)
	if r := w.ask("PATCH", "/settings",
		map[string]any{"values": map[string]string{"currency": "USD"},
			"rates": []map[string]string{{"from": "USD", "to": "EUR", "day": "2026-02-01",
				"rate": "0.5"}}}); r.status != http.StatusOK {
		t.Fatalf("settings: %d %s", r.status, r.body)
	}
	w.over(w.upload([][2]string{{"DatedConversionRate.csv", datedRates}, {"Opportunity.csv", foreignDeals}}))

	list := get[api.ReviewList](w, "/reviews")
	if list.Total != 1 {
		t.Fatalf("to review: %+v", list)
	}
	if r := list.Reviews[0]; r.Name != "USD/EUR 2026-02-01" || r.InForce != "here" || r.Here.Value.V != "0.5" ||
		r.Source.Value.V != "0.625" || r.Kind != "text" {
		t.Errorf("the review is %+v", r)
	}
	if r := w.ask("POST", "/reviews", map[string]any{"take": "source", "all": true}); r.status != http.StatusOK {
		t.Fatalf("decided: %d %s", r.status, r.body)
	}
	var have []string
	for _, r := range get[api.Settings](w, "/settings").Rates {
		have = append(have, r.From+"/"+r.To+"@"+r.Day+"="+r.Rate)
	}
	if got := strings.Join(have, " "); len(have) != 3 || !strings.Contains(got, "USD/EUR@2020-01-01=0.8") ||
		!strings.Contains(got, "USD/EUR@2026-02-01=0.625") || !strings.Contains(got, "USD/JPY@2020-01-01=125") {
		t.Errorf("the rates are %s", got)
	}
	answer := get[api.Answer](w, "/metrics/won_revenue?from=2026-01-01&to=2026-03-31")
	if got := answer.Rows[0].Value; got.Text != "4600.00" { // 1,000 + 1,600 + 2,000
		t.Errorf("won revenue is %v", got)
	}
	if n := answer.Notes[0]; n.Code != "missing_rate" || n.Amount.Text != "300.00" || n.Currency != "CHF" {
		t.Errorf("the note is %+v", n)
	}
}
