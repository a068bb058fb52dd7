package mapping_test

import (
	"strings"
	"testing"

	"salesops/connectors"
	"salesops/sales"
)

// TestSuggestedQuarters: a quota whose period is a quarter in words is read with its first and last
// day, in the three languages; a quarter of a fiscal year is none that can be told.
func TestSuggestedQuarters(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ header, first, second string }{
		{"Rep,Quarter,Quota", "Q1 2026", "Q2 2026"},
		{"Rep,Quarter,Quota", "2026-Q1", "2026-Q2"},
		{"Rep,Quarter,Quota", "2026 Q1", "2026 Q2"},
		{"Rep,Quarter,Quota", "1Q2026", "2Q2026"},
		{"Rep,Quarter,Quota", "1st quarter of 2026", "2nd quarter of 2026"},
		{"Vendedor,Trimestre,Meta", "1º trim. 2026", "2º trim. 2026"},
		{"Vendedor,Trimestre,Meta", "1º trimestre de 2026", "2º trimestre de 2026"},
		{"Vendedor,Trimestre,Meta", "T1/2026", "T2/2026"},
		{"销售代表,季度,指标", "2026年第一季度", "2026年第二季度"},
		{"销售代表,季度,指标", "2026年1季度", "2026年2季度"},
		{"销售代表,季度,指标", "2026Q1", "2026Q2"},
	} {
		dir := folder(t, map[string]string{"quotas.csv": c.header + "\nAnn," + c.first + ",1000\nAnn," + c.second + ",2000\nBob," + c.first + ",3000\n"})
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
	for _, fiscal := range []string{"FY26 Q1", "Q1 FY2026", "Q5 2026", "Q1", "Q1 26"} {
		text := suggest(t, folder(t, map[string]string{"quotas.csv": "Rep,Quarter,Quota\nAnn," + fiscal + ",1000\nBob," + fiscal + ",2000\n"}))
		if strings.Contains(text, "format: quarter") {
			t.Errorf("%s is read as a quarter of the calendar year:\n%s", fiscal, text)
		}
	}
}
