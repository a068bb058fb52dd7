package mapping_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"salesops/connectors"
	"salesops/internal/money"
	"salesops/record"
	"salesops/sales"
)

const watchedWhole = `source: crm
files:
  - file: "*.csv"
    object: deal
    id: No
    fields:
      name: Title
      amount: Worth
      close_date: Close
      probability: {column: Chance, format: percent}
      term_months: Months
      source: From
      owner: {column: Rep, by: name}
      modified: Touched
currency: EUR
`

// TestDifferencesOfEveryKind: what was edited here and what the source says instead are told as each kind of value is
// written, also where one side has none, and undecided until somebody decides.
func TestDifferencesOfEveryKind(t *testing.T) {
	t.Parallel()
	const header = "No,Title,Worth,Close,Chance,Months,From,Rep,Touched\n"
	number, _ := record.NumberValue(0.25)
	for _, source := range []bool{true, false} {
		w := newWorld(t)
		row := func(row string) *connectors.Report {
			t.Helper()
			return w.run(watchedWhole, connectors.Options{
				Paths: []string{folder(t, map[string]string{"deals.csv": header + row + "\n"})}})
		}
		w.now = noon(10)
		row("1,Roof,100,2026-12-01,50,12,web,Ann,2026-11-02T08:00:00Z")
		deal := w.records("crm", sales.Deal)["1"].ID
		w.now = noon(20)
		w.set(deal, "amount", record.MoneyValue(money.Amount{Minor: 25050, Currency: "EUR"}))
		w.set(deal, "close_date", record.DayValue(noon(25).Day(time.UTC)))
		w.set(deal, "probability", number)
		w.set(deal, "term_months", record.IntValue(24))
		w.set(deal, "source", record.Value{})
		w.set(deal, "owner", record.Value{})
		w.now = noon(23)
		touched := "2026-11-15T08:00:00Z"
		if source {
			touched = "2026-11-22T08:00:00Z"
		}
		r := row("1,Roof,120,2026-12-05,60,6,fair,Bob," + touched)
		var got []string
		for _, d := range r.Differences {
			got = append(got, fmt.Sprintf("%s %s: %q or %q", d.Field, d.InForce, d.Here.Value, d.Source.Value))
			if d.Source.At != touched && !strings.HasPrefix(d.Source.At, strings.TrimSuffix(touched, "Z")) ||
				d.Here.At != noon(20).String() {
				t.Errorf("%s was said at %s and %s", d.Field, d.Here.At, d.Source.At)
			}
		}
		slices.Sort(got)
		force := map[bool]string{true: "source", false: "here"}[source]
		bob := ""
		for external, person := range w.records("crm", sales.Person) {
			if person.Fields["name"].Text() == "Bob" {
				bob = external
			}
		}
		want := []string{`amount ` + force + `: "250.50 EUR" or "120.00 EUR"`,
			`close_date ` + force + `: "2026-11-25" or "2026-12-05"`,
			fmt.Sprintf("owner %s: %q or %q", force, "", bob), `probability ` + force + `: "0.25" or "0.6"`,
			`source ` + force + `: "" or "fair"`, `term_months ` + force + `: "24" or "6"`}
		if !slices.Equal(got, want) {
			t.Errorf("the differences are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		if open := w.reviews(); len(open) != len(want) {
			t.Errorf("%d are to be reviewed", len(open))
		}
		if again := row("1,Roof,120,2026-12-05,60,6,fair,Bob," + touched); again.Changes != 0 {
			t.Errorf("again it wrote %d changes", again.Changes)
		}
	}
}
