package metrics

import "strings"

// HalfEven returns the SQL of above ÷ below, two whole numbers, rounded half to even as money.RoundHalfEven does.
// Every amount that a statement divides is rounded by it.
func HalfEven(above, below string) string {
	return strings.NewReplacer("$above", "("+above+")", "$below", "("+below+")").Replace(halfEven)
}

const halfEven = `($above // $below + CASE
	WHEN 2 * abs($above % $below) > abs($below)
		OR 2 * abs($above % $below) = abs($below) AND ($above // $below) % 2 <> 0
	THEN sign($above) * sign($below) ELSE 0 END)`
