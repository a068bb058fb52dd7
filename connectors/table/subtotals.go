package table

import (
	"math"
	"strconv"
	"strings"
)

// Grouped reports have rows between the rows: subtotals, counts, averages. What begins with such
// a word and has nothing but amounts beside it is one of them where the word leaves no doubt,
// where it names the group above it, or where its numbers are what the rows above it add up to.
// A customer that happens to be called "Total" stays.

// running are the sums of what was read, by column, at the row at hand and at each set of
// totals before it: groups in groups add up from any of those.
type running struct {
	count   float64
	byDot   []float64 // 1,234.50
	byComma []float64 // 1.234,50
	before  []cut
	cells   []string // of the row before: the group that a total names
}

type cut struct {
	count          float64
	byDot, byComma []float64
}

const mostCuts = 64

// see takes in a row that is none of totals.
func (s *running) see(cells []string) {
	s.count++
	s.cells = append(s.cells[:0], cells...)
	for i, cell := range cells {
		if !mayBeAmount(cell) {
			continue
		}
		dot, comma, ok := readings(cell)
		if !ok {
			continue
		}
		for len(s.byDot) <= i {
			s.byDot, s.byComma = append(s.byDot, 0), append(s.byComma, 0)
		}
		s.byDot[i] += dot
		s.byComma[i] += comma
	}
}

// cut remembers where totals stand.
func (s *running) cut() {
	if n := len(s.before); n > 0 && s.before[n-1].count == s.count {
		return
	}
	if len(s.before) == mostCuts {
		s.before = append(s.before[:0], s.before[1:]...)
	}
	s.before = append(s.before, cut{s.count, append([]float64(nil), s.byDot...), append([]float64(nil), s.byComma...)})
}

// isTotal says that a row between the rows is a subtotal, a count or an average of them.
func (s *running) isTotal(cells []string) bool {
	at := first(cells)
	if at < 0 || s.count == 0 {
		return false
	}
	beside, only := amountsBeside(cells, at)
	word := plainWord(cells[at])
	switch {
	case !only:
		return false
	case certain[word]: // also alone: its sums may be formulas that nobody computed
		return true
	case beside == 0:
		return false
	case totals[word]:
		return s.addsUp(cells, at)
	case at < len(s.cells):
		return namesGroup(word, plainWord(s.cells[at]))
	}
	return false
}

// addsUp says that a number of the row is the sum, the count or the mean of the rows since one
// of the totals before, or since the beginning.
func (s *running) addsUp(cells []string, from int) bool {
	for k := len(s.before); k >= 0; k-- {
		since := cut{}
		if k > 0 {
			since = s.before[k-1]
		}
		n := s.count - since.count
		if n < 1 {
			continue
		}
		for i := from; i < len(cells); i++ {
			if !mayBeAmount(cells[i]) {
				continue
			}
			dot, comma, ok := readings(cells[i])
			if !ok {
				continue
			}
			a, b := at(s.byDot, i)-at(since.byDot, i), at(s.byComma, i)-at(since.byComma, i)
			if near(dot, a) && a != 0 || near(comma, b) && b != 0 || near(dot, n) || near(dot*n, a) && a != 0 ||
				near(comma*n, b) && b != 0 {
				return true
			}
		}
	}
	return false
}

func at(all []float64, i int) float64 {
	if i < len(all) {
		return all[i]
	}
	return 0
}

// near allows for amounts that are shown rounded.
func near(shown, sum float64) bool {
	allow := 0.011
	if math.Abs(shown) >= 1000 && shown == math.Trunc(shown) {
		allow = 0.51
	}
	return math.Abs(shown-sum) <= allow+1e-9*math.Abs(sum)
}

// namesGroup reads "Iris Vane Total" and "Total for Iris Vane" below rows of Iris Vane.
func namesGroup(word, group string) bool {
	if group == "" || len(word) <= len(group) {
		return false
	}
	rest, ok := strings.CutSuffix(word, group)
	if !ok {
		if rest, ok = strings.CutPrefix(word, group); !ok {
			return false
		}
	}
	rest = strings.Trim(rest, " :：-–")
	for _, of := range []string{" for", " of", " de", " do", " da", " by", " für", " von", " del"} {
		rest = strings.TrimSuffix(rest, of)
	}
	return isTotal(strings.Trim(rest, " :：-–"))
}

