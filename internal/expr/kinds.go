package expr

import (
	"slices"
	"strings"

	"salesops/internal/reason"
)

// kindWords returns a kind with its article, for a sentence. kind is a name that typeName returns.
func kindWords(kind string) reason.Reason {
	if inner, ok := strings.CutPrefix(kind, "list of "); ok {
		return reason.Of("kind_list", "kind", kindWords(inner))
	}
	if object, ok := strings.CutPrefix(kind, "reference to "); ok {
		return reason.Of("kind_reference_to", "object", object)
	}
	switch kind {
	case Text.String():
		return reason.Of("kind_text")
	case Int.String():
		return reason.Of("kind_whole")
	case Number.String():
		return reason.Of("kind_number")
	case Bool.String():
		return reason.Of("kind_condition")
	case Day.String():
		return reason.Of("kind_day")
	case Instant.String():
		return reason.Of("kind_instant")
	case Duration.String():
		return reason.Of("kind_duration")
	case Money.String():
		return reason.Of("kind_money")
	case Ref.String():
		return reason.Of("kind_reference")
	case "null":
		return reason.Of("kind_null")
	}
	return reason.Of("kind_other", "name", kind)
}

// mismatch returns the message for an operator or function applied to kinds that it does not
// accept.
func mismatch(function string, raw []string) (why, hint reason.Reason) {
	kinds := make([]string, len(raw))
	for i, t := range raw {
		kinds[i] = typeName(t)
	}
	sign, isOperator := operatorSign(function)
	if !isOperator {
		return notTaken(function, kinds), functionHint(function)
	}
	switch sign {
	case "<", "<=", ">", ">=", "==", "!=":
		if kinds[0] == kinds[1] {
			return reason.Of("expr_order", "kind", kindWords(kinds[0]), "sign", sign), reason.Of("hint_use",
				"names", "==", "last", "!=")
		}
		return reason.Of("expr_compare", "first", kindWords(kinds[0]), "second", kindWords(kinds[1])), pairHint(kinds)
	case "in":
		return reason.Of("expr_look_for", "first", kindWords(kinds[0]), "second", kindWords(kinds[1])),
			pairHint([]string{kinds[0], strings.TrimPrefix(kinds[1], "list of ")})
	case "!":
		return reason.Of("expr_condition", "kind", kindWords(kinds[0])), reason.Of("hint_condition")
	case "?:":
		if kinds[0] != Bool.String() {
			return reason.Of("expr_before", "kind", kindWords(kinds[0])), reason.Of("hint_condition")
		}
		return reason.Of("expr_both_answers", "first", kindWords(kinds[1]), "second",
			kindWords(kinds[2])), pairHint(kinds[1:])
	}
	return arithmetic(sign, kinds)
}

func notTaken(function string, kinds []string) reason.Reason {
	switch len(kinds) {
	case 0:
		return reason.Of("expr_takes_none", "name", function)
	case 1:
		return reason.Of("expr_takes_one", "name", function, "first", kindWords(kinds[0]))
	case 2:
		return reason.Of("expr_takes_two", "name", function, "first", kindWords(kinds[0]),
			"second", kindWords(kinds[1]))
	}
	return reason.Of("expr_takes_many", "name", function, "count", len(kinds))
}

func arithmetic(sign string, kinds []string) (why, hint reason.Reason) {
	whole := func(k string) bool { return k == Int.String() }
	if len(kinds) == 1 {
		return reason.Of("expr_sign", "sign", sign, "kind", kindWords(kinds[0])), none
	}
	why = reason.Of("expr_calculate", "first", kindWords(kinds[0]), "sign", sign, "second", kindWords(kinds[1]))
	switch {
	case slices.Contains(kinds, Money.String()):
		return why, reason.Of("hint_money")
	case sign == "/" && whole(kinds[0]) && whole(kinds[1]):
		return why, reason.Of("hint_halves")
	case slices.Contains(kinds, Day.String()) && slices.Contains(kinds, Instant.String()):
		return why, pairHint(kinds)
	case slices.Contains(kinds, Day.String()):
		return why, reason.Of("hint_days")
	case slices.Contains(kinds, Instant.String()):
		return why, reason.Of("hint_instants", "example", durationForm)
	case slices.Contains(kinds, Text.String()):
		return why, reason.Of("hint_texts")
	}
	return why, pairHint(kinds)
}

// pairHint suggests how to combine two kinds that do not go together.
func pairHint(kinds []string) reason.Reason {
	both := func(x, y Kind) bool {
		return kinds[0] == x.String() && kinds[1] == y.String() || kinds[0] == y.String() && kinds[1] == x.String()
	}
	has := func(k Kind) bool { return slices.Contains(kinds, k.String()) }
	switch {
	case slices.Contains(kinds, "null"):
		return reason.Of("hint_computed")
	case both(Int, Number):
		return reason.Of("hint_point")
	case both(Day, Instant):
		return reason.Of("hint_no_clock", "example", instantForm)
	case has(Money):
		return reason.Of("hint_amount", "example", moneyForm)
	case has(Duration):
		return reason.Of("hint_duration", "example", durationForm)
	case has(Day):
		return reason.Of("hint_day", "example", dayForm)
	case has(Instant):
		return reason.Of("hint_instant", "example", instantForm)
	case strings.HasPrefix(kinds[0], "reference") || strings.HasPrefix(kinds[1], "reference"):
		return reason.Of("hint_field_such")
	case both(Text, Int), both(Text, Number):
		return reason.Of("hint_quotes")
	case both(Text, Bool):
		return reason.Of("hint_yes_no")
	}
	return none
}

func functionHint(function string) reason.Reason {
	switch function {
	case fnStarts, fnEnds, fnContains:
		return reason.Of("hint_on_text", "example", "field."+function+"('text')")
	case fnLower, fnSize:
		return reason.Of("hint_on_text", "example", "field."+function+"()")
	}
	return none
}
