package cell

import (
	"strconv"
	"strings"

	"salesops/connectors/table"
	"salesops/internal/fault"
	"salesops/internal/reason"
)

// Decimals is what divides the decimals in the numbers of a column.
type Decimals uint8

const (
	Unwritten Decimals = iota // not known
	Point                     // 1,234.50
	Comma                     // 1.234,50
)

var writingNames = [...]string{"", "point", "comma"}

func (w Decimals) String() string { return writingNames[w] }

// ParseDecimals reads comma or point; "" is Unwritten.
func ParseDecimals(s string) (Decimals, error) {
	for i, name := range writingNames {
		if strings.EqualFold(s, name) {
			return Decimals(i), nil
		}
	}
	return Unwritten, fault.Invalidf(
		"%q does not say how numbers are written: use comma for 1.234,50 or point for 1,234.50", s)
}

// sign is what one text says about the writing of its column.
type sign uint8

const (
	saysNothing sign = iota // no number, or one that is the same in either writing
	saysPoint
	saysComma
	saysEither // 4.750 or 4,750: a group of thousands, or three decimals
)

// signOf looks at a number as it is written.
func signOf(s string, stored table.Numbers) sign {
	digits, share := bare(s)
	point, comma := strings.Count(digits, "."), strings.Count(digits, ",")
	if point+comma == 0 {
		return saysNothing
	}
	other := strings.ContainsAny(digits, " '")
	at := strings.LastIndexAny(digits, ".,")
	behind := len(digits) - at - 1
	divides := saysPoint
	if digits[at] == ',' {
		divides = saysComma
	}
	switch {
	case point > 0 && comma > 0: // the last of the two divides, and the other groups
		if strings.Count(digits, digits[at:at+1]) > 1 || !grouped(strings.Map(groupSign, digits[:at])) {
			return saysNothing
		}
		return divides
	case point+comma > 1: // it groups, so the other divides
		switch {
		case !grouped(strings.Map(groupSign, digits)):
			return saysNothing
		case divides == saysPoint:
			return saysComma
		}
		return saysPoint
	case behind != 3, at == 0, at > 3, digits[0] == '0', other, share:
		return divides
	case stored == table.Stored, stored == table.Mixed && divides == saysPoint && digits[len(digits)-1] != '0':
		return divides
	}
	return saysEither
}

// groupSign makes one sign of all that group thousands.
func groupSign(r rune) rune {
	if r == '.' || r == ',' || r == '\'' {
		return ' '
	}
	return r
}

// grouped says that digits stand in groups of three.
func grouped(s string) bool {
	for i, part := range strings.Split(s, " ") {
		if part == "" || len(part) > 3 || i > 0 && len(part) != 3 {
			return false
		}
	}
	return true
}

// bare is a number without sign, currency and brackets; "" for a text that is none. share
// says that it is a percentage.
func bare(s string) (digits string, share bool) {
	if len(s) > 80 || !strings.ContainsAny(s, ".,") {
		return "", false
	}
	if isPlain(s) && isDigit(s[len(s)-1]) {
		return strings.TrimPrefix(s, "-"), false
	}
	t := strings.TrimSpace(plainSpaces.Replace(s))
	if rest, ok := strings.CutSuffix(t, "%"); ok {
		t, share = strings.TrimSpace(rest), true
	}
	for range 2 { // -$5, $(5), (EUR 5)
		t = strings.TrimSpace(strings.Trim(t, "()+-"))
		t, _ = stripCurrency(t)
	}
	if t == "" || !isDigit(t[len(t)-1]) {
		return "", share
	}
	for i := range len(t) {
		if !isDigit(t[i]) && strings.IndexByte("., '", t[i]) < 0 {
			return "", share
		}
	}
	return t, share
}

// DecimalsEvidence counts what the numbers of a column, file or folder say about their writing.
type DecimalsEvidence struct {
	points, commas int
	either         int    // numbers that could be either
	byComma        int    // … of them, those with a comma
	first, where   string // the first of them
}

