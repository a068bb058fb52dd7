package metrics_test

import (
	"fmt"
	"slices"
	"testing"

	"salesops/metrics"
	"salesops/record"
)

// TestWhatIsLeftOutForAMissingValueIsSaid takes a value from every other record and asks every
// metric. An answer that differs from that of the whole data says why, or is not known.
func TestWhatIsLeftOutForAMissingValueIsSaid(t *testing.T) {
	t.Parallel()
	catalog := load(t)
	from, to := day(t, "2026-01-01"), day(t, "2026-06-30")
	type figures struct {
		text  string
		known bool
		notes []string
	}
	answers := func(w *world) map[string]figures {
		out := map[string]figures{}
		for _, d := range catalog.List() {
			a, err := w.engine.Ask(t.Context(), record.Everything(),
				metrics.Query{Metric: d.Name, From: &from, To: &to})
			if err != nil {
				continue // a question that this metric does not take
			}
			row := a.Rows[0]
			f := figures{fmt.Sprint(row.Value, row.Numerator, row.Denominator), row.Value != nil, nil}
			for _, n := range a.Notes {
				f.notes = append(f.notes, n.Text)
			}
			out[d.Name] = f
		}
		return out
	}
	whole := answers(richWorld(t, catalog, func(string, map[string]any) bool { return true }))
	for _, x := range []struct {
		object, outcome string
		fields          []string
	}{
		{"deal", "won", []string{"close_date"}},
		{"deal", "open", []string{"close_date", "then"}},
		{"deal", "", []string{"created_on"}},
		{"deal", "", []string{"amount"}},
		{"deal", "", []string{"owner"}},
		{"deal", "won", []string{"account"}},
		{"lead", "", []string{"created_on"}},
		{"contract", "", []string{"start_on"}},
		{"contract", "", []string{"account"}},
		{"contract", "", []string{"mrr"}},
		{"cost", "", []string{"from_on", "to_on"}},
		{"cost", "", []string{"amount"}},
		{"activity", "", []string{"start_on"}},
		{"calendar_event", "", []string{"owner"}},
		{"deal_line", "", []string{"quantity"}},
		{"deal_line", "", []string{"deal"}},
	} {
		t.Run(fmt.Sprint(x.object, x.fields), func(t *testing.T) {
			t.Parallel()
			n := 0
			for name, got := range answers(richWorld(t, catalog, func(object string, row map[string]any) bool {
				if object == x.object && (x.outcome == "" || row["outcome"] == x.outcome) {
					if n++; n%2 == 0 {
						for _, f := range x.fields {
							delete(row, f)
						}
					}
				}
				return true
			})) {
				if got.text != whole[name].text && got.known && slices.Equal(got.notes, whole[name].notes) {
					t.Errorf("%s is %s instead of %s and does not say why: %q", name,
						got.text, whole[name].text, got.notes)
				}
			}
		})
	}
}

// TestQuotasThatEndFirstAreSaid: a quota whose days stand in the wrong order counts for nothing, and that is said.
func TestQuotasThatEndFirstAreSaid(t *testing.T) {
	t.Parallel()
	catalog, n := load(t), 0
	w := richWorld(t, catalog, func(object string, row map[string]any) bool {
		if object == "quota" {
			if n++; n == 1 {
				row["from_on"], row["to_on"] = row["to_on"], row["from_on"]
			}
		}
		return true
	})
	from, to := day(t, "2026-01-01"), day(t, "2026-12-31")
	a, err := w.engine.Ask(t.Context(), record.Everything(), metrics.Query{Metric: "quota", From: &from, To: &to})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(a.Notes,
		func(n metrics.Note) bool { return n.Code == "quotas_incomplete" && n.Count == 1 }) {
		t.Errorf("%+v", a.Notes)
	}
}

// TestQuotasOfNothingAreSaid: a person with a quota of -5 has no row, and a note says why.
func TestQuotasOfNothingAreSaid(t *testing.T) {
	t.Parallel()
	for amount, want := range map[int]int64{-5: 1, 0: 1, 5: 0} {
		w := newWorld(t, load(t))
		for owner, of := range map[string]int{"Ann": 100, "Bob": amount} {
			w.put("quota", map[string]any{"person": owner, "from_on": "2026-01-01",
				"to_on": "2026-03-31", "amount": of})
		}
		w.complete()
		w.catchUp()
		a := w.ask(metrics.Query{Metric: "quota", From: on(t, "2026-01-01"),
			To: on(t, "2026-03-31"), By: []string{"owner"}})
		var got int64
		for _, n := range a.Notes {
			if n.Code == "quotas_not_above_zero" {
				got = n.Count
			}
		}
		if got != want {
			t.Errorf("a quota of %d: %d in %+v", amount, got, a.Notes)
		}
	}
}
