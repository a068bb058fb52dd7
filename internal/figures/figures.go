package figures

import (
	"math/big"
	"strconv"
	"strings"
)

// Value writes a value with its unit, as metrics name it: money, share, count, days, months or
// ratio. Currency may be empty. What is no decimal stays as it is, and so does an empty text.
func Value(decimal, unit, currency string) string {
	r, ok := new(big.Rat).SetString(decimal)
	if !ok {
		return decimal
	}
	switch unit {
	case "share":
		return Share(decimal)
	case "days", "months":
		return Grouped(r.FloatString(1)) + " " + unit
	case "ratio":
		return r.FloatString(4)
	case "money":
		_, places, _ := strings.Cut(decimal, ".")
		return strings.TrimSpace(Grouped(r.FloatString(min(len(places), 2))) + " " + currency)
	}
	return Grouped(decimal)
}

// Share writes a share as a percentage with one decimal, so that those of a column stand under each
// other: 50.0 %.
func Share(decimal string) string {
	r, ok := new(big.Rat).SetString(decimal)
	if !ok {
		return decimal
	}
	return r.Mul(r, big.NewRat(100, 1)).FloatString(1) + " %"
}

// Percent writes a share as it stands in a sentence: 50 %, or 33.3 %.
func Percent(decimal string) string { return strings.Replace(Share(decimal), ".0 %", " %", 1) }

// Signed puts a plus before what was added; what is zero as it is shown has no sign.
func Signed(shown string) string {
	number, _, _ := strings.Cut(shown, " ") // what follows is the unit
	if strings.HasPrefix(shown, "-") || strings.Trim(number, "0.") == "" {
		return shown
	}
	return "+" + shown
}

// Grouped writes a decimal with thousands apart, and without decimals that are all zero.
func Grouped(decimal string) string {
	sign := ""
	if rest, ok := strings.CutPrefix(decimal, "-"); ok {
		sign, decimal = "-", rest
	}
	whole, places, _ := strings.Cut(decimal, ".")
	var b strings.Builder
	for i, c := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(c)
	}
	if strings.Trim(places, "0") != "" {
		b.WriteString("." + places)
	}
	return sign + b.String()
}

// Count writes a whole number with thousands apart.
func Count(n int64) string { return Grouped(strconv.FormatInt(n, 10)) }

// Several writes a number with the word for what is counted.
func Several(n int64, one, many string) string {
	if n == 1 {
		return Count(n) + " " + one
	}
	return Count(n) + " " + many
}
