package metrics

import (
	"slices"
	"strings"

	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/internal/reason"
)

// sameQuestion refuses two receipts with different questions. They may differ in their days of asking, their
// as-of days, the definition and the teams, because these differences are explained. A receipt has the id of
// its team or person; whose returns the name.
func sameQuestion(a, b *viewer, whose func(*viewer) string) error {
	differ := func(why reason.Reason) error { return fault.Because(fault.Invalid, why) }
	list := func(texts []string, none string) string {
		if len(texts) == 0 {
			return none
		}
		return strings.Join(texts, ", ")
	}
	x, y := a.rc, b.rc
	switch {
	case x.Metric != y.Metric:
		return differ(reason.Of("explain_metric", "first", x.Metric, "second", y.Metric))
	case !sameDay(x.From, y.From) || !sameDay(x.To, y.To):
		return differ(reason.Of("explain_days", "first", daysText(x), "second", daysText(y)))
	case x.Grain != y.Grain:
		return differ(reason.Of("explain_grain", "first", orNone(x.Grain), "second", orNone(y.Grain)))
	case !slices.Equal(trimmed(x.By), trimmed(y.By)):
		return differ(reason.Of("explain_by", "first", list(trimmed(x.By), "–"), "second", list(trimmed(y.By), "–")))
	case !slices.Equal(sorted(x.Where), sorted(y.Where)):
		return differ(reason.Of("explain_where", "first", list(sorted(x.Where), "–"),
			"second", list(sorted(y.Where), "–")))
	case x.Whose != y.Whose:
		return differ(reason.Of("explain_whose", "first", orNone(whose(a)), "second", orNone(whose(b))))
	case x.Currency != y.Currency && x.Currency != "" && y.Currency != "":
		return differ(reason.Of("explain_currency", "first", x.Currency, "second", y.Currency))
	case a.m.Unit != b.m.Unit:
		return differ(reason.Of("explain_unit", "first", string(a.m.Unit), "second", string(b.m.Unit)))
	}
	return nil
}

// sameCurrency refuses numbers in different currencies, because they have no difference.
func sameCurrency(a, b Result) error {
	if sameCode(a, b) || a.Value == nil || b.Value == nil {
		return nil
	}
	return fault.Because(fault.Invalid, reason.Of("explain_currency", "first", orNone(text(a.Currency)), "second",
		orNone(text(b.Currency))))
}

func sameCode(a, b Result) bool {
	return a.Currency == nil || b.Currency == nil || *a.Currency == *b.Currency
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func sameDay(a, b *period.Day) bool { return a == b || a != nil && b != nil && *a == *b }

func daysText(rc receipt) string {
	side := func(d *period.Day) string {
		if d == nil {
			return "…"
		}
		return d.String()
	}
	return side(rc.From) + " – " + side(rc.To)
}

func orNone(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

func trimmed(texts []string) []string {
	var out []string
	for _, t := range texts {
		if t = strings.TrimSpace(t); t != "" {
			out = append(out, t)
		}
	}
	return out
}

func sorted(texts []string) []string { return slices.Sorted(slices.Values(trimmed(texts))) }
