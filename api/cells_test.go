package api_test

import (
	"testing"

	"salesops/api"
)

// TestTextsOfFieldsAreReadFromTheValue: what an export writes into a cell is the value's own text. An export has
// millions of cells, so none may cost an encoding of its own.
func TestTextsOfFieldsAreReadFromTheValue(t *testing.T) {
	eur := "EUR"
	for _, c := range []struct {
		value any
		want  [2]string
		most  float64 // allocations
	}{
		{nil, [2]string{}, 0},
		{"Anvil", [2]string{"Anvil"}, 0},
		{api.MoneyValue{Amount: "1250.00", Currency: &eur}, [2]string{"1250.00", "EUR"}, 0},
		{api.MoneyValue{Amount: "1250.00"}, [2]string{"1250.00"}, 0},
		{api.RefValue{ID: "person_1", Name: "Ada"}, [2]string{"Ada", "person_1"}, 0},
		{0.25, [2]string{"0.25"}, 1},
		{int64(12), [2]string{"12"}, 1},
		{true, [2]string{"true"}, 1},
	} {
		v := api.FieldValue{V: c.value}
		if got := api.FieldTexts(v); got != c.want {
			t.Errorf("%v is written %q, want %q", c.value, got, c.want)
		}
		if n := testing.AllocsPerRun(100, func() { api.FieldTexts(v) }); n > c.most {
			t.Errorf("%v costs %v allocations, want at most %v", c.value, n, c.most)
		}
	}
}
