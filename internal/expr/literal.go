package expr

import (
	"math"
	"math/big"
	"strings"
	"time"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"salesops/internal/money"
	"salesops/internal/period"
	"salesops/internal/reason"
)

// literal parses the text of day("…") and similar calls. For invalid text, problem says what is
// wrong and hint what to write instead.
func (e *Env) literal(function, text string) (v Value, refObject string, problem, hint reason.Reason) {
	switch function {
	case fnDay:
		d, err := period.ParseDay(text)
		if err != nil {
			return v, "", reason.Of("expr_day", "text", quote(text)), write(dayForm)
		}
		return DayOf(d), "", none, none
	case fnTimestamp:
		i, err := period.ParseInstant(text)
		if err != nil {
			return v, "", reason.Of("expr_instant", "text", quote(text)), write(instantForm)
		}
		return InstantOf(i), "", none, none
	case fnDuration:
		d, err := time.ParseDuration(text)
		if err != nil || d%time.Microsecond != 0 {
			return v, "", reason.Of("expr_duration", "text",
				quote(text)), writeOr(`duration("36h"), duration("15m")`, `duration("1h30m")`)
		}
		return DurationOf(d.Microseconds()), "", none, none
	case fnMoney:
		return moneyLiteral(text)
	case fnID:
		if e.options.ParseID == nil {
			return v, "", reason.Of("expr_no_ids"), reason.Of("hint_field")
		}
		object, id, err := e.options.ParseID(text)
		if err != nil {
			return v, "", reason.Of("expr_id", "text", quote(text)), reason.Of("hint_copy_id")
		}
		return RefOf(id), object, none, none
	}
	return v, "", reason.Of("expr_literal", "name", function), none
}

func moneyLiteral(text string) (v Value, _ string, problem, hint reason.Reason) {
	digits, code, _ := strings.Cut(text, " ")
	if code != "" && !money.Known(code) {
		return v, "", reason.Of("expr_currency", "text", quote(code)), write(moneyForm)
	}
	a, err := money.Parse(digits, code)
	if err != nil {
		return v, "", reason.Of("expr_amount", "text", quote(text)), write(moneyForm)
	}
	exact, ok := new(big.Rat).SetString(digits)
	if !ok || exact.Cmp(a.Rat()) != 0 {
		return v, "", reason.Of("expr_decimals", "text", quote(text)), write(moneyForm)
	}
	return MoneyOf(a), "", none, none
}

// quote quotes text from an expression for a message, and shortens it.
func quote(s string) string {
	const most = 40
	if r := []rune(s); len(r) > most {
		s = string(r[:most]) + "…"
	}
	return "'" + strings.ToValidUTF8(s, "?") + "'"
}

// toCEL converts a value for the evaluator.
func toCEL(v Value, x *exchange) ref.Val {
	switch v.kind {
	case Text:
		return types.String(v.s)
	case Int:
		return types.Int(v.i)
	case Number:
		return types.Double(v.f)
	case Bool:
		return types.Bool(v.i == 1)
	case Day, Instant, Duration, Ref:
		return opaque{kind: v.kind, i: v.i}
	case Money:
		return cash{amount: v.Money(), exchange: x}
	}
	return types.NullValue
}

// fromCEL converts a value from the evaluator; ok is false for anything that is no value.
func fromCEL(v ref.Val) (value Value, ok bool) {
	switch v := v.(type) {
	case types.String:
		return TextOf(string(v)), true
	case types.Int:
		return IntOf(int64(v)), true
	case types.Double:
		f := float64(v)
		return NumberOf(f), !math.IsNaN(f) && !math.IsInf(f, 0)
	case types.Bool:
		return BoolOf(bool(v)), true
	case opaque:
		return Value{kind: v.kind, i: v.i}, true
	case cash:
		return MoneyOf(v.amount), true
	}
	return Value{}, false
}
