package cell

import (
	"math"
	"strconv"
	"strings"
	"time"

	"salesops/internal/period"
)

// monthOf is a month by its name in English or Portuguese: the first three letters tell.
func monthOf(name string) int {
	if len(name) < 3 || len(name) > 9 {
		return 0
	}
	switch strings.ToLower(name[:3]) {
	case "jan":
		return 1
	case "feb", "fev":
		return 2
	case "mar":
		return 3
	case "apr", "abr":
		return 4
	case "may", "mai":
		return 5
	case "jun":
		return 6
	case "jul":
		return 7
	case "aug", "ago":
		return 8
	case "sep", "set":
		return 9
	case "oct", "out":
		return 10
	case "nov":
		return 11
	case "dec", "dez":
		return 12
	}
	return 0
}

// plainDate brings the ways in which people and spreadsheets write a date to those that
// splitDate knows: 2026年3月1日, "1 de março de 2026", "Sunday, 1st March 2026".
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
	s = portuguese.Replace(s)
	if i := strings.Index(s, ","); i > 2 && letters(strings.ReplaceAll(s[:i], "-", "")) && monthOf(s[:i]) == 0 {
		s = strings.TrimSpace(s[i+1:]) // a day of the week
	}
	for _, ending := range []string{"st", "nd", "rd", "th"} {
		if i := strings.Index(s, ending); i > 0 && isDigit(s[i-1]) && (i+2 == len(s) || !isLetter(s[i+2])) {
			return s[:i] + s[i+2:]
		}
	}
	return s
}

var (
	chinese = strings.NewReplacer("年", "-", "月", "-", "日", " ", "号", " ", "时", ":",
		"分", ":", "秒", "", "上午", "", " ", " ")
	portuguese = strings.NewReplacer("ç", "c", "Ç", "C", " de ", " ", " De ", " ", "º", "", "ª", "", "°", "")
)

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
