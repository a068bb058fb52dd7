package metrics_test

import (
	"math/big"
	"testing"

	"salesops/analytics"
	"salesops/internal/money"
	"salesops/metrics"
)

// TestHalfEvenIsThatOfMoney: what a statement divides is rounded as the program rounds, on both sides of zero.
func TestHalfEvenIsThatOfMoney(t *testing.T) {
	t.Parallel()
	w := newWorld(t, load(t))
	n := 0
	_, err := w.cols.Query(t.Context(), "SELECT a, b, "+metrics.HalfEven("a", "b")+" FROM (SELECT a::HUGEINT AS a, "+
		"b::HUGEINT AS b FROM range(-25, 26) x(a), range(-10, 11) y(b)) WHERE b <> 0", nil,
		func(rows *analytics.Batch) error {
			for i := range rows.Rows() {
				n++
				exact := new(big.Rat).SetFrac(rows.Big(0, i), rows.Big(1, i))
				if got, want := rows.Big(2, i), money.RoundHalfEven(exact); got.Cmp(want) != 0 {
					t.Errorf("%s / %s is %s in SQL, want %s", rows.Big(0, i), rows.Big(1, i), got, want)
				}
			}
			return nil
		})
	if err != nil || n != 51*20 {
		t.Fatalf("%d pairs, %v", n, err)
	}
}
