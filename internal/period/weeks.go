package period

import (
	"slices"
	"strings"
	"time"

	"salesops/internal/fault"
)

// WeekYear is a fiscal year of whole weeks: it ends on a weekday at the end of a month, has 52
// or 53 weeks, and its quarters are cut into months of four and five weeks. The 53rd week
// belongs to the last month. (Retail and manufacturing call them 4-4-5, 4-5-4 and 5-4-4 calendars.)
type WeekYear struct {
	Pattern [3]int       // weeks of the months of a quarter; they add up to 13
	Ends    time.Weekday // the last day of every year, month and week
	Nearest bool         // the Ends nearest to the last day of the month; else the last one in the month
}

var patterns = map[string][3]int{"4-4-5": {4, 4, 5}, "4-5-4": {4, 5, 4}, "5-4-4": {5, 4, 4}}

// String writes it as ParseFiscal reads it.
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

// Rule says how fiscal years are cut from a day on: by months, or by weeks.
type Rule struct {
	From  Day       // MinDay: from the beginning
	Weeks *WeekYear // nil: by months
}

// ParseFiscal reads the rules of a fiscal calendar: apart by semicolons, each
// "[DAY] PATTERN WEEKDAY last|nearest" or "[DAY] months", in the order of their days. The year
// ends at the end of the month before firstMonth. "" is by months throughout.
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

// FormatFiscal writes rules as ParseFiscal reads them.
func FormatFiscal(rules []Rule) string {
	var parts []string
	for i, r := range rules {
		text := "months"
		if r.Weeks != nil {
			text = r.Weeks.String()
		} else if i == 0 {
			continue // by months unless something else is said
		}
		if r.From != MinDay {
			text = r.From.String() + " " + text
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, "; ")
}

// ParseWeekday reads a day of the week by its English name or the first three letters of it.
func ParseWeekday(s string) (time.Weekday, error) {
	for day := time.Sunday; day <= time.Saturday; day++ {
		if name := day.String(); strings.EqualFold(s, name) || strings.EqualFold(s, name[:3]) {
			return day, nil
		}
	}
	return 0, fault.Invalidf("%q is not a day of the week: use monday, tuesday …", s)
}

// end is the last day of the fiscal year that ends in or at the end of a month of year y.
func (w WeekYear) end(y int, month time.Month) Day {
	last := DayOf(y, month+1, 1) - 1
	back := Day((int(last.Weekday()) - int(w.Ends) + 7) % 7)
	if w.Nearest && back > 3 {
		return last + 7 - back
	}
	return last - back
}

// yearOf is the fiscal year that holds a day: the year by which it is named, and its days.
func (w WeekYear) yearOf(d Day, firstMonth time.Month) (int, Range) {
	month := firstMonth - 1 // the one it ends with; 0 is December of the year before
	y, _, _ := (d - 7).Date()
	if month < time.January {
		month = time.December
	}
	for w.end(y, month) < d {
		y++
	}
	return y, Range{w.end(y-1, month) + 1, w.end(y, month) + 1}
}

// monthOf is the month of a fiscal year that holds a day: 0 to 11, and its days.
func (w WeekYear) monthOf(d Day, year Range) (int, Range) {
	from := year.From
	for i := range 12 {
		to := from + Day(7*w.Pattern[i%3])
		if i == 11 {
			to = year.To // with the 53rd week
		}
		if d < to {
			return i, Range{from, to}
		}
		from = to
	}
	return 11, Range{year.To, year.To} // d lies behind the year
}

// quarterOf is the quarter of a fiscal year that holds a day: 0 to 3, and its days.
func (w WeekYear) quarterOf(d Day, year Range) (int, Range) {
	i := min(int(d-year.From)/(13*7), 3)
	r := Range{year.From + Day(i*13*7), year.From + Day((i+1)*13*7)}
	if i == 3 {
		r.To = year.To
	}
	return i, r
}

// Rules are the calendar's rules in the order of their days, at least one.
func (c Calendar) Rules() []Rule {
	if len(c.rules) == 0 {
		return []Rule{{From: MinDay}}
	}
	return c.rules
}

// Stretch is the days that one rule cuts.
type Stretch struct {
	Rule Rule
	Days Range
	// Last is the last day with a period of its own: those behind it, less than half a period
	// before another rule begins, belong to the period of Last.
	Last Day
}

// Stretches are the calendar's rules with their days, in order, for periods of grain g.
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

// YearOfWeeks is the fiscal year that is named year, as a rule by weeks means it, also where the
// rule does not hold yet or any more.
func (c Calendar) YearOfWeeks(w WeekYear, year int) Range {
	month := c.firstMonth() - 1
	if month < time.January {
		month = time.December
	}
	return Range{w.end(year-1, month) + 1, w.end(year, month) + 1}
}
