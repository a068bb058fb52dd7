package metrics_test

import (
	"strings"
	"testing"

	"salesops/metrics"
	"salesops/metrics/rowsets"
)

// TestMeasuresOfACompany: what a metric file of a company computes, from rows that are easy to count.
func TestMeasuresOfACompany(t *testing.T) {
	t.Parallel()
	const head = "name: mine\nversion: 1\nquestion: How many?\ndescription: A test.\n"
	const deals = head + "kind: aggregate\nover: deal\non: closed_on\nwhere: closed\n"
	guard := func(act string) string {
		return "guards:\n  - {code: no_source, act: " + act +
			", rows: '!has(source)', say: {one: lacks a source, many: lack a source}}\n"
	}
	for name, c := range map[string]struct {
		text string
		want string // the value, or why there is none; then the codes of notes that are asked for
		note string
	}{
		"count":    {deals + "measure: count\nunit: count\n", "6", ""},
		"sum":      {deals + "measure: sum\nvalue: amount\nunit: money\n", "1000.00", ""},
		"mean":     {deals + "measure: mean\nvalue: amount\nunit: money\n", "200.000000", "no_value"},
		"median":   {deals + "measure: median\nvalue: amount\nunit: money\n", "200.000000", ""},
		"distinct": {deals + "measure: distinct\nvalue: account\nunit: count\n", "2", ""},
		"texts":    {deals + "measure: distinct\nvalue: source\nunit: count\n", "2", ""},
		"times":    {deals + "measure: sum\nvalue: amount\ntimes: probability\nunit: money\n", "250.00", ""},
		"a number": {deals + "measure: sum\nvalue: term_months\nunit: count\n", "42", ""},
		"a share": {deals + "measure: ratio\nnumerator: {count: won}\ndenominator: {count: closed}\nunit: share\n",
			"0.833333333333", ""},
		"of money": {deals +
			"measure: ratio\nnumerator: {sum: amount, where: won}\ndenominator: {sum: amount}\nunit: share\n",
			"0.7000000000", ""},
		"per deal": {deals + "measure: ratio\nnumerator: {sum: amount}\ndenominator: {count: won}\nunit: money\n",
			"200.000000", ""},
		"the first":   {deals + "first_of: account\nmeasure: count\nunit: count\n", "4", ""},
		"left out":    {deals + "measure: count\nunit: count\n" + guard("leave_out"), "4", "no_source"},
		"noted":       {deals + "measure: count\nunit: count\n" + guard("note"), "6", "no_source"},
		"refused":     {deals + "measure: count\nunit: count\n" + guard("refuse, above: 0.3"), "!", "no_source"},
		"not refused": {deals + "measure: count\nunit: count\n" + guard("refuse, above: 0.34"), "6", "no_source"},
		"as many":     {deals + "measure: count\nunit: count\n" + guard("refuse, above: 0.3333333333333333"), "6", ""},
		"a floor":     {deals + "measure: count\nunit: count\nfloor: 6\n", "6", ""},
		"below it":    {deals + "measure: count\nunit: count\nfloor: 7\n", "!", ""},
		"a formula":   {head + "kind: formula\nunit: money\nformula: won_revenue / won_deals\n", "140.000000", ""},
		"with a check": {head +
			"kind: formula\nunit: money\nformula: won_revenue / (won_deals + lost_deals)\npositive: {of: won_deals - " +
			"lost_deals, say: too few}\n", "116.6666666667", ""},
		"that fails": {head +
			"kind: formula\nunit: money\nformula: won_revenue / (won_deals + lost_deals)\npositive: {of: lost_deals " +
			"- won_deals, say: too few}\n", "!", ""},
		"a problem": {deals +
			"measure: count\nunit: count\nproblem: {rows: lost, say: {one: is lost, many: are lost}}\n", "5",
			"problem_rows"},
		"otherwise": {head +
			"kind: aggregate\nover: deal\non: closed_on\nwhere: outcome == 'nothing'\nmeasure: count\nunit: " +
			"count\notherwise: lost_deals\n", "1", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			catalog, err := metrics.Load(rowsets.All(), own("mine.yaml", c.text))
			if err != nil {
				t.Fatal(err)
			}
			w := newWorld(t, catalog)
			for _, row := range []map[string]any{
				{"amount": "100 EUR", "outcome": "won", "account": "Ore", "source": "web",
					"probability": 0.5, "term_months": 12},
				{"amount": "200 EUR", "outcome": "won", "account": "Ore", "source": "fair",
					"probability": 1.0, "term_months": 24},
				{"amount": "100 EUR", "outcome": "won", "account": "Tin", "probability": 0.0, "term_months": 6},
				{"amount": "300 EUR", "outcome": "lost", "account": "Tin", "source": "web"},
				{"outcome": "won", "source": "web"},
				{"amount": "300 EUR", "outcome": "won"},
				{"amount": "999 EUR", "outcome": "open", "source": "cold"},
			} {
				if row["outcome"] != "open" {
					row["close_date"] = "2026-01-10"
				}
				w.put("deal", row)
			}
			w.complete()
			w.catchUp()
			a := w.ask(metrics.Query{Metric: "mine"})
			r := a.Rows[0]
			got := "!"
			if r.Value != nil {
				got = r.Value.Text
			}
			if c.want != "" && got != c.want {
				t.Errorf("it is %s (%s), want %s\n%s", got, r.Reason, c.want, dump(a))
			}
			codes := ""
			for _, n := range a.Notes {
				codes += n.Code + " "
			}
			if !strings.Contains(codes, c.note) {
				t.Errorf("the notes are %s, without %s", codes, c.note)
			}
		})
	}
}