// See takes in one cell. whole says that the column holds whole numbers: what would have
// decimals in one writing is written in the other.
func (n *DecimalsEvidence) See(s string, stored table.Numbers, whole bool, where func() string) {
	says := signOf(s, stored)
	if says == saysEither && whole {
		says = saysComma
		if strings.Contains(s, ",") {
			says = saysPoint
		}
	}
	switch says {
	case saysPoint:
		n.points++
	case saysComma:
		n.commas++
	case saysEither:
		if n.either == 0 {
			n.first, n.where = s, where()
		}
		n.either++
		if strings.Contains(s, ",") {
			n.byComma++
		}
	case saysNothing:
	}
}

func (n *DecimalsEvidence) Add(o DecimalsEvidence) {
	n.points += o.points
	n.commas += o.commas
}

// Decimals is what the evidence decides. One stray number among many does not hide the writing
// of the rest.
func (n *DecimalsEvidence) Decimals() Decimals {
	switch {
	case n.points > 0 && n.points >= 20*n.commas:
		return Point
	case n.commas > 0 && n.commas >= 20*n.points:
		return Comma
	}
	return Unwritten
}

// FirstDecimals is the writing that the first of several decides: a column, else its file, else its folder.
func FirstDecimals(of ...*DecimalsEvidence) Decimals {
	for _, n := range of {
		if w := n.Decimals(); w != Unwritten {
			return w
		}
	}
	return Unwritten
}

// Matters says that some number tells its writing or depends on it.
func (n *DecimalsEvidence) Matters() bool { return n.points+n.commas+n.either > 0 }

// Undecided says that some number could be either.
func (n *DecimalsEvidence) Undecided() bool { return n.either > 0 }

// UndecidedByComma says that all numbers that could be either have a comma.
func (n *DecimalsEvidence) UndecidedByComma() bool { return n.byComma == n.either }

// MostlyCommas says that more numbers are written with a decimal comma than with a point.
func (n *DecimalsEvidence) MostlyCommas() bool { return n.commas > n.points }

// Question asks how the numbers of a column are written.
func (n *DecimalsEvidence) Question(file, column string) error {
	value := strconv.Quote(Shorten(n.first))
	grouped, divided := bothReadings(n.first)
	if n.commas > 0 && n.points > 0 {
		return fault.Because(fault.Invalid, reason.Of("numbers_of_both_kinds", "file", file, "column", column,
			"where", n.where, "value", value, "grouped", grouped, "divided", divided))
	}
	return fault.Because(fault.Invalid, reason.Of("numbers_undecided", "file", file, "column", column,
		"where", n.where, "value", value, "grouped", grouped, "divided", divided))
}

// bothReadings are what a number that could be either would be: 4750 and 4.75.
func bothReadings(s string) (grouped, divided string) {
	read := func(comma bool) string {
		n, err := ParseNumber(s, comma)
		if d, bad := PlainDecimal(s, comma); err != nil && bad == nil {
			return d.Text
		}
		return strconv.FormatFloat(n, 'f', -1, 64)
	}
	grouped, divided = read(strings.Contains(s, ".")), read(strings.Contains(s, ","))
	return grouped, divided
}

// refuseEither is for numbers that are read alone, where nothing else of the column is seen.
func refuseEither(s string, w Decimals, stored table.Numbers) error {
	if w == Unwritten && signOf(s, stored) == saysEither {
		grouped, divided := bothReadings(s)
		return reason.Of("number_ambiguous", "value", Shorten(s), "grouped", grouped, "divided", divided)
	}
	return nil
}

// DecimalsOf is what one text says about the writing of its column; either is true for a number that
// means something in both.
func DecimalsOf(s string, stored table.Numbers) (w Decimals, either bool) {
	switch signOf(s, stored) {
	case saysPoint:
		return Point, false
	case saysComma:
		return Comma, false
	case saysEither:
		return Unwritten, true
	case saysNothing:
	}
	return Unwritten, false
}
