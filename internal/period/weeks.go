package period

import (
	"slices"
	"strings"
	"time"

	"salesops/internal/fault"
)

// WeekYear is a fiscal year of whole weeks, known as a 4-4-5, 4-5-4 or 5-4-4 calendar in retail and
// manufacturing. It ends on a given weekday near the end of a month and has 52 or 53 weeks. Its
// quarters are divided into months of four and five weeks; the 53rd week belongs to the last month.
type WeekYear struct {
	Pattern [3]int       // weeks of the three months of a quarter; the sum is 13
	Ends    time.Weekday // weekday on which every year, month and week ends
	// the year ends on the weekday nearest to the last day of the month, otherwise on the last such
	// weekday in the month
	Nearest bool
}

var patterns = map[string][3]int{"4-4-5": {4, 4, 5}, "4-5-4": {4, 5, 4}, "5-4-4": {5, 4, 4}}

// String returns the form that ParseFiscal parses.
func (w WeekYear) String() string {
	text := ""
	for name, p := range patterns {
		if p == w.Pattern {
			text = name
		}
	}
	how := "last"
	if w.Nearest {
		how = "nearest"
	}
	return text + " " + strings.ToLower(w.Ends.String()) + " " + how
}

// Rule says how fiscal years are divided from a day on: by months, or by weeks.
type Rule struct {
	From  Day       // MinDay for the first rule
	Weeks *WeekYear // nil means by months
}

// ParseFiscal parses the rules of a fiscal calendar. They are separated by semicolons and ordered
// by day; each is "[DAY] PATTERN WEEKDAY last|nearest" or "[DAY] months". Fiscal years end at the
// end of the month before firstMonth. "" means by months throughout. Invalid text is fault.Invalid.
func ParseFiscal(text string, firstMonth time.Month) ([]Rule, error) {
	var rules []Rule
	for _, part := range strings.Split(text, ";") {
		if strings.TrimSpace(part) == "" {
			continue
		}
		rule, err := parseRule(part, firstMonth)
		if err != nil {
			return nil, err
		}
		if len(rules) > 0 && rule.From <= rules[len(rules)-1].From {
			return nil, fault.Invalidf(
				"the fiscal calendars stand in the wrong order: only the first may have no day, and later ones need " +
					"later days")
		}
		rules = append(rules, rule)
	}
	if len(rules) > 0 && rules[0].From != MinDay {
		rules = slices.Insert(rules, 0, Rule{From: MinDay})
	}
	return rules, nil
}

func parseRule(text string, firstMonth time.Month) (Rule, error) {
	wrong := fault.Invalidf(
		"%q is no fiscal calendar: write months, or a pattern, the weekday on which the year ends, and last or "+
			"nearest, such as \"4-4-5 saturday last\"; a day in front says since when", strings.TrimSpace(text))
	words := strings.Fields(strings.ToLower(text))
	rule := Rule{From: MinDay}
	if len(words) > 0 {
		if day, err := ParseDay(words[0]); err == nil {
			rule.From, words = day, words[1:]
		}
	}
	if len(words) == 1 && words[0] == "months" {
		if _, m, d := rule.From.Date(); rule.From != MinDay && (m != firstMonth || d != 1) {
			return Rule{}, fault.Invalidf("a fiscal year of months begins on the 1st of %s, not on %s", firstMonth,
				rule.From)
		}
		return rule, nil
	}
	if len(words) != 3 {
		return Rule{}, wrong
	}
	pattern, known := patterns[words[0]]
	ends, err := ParseWeekday(words[1])
	if !known || err != nil || words[2] != "last" && words[2] != "nearest" {
		return Rule{}, wrong
	}
	rule.Weeks = &WeekYear{Pattern: pattern, Ends: ends, Nearest: words[2] == "nearest"}
	if rule.From != MinDay {
		_, year := rule.Weeks.yearOf(rule.From, firstMonth)
		if year.From != rule.From {
			return Rule{}, fault.Invalidf(
				"a fiscal year of %s begins on %s and on %s: give one of them as the first day",
				rule.Weeks, year.From, year.To)
		}
	}
	return rule, nil
}

