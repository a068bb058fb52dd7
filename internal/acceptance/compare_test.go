package acceptance

import (
	"math"
	"math/big"
	"strings"

	"salesops/internal/period"
	"salesops/metrics"
)

// comparison asks the product and the company the same questions.
type comparison struct {
	p       *product
	c       *company
	custom  string // the field that Deal_Tier__c became
	states  map[string]*state
	numbers int
	wrong   int
}

func (k *comparison) state(q metrics.Query) *state {
	today := k.p.now.Day(k.p.zone)
	m, asOf, key := moment{k.p.now + 1, period.Forever}, today, "now"
	if q.KnownAt != nil {
		m.known = q.KnownAt.End(k.p.zone)
		if q.AsOf == nil {
			m.eff, asOf = m.known, *q.KnownAt
		}
		key = "known " + q.KnownAt.String()
	}
	if q.AsOf != nil {
		m.eff, asOf = q.AsOf.End(k.p.zone), *q.AsOf
		key += " as of " + q.AsOf.String()
	}
	if k.states[key] == nil {
		k.states[key] = k.c.state(m, asOf)
	}
	return k.states[key]
}

// dimension is what the oracle calls a dimension of the product.
func (k *comparison) dimension(name string) string {
	if name == k.custom {
		return "tier"
	}
	return name
}

// check compares every row of an answer, and that no row is missing.
func (k *comparison) check(q metrics.Query) {
	k.p.t.Helper()
	s, a := k.state(q), k.p.ask(q)
	type cell struct {
		frame  frame
		values string
	}
	seen := map[cell]bool{}
	for _, row := range a.Rows {
		f := frame{q.From, q.To}
		label := ""
		if q.Grain != "" {
			if row.Period == nil || row.From == nil || row.To == nil {
				if row.N != 0 || len(a.Rows) > 1 {
					k.fail(q, "a row without a period")
				}
				continue // nothing has a day by which it could fall into one
			}
			f, label = frame{row.From, row.To}, *row.Period
			cut := k.c.w.calendar().PeriodOf(*row.From, q.Grain)
			if want := k.c.w.calendar().Label(cut.From, q.Grain); want != label {
				k.fail(q, "period %s is called %s", want, label)
			}
		}
		var values []string
		for _, by := range q.By {
			v := ""
			if id := row.By[by].ID; id != nil {
				v = k.p.source(*id)
			}
			values = append(values, v)
		}
		at := cell{values: strings.Join(values, "|")}
		if q.Grain != "" {
			at.frame.from, at.frame.to = nil, nil
			at.values += "@" + label
		}
		if seen[at] {
			k.fail(q, "two rows for %s", at.values)
		}
		seen[at] = true
		k.nothing(q, at.values, row.Result, f)
		k.same(q, at.values, row.Result, s.metric(q.Metric, f, k.group(q, values)))
		if c := row.Compare; c != nil {
			if c.ReasonCode == "part_of_data" {
				k.partly(q, at.values, c.Result, frame{c.From, c.To})
			} else {
				k.same(q, at.values+" compared", c.Result, s.metric(q.Metric, frame{c.From, c.To}, k.group(q, values)))
			}
			k.shifted(q, f, frame{c.From, c.To})
		} else if q.Compare != "" {
			k.fail(q, "%s: no comparison", at.values)
		}
	}
	for values, f := range k.cells(s, q) {
		if seen[cell{values: values}] {
			continue
		}
		if want := s.metric(q.Metric, f,
			k.group(q, strings.Split(strings.Split(values, "@")[0], "|"))); want.value != nil &&
			want.value.Sign() != 0 {
			k.fail(q, "no row for %s, which is %s", values, want.value.FloatString(4))
		}
	}
}

// shifted checks which days a comparison is with.
func (k *comparison) shifted(q metrics.Query, now, then frame) {
	k.p.t.Helper()
	if now.from == nil || now.to == nil || then.from == nil || then.to == nil {
		k.fail(q, "a comparison without days")
		return
	}
	switch want := *now.from - 1; {
	case q.Compare == "previous" && *then.to != want:
		k.fail(q, "%s to %s is compared with days up to %s", now.from, now.to, then.to)
	case q.Compare == "year":
		year, month, n := now.from.Date()
		if want := period.DayOf(year-1, month, n); *then.from != want {
			k.fail(q, "%s is compared with %s", now.from, then.from)
		}
	}
}

