package cell

import (
	"math"
	"math/big"
	"strconv"
	"strings"

	"salesops/internal/money"
	"salesops/internal/reason"
)

// Decimal is a number as text that means one thing: digits, at most one point, a sign in
// front. currency is the code that stood beside it, if any.
type Decimal struct {
	Text     string
	currency string
}

// PlainDecimal takes thousands separators, currency signs and a decimal comma away. With
// comma the column is known to write 1.234,50. Both "-5" and "(5)" are negative.
func PlainDecimal(s string, comma bool) (Decimal, error) {
	if isPlain(s) && !comma {
		return Decimal{Text: s}, nil
	}
	bad := func(why numberFault) (Decimal, error) { return Decimal{}, why.reason(s) }
	t := strings.TrimSpace(plainSpaces.Replace(s))
	if len(t) > 80 {
		return bad(tooLong)
	}
	var d Decimal
	negative := false
	if n := len(t); n > 2 && t[0] == '(' && t[n-1] == ')' {
		negative, t = true, strings.TrimSpace(t[1:n-1])
	}
	t, d.currency = stripCurrency(t)
	if n := len(t); n > 2 && t[0] == '(' && t[n-1] == ')' && !negative { // $(500)
		negative, t = true, strings.TrimSpace(t[1:n-1])
	}
	if t != "" && (t[0] == '-' || t[0] == '+') {
		negative = negative != (t[0] == '-')
		t = strings.TrimSpace(t[1:])
		var code string
		if t, code = stripCurrency(t); code != "" {
			d.currency = code
		}
	} else if strings.HasSuffix(t, "-") {
		negative, t = true, strings.TrimSpace(t[:len(t)-1])
	}
	mantissa, exponent := t, ""
	if i := strings.IndexAny(t, "eE"); i > 0 {
		mantissa, exponent, comma = t[:i], t[i+1:], false
	}
	digits, err := ungroup(mantissa, comma)
	if err != readable {
		return bad(err)
	}
	if exponent != "" {
		if digits, err = shift(digits, exponent); err != readable {
			return bad(err)
		}
	}
	if negative {
		digits = "-" + digits
	}
	d.Text = digits
	return d, nil
}

var plainSpaces = strings.NewReplacer("\u00a0", " ", "\u202f", " ", "\u2212", "-", "\u2019", "'")

// numberFault is why a text is not a number.
type numberFault uint8

const (
	readable numberFault = iota
	tooLong
	badGrouping
	badWriting
	badExponent
)

func (w numberFault) reason(s string) reason.Reason {
	switch w {
	case tooLong:
		return reason.Of("number_too_long", "value", Shorten(s))
	case badGrouping:
		return reason.Of("number_grouping", "value", Shorten(s))
	case badWriting:
		return reason.Of("number_writing", "value", Shorten(s))
	case badExponent:
		return reason.Of("number_exponent", "value", Shorten(s))
	case readable:
	}
	return reason.Of("not_number", "value", Shorten(s))
}

// isPlain says that a text is digits with at most one point and a sign: what exports hold.
func isPlain(s string) bool {
	points, digits := 0, 0
	for i := range len(s) {
		switch c := s[i]; {
		case isDigit(c):
			digits++
		case c == '.':
			points++
		case c == '-' && i == 0:
		default:
			return false
		}
	}
	return digits > 0 && points <= 1 && len(s) <= 30
}

// signs are what stands beside an amount, longer ones first. Those of one currency say which
// it is; "$" and "¥" are of several.
var signs = []struct{ sign, code string }{
	{"US$", "USD"}, {"HK$", "HKD"}, {"NZ$", "NZD"}, {"R$", "BRL"}, {"A$", "AUD"}, {"C$", "CAD"}, {"人民币", "CNY"},
	{"€", "EUR"}, {"£", "GBP"}, {"₹", "INR"}, {"₩", "KRW"}, {"₽", "RUB"}, {"$", ""}, {"¥", ""}, {"￥", ""}, {"元", ""},
}

// stripCurrency takes a currency sign or code from either end.
func stripCurrency(s string) (rest, code string) {
	s = strings.TrimSpace(s)
	if s == "" || isDigit(s[0]) && isDigit(s[len(s)-1]) {
		return s, ""
	}
	for _, c := range signs {
		if t, ok := strings.CutPrefix(s, c.sign); ok {
			s, code = strings.TrimSpace(t), c.code
			break
		}
		if t, ok := strings.CutSuffix(s, c.sign); ok {
			s, code = strings.TrimSpace(t), c.code
			break
		}
	}
	if len(s) > 3 {
		if c := s[:3]; letters(c) && !isLetter(s[3]) && money.Known(strings.ToUpper(c)) {
			return strings.TrimSpace(s[3:]), strings.ToUpper(c)
		}
		if c := s[len(s)-3:]; letters(c) && !isLetter(s[len(s)-4]) && money.Known(strings.ToUpper(c)) {
			return strings.TrimSpace(s[:len(s)-3]), strings.ToUpper(c)
		}
	}
	return s, code
}

func letters(s string) bool {
	for i := range len(s) {
		if !isLetter(s[i]) {
			return false
		}
	}
	return true
}

