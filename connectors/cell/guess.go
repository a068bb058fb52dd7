package cell

import (
	"strings"

	"salesops/record"
)

// Guess collects what the cells of an unknown column could be.
type Guess struct {
	values                             int
	notBool, notNumber, notDate, timed bool
}

func (g *Guess) See(s string, dates *OrderEvidence, where func() string) {
	g.values++
	if !g.notBool && !strings.EqualFold(s, "true") && !strings.EqualFold(s, "false") {
		g.notBool = true
	}
	if !g.notNumber && !quantity(s) {
		g.notNumber = true
	}
	if !g.notDate {
		if isPlain(s) || !dates.See(s, where) { // a number is a date only where one is expected
			g.notDate = true
		} else if len(s) > 12 && strings.Contains(s, ":") {
			g.timed = true
		}
	}
}

// quantity says that a text is a number that may be reckoned with: not a post code with a
// leading zero, not an account number of twenty digits.
func quantity(s string) bool {
	t := strings.TrimPrefix(s, "-")
	if len(t) == 0 || len(t) > 20 || !isDigit(t[0]) && t[0] != '.' {
		return false
	}
	if len(t) > 1 && t[0] == '0' && t[1] != '.' && t[1] != ',' {
		return false
	}
	for i := range len(t) {
		if !isDigit(t[i]) && t[i] != '.' && t[i] != ',' {
			return false
		}
	}
	if digits := len(t) - strings.Count(t, ".") - strings.Count(t, ","); digits > 15 {
		return false
	}
	_, err := PlainDecimal(s, false)
	return err == nil
}

// Kind is the narrowest type that holds every cell seen.
func (g *Guess) Kind() record.Kind {
	switch {
	case g.values == 0:
		return record.Unset
	case !g.notBool:
		return record.Bool
	case !g.notNumber:
		return record.Number
	case !g.notDate && g.timed:
		return record.Instant
	case !g.notDate:
		return record.Day
	}
	return record.Text
}

// Add takes in what another column of the same header could be.
func (g *Guess) Add(o Guess) {
	g.values += o.values
	g.notBool = g.notBool || o.notBool
	g.notNumber = g.notNumber || o.notNumber
	g.notDate = g.notDate || o.notDate
	g.timed = g.timed || o.timed
}