// FormatFiscal returns rules in the form that ParseFiscal parses.
func FormatFiscal(rules []Rule) string {
	var parts []string
	for i, r := range rules {
		text := "months"
		if r.Weeks != nil {
			text = r.Weeks.String()
		} else if i == 0 {
			continue // by months is the default
		}
		if r.From != MinDay {
			text = r.From.String() + " " + text
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, "; ")
}

// ParseWeekday returns the weekday with an English name or its first three letters.
func ParseWeekday(s string) (time.Weekday, error) {
	for day := time.Sunday; day <= time.Saturday; day++ {
		if name := day.String(); strings.EqualFold(s, name) || strings.EqualFold(s, name[:3]) {
			return day, nil
		}
	}
	return 0, fault.Invalidf("%q is not a day of the week: use monday, tuesday …", s)
}

// end returns the last day of the fiscal year that ends near the end of a month of year y.
func (w WeekYear) end(y int, month time.Month) Day {
	last := DayOf(y, month+1, 1) - 1
	back := Day((int(last.Weekday()) - int(w.Ends) + 7) % 7)
	if w.Nearest && back > 3 {
		return last + 7 - back
	}
	return last - back
}

// yearOf returns the fiscal year that contains a day: the year after which it is named, and its
// days.
func (w WeekYear) yearOf(d Day, firstMonth time.Month) (int, Range) {
	month := firstMonth - 1 // the month in which the year ends; 0 is December of the year before
	y, _, _ := (d - 7).Date()
	if month < time.January {
		month = time.December
	}
	for w.end(y, month) < d {
		y++
	}
	return y, Range{w.end(y-1, month) + 1, w.end(y, month) + 1}
}

// monthOf returns the month, 0 to 11, of a fiscal year that contains a day, and its days.
func (w WeekYear) monthOf(d Day, year Range) (int, Range) {
	from := year.From
	for i := range 12 {
		to := from + Day(7*w.Pattern[i%3])
		if i == 11 {
			to = year.To // includes the 53rd week
		}
		if d < to {
			return i, Range{from, to}
		}
		from = to
	}
	return 11, Range{year.To, year.To} // d lies after the year
}

// quarterOf returns the quarter, 0 to 3, of a fiscal year that contains a day, and its days.
func (w WeekYear) quarterOf(d Day, year Range) (int, Range) {
	i := min(int(d-year.From)/(13*7), 3)
	r := Range{year.From + Day(i*13*7), year.From + Day((i+1)*13*7)}
	if i == 3 {
		r.To = year.To
	}
	return i, r
}

// Rules returns the calendar's rules ordered by day; there is at least one.
func (c Calendar) Rules() []Rule {
	if len(c.rules) == 0 {
		return []Rule{{From: MinDay}}
	}
	return c.rules
}

// Stretch is the range of days to which one rule applies.
type Stretch struct {
	Rule Rule
	Days Range
	// Last is the last day with a period of its own. When less than half a period remains before
	// the next rule, the days after Last belong to the period of Last.
	Last Day
}

// Stretches returns the calendar's rules with their days, in order, for periods of grain g.
func (c Calendar) Stretches(g Grain) []Stretch {
	var out []Stretch
	for d := MinDay; d < MaxDay; {
		rule, days := c.ruleOf(d)
		s := Stretch{Rule: rule, Days: days, Last: days.To - 1}
		if days.To != MaxDay && g != Daily && g != Whole {
			last := c.uncut(rule, days.To-1, g)
			if last.To > days.To && last.From > days.From && 2*int(days.To-last.From) < last.Days() {
				s.Last = last.From - 1
			}
		}
		out, d = append(out, s), days.To
	}
	return out
}

// YearOfWeeks returns the days of the fiscal year named year according to a rule, even where the
// rule does not apply.
func (c Calendar) YearOfWeeks(w WeekYear, year int) Range {
	month := c.firstMonth() - 1
	if month < time.January {
		month = time.December
	}
	return Range{w.end(year-1, month) + 1, w.end(year, month) + 1}
}
