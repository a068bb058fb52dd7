package metrics

import (
	"math/big"
	"strconv"
	"strings"

	"salesops/internal/money"
	"salesops/internal/reason"
	"salesops/stats"
)

// lowSample is the number of rows below which a figure is flagged.
const lowSample = 30

// outcome is a cell's figure with exact numbers. It is rounded when it is shown.
type outcome struct {
	value, numerator, denominator *big.Rat
	numeratorMoney, denomMoney    bool
	low, high                     *big.Rat
	interval                      Interval // what low and high are
	model                         *Model   // what an estimate of purchases rests on
	n                             int64
	code                          string
	flags                         []string
	why                           reason.Reason // why there is no value, or of what the value is only a part
	isMoney                       bool          // the value is an amount
	noun                          string        // what it counts
	hint                          reason.Reason // why that may be 0
}

// figure turns what was counted in a cell into a number, or says why there is none.
func (t *table) figure(k *tally) outcome {
	if k == nil {
		k = t.empty()
	}
	o := outcome{n: k.n, code: t.code, isMoney: t.money && t.m.Unit == UnitMoney, noun: t.many()}
	if t.calculation != nil {
		return t.calculated(k, o)
	}
	if t.m.Kind == KindSetting {
		return t.setting(o)
	}
	if t.nobody != "" {
		return o.without(reason.Of("whose_empty", "noun", t.source(), "whose", t.nobody))
	}
	if t.none {
		return o.without(reason.Of("none_there", "noun", t.source()))
	}
	if (t.money || t.reported) && (k.mixed || len(t.mixed) > 0 && k.n > 0) {
		return o.mixed(t.mixed)
	}
	t.measured(k, &o)
	if why := t.refusal(k, &o); !why.None() {
		return o.without(why)
	}
	if why := t.lacking(); !why.None() {
		return o.unknownFor(why)
	}
	t.flag(k, &o)
	return o
}

func (o outcome) without(why reason.Reason) outcome {
	o.value, o.low, o.high = nil, nil, nil
	o.why = reason.Of("not_enough_data", "why", why)
	return o
}

func (o outcome) mixed(codes []string) outcome {
	o.value, o.code = nil, ""
	o.why = reason.Of("currencies_mixed", "currencies", strings.Join(codes, ", "))
	return o
}

func (t *table) empty() *tally {
	return &tally{a: new(big.Int), b: new(big.Int), bad: make([]int64, len(t.guards)), of: make([]int64, len(t.guards))}
}

func (t *table) many() string {
	if t.m.Noun.Many != "" {
		return t.m.Noun.Many
	}
	return t.m.Over + "s"
}

// source names what would have to exist for rows to exist.
func (t *table) source() string {
	if t.m.set != nil && t.m.set.Source != "" {
		return t.m.set.Source
	}
	return t.many()
}

// measured computes value, numerator, denominator and n.
func (t *table) measured(k *tally, o *outcome) {
	whole := func(i *big.Int, isMoney bool) *big.Rat {
		if i == nil {
			return new(big.Rat)
		}
		if isMoney {
			return money.MajorRat(i, t.code)
		}
		return new(big.Rat).SetFrac(i, big.NewInt(t.scale))
	}
	switch t.m.Measure {
	case MeasureCount:
		o.value = new(big.Rat).SetInt64(k.n)
	case MeasureSum, MeasureDistinct:
		o.value = whole(k.a, t.money)
	case MeasureMean:
		o.n = k.values
		o.numerator, o.denominator, o.numeratorMoney = whole(k.a, t.money), new(big.Rat).SetInt64(k.values), t.money
		o.value = quotient(o.numerator, o.denominator)
	case MeasureMedian:
		o.n = k.values
		if k.values > 0 {
			sum := whole(new(big.Int).Add(k.a, k.b), t.money)
			o.value = sum.Mul(sum, big.NewRat(1, 2))
		}
	case MeasureRatio:
		o.numeratorMoney, o.denomMoney = t.sides[0], t.sides[1]
		o.numerator, o.denominator = whole(k.a, o.numeratorMoney), whole(k.b, o.denomMoney)
		if t.m.Numerator.Count != "" && k.a != nil {
			o.numerator = new(big.Rat).SetInt(k.a)
		}
		if t.m.Denominator.Count != "" && k.b != nil {
			o.denominator = new(big.Rat).SetInt(k.b)
		}
		o.value = quotient(o.numerator, o.denominator)
		if t.m.Denominator.Count != "" && k.b != nil {
			o.n = k.b.Int64()
		}
		if t.m.Interval == "wilson" && k.b != nil && k.b.Sign() > 0 && !t.certain(k) {
			if in, ok := stats.Wilson(int(k.a.Int64()), int(k.b.Int64()), stats.Confidence); ok {
				o.low, o.high = fromFloat(in.Low), fromFloat(in.High)
				o.interval = Interval{IntervalWilson, stats.Confidence}
			}
		}
		t.pace(k, o)
	}
	switch {
	case t.m.Bought != nil:
		t.expected(k, o)
	case t.m.Kind == KindEstimate:
		t.estimated(k, o)
	}
}

