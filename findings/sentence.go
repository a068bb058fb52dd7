package findings

import (
	"fmt"
	"strings"
	"time"

	"salesops/internal/figures"
	"salesops/internal/period"
)

// Sentence says the finding in English, as of the moment it was found at: a day of the same year is said without it.
func (f Finding) Sentence(at Moment) string {
	n, today, then := count(f.Count), at.Today, "today"
	if at.AsOf != nil {
		today, then = *at.AsOf, "on "+dayWords(*at.AsOf, *at.AsOf)
	}
	switch f.Code {
	case ReversedWins:
		s := fmt.Sprintf("%s %s reversed on %s%s", n, plural(f.Count, "win was", "wins were"),
			dayWords(*f.Day, today), f.moneyWords(", "))
		before, has := f.Rates["before"]
		if now, ok := f.Rates["now"]; has && ok {
			s += fmt.Sprintf(
				"; the win rate read %s on %s, the day before, and with all that has changed since it reads %s %s",
				figures.Percent(before.Text), dayWords(*f.Day-1, today), figures.Percent(now.Text), then)
		}
		return capital(s)
	case ClosedBeforeCreated:
		return capital(fmt.Sprintf("%s won %s before %s created%s: no sales cycle can be told from them",
			n, plural(f.Count, "deal closes", "deals close"),
			plural(f.Count, "it was", "they were"), f.moneyWords(", ")))
	case WonWithoutAmount:
		return capital(fmt.Sprintf("%s won %s no amount and %s nothing to revenue", n,
			plural(f.Count, "deal has", "deals have"), plural(f.Count, "adds", "add")))
	case ClosedWithoutDate:
		return capital(fmt.Sprintf("%s closed %s no close date and %s in no period", n,
			plural(f.Count, "deal has", "deals have"), plural(f.Count, "is", "are")))
	case WithoutOwner:
		return capital(fmt.Sprintf("%s no owner%s: nothing can be said per rep", f.ofAll("deal has", "deals have"),
			f.moneyWords(", with won revenue of ")))
	case WithoutAccount:
		return capital(fmt.Sprintf("%s no account%s: new customers cannot be told from them",
			f.ofAll("deal has", "deals have"), f.moneyWords(", with won revenue of ")))
	case OverdueOpen:
		return capital(fmt.Sprintf("%s open %s a close date that has passed%s",
			n, plural(f.Count, "deal has", "deals have"), f.moneyWords(", ")))
	case LeadStatusConflict:
		return capital(fmt.Sprintf("%s %s a status that says converted, but %s not marked as converted",
			n, plural(f.Count, "lead has", "leads have"), plural(f.Count, "is", "are")))
	case ReconciledCloseDates:
		return capital(fmt.Sprintf("%s close %s from the last one in the source's history",
			n, plural(f.Count, "date differs", "dates differ")))
	case DuplicateAccountNames:
		return capital(fmt.Sprintf("%s %s a name with another one",
			n, plural(f.Count, "account shares", "accounts share")))
	}
	return fmt.Sprintf("%s: %d", f.Code, f.Count)
}

// ofAll says how many of how many, where all of them is worth saying.
func (f Finding) ofAll(one, many string) string {
	if f.Of == f.Count && f.Of > 1 {
		return "all " + count(f.Count) + " " + many
	}
	return count(f.Count) + " " + plural(f.Count, one, many)
}

func (f Finding) moneyWords(before string) string {
	if f.Amount == nil || f.Amount.Minor == 0 {
		return ""
	}
	return before + figures.Grouped(f.Amount.String()) + strings.TrimRight(" "+f.Amount.Currency, " ")
}

func dayWords(d, today period.Day) string {
	layout := "2 January 2006"
	if d.Time().Year() == today.Time().Year() {
		layout = "2 January"
	}
	return d.Time().In(time.UTC).Format(layout)
}

var smallNumbers = []string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight",
	"nine", "ten", "eleven", "twelve"}

func count(n int64) string {
	if n >= 0 && n < int64(len(smallNumbers)) {
		return smallNumbers[n]
	}
	return figures.Count(n)
}

func plural(n int64, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