// first is the first cell that is not empty, -1 without one.
func first(cells []string) int {
	for i, cell := range cells {
		if cell != "" {
			return i
		}
	}
	return -1
}

// plainWord is a label without its colon, its brackets and its case.
func plainWord(s string) string {
	word := strings.ToLower(strings.TrimRight(strings.TrimSpace(s), " :："))
	if i := strings.IndexAny(word, "(（"); i > 0 { // "Total (12 records)"
		word = strings.TrimSpace(word[:i])
	}
	return word
}

// amountsBeside counts the amounts and other such labels beside the label, and says whether
// nothing else stands there.
func amountsBeside(cells []string, label int) (n int, only bool) {
	for i, cell := range cells {
		if i == label || cell == "" || cell == cells[label] {
			continue
		}
		if !amount(cell) && !isTotal(plainWord(cell)) {
			return n, false
		}
		n++
	}
	return n, true
}

// mayBeAmount is a quick look.
func mayBeAmount(s string) bool {
	if s == "" || len(s) > 30 {
		return false
	}
	c := s[len(s)-1]
	return c >= '0' && c <= '9' || c == ')' || c == '%' || c >= 0x80 || c >= 'A' && c <= 'Z'
}

// readings are what an amount would be with a decimal point, and with a decimal comma.
func readings(s string) (dot, comma float64, ok bool) {
	if v, plain, ok := quick(s); plain {
		return v, v, ok
	}
	if !amount(s) {
		return 0, 0, false
	}
	if asPrograms(s) {
		if f, err := strconv.ParseFloat(s, 64); err == nil {
			return f, f, true
		}
	}
	var room [2][32]byte // mayBeAmount takes no longer ones
	points, commas := room[0][:0], room[1][:0]
	negative := false
	for i := range len(s) {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			points, commas = append(points, c), append(commas, c)
		case c == '.':
			points = append(points, '.')
		case c == ',':
			commas = append(commas, '.')
		case c == '-' || c == '(':
			negative = true
		}
	}
	dot, noDot := strconv.ParseFloat(string(points), 64)
	comma, noComma := dot, noDot
	if string(points) != string(commas) {
		comma, noComma = strconv.ParseFloat(string(commas), 64)
	}
	if noDot != nil && noComma != nil {
		return 0, 0, false
	}
	if negative {
		dot, comma = -dot, -comma
	}
	return dot, comma, true
}

// asPrograms says that a text may be a number as programs write it: an error for each id that
// is none would cost more than all else.
func asPrograms(s string) bool {
	for i := range len(s) {
		switch c := s[i]; {
		case c >= '0' && c <= '9', c == '.', c == '-', c == '+', c == 'e', c == 'E', c == '_':
		case c == 'x', c == 'X': // hexadecimal
			return true
		default:
			return false
		}
	}
	return true
}

// ends is a quick look for a total that names the group above it: it waits like the others.
func (s *running) ends(cells []string) bool {
	at := first(cells)
	if at < 0 || at >= len(s.cells) || s.cells[at] == "" || len(cells[at]) <= len(s.cells[at]) {
		return false
	}
	return s.isTotal(cells)
}

// quick reads what most cells are: a plain number, or a day and no number. plain is false for
// what needs a closer look.
func quick(s string) (v float64, plain, ok bool) {
	if len(s) > 15 {
		return 0, false, false
	}
	whole, scale, negative := int64(0), 0.0, false
	for i := range len(s) {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			whole = whole*10 + int64(c-'0')
			scale *= 10
		case c == '-' && i == 0:
			negative = true
		case c == '-' || c == '/' || c == ':':
			return 0, true, false
		case c == '.' && scale == 0 && i > 0:
			scale = 1
		default:
			return 0, false, false
		}
	}
	if v = float64(whole); scale > 0 {
		v /= scale
	}
	if negative {
		v = -v
	}
	return v, true, true
}
