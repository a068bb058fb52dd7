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
)

// literal reads the text of day("…") and its siblings. The problem is empty
// when the value is good, else a sentence and what to write instead.
func (e *Env) literal(function, text string) (v Value, refObject, problem, hint string) {
	switch function {
	case fnDay:
		d, err := period.ParseDay(text)
		if err != nil {
			return v, "", "there is no day " + quote(text), `write day("2026-01-31")`
		}
		return DayOf(d), "", "", ""
	case fnTimestamp:
		i, err := period.ParseInstant(text)
		if err != nil {
			return v, "", "there is no instant " + quote(text), `write timestamp("2026-01-31T09:00:00Z")`
		}
		return InstantOf(i), "", "", ""
	case fnDuration:
		d, err := time.ParseDuration(text)
		if err != nil || d%time.Microsecond != 0 {
			return v, "", "there is no duration " + quote(text), `write duration("36h"), duration("15m") or duration("1h30m")`
		}
		return DurationOf(d.Microseconds()), "", "", ""
	case fnMoney:
		return moneyLiteral(text)
	case fnID:
		if e.options.ParseID == nil {
			return v, "", "ids cannot be written here", "compare a field of the record"
		}
		object, id, err := e.options.ParseID(text)
		if err != nil {
			return v, "", "there is no id " + quote(text), "copy it from the record's page"
		}
		return RefOf(id), object, "", ""
	}
	return v, "", "there is no literal " + function, ""
}

func moneyLiteral(text string) (v Value, _, problem, hint string) {
	const form = `write money("1000.00 EUR")`
	digits, code, _ := strings.Cut(text, " ")
	if code != "" && !money.Known(code) {
		return v, "", "there is no currency " + quote(code), form
	}
	a, err := money.Parse(digits, code)
	if err != nil {
		return v, "", quote(text) + " is no amount of money", form
	}
	exact, ok := new(big.Rat).SetString(digits)
	if !ok || exact.Cmp(a.Rat()) != 0 {
		return v, "", quote(text) + " has more decimals than its currency", form
	}
	return MoneyOf(a), "", "", ""
}

// quote shows text from an expression in a message.
func quote(s string) string {
	const most = 40
	if r := []rune(s); len(r) > most {
		s = string(r[:most]) + "…"
	}
	return "'" + strings.ToValidUTF8(s, "?") + "'"
}

// toCEL is a value inside the evaluator.
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

// fromCEL is the way back. ok is false for anything that is no value.
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
