package all_test

import (
	"strings"
	"testing"

	"salesops/internal/problems"
)

// TestTotalsInAnyLanguage: a line of totals between the rows and one below them are no deals,
// whatever the language of the spreadsheet.
func TestTotalsInAnyLanguage(t *testing.T) {
	t.Parallel()
	for _, words := range [][2]string{
		{"Subtotal", "Grand Total"}, {"Zwischensumme", "Gesamt"}, {"Zwischensumme:", "Gesamtsumme"}, {"Summe", "Summe"},
		{"Teilergebnis", "Gesamtergebnis"},
		{"Subtotal", "Total geral"}, {"Soma", "Total geral:"}, {"小计", "合计"}, {"小计：", "总计"}, {"合計", "總計"},
		{"Sous-total", "Total général"},
	} {
		t.Run(words[0]+", "+words[1], func(t *testing.T) {
			t.Parallel()
			const rest = ",A,Prospecting,1500,2026-12-01,2026-01-01,,\n"
			text := dirtyHeader + deal1 + rest + deal2 + rest + words[0] + ",,,3000,,,,\n" +
				deal3 + rest + words[1] + ",,,4500,,,,\n"
			r := newWorld(t).files(map[string]string{"o.csv": text})
			if f := r.Files[0]; f.Taken != 3 || f.Rejected != 0 {
				t.Errorf("%d taken, %d rejected: %+v", f.Taken, f.Rejected, f.Rejects)
			}
			if p := problem(t, r, problems.Subtotals); p.Count != 1 {
				t.Errorf("%+v", p)
			}
			if p := problem(t, r, problems.Footer); p.Count != 1 {
				t.Errorf("%+v", p)
			}
		})
	}
	// A customer who is called so stays.
	r := newWorld(t).files(map[string]string{"o.csv": dirtyHeader +
		"Summe,Gesamt,Prospecting,1500,2026-12-01,2026-01-01,,\n" + deal1 + strings.Repeat(",", 3) +
		"7,2026-12-01,2026-01-01,,\n"})
	if p := r.Files[0]; p.Rows != 2 {
		t.Errorf("%+v", p)
	}
}