// certain reports whether a share is of one row of a row set that is not a sample, so that it has no interval.
func (t *table) certain(k *tally) bool {
	return t.m.set != nil && t.m.set.Certain && k.b.IsInt64() && k.b.Int64() == 1
}

// pace converts a share over the cell's period to one per month or year, as the metric says.
func (t *table) pace(k *tally, o *outcome) {
	p := t.m.Pace
	switch {
	case p == nil || o.value == nil:
		return
	case k.months == nil:
		o.why = reason.Of("pace_unbounded")
		return
	}
	var capped bool
	o.value, capped = p.paced(o.value, k.months)
	if o.low != nil && o.high != nil {
		o.low, _ = p.paced(o.low, k.months)
		o.high, _ = p.paced(o.high, k.months)
		if p.Life {
			o.low, o.high = o.high, o.low
		}
	}
	if capped {
		o.flags = append(o.flags, FlagCapped)
	}
}

func quotient(a, b *big.Rat) *big.Rat {
	if b.Sign() == 0 {
		return nil
	}
	return new(big.Rat).Quo(a, b)
}

func fromFloat(f float64) *big.Rat {
	r, ok := new(big.Rat).SetString(strconv.FormatFloat(f, 'f', 12, 64))
	if !ok {
		return nil
	}
	return r
}

// estimated runs the metric's estimate on the cell's spells.
func (t *table) estimated(k *tally, o *outcome) {
	var spells []stats.Spell
	o.n = 0
	for at, n := range k.spells {
		o.n += n
		spells = append(spells, stats.Spell{Days: float64(at[0]), Event: int(at[1]), Count: int(n)})
	}
	e, ok := stats.Estimate(t.m.Estimate)
	if !ok {
		o.why = reason.English("there is no estimate " + t.m.Estimate)
		return
	}
	res, err := e.Run(spells, t.m.Params)
	switch {
	case err != nil:
		o.why = reason.From(err)
	case !res.OK:
		o.why = res.Reason
	default:
		o.value = fromFloat(res.Value)
		if res.HasInterval {
			o.low, o.high = fromFloat(res.Low), fromFloat(res.High)
			o.interval = Interval{res.Interval, stats.Confidence}
		}
	}
}

// refusal returns why a cell has no number, the most important reason first.
func (t *table) refusal(k *tally, o *outcome) reason.Reason {
	for i, g := range t.guards {
		if g.Above == nil || k.of[i] == 0 {
			continue
		}
		bad, of, limit := float64(k.bad[i]), float64(k.of[i]), *g.Above
		if over := bad > limit*of; over || (limit >= 1 && k.bad[i] == k.of[i]) {
			return t.says(i, k.bad[i], k.of[i])
		}
	}
	additive := t.m.Measure.total()
	switch {
	case additive && k.missing > 0 && o.value != nil && o.value.Sign() == 0:
		return reason.Of("rate_missing", "currency", t.code)
	case o.n == 0 && additive:
		return reason.Reason{}
	case o.n == 0:
		for i := range t.guards {
			if t.guards[i].Act == ActLeaveOut && k.bad[i] > 0 {
				return t.says(i, k.bad[i], k.of[i])
			}
		}
		if k.missing > 0 {
			return reason.Of("rate_missing", "currency", t.code)
		}
		if k.n > 0 {
			return reason.Of("values_missing", "count", k.n, "noun", t.counted(k.n))
		}
		return reason.Of("none_to_compute", "noun", t.many())
	case o.n < t.m.Floor:
		return reason.Of("too_few", "count", o.n, "noun", t.counted(o.n), "floor", t.m.Floor)
	case !o.why.None():
		return o.why
	case o.value == nil:
		return reason.Of("adds_up_to_zero", "noun", t.many())
	}
	return reason.Reason{}
}

