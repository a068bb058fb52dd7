package mapping_test

import (
	"strings"
	"testing"

	"salesops/connectors"
	"salesops/internal/problems"
	"salesops/sales"
)

// TestSuggestedQuarters: a quota whose period is a quarter in words is read with its first and last
// day, in the three languages; what names none is not taken for one.
func TestSuggestedQuarters(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ header, first, second string }{
		{"Rep,Quarter,Quota", "Q1 2026", "Q2 2026"},
		{"Rep,Quarter,Quota", "2026-Q1", "2026-Q2"},
		{"Rep,Quarter,Quota", "2026 Q1", "2026 Q2"},
		{"Rep,Quarter,Quota", "1Q2026", "2Q2026"},
		{"Rep,Quarter,Quota", "1st quarter of 2026", "2nd quarter of 2026"},
		{"Rep,Quartal,Quota", "1. Quartal 2026", "2. Quartal 2026"},
		{"Rep,Quartal,Quota", "2026 1. Quartal", "2026 2. Quartal"},
		{"Rep,Trimestre,Quota", "1er trimestre 2026", "2e trimestre 2026"},
		{"Vendedor,Trimestre,Meta", "1º trim. 2026", "2º trim. 2026"},
		{"Vendedor,Trimestre,Meta", "1º trimestre de 2026", "2º trimestre de 2026"},
		{"Vendedor,Trimestre,Meta", "T1/2026", "T2/2026"},
		{"销售代表,季度,指标", "2026年第一季度", "2026年第二季度"},
		{"销售代表,季度,指标", "2026年1季度", "2026年2季度"},
		{"销售代表,季度,指标", "2026Q1", "2026Q2"},
	} {
		dir := folder(t, map[string]string{"quotas.csv": c.header + "\nAnn," + c.first + ",1000\nAnn," + c.second +
			",2000\nBob," + c.first + ",3000\n"})
		text := suggestion(t, dir, nil).Text
		w := newWorld(t)
		r := w.run(text, connectors.Options{Paths: []string{dir}})
		days := map[string]int{}
		for _, q := range w.records("acme", sales.Quota) {
			days[q.Fields["from_on"].Day().String()+" to "+q.Fields["to_on"].Day().String()]++
		}
		if days["2026-01-01 to 2026-03-31"] != 2 || days["2026-04-01 to 2026-06-30"] != 1 {
			t.Errorf("%s: %v %+v\n%s", c.first, days, r.Files, text)
		}
	}
	for _, other := range []string{"FY26 Q5", "FY226 Q1", "FYQ1", "Q5 2026", "Q1", "Q1 26"} {
		text := suggest(t,
			folder(t, map[string]string{"quotas.csv": "Rep,Quarter,Quota\nAnn," + other +
				",1000\nBob," + other + ",2000\n"}))
		if strings.Contains(text, "format: quarter") {
			t.Errorf("%s is read as a quarter:\n%s", other, text)
		}
	}
}

// TestFiscalQuarters: a quarter that calls its year fiscal is one of the company's fiscal years.
func TestFiscalQuarters(t *testing.T) {
	t.Parallel()
	for _, written := range []string{"FY26 Q1", "FY2026-Q1", "fy26q1", "FY'26 Q1", "Q1 FY26", "Q1/FY2026", "Q1 FY 26"} {
		dir := folder(t, map[string]string{"quotas.csv": "Rep,Quarter,Quota\nAnn," + written + ",1000\nBob," +
			written + ",2000\n"})
		w := newWorld(t)
		if _, err := sales.ChangeSettings(t.Context(), w.log, "owner",
			map[string]string{"fiscal_first_month": "4"}); err != nil {
			t.Fatal(err)
		}
		r := w.run(suggestion(t, dir, nil).Text, connectors.Options{Paths: []string{dir}})
		found := 0
		for _, q := range w.records("acme", sales.Quota) {
			if q.Fields["from_on"].Day().String() == "2025-04-01" && q.Fields["to_on"].Day().String() == "2025-06-30" {
				found++
			}
		}
		if found != 2 {
			t.Errorf("%s: %d of 2 quotas have the days of the quarter: %+v", written, found, r.Files)
		}
	}
}

// TestQuartersOfTheCompany: a quarter is one of the company's fiscal years, of months and of weeks, and
// the report says which days the running one has.
func TestQuartersOfTheCompany(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, month, rules, first, second, says string
	}{
		{"the calendar year", "", "", "2026-01-01 to 2026-03-31", "2026-04-01 to 2026-06-30",
			"The quarters of 1 file were read by the fiscal year of the settings: quotas.csv, Quarter: " +
				"2026-Q4 is 2026-10-01 to 2026-12-31."},
		{"from April", "4", "", "2025-04-01 to 2025-06-30", "2025-07-01 to 2025-09-30",
			"2027-Q3 is 2026-10-01 to 2026-12-31."},
		{"weeks", "2", "4-4-5 saturday last", "2025-01-26 to 2025-04-26", "2025-04-27 to 2025-07-26",
			"2027-Q4 is 2026-11-01 to 2027-01-30."},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := folder(t, map[string]string{"quotas.csv": "Rep,Quarter,Quota\nAnn,2026-Q1,1000\nBob,Q2 2026,2000\n"})
			w := newWorld(t)
			if _, err := sales.ChangeSettings(t.Context(), w.log, "owner",
				map[string]string{"fiscal_first_month": c.month, "fiscal_calendar": c.rules}); err != nil {
				t.Fatal(err)
			}
			r := w.run(suggestion(t, dir, nil).Text, connectors.Options{Paths: []string{dir}})
			days := map[string]int{}
			for _, q := range w.records("acme", sales.Quota) {
				days[q.Fields["from_on"].Day().String()+" to "+q.Fields["to_on"].Day().String()]++
			}
			if len(days) != 2 || days[c.first] != 1 || days[c.second] != 1 {
				t.Errorf("%v, want %s and %s", days, c.first, c.second)
			}
			if p := problem(r, problems.Quarters); p == nil || !strings.HasSuffix(told(p), c.says) {
				t.Errorf("%+v, want %s", p, c.says)
			}
		})
	}
}
