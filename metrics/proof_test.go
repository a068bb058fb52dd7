package metrics_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"salesops/internal/period"
	"salesops/metrics"
	"salesops/record"
)

// versions are the states of a record on every moment at which something of it changed, up to one
// moment and by what was known at another; 0 is no limit.
func versions(changes []record.Change, until, known period.Instant) []record.Record {
	var out []record.Record
	for _, c := range changes {
		if until != 0 && c.EffectiveAt > until || known != 0 && c.KnownAt > known {
			continue
		}
		if r := record.Fold(changes, record.At{Effective: c.EffectiveAt, Known: known}); r.Exists {
			out = append(out, r)
		}
	}
	return out
}

// lacks is the plain rule of evidence: whether the data never had a row of that kind, whatever was
// asked for.
func lacks(t *testing.T, w *world, q metrics.Query, code string) bool {
	t.Helper()
	n := fold(w, q)
	known := period.Instant(0)
	if q.KnownAt != nil {
		known = q.KnownAt.End(time.UTC) - 1
	}
	until := n.asOf.End(time.UTC) - 1
	if code == "lost_deals" { // who records losses later had none before
		until = known
	}
	by := map[record.ID][]record.Change{}
	for _, c := range w.changes {
		by[c.ID] = append(by[c.ID], c)
	}
	ever := func(object string, is func(r record.Record) bool) bool {
		for _, changes := range by {
			if changes[0].Object == object && slices.ContainsFunc(versions(changes, until, known), is) {
				return true
			}
		}
		return false
	}
	has := func(field string) func(record.Record) bool {
		return func(r record.Record) bool { return r.Fields[field].IsSet() }
	}
	both := func(a, b func(record.Record) bool) func(record.Record) bool {
		return func(r record.Record) bool { return a(r) && b(r) }
	}
	is := func(want string) func(record.Record) bool {
		return func(r record.Record) bool { return outcome(r) == want }
	}
	any := func(record.Record) bool { return true }
	open := func(and func(record.Record) bool) bool { // as it is, or as it was by its history
		for _, r := range n.state {
			if r.Object == "deal" && !closed(r) && and(r) {
				return true
			}
		}
		return ever("deal", both(is("open"), and))
	}
	becomes := func(r record.Record) (record.Record, bool) {
		deal, ok := n.state[r.Fields["converted_deal"].Ref()]
		return deal, ok
	}
	switch code {
	case "deals":
		return !ever("deal", any)
	case "won_deals":
		return !ever("deal", is("won"))
	case "lost_deals":
		return !ever("deal", is("lost"))
	case "closed_deals":
		return !ever("deal", closed)
	case "unwon_deals":
		return !ever("deal", func(r record.Record) bool { return outcome(r) != "won" })
	case "close_dates":
		return !ever("deal", both(closed, has("close_date")))
	case "created_dates":
		return !ever("deal", has("created_at"))
	case "amounts":
		return !ever("deal", has("amount"))
	case "won_amounts":
		return ever("deal", is("won")) && !ever("deal", both(is("won"), has("amount")))
	case "open_deals":
		return !open(any)
	case "open_amounts":
		return open(any) && !open(has("amount"))
	case "leads":
		return !ever("lead", any)
	case "lead_dates":
		return !ever("lead", has("created_at"))
	case "conversions":
		return !ever("lead", has("converted_deal"))
	case "conversion_dates":
		return !ever("lead", both(has("converted_deal"), func(r record.Record) bool {
			deal, ok := becomes(r)
			return r.Fields["converted_at"].IsSet() || ok && deal.Fields["created_at"].IsSet()
		}))
	case "lead_outcomes":
		return !ever("lead", both(has("converted_deal"), func(r record.Record) bool {
			deal, ok := becomes(r)
			return ok && closed(deal)
		}))
	}
	t.Errorf("%s: the loop has no rule of evidence for %q", show(q), code)
	return false
}

// proves fails unless the data really lacks what an answer says that it lacks.
func proves(t *testing.T, w *world, q metrics.Query, p plain, got metrics.Row) {
	t.Helper()
	if from, to := got.From, got.To; got.ReasonCode == "before_data" || got.ReasonCode == "after_data" {
		if from == nil {
			from, to = q.From, q.To
		}
		said, err := period.ParseDay(got.ReasonParts["day"])
		before := got.ReasonCode == "before_data"
		if err != nil || got.N != 0 || before && (to == nil || *to >= said) || !before &&
			(from == nil || *from <= said) {
			t.Errorf("%s: %q of days from %v to %v", show(q), got.Reason, from, to)
		}
		n := fold(w, q)
		for _, r := range n.state {
			if day, ok := p.day(n, r); ok && before && r.Object == p.object && day < said {
				t.Errorf("%s: %q, but the data has a row on %s", show(q), got.Reason, day)
			}
		}
		return
	}
	codes := strings.Fields(got.ReasonParts["codes"])
	if len(codes) == 0 {
		t.Errorf("%s: %q names nothing that is missing: %v", show(q), got.Reason, got.ReasonParts)
	}
	for _, code := range codes {
		if !lacks(t, w, q, code) {
			t.Errorf("%s: %q, but the data has %s", show(q), got.Reason, code)
		}
	}
}

// The rule of evidence decides: a world in which a deal was lost, on whatever day, has losses.
func TestTheLoopKnowsWhatIsMissing(t *testing.T) {
	t.Parallel()
	w := filled(t, won("2026-01-15", "1"), won("2026-01-16", "1"), won("2026-01-17", "1"),
		won("2026-01-18", "1"), won("2026-01-19", "1"))
	q := metrics.Query{Metric: "win_rate"}
	got := w.ask(q).Rows[0]
	if got.Value != nil {
		t.Fatalf("%v without a loss", got.Value)
	}
	proves(t, w, q, plains()[q.Metric], got)
	if !lacks(t, w, q, "lost_deals") || lacks(t, w, q, "won_amounts") || lacks(t, w, q, "close_dates") ||
		!lacks(t, w, q, "leads") {
		t.Error("the loop does not see what there is")
	}
	w.put("deal", map[string]any{"outcome": "lost", "close_date": "2026-02-01"})
	if lacks(t, w, q, "lost_deals") {
		t.Error("the loop does not see a loss")
	}
}
