package acceptance

import (
	"cmp"
	"slices"
	"strings"

	"salesops/internal/period"
	"salesops/metrics"
)

// proves fails unless the company really never had what an answer says that it lacks.
func (k *comparison) proves(q metrics.Query, at string, got metrics.Result) {
	k.p.t.Helper()
	codes := strings.Fields(got.ReasonParts["codes"])
	if len(codes) == 0 {
		k.fail(q, "%s: %q names nothing that is missing", at, got.Reason)
	}
	s := k.state(q)
	for _, code := range codes {
		has, known := s.has(code)
		switch {
		case !known:
			k.fail(q, "%s: the count has no rule of evidence for %q", at, code)
		case has:
			k.fail(q, "%s: %q, but the company has %s", at, got.Reason, code)
		}
	}
}

// nothing fails where an answer calls a period empty of data or not begun and it is neither.
func (k *comparison) nothing(q metrics.Query, at string, got metrics.Result, f frame) {
	k.p.t.Helper()
	said, err := period.ParseDay(got.ReasonParts["day"])
	rows := got.N != 0 && !strings.HasSuffix(q.Metric, "_period") // of two metrics one may begin later
	switch s := k.state(q); got.ReasonCode {
	case "before_data":
		if err != nil || rows || f.to == nil || *f.to >= said {
			k.fail(q, "%s: %q of days up to %v", at, got.Reason, f.to)
		}
	case "after_data":
		if err != nil || rows || f.from == nil || *f.from <= said {
			k.fail(q, "%s: %q of days from %v", at, got.Reason, f.from)
		}
	case "period_ahead":
		if f.from == nil || *f.from <= s.asOf {
			k.fail(q, "%s: %q of days from %v", at, got.Reason, f.from)
		}
	}
}

// partly fails where a comparison calls its days a part of the data's and they are not.
func (k *comparison) partly(q metrics.Query, at string, got metrics.Result, f frame) {
	k.p.t.Helper()
	said, err := period.ParseDay(got.ReasonParts["day"])
	if err != nil || f.from == nil || f.to == nil || said > *f.to || 10*(said-*f.from) <= *f.to-*f.from+1 {
		k.fail(q, "%s: %q of days from %v to %v", at, got.Reason, f.from, f.to)
	}
}

// ever says whether a record was as asked at some time up to the moment of the question.
func ever(m moment, of []*story, is func(v map[string]string) bool) bool {
	return slices.ContainsFunc(of, func(s *story) bool {
		times := []period.Instant{}
		for _, f := range s.facts {
			if f.eff < m.eff && f.known < m.known {
				times = append(times, f.eff)
			}
		}
		slices.SortFunc(times, cmp.Compare[period.Instant])
		return slices.ContainsFunc(slices.Compact(times), func(on period.Instant) bool {
			v := s.at(moment{on + 1, m.known})
			return v != nil && is(v)
		})
	})
}

// has is the plain rule of evidence: whether the company ever had a record of that kind.
func (s *state) has(code string) (has, known bool) {
	outcome := func(v map[string]string) string {
		if stage, ok := v["stage"]; ok {
			return s.w.outcome(stage)
		}
		return "open"
	}
	field := func(name string) func(map[string]string) bool {
		return func(v map[string]string) bool { _, ok := v[name]; return ok }
	}
	is := func(want string, also ...string) func(map[string]string) bool {
		return func(v map[string]string) bool {
			for _, name := range also {
				if !field(name)(v) {
					return false
				}
			}
			return outcome(v) == want || want == "closed" && outcome(v) != "open"
		}
	}
	any := func(map[string]string) bool { return true }
	deals := func(is func(map[string]string) bool) bool { return ever(s.m, s.c.deals, is) }
	leads := func(is func(map[string]string) bool) bool { return ever(s.m, s.c.leads, is) }
	switch code {
	case "deals":
		return deals(any), true
	case "won_deals":
		return deals(is("won")), true
	case "lost_deals": // who records losses later recorded none before because there were none
		return ever(moment{max(s.m.eff, s.m.known), s.m.known}, s.c.deals, is("lost")), true
	case "open_deals":
		return deals(is("open")), true
	case "closed_deals":
		return deals(is("closed")), true
	case "unwon_deals":
		return deals(func(v map[string]string) bool { return outcome(v) != "won" }), true
	case "close_dates":
		return deals(is("closed", "close")), true
	case "created_dates":
		return deals(field("created")), true
	case "deal_stages":
		return deals(field("stage")), true
	case "amounts":
		return deals(field("amount")), true
	case "won_amounts":
		return deals(is("won", "amount")) || !deals(is("won")), true
	case "lost_amounts":
		return deals(is("lost", "amount")) || !deals(is("lost")), true
	case "open_amounts":
		return deals(is("open", "amount")) || !deals(is("open")), true
	case "competitors":
		return deals(is("lost", "competitor")), true
	case "accounts":
		return deals(is("won", "account")) || !deals(is("won")), true
	case "leads":
		return leads(any), true
	case "lead_dates":
		return leads(field("created")), true
	case "conversions":
		return leads(field("deal")), true
	case "conversion_dates":
		return leads(func(v map[string]string) bool {
			d := s.byID[v["deal"]]
			return v["deal"] != "" && (v["converted"] != "" || d != nil && d.created != nil)
		}), true
	case "lead_outcomes":
		return leads(func(v map[string]string) bool {
			d := s.byID[v["deal"]]
			return d != nil &&
				d.outcome != "open"
		}), true
	}
	return false, false
}
