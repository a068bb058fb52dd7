package cell

import (
	"math"
	"strconv"
	"strings"
	"time"

	"salesops/internal/period"
)

// monthNames are the months in the languages that exports are written in, as spelled writes them.
var monthNames = [...]string{
	"january february march april may june july august september october november december",         // English
	"janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro",      // Portuguese
	"januar februar marz april mai juni juli august september oktober november dezember",            // German
	"janner feber maerz april mai juni juli august september oktober november dezember",             // Austrian
	"jan feb mrz apr mai jun jul aug sep okt nov dez",                                               // short, of Excel
	"janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",          // French
	"enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",      // Spanish
	"gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre", // Italian
	"januari februari maart april mei juni juli augustus september oktober november december",       // Dutch
}

// months are the months by their names and what those begin with; 0 where two months do ("jui").
var months = beginnings()

func beginnings() map[string]int {
	found := map[string]int{}
	for _, language := range monthNames {
		for i, name := range strings.Fields(language) {
			for n := 3; n <= len(name); n++ {
				if of, ok := found[name[:n]]; ok && of != i+1 {
					found[name[:n]] = 0
					continue
				}
				found[name[:n]] = i + 1
			}
		}
	}
	return found
}

// monthOf is a month by its name or at least three letters that it begins with, in any of the languages.
func monthOf(name string) int { return months[strings.ToLower(name)] }

// plainDate brings the ways in which people and spreadsheets write a date to those that
// splitDate knows: 2026年3月1日, "1 de março de 2026", "Sunday, 1st March 2026", "1er août 2026".
func plainDate(s string) string {
	if len(s) < 5 || isDigit(s[0]) && isDigit(s[3]) && s[4] == '-' {
		return s // 2026-…: nothing to do
	}
	if strings.Contains(s, "年") {
		return strings.TrimSuffix(strings.TrimSpace(chinese.Replace(s)), ":") // 14时05分 has no seconds
	}
	words := false
	for i := range len(s) {
		if c := s[i]; c >= 0x80 || isLetter(c) {
			words = true
			break
		}
	}
	if !words {
		return s
	}
	s = spelled.Replace(s)
	if i := strings.Index(s, ","); i > 2 && letters(strings.ReplaceAll(s[:i], "-", "")) && monthOf(s[:i]) == 0 {
		s = strings.TrimSpace(s[i+1:]) // a day of the week
	}
	for i := 1; i+2 <= len(s); i++ {
		if isDigit(s[i-1]) && ordinal(s[i:i+2]) && (i+2 == len(s) || !isLetter(s[i+2])) {
			return s[:i] + s[i+2:]
		}
	}
	return s
}

var (
	chinese = strings.NewReplacer("年", "-", "月", "-", "日", " ", "号", " ", "时", ":",
		"分", ":", "秒", "", "上午", "", " ", " ")
	// spelled writes the words of a date in plain letters and leaves out those between them.
	spelled = strings.NewReplacer("ç", "c", "Ç", "C", "ä", "a", "Ä", "A", "á", "a", "Á", "A",
		"é", "e", "É", "E", "û", "u", "Û", "U", " de ", " ", " De ", " ", " del ", " ", "º", "", "ª", "", "°", "")
)

// ordinal tells what stands behind the number of a day: 1st, 2nd, 3rd, 4th, 1er.
func ordinal(s string) bool {
	return s == "st" || s == "nd" || s == "rd" || s == "th" || s == "er"
}

// numericDate reads a date that is one number: a serial number of a spreadsheet (days since the
// last day of 1899, 1954 to 2119), seconds or milliseconds since 1970, or 20260301.
func numericDate(s string) (day period.Day, clock string, ok bool) {
	point := -1
	for i := range len(s) {
		switch {
		case isDigit(s[i]):
		case s[i] == '.' && point < 0 && i > 0:
			point = i
		default:
			return 0, "", false
		}
	}
	whole := len(s)
	if point >= 0 {
		whole = point
	}
	if whole < 5 || len(s) > 24 {
		return 0, "", false
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return 0, "", false
	}
	switch {
	case whole == 5 && f >= 20000 && f < 80000:
		millis := int64(math.Round(f * 86_400_000))
		return at(time.UnixMilli(millis-25569*86_400_000), point >= 0, false)
	case whole == 8 && point < 0:
		n := int(f)
		y, m, d := n/10000, n/100%100, n%100
		if y < 1900 || y > 2100 || m < 1 || m > 12 || d < 1 || d > monthDays(y, m) {
			return 0, "", false
		}
		return period.DayOf(y, time.Month(m), d), "", true
	case whole == 10:
		return at(time.UnixMilli(int64(math.Round(f*1000))), true, true)
	case whole == 13 && point < 0:
		return at(time.UnixMilli(int64(f)), true, true)
	}
	return 0, "", false
}

// at is a time as a day and what clock reads behind it.
func at(t time.Time, timed, utc bool) (period.Day, string, bool) {
	t = t.UTC()
	y, m, d := t.Date()
	clock := ""
	if timed {
		clock = t.Format("15:04:05.000")
	}
	if utc {
		clock += "Z"
	}
	return period.DayOf(y, m, d), clock, true
}