// conditions are filters of deals, in the product's words and by hand.
var conditions = map[string]func(dims map[string]string) bool{
	`source == "Web"`: func(d map[string]string) bool { return d["source"] == "Web" },
	`!has(owner)`:     func(d map[string]string) bool { return d["owner"] == "" },
	`type != "New Customer" && account.industry in ["Energy", "Banking"]`: func(d map[string]string) bool {
		return d["type"] != "New Customer" && (d["account.industry"] == "Energy" || d["account.industry"] == "Banking")
	},
}

func (k *comparison) group(q metrics.Query, values []string) group {
	return func(dims map[string]string) bool {
		for _, w := range q.Where {
			if !conditions[w](dims) {
				return false
			}
		}
		for i, name := range q.By {
			if dims[k.dimension(name)] != values[i] {
				return false
			}
		}
		return true
	}
}

// cells are all rows that an answer could have.
func (k *comparison) cells(s *state, q metrics.Query) map[string]frame {
	combos := map[string]bool{}
	add := func(dims map[string]string) {
		var values []string
		for _, by := range q.By {
			values = append(values, dims[k.dimension(by)])
		}
		combos[strings.Join(values, "|")] = true
	}
	for i := range s.deals {
		add(s.deals[i].dims)
	}
	if strings.HasPrefix(q.Metric, "lead") || q.Metric == "deal_to_customer" {
		for i := range s.leads {
			add(s.leads[i].dims)
		}
	}
	out := map[string]frame{}
	if q.Grain == "" {
		for c := range combos {
			out[c] = frame{q.From, q.To}
		}
		return out
	}
	from, to, any := s.span()
	if !any {
		return out
	}
	if q.From != nil {
		from = *q.From
	}
	if q.To != nil {
		to = *q.To
	}
	calendar := k.c.w.calendar()
	for _, r := range calendar.Split(period.Range{From: from, To: to + 1}, q.Grain) {
		label := calendar.Label(calendar.PeriodOf(r.From, q.Grain).From, q.Grain)
		first, last := r.From, r.To-1
		for c := range combos {
			out[c+"@"+label] = frame{&first, &last}
		}
	}
	return out
}

func (k *comparison) same(q metrics.Query, at string, got metrics.Result, want figure) {
	k.numbers++
	value := rat(k.p, got.Value)
	switch {
	case value == nil && got.Reason == "":
		k.fail(q, "%s: no value and no reason", at)
	case value == nil && got.ReasonCode == "evidence_missing":
		k.proves(q, at, got)
		return
	case value == nil && (want.value == nil || want.zeroOrNone):
		return
	case want.value == nil && want.zeroOrNone && value.Sign() == 0:
		return
	case value == nil:
		k.fail(q, "%s: no answer (%s), want %s", at, got.Reason, want.value.FloatString(10))
		return
	case want.value == nil:
		k.fail(q, "%s: %s, want no answer", at, got.Value.Text)
		return
	case !near(value, want.value):
		k.fail(q, "%s: %s, want %s", at, got.Value.Text, want.value.FloatString(10))
	}
	for name, x := range map[string]struct {
		got  *metrics.Figure
		want *big.Rat
	}{"numerator": {got.Numerator, want.numerator}, "denominator": {got.Denominator, want.denominator}} {
		if v := rat(k.p, x.got); x.want != nil && (v == nil || !near(v, x.want)) {
			k.fail(q, "%s: %s is %v, want %s", at, name, x.got, x.want.FloatString(4))
		}
	}
	if want.interval {
		for _, x := range []struct {
			got  *metrics.Figure
			want float64
		}{{got.Low, want.low}, {got.High, want.high}} {
			v := rat(k.p, x.got)
			if v == nil {
				k.fail(q, "%s: no interval", at)
				continue
			}
			if f, _ := v.Float64(); math.Abs(f-x.want) > 1e-7 {
				k.fail(q, "%s: interval %v, want %v", at, f, x.want)
			}
		}
	}
	if want.n != int(got.N) {
		k.fail(q, "%s: n is %d, want %d", at, got.N, want.n)
	}
}

// near allows what ten printed digits leave open.
func near(a, b *big.Rat) bool {
	x, _ := a.Float64()
	y, _ := b.Float64()
	return math.Abs(x-y) <= 1e-9*math.Max(1, math.Abs(y))
}

func (k *comparison) fail(q metrics.Query, format string, args ...any) {
	k.p.t.Helper()
	k.wrong++
	if k.wrong <= 25 {
		k.p.t.Errorf(describe(q)+": "+format, args...)
	}
}
