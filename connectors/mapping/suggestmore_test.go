package mapping_test

import (
	"strings"
	"testing"

	"salesops/connectors"
	"salesops/internal/fault"
)

// TestSuggestedForOneTable: what the mapping for a table says of it, and what it does not.
func TestSuggestedForOneTable(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		file, text string
		says, not  []string
	}{
		"rates in columns": {"rates.csv", "Date,USD,GBP,Note\n2026-01-01,1.08,0.85,\n2026-02-01,1.09,0.86,\n",
			[]string{"object: fx_rate # its columns are headed by currencies",
				"fields: {to_currency: {constant: USD}, day: Date, rate: USD}",
				"fields: {to_currency: {constant: GBP}, day: Date, rate: GBP}",
				"rates.csv has a column for each currency"}, []string{"Note"}},
		"numbers in columns that are no currencies": {"rates.csv",
			"Date,XXQ,ABC\n2026-01-01,1.08,0.85\n2026-02-01,1.09,0.86\n", nil,
			[]string{"object: fx_rate"}},
		"rates beside something else": {"rates.csv",
			"Date,USD,Office\n2026-01-01,1.08,Bonn\n2026-02-01,1.09,Kiel\n", nil,
			[]string{"its columns are headed by currencies"}},
		"a reference that is empty": {"deals.csv",
			"deal_id,deal_name,stage,amount,close_date,account\n1,A,Won,5,2026-01-05,\n2,B,Lost,6,2026-01-06,\n",
			[]string{"account: account # empty here"}, nil},
		"months of a quota": {"quotas.csv",
			"Seller,Month,Quota\nAnn,2026-01-01,100\nAnn,2026-02-01,100\nBob,2026-01-01,90\n",
			[]string{"to_on: {column: Month, plus_months: 1, minus_days: 1} # its first days are 1 month apart"}, nil},
		"quarters of a quota": {"quotas.csv",
			"Seller,Begins,Quota\nAnn,2026-01-01,100\nAnn,2026-04-01,100\nBob,2026-10-01,90\n",
			[]string{"to_on: {column: Begins, plus_months: 3, minus_days: 1} # its first days are 3 months apart"},
			nil},
		"years of a quota": {"quotas.csv", "Seller,Begins,Quota\nAnn,2025-01-01,100\nAnn,2026-01-01,100\n",
			[]string{"plus_months: 12, minus_days: 1} # its first days are 12 months apart"}, nil},
		"one quarter": {"quotas.csv", "Seller,Begins,Quota\nAnn,2026-04-01,100\nBob,2026-04-01,90\n",
			[]string{"to_on: {column: Begins, plus_months: 3, minus_days: 1}\n", "quotas.csv has only first days"},
			nil},
		"one month": {"quotas.csv", "Seller,Begins,Quota\nAnn,2026-05-01,100\nBob,2026-05-01,90\n",
			[]string{"to_on: {column: Begins, plus_months: 1, minus_days: 1}\n", "quotas.csv has only first days"},
			nil},
		"days that tell nothing": {"quotas.csv", "Seller,Begins,Quota\nAnn,2026-01-01,100\nAnn,2026-02-03,100\n",
			[]string{"to_on: {column: Begins, plus_months: 1, minus_days: 1}\n", "quotas.csv has only first days"},
			nil},
		"two months apart": {"quotas.csv", "Seller,Begins,Quota\nAnn,2026-01-01,100\nAnn,2026-03-01,100\n",
			[]string{"quotas.csv has only first days"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := folder(t, map[string]string{c.file: c.text,
				"accounts.csv": "account_id,account_name,industry,city\nA1,Ore,Mining,Bonn\nA2,Tin,Trade,Kiel\n"})
			text := suggest(t, dir)
			for _, want := range c.says {
				if !strings.Contains(text, want) {
					t.Errorf("no %q in\n%s", want, text)
				}
			}
			for _, want := range c.not {
				if strings.Contains(text, want) {
					t.Errorf("%q in\n%s", want, text)
				}
			}
			if _, err := newWorld(t).try(text, connectors.Options{Paths: []string{dir}}); err != nil &&
				fault.KindOf(err) != fault.Invalid {
				t.Errorf("%v\n%s", err, text)
			}
		})
	}
}