// says is a guard's sentence: 12 of 12 won deals close before they were created.
func (t *table) says(i int, bad, of int64) reason.Reason {
	g := t.guards[i]
	noun, words := g.Noun.Many, g.Say.Many
	if noun == "" {
		noun = t.many()
	}
	if bad == 1 {
		words = g.Say.One
	}
	return reason.Of("rule", "count", bad, "of", of, "noun", noun, "says", t.m.own(g.Code, words))
}

// own returns the sentence of the metric's file for a code. A company's own file may use the same code for
// another rule, so its sentences are not translated by code.
func (m *metric) own(code, text string) reason.Reason {
	if !m.builtIn {
		return reason.English(text)
	}
	return reason.FromFile(code, text)
}

// counted returns the noun for a number of rows, as a reason, so that other languages can form the plural.
func (t *table) counted(n int64) reason.Reason { return reason.FromFile(t.many(), t.words(n)) }

func (t *table) words(n int64) string {
	if n == 1 && t.m.Noun.One != "" {
		return t.m.Noun.One
	}
	return t.many()
}

func (t *table) flag(k *tally, o *outcome) {
	sampled := !t.m.Measure.total()
	if sampled && o.n < lowSample {
		o.flags = append(o.flags, FlagLowSample)
	}
	for i, g := range t.guards {
		if g.key == "problem" && k.bad[i] > 0 {
			o.flags = append(o.flags, FlagProblemRows)
		}
	}
	if k.missing > 0 {
		o.flags = append(o.flags, FlagMissingRate)
	}
	if k.backfilled > 0 || len(t.behind) > 0 && o.value != nil {
		o.flags = append(o.flags, FlagBackfilled)
	}
}

// shown writes an outcome the way answers show it.
func (o outcome) shown(m *metric) Result {
	unit := m.Unit
	r := Result{N: o.n, Flags: orEmpty(o.flags), Reason: o.why.Text, ReasonCode: o.why.Code, ReasonParts: o.why.Parts}
	r.Value, r.Low, r.High = show(o.value, unit, m, o.code), show(o.low, unit, m, o.code), show(o.high, unit, m, o.code)
	r.Numerator, r.Denominator = plain(o.numerator, o.numeratorMoney,
		o.code), plain(o.denominator, o.denomMoney, o.code)
	r.Model = o.model
	if r.Low != nil && r.High != nil {
		r.Interval = &o.interval
	}
	if (unit == UnitMoney || o.numeratorMoney || o.denomMoney) && o.code != "" {
		code := o.code
		r.Currency = &code
	}
	return r
}

func show(v *big.Rat, unit Unit, m *metric, code string) *Figure {
	if v == nil {
		return nil
	}
	switch {
	case unit == UnitMoney && m.Measure == MeasureSum:
		return &Figure{money.Decimal(v, money.Digits(code), money.Digits(code)), true}
	case unit == UnitMoney: // means, medians and quotients
		return &Figure{money.Decimal(v, 6, 10), true}
	case unit == UnitCount:
		return &Figure{money.Decimal(v, 0, 10), false}
	case unit == UnitDays, unit == UnitMonths:
		return &Figure{money.Decimal(v, 1, 10), false}
	}
	return &Figure{money.Decimal(v, 10, 12), false}
}

// plain writes one side of a ratio: money to the minor unit, counts unchanged.
func plain(v *big.Rat, isMoney bool, code string) *Figure {
	switch {
	case v == nil:
		return nil
	case isMoney:
		return &Figure{money.Decimal(v, money.Digits(code), 10), true}
	}
	return &Figure{money.Decimal(v, 0, 10), false}
}
