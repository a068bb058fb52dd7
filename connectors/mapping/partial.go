package mapping

import (
	"fmt"
	"regexp"
	"strings"

	"salesops/connectors/cell"
	"salesops/internal/money"
	"salesops/internal/period"
)

// Cells that hold a part of what a field is, or two fields: the month "2026-03", the quarter "Q1 2026",
// the pair "EUR/USD".

var (
	yearMonth = regexp.MustCompile(`^(\d{4})\s?[-/.年]\s?(\d{1,2})月?$`)
	monthYear = regexp.MustCompile(`^(\d{1,2})\s?[-/.]\s?(\d{4})$`)
	monthName = regexp.MustCompile(`^(\pL{3,12})\.?[\s/-]+(?:de )?(\d{4})$`)
)

// firstOfMonth is the first day of what names a month and no day; "" for any other text.
func firstOfMonth(s string) string {
	s = strings.TrimSpace(s)
	day := ""
	if m := yearMonth.FindStringSubmatch(s); m != nil {
		day = fmt.Sprintf("%s-%02s-01", m[1], m[2])
	} else if m := monthYear.FindStringSubmatch(s); m != nil {
		day = fmt.Sprintf("%s-%02s-01", m[2], m[1])
	} else if m := monthName.FindStringSubmatch(s); m != nil {
		day = "1 " + m[1] + " " + m[2]
	}
	if day == "" {
		return ""
	}
	d, err := cell.ReadDay(day, cell.Unordered)
	if err != nil {
		return ""
	}
	return d.String()
}

// months reads cells that name a month as its first day.
func months(c maker) maker {
	return func(cells []string, r *row) (string, error) {
		s, err := c(cells, r)
		if err != nil || strings.TrimSpace(s) == "" {
			return "", err
		}
		day := firstOfMonth(s)
		if day == "" {
			return "", fmt.Errorf("%q names no month such as 2026-03, 03/2026 or Mar 2026", s)
		}
		return day, nil
	}
}

var (
	quarterWord = `(?:q|t|qtr\.?|quarter|quartal|trim\.?|trimestre|季度|季)`
	yearLast    = regexp.MustCompile(`^(?i)(?:` + quarterWord +
		`\s?([1-4])|([1-4])(?:\.?(?:[ºo°]|er|e|ème|eme)|st|nd|rd|th|\.)?\s?` + quarterWord +
		`)(?:\s?[-/]\s?|\s?(?:de|do|of)?\s+|)(\d{4})$`)
	yearFirst = regexp.MustCompile(`^(?i)(\d{4})(?:\s?[-/]\s?|\s?年\s?|\s+|)(?:` + quarterWord +
		`\s?([1-4])|第?([1-4])(?:[ºo°]|\.)?\s?` + quarterWord + `)$`)
	// The year of a fiscal quarter may have two digits: FY says that it is a year.
	fiscalLast  = regexp.MustCompile(`^(?i)` + quarterWord + `\s?([1-4])(?:\s?[-/,]\s?|\s+|)FY\s?[’']?(\d{2}|\d{4})$`)
	fiscalFirst = regexp.MustCompile(`^(?i)FY\s?[’']?(\d{2}|\d{4})(?:\s?[-/,]\s?|\s+|)` + quarterWord + `\s?([1-4])$`)
	chinese     = strings.NewReplacer("一", "1", "二", "2", "三", "3", "四", "4")
)

// quarterOf takes the name of a quarter apart; false for any other text. One that says that its year is
// fiscal, as FY26 Q1, is one like the others: quarters are those of the company's fiscal years.
func quarterOf(s string) (year, quarter string, ok bool) {
	s = chinese.Replace(strings.TrimSpace(s))
	if m := yearLast.FindStringSubmatch(s); m != nil {
		return m[3], m[1] + m[2], m[3] != "0000"
	}
	if m := yearFirst.FindStringSubmatch(s); m != nil {
		return m[1], m[2] + m[3], m[1] != "0000"
	}
	if m := fiscalLast.FindStringSubmatch(s); m != nil {
		return wholeYear(m[2]), m[1], m[2] != "0000"
	}
	if m := fiscalFirst.FindStringSubmatch(s); m != nil {
		return wholeYear(m[1]), m[2], m[1] != "0000"
	}
	return "", "", false
}

// wholeYear is a year of this century where it has two digits.
func wholeYear(s string) string {
	if len(s) == 2 {
		return "20" + s
	}
	return s
}

// quarters reads cells that name a quarter as its first day. A company means the quarters of its own years.
func quarters(c maker, fiscal period.Calendar) maker {
	return func(cells []string, r *row) (string, error) {
		s, err := c(cells, r)
		if err != nil || strings.TrimSpace(s) == "" {
			return "", err
		}
		year, quarter, ok := quarterOf(s)
		if !ok {
			return "", fmt.Errorf("%q names no quarter such as Q1 2026, 2026-Q1, FY26 Q1 or 2026年第一季度", s)
		}
		day, err := fiscal.ParseLabel("FY"+year+"-Q"+quarter, period.Quarter)
		if err != nil {
			return "", fmt.Errorf("%q is no quarter of the company's fiscal years", s)
		}
		return day.String(), nil
	}
}

// pairOf takes a pair of currencies apart: one of the first is so many of the second.
func pairOf(s string) (from, to string, ok bool) {
	letters := strings.Map(func(r rune) rune {
		if strings.ContainsRune("/-_ :.", r) {
			return -1
		}
		return r
	}, strings.ToUpper(strings.TrimSpace(s)))
	if len(letters) != 6 || !money.Known(letters[:3]) || !money.Known(letters[3:]) {
		return "", "", false
	}
	return letters[:3], letters[3:], true
}

// paired takes one currency of a pair.
func paired(c maker, first bool) maker {
	return func(cells []string, r *row) (string, error) {
		s, err := c(cells, r)
		if err != nil || strings.TrimSpace(s) == "" {
			return "", err
		}
		from, to, ok := pairOf(s)
		switch {
		case !ok:
			return "", fmt.Errorf("%q is no pair of currencies such as EUR/USD", s)
		case first:
			return from, nil
		}
		return to, nil
	}
}
