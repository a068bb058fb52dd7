package mapping_test

import (
	"encoding/csv"
	"math/big"
	"os"
	"path/filepath"
	"testing"

	"salesops/connectors"
	"salesops/sales"
)

// TestDonations: a real set through a mapping file: every row is taken, set aside or
// refused with a reason, and amounts add up to what the files hold.
func TestDonations(t *testing.T) {
	t.Parallel()
	dir := filepath.Join("..", "..", "..", "shared", "data", "npsp-1k")
	if _, err := os.Stat(dir); err != nil {
		t.Skip("the trial data is not here: put it into shared/data beside the repository")
	}
	text, err := os.ReadFile("testdata/npsp.yaml")
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(t)
	r := w.run(string(text), connectors.Options{Paths: []string{dir}})
	for _, f := range r.Files {
		if !f.Unknown && (f.Rows == 0 || f.Rows != f.Taken+f.Rejected+f.SetAside+f.Ignored) {
			t.Errorf("%s: %d rows, %d taken, %d rejected, %d set aside", f.Path, f.Rows,
				f.Taken, f.Rejected, f.SetAside)
		}
		if f.Rejected > 0 {
			t.Errorf("%s: %+v", f.Path, f.Rejects)
		}
	}
	won, total := wonIn(t, filepath.Join(dir, "Opportunity.csv"))
	deals := w.records("npsp", sales.Deal)
	n, sum := 0, new(big.Rat)
	for _, d := range deals {
		if d.Fields["outcome"].Text() == sales.Won {
			n++
			sum.Add(sum, d.Fields["amount"].Money().Rat())
		}
	}
	if len(deals) != 1517 || len(w.records("npsp", sales.Account)) != 1223 ||
		len(w.records("npsp", sales.Contact)) != 1024 || n != won || sum.Cmp(total) != 0 {
		t.Errorf("%d deals, %d won worth %s, want %d worth %s; %+v", len(deals), n, sum.FloatString(2),
			won, total.FloatString(2), r.Objects)
	}
	if r = w.run(string(text), connectors.Options{Paths: []string{dir}}); r.Changes != 0 {
		t.Errorf("again: %d changes", r.Changes)
	}
}

// wonIn counts the won deals of the file and adds up their amounts.
func wonIn(t *testing.T, path string) (int, *big.Rat) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }() // only read
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	n, sum := 0, new(big.Rat)
	for _, row := range rows[1:] {
		if row[3] != "Closed Won" {
			continue
		}
		n++
		if a, ok := new(big.Rat).SetString(row[2]); ok {
			sum.Add(sum, a)
		}
	}
	return n, sum
}
