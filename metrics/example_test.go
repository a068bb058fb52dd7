package metrics_test

import (
	"math/big"
	"slices"
	"strings"
	"testing"

	"salesops/internal/period"
	"salesops/metrics"
	"salesops/metrics/rowsets"
)

func load(t testing.TB) *metrics.Catalog {
	t.Helper()
	c, err := metrics.Load(rowsets.All())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestGolden runs the worked example, the empty and the edge case that stand in
// every metric's file, through real columns.
func TestGolden(t *testing.T) {
	t.Parallel()
	catalog := load(t)
	for name, examples := range metrics.Goldens(catalog) {
		for kind, x := range examples {
			t.Run(name+"/"+kind, func(t *testing.T) {
				t.Parallel()
				if x == nil {
					t.Fatalf("%s has no %s", name, kind)
				}
				w := newWorld(t, catalog)
				for _, object := range []string{"company", "fx_rate", "team", "person", "account", "contact",
					"product", "pipeline", "stage", "deal", "deal_line", "split_type", "deal_split", "lead", "activity",
					"contract", "order", "cost", "calendar_event", "quota", "absence", "holiday"} {
					for _, row := range x.Rows[object] {
						w.put(object, row)
					}
				}
				w.complete()
				w.catchUp()
				q := metrics.Query{
					Metric: name, From: x.Ask.From, To: x.Ask.To, Grain: period.Grain(x.Ask.Grain), By: x.Ask.By,
					Where: x.Ask.Where, Compare: x.Ask.Compare, AsOf: x.Ask.AsOf, Currency: x.Ask.Currency,
				}
				if x.Ask.Today != nil {
					q.Today = *x.Ask.Today
				}
				a := w.ask(q)
				if len(a.Rows) != len(x.Want) {
					t.Fatalf("%d rows, want %d: %s", len(a.Rows), len(x.Want), dump(a))
				}
				for i, want := range x.Want {
					got := a.Rows[i]
					text := func(f *metrics.Figure) string {
						if f == nil {
							return ""
						}
						return f.Text
					}
					for dim, name := range want.By {
						if got.By[dim].Name != name {
							t.Errorf("row %d: %s is %q, want %q", i, dim, got.By[dim].Name, name)
						}
					}
					if want.Period != "" && (got.Period == nil || *got.Period != want.Period) {
						t.Errorf("row %d: period %v, want %s", i, got.Period, want.Period)
					}
					if want.Value == nil && got.Value != nil {
						t.Errorf("row %d: value %s, want none", i, got.Value)
					}
					if want.Value != nil {
						near(t, i, "value", text(got.Value), *want.Value)
					}
					for _, c := range [][3]string{{"numerator", text(got.Numerator), want.Numerator},
						{"denominator", text(got.Denominator), want.Denominator},
						{"low", text(got.Low), want.Low}, {"high", text(got.High), want.High}} {
						if c[2] != "" {
							near(t, i, c[0], c[1], c[2])
						}
					}
					if want.N != nil && got.N != *want.N {
						t.Errorf("row %d: n %d, want %d", i, got.N, *want.N)
					}
					if !strings.Contains(got.Reason, want.Reason) || (want.Reason == "") != (got.Reason == "") {
						t.Errorf("row %d: reason %q, want %q", i, got.Reason, want.Reason)
					}
					for _, f := range want.Flags {
						if !slices.Contains(got.Flags, f) {
							t.Errorf("row %d: flags %v, want %s", i, got.Flags, f)
						}
					}
					for _, code := range want.Notes {
						if !slices.ContainsFunc(a.Notes, func(n metrics.Note) bool { return n.Code == code }) {
							t.Errorf("notes %v, want %s", a.Notes, code)
						}
					}
					if t.Failed() {
						t.Log(dump(a))
					}
				}
			})
		}
	}
}

func dump(a *metrics.Answer) string {
	b, err := a.Bytes()
	if err != nil {
		return err.Error()
	}
	return string(b)
}

// near compares to the digits that the file gives.
func near(t *testing.T, row int, what, got, want string) {
	t.Helper()
	g, ok := new(big.Rat).SetString(got)
	w, ok2 := new(big.Rat).SetString(want)
	if !ok || !ok2 {
		t.Errorf("row %d: %s is %q, want %s", row, what, got, want)
		return
	}
	digits := 0
	if point := strings.IndexByte(want, '.'); point >= 0 {
		digits = len(want) - point - 1
	}
	half := new(big.Rat).SetFrac(big.NewInt(1),
		new(big.Int).Mul(big.NewInt(2), new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(digits)), nil)))
	if diff := new(big.Rat).Sub(g, w); diff.Abs(diff).Cmp(half) > 0 {
		t.Errorf("row %d: %s is %s, want %s", row, what, got, want)
	}
}
