package api_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"salesops/api"
	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

// teams puts Ann below Overseas and leaves one team empty.
func (w *world) teams() {
	made := map[string]record.ID{}
	for _, team := range [][2]string{{"Board", ""}, {"Overseas", "Board"},
		{"Overseas North", "Overseas"}, {"Archive", "Board"}} {
		fields := []record.FieldValue{{Name: "name", Value: record.TextValue(team[0])}}
		if team[1] != "" {
			fields = append(fields, record.FieldValue{Name: "parent", Value: record.RefValue(made[team[1]])})
		}
		done := w.apply(record.Draft{Kind: record.Create, Object: sales.Team,
			EffectiveAt: period.DayOf(2025, 1, 1).Start(time.UTC), Fields: fields})
		made[team[0]] = done[0].IDs[0]
		w.ids[team[0]] = done[0].IDs[0]
	}
	w.apply(record.Draft{
		Kind: record.Set, Object: sales.Person, ID: w.ids["Ann"], EffectiveAt: period.DayOf(2025, 1, 2).Start(time.UTC),
		Fields: []record.FieldValue{{Name: "team", Value: record.RefValue(made["Overseas North"])}},
	})
}

func TestATeamIsItselfAndAllBelowIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.fill()
	w.teams()
	overseas := record.FormatID(sales.Team, w.ids["Overseas"])
	for _, ask := range []string{"whose=Overseas", "whose=" + overseas, "whose=overseas+north&org=as-is",
		"where=" + url.QueryEscape(`owner.team == id("`+overseas+`")`)} {
		a := get[api.Answer](w, "/metrics/won_revenue?"+ask)
		if a.Rows[0].Value.Text != "300.50" || len(a.Whose) != 1 {
			t.Errorf("%s: %+v of %v", ask, a.Rows[0].Value, a.Whose)
		}
		if set := get[api.MetricRecords](w, "/metrics/won_revenue/records?"+ask); set.Total != 2 {
			t.Errorf("%s: %d records", ask, set.Total)
		}
		if list := get[api.RecordList](w, "/records/deal?"+ask); list.Total != 5 {
			t.Errorf("%s: %d deals", ask, list.Total)
		}
		export := string(w.ask(http.MethodGet, "/metrics/won_revenue/records?format=csv&"+ask, nil).body)
		if !strings.Contains(export, "Alpha") || strings.Contains(export, "Gamma") {
			t.Errorf("%s exports\n%s", ask, export)
		}
	}
	empty := get[api.Answer](w, "/metrics/won_revenue?whose=Archive").Rows[0]
	if empty.Value.Text != "" || empty.ReasonCode != "not_enough_data" ||
		empty.ReasonParts["why.code"] != "whose_empty" {
		t.Errorf("a team of nobody: %+v", empty)
	}
	w.problem("GET", "/metrics/won_revenue?whose=Nobody", nil, 422, "invalid")
	w.problem("GET", "/records/product?whose=Overseas", nil, 422, "invalid")
}

func TestARunningPeriodIsComparedToDate(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.fill()
	const ask = "/metrics/won_revenue?from=2026-03-01&to=2026-03-31&as_of=2026-03-05&today=2026-03-05&compare=previous"
	if c := get[api.Answer](w, ask).Rows[0].Compare; !c.ToDate || *c.To != "2026-02-05" || c.Value.Text != "100.00" {
		t.Errorf("to date: %+v", c)
	}
	if c := get[api.Answer](w, ask+"&whole=true").Rows[0].Compare; c.ToDate || *c.To != "2026-02-28" ||
		c.Value.Text != "300.50" {
		t.Errorf("whole: %+v", c)
	}
}
