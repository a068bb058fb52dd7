package all_test

import (
	"testing"

	"salesops/connectors"
	"salesops/internal/fault"
	"salesops/record"
	"salesops/sales"
)

// TestWhoSettlesHowNumbersAreWritten: the column, else its file, else its folder, never another folder; what is given
// goes before all of them.
func TestWhoSettlesHowNumbersAreWritten(t *testing.T) {
	t.Parallel()
	deals := func(amounts, weights []string) string {
		text := "Id;Name;StageName;CloseDate;CreatedDate;Amount;Weight__c\n"
		for i, id := range []string{deal1, deal2, deal3}[:len(amounts)] {
			text += id + ";A;Prospecting;2026-12-01;2026-01-01;" + amounts[i] + ";" + weights[i] + "\n"
		}
		return text
	}
	accounts := func(revenue string) string {
		return "Id;Name;CreatedDate;AnnualRevenue\n" + acct1 + ";Acme;2024-01-01;" + revenue + "\n"
	}
	one := deals([]string{"4.750"}, []string{"7"})
	for what, c := range map[string]struct {
		files map[string]string
		given string
		want  string // the first deal's amount; else the code of the question
	}{
		"nothing":     {map[string]string{"a/o.csv": one}, "", "numbers_undecided"},
		"given comma": {map[string]string{"a/o.csv": one}, "comma", "4750.00"},
		"given point": {map[string]string{"a/o.csv": one}, "point", "4.75"},
		"the column, a comma": {map[string]string{"a/o.csv": deals([]string{"4.750", "12,5"}, []string{"1", "1"})},
			"", "4750.00"},
		"the column, a point": {map[string]string{"a/o.csv": deals([]string{"4.750", "12.5"}, []string{"1", "1"})},
			"", "4.75"},
		"the file, a comma": {map[string]string{"a/o.csv": deals([]string{"4.750"}, []string{"1,5"})},
			"", "4750.00"},
		"the file, a point": {map[string]string{"a/o.csv": deals([]string{"4.750"}, []string{"1.5"})},
			"", "4.75"},
		"the folder, a comma":     {map[string]string{"a/o.csv": one, "a/x.csv": accounts("12,5")}, "", "4750.00"},
		"the folder, a point":     {map[string]string{"a/o.csv": one, "a/x.csv": accounts("12.5")}, "", "4.75"},
		"the folder, seen before": {map[string]string{"a/o.csv": one, "a/a.csv": accounts("12,5")}, "", "4750.00"},
		"another folder": {map[string]string{"a/o.csv": one, "b/x.csv": accounts("12,5")},
			"", "numbers_undecided"},
		"the column over the file": {map[string]string{"a/o.csv": deals([]string{"4.750", "12,5"},
			[]string{"1.5", "2.5"})}, "", "4750.00"},
		"the file over the folder": {map[string]string{"a/o.csv": deals([]string{"4.750"}, []string{"1.5"}),
			"a/x.csv": accounts("12,5")}, "", "4.75"},
		"given over the column": {map[string]string{"a/o.csv": deals([]string{"4.750", "12,5"}, []string{"1", "1"})},
			"point", "4.75"},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			_, err := w.try(connectors.Options{Paths: []string{folder(t, c.files)}, Numbers: c.given})
			if got := settled(w, err, "amount"); got != c.want {
				t.Errorf("%s, want %s: %v", got, c.want, err)
			}
		})
	}
}

// settled is a field of the first deal, or the code of what the import asks.
func settled(w *world, err error, field string) string {
	if err == nil {
		return w.text(w.records(sales.Deal, record.At{})[deal1].Fields[field])
	}
	why, _ := fault.ReasonOf(err)
	return why.Code
}

// TestWhoSettlesTheOrderOfDates: as of numbers.
func TestWhoSettlesTheOrderOfDates(t *testing.T) {
	t.Parallel()
	deals := func(closes, started []string) string {
		text := "Id,Name,StageName,Amount,CreatedDate,CloseDate,Started__c\n"
		for i, id := range []string{deal1, deal2, deal3}[:len(closes)] {
			text += id + ",A,Prospecting,1,2026-01-01," + closes[i] + "," + started[i] + "\n"
		}
		return text
	}
	accounts := func(since string) string {
		return "Id,Name,Industry,CreatedDate\n" + acct1 + ",Acme,Energy," + since + "\n"
	}
	one := deals([]string{"03/04/2027"}, []string{"2026-01-01"})
	const dmy, mdy, asked = "2027-04-03", "2027-03-04", "dates_undecided"
	for what, c := range map[string]struct {
		files map[string]string
		given string
		want  string
	}{
		"nothing":           {map[string]string{"a/o.csv": one}, "", asked},
		"given day first":   {map[string]string{"a/o.csv": one}, "dmy", dmy},
		"given month first": {map[string]string{"a/o.csv": one}, "mdy", mdy},
		"the column": {map[string]string{"a/o.csv": deals([]string{"03/04/2027", "23/04/2027"},
			[]string{"", ""})}, "", dmy},
		"the file": {map[string]string{"a/o.csv": deals([]string{"03/04/2027"},
			[]string{"04/23/2026"})}, "", mdy},
		"the folder":              {map[string]string{"a/o.csv": one, "a/x.csv": accounts("23/04/2024")}, "", dmy},
		"the folder, seen before": {map[string]string{"a/o.csv": one, "a/a.csv": accounts("04/23/2024")}, "", mdy},
		"another folder":          {map[string]string{"a/o.csv": one, "b/x.csv": accounts("23/04/2024")}, "", asked},
		"the column over the file": {map[string]string{"a/o.csv": deals([]string{"03/04/2027", "23/04/2027"},
			[]string{"04/23/2026", "04/24/2026"})}, "", dmy},
		"the file over the folder": {map[string]string{"a/o.csv": deals([]string{"03/04/2027"}, []string{"04/23/2026"}),
			"a/x.csv": accounts("23/04/2024")}, "", mdy},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			_, err := w.try(connectors.Options{Paths: []string{folder(t, c.files)}, Dates: c.given})
			if got := settled(w, err, "close_date"); got != c.want {
				t.Errorf("%s, want %s: %v", got, c.want, err)
			}
		})
	}
}