// ungroup turns 1,234.50 and 1.234,50 and 1 234,50 and 1'234.50 into 1234.50.
func ungroup(s string, comma bool) (string, numberFault) {
	point := byte('.')
	lastPoint, lastComma := strings.LastIndexByte(s, '.'), strings.LastIndexByte(s, ',')
	switch {
	case lastPoint >= 0 && lastComma >= 0:
		if lastComma > lastPoint {
			point = ','
		}
	case lastComma >= 0:
		// One comma with three digits behind it groups thousands, any other divides.
		if strings.Count(s, ",") == 1 &&
			(comma || len(s)-lastComma-1 != 3 || lastComma == 0 || lastComma > 3 || s[0] == '0') {
			point = ','
		}
	case lastPoint >= 0:
		if strings.Count(s, ".") > 1 || comma && len(s)-lastPoint-1 == 3 && lastPoint > 0 &&
			lastPoint <= 3 && s[0] != '0' {
			point = ','
		}
	}
	var out strings.Builder
	run, groups, fraction := 0, 0, false
	for i := range len(s) {
		c := s[i]
		switch {
		case isDigit(c):
			out.WriteByte(c)
			run++
		case c == point && !fraction:
			if groups > 0 && run != 3 {
				return "", badGrouping
			}
			out.WriteByte('.')
			fraction, run = true, 0
		case (c == ',' || c == '.' || c == ' ' || c == '\'') && !fraction && run > 0:
			if run > 3 || groups > 0 && run != 3 {
				return "", badGrouping
			}
			groups++
			run = 0
		default:
			return "", badWriting
		}
	}
	if groups > 0 && !fraction && run != 3 {
		return "", badGrouping
	}
	text := out.String()
	if strings.Trim(text, ".") == "" {
		return "", badWriting
	}
	return text, readable
}

// shift applies a power of ten, as large numbers are exported: 1.5E7.
func shift(digits, exponent string) (string, numberFault) {
	e, err := strconv.Atoi(exponent)
	if err != nil || e < -30 || e > 30 {
		return "", badExponent
	}
	r, ok := new(big.Rat).SetString(digits + "e" + strconv.Itoa(e))
	if !ok {
		return "", badExponent
	}
	return strings.TrimSuffix(strings.TrimRight(r.FloatString(35), "0"), "."), readable
}

// ParseAmount reads money. A code beside the number goes before the row's currency.
func ParseAmount(s, currency string, comma bool) (money.Amount, error) {
	d, err := PlainDecimal(s, comma)
	if err != nil {
		if _, share := ParsePercent(s, comma); share == nil && strings.HasSuffix(strings.TrimSpace(s), "%") {
			return money.Amount{}, reason.Of("amount_percent", "value", Shorten(s))
		}
		return money.Amount{}, err
	}
	if d.currency != "" {
		currency = d.currency
	}
	if minor, ok := fastMinor(d.Text, money.Digits(currency)); ok {
		return money.Amount{Minor: minor, Currency: currency}, nil
	}
	a, err := money.Parse(strings.TrimPrefix(d.Text, "+"), currency)
	if err != nil {
		return money.Amount{}, reason.Of("amount_too_large", "value", Shorten(s))
	}
	return a, nil
}

// fastMinor reads what most amounts are: few digits, no more decimals than the currency has. Eighteen digits always
// fit in an int64.
func fastMinor(s string, decimals int) (int64, bool) {
	if len(s)+decimals > 18 || len(s) == 0 {
		return 0, false
	}
	i, negative := 0, s[0] == '-'
	if negative {
		i = 1
	}
	var n int64
	behind, digits := -1, 0
	for ; i < len(s); i++ {
		switch c := s[i]; {
		case isDigit(c):
			n = n*10 + int64(c-'0')
			digits++
			if behind >= 0 {
				behind++
			}
		case c == '.' && behind < 0:
			behind = 0
		default:
			return 0, false
		}
	}
	behind = max(behind, 0)
	if digits == 0 || behind > decimals {
		return 0, false
	}
	for ; behind < decimals; behind++ {
		n *= 10
	}
	if negative {
		n = -n
	}
	return n, true
}

// ParseNumber reads a measured quantity; 60% is 0.6.
func ParseNumber(s string, comma bool) (float64, error) {
	if rest, ok := strings.CutSuffix(strings.TrimSpace(s), "%"); ok {
		f, err := ParseNumber(rest, comma)
		return f / 100, err
	}
	d, err := PlainDecimal(s, comma)
	if err != nil {
		return 0, err
	}
	f, err := strconv.ParseFloat(d.Text, 64)
	if err != nil || math.IsInf(f, 0) || math.IsNaN(f) {
		return 0, reason.Of("not_number", "value", Shorten(s))
	}
	return f, nil
}

// ParsePercent reads 60, 60 % and 60,5% as 0.6 and 0.605.
func ParsePercent(s string, comma bool) (float64, error) {
	f, err := ParseNumber(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(s), "%")), comma)
	if err != nil {
		return 0, reason.Of("not_percentage", "value", Shorten(s))
	}
	return f / 100, nil
}

// ParseWhole reads a whole number; 12.0 is one.
func ParseWhole(s string, comma bool) (int64, error) {
	d, err := PlainDecimal(s, comma)
	if err != nil {
		return 0, err
	}
	whole, fraction, _ := strings.Cut(d.Text, ".")
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || strings.Trim(fraction, "0") != "" {
		return 0, reason.Of("not_whole", "value", Shorten(s))
	}
	return n, nil
}

// ParseBool reads yes and no as programs write them.
func ParseBool(s string) (bool, error) {
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "true", "1", "yes", "y", "t", "on", "wahr", "sim", "s", "verdadeiro", "ja", "oui", "vrai", "sí", "si",
		"verdadero", "是", "真", "对", "有", "1.0":
		return true, nil
	case "false", "0", "no", "n", "f", "off", "falsch", "não", "nao", "falso", "nein", "non", "faux",
		"否", "假", "不", "无", "没有", "0.0":
		return false, nil
	}
	return false, reason.Of("not_boolean", "value", Shorten(s))
}
