package metrics_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"salesops/metrics"
	"salesops/record"
)

// textbook is the log of six requests for compensation with which process mining is taught.
var textbook = map[string]string{
	"1": "register, examine thoroughly, check, decide, reject",
	"2": "register, check, examine casually, decide, pay",
	"3": "register, examine casually, check, decide, reinitiate, examine thoroughly, check, decide, pay",
	"4": "register, check, examine thoroughly, decide, reject",
	"5": "register, examine casually, check, decide, reinitiate, check, examine casually, decide, reinitiate, " +
		"examine casually, check, decide, reject",
	"6": "register, examine casually, check, decide, pay",
}

// TestTransitionsOfATextbookLog reads the six cases as deals whose stage is the activity, one a day: which activity
// follows which and how often, the cases that come back to an activity, and their paths are those of the textbook; on a
// past day, those of the events until then.
func TestTransitionsOfATextbookLog(t *testing.T) {
	t.Parallel()
	w := newWorld(t, load(t))
	for _, name := range []string{"register", "examine casually", "examine thoroughly", "check", "decide", "reinitiate",
		"pay", "reject"} {
		w.put("stage", map[string]any{"name": name, "outcome": "open"})
	}
	for name, trace := range textbook {
		for i, activity := range strings.Split(trace, ", ") {
			day := fmt.Sprintf("2026-01-%02d", i+1)
			if i == 0 {
				w.put("deal", map[string]any{"name": name, "stage": activity, "outcome": "open", "created_on": day})
				continue
			}
			w.change("deal", name, day, day, map[string]any{"stage": activity})
		}
	}
	w.complete()
	w.catchUp()
	told := func(q metrics.Query) []string {
		var lines []string
		for _, row := range w.ask(q).Rows {
			var by []string
			for _, name := range q.By {
				by = append(by, row.By[name].Name)
			}
			lines = append(lines, strings.Join(by, " > ")+" "+row.Value.Text)
		}
		slices.Sort(lines)
		return lines
	}
	want := []string{
		"check > decide 6", "check > examine casually 2", "check > examine thoroughly 1",
		"decide > pay 3", "decide > reinitiate 3", "decide > reject 3",
		"examine casually > check 4", "examine casually > decide 2",
		"examine thoroughly > check 2", "examine thoroughly > decide 1",
		"register > check 2", "register > examine casually 3", "register > examine thoroughly 1",
		"reinitiate > check 1", "reinitiate > examine casually 1", "reinitiate > examine thoroughly 1",
	}
	moves := metrics.Query{Metric: "stage_transitions", By: []string{"stage", "to_stage"}}
	if got := told(moves); !slices.Equal(got, want) {
		t.Errorf("moves\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	ids := map[string]bool{}
	for _, row := range w.ask(moves).Rows {
		cell := metrics.Cell{By: map[string]string{}}
		for name, key := range row.By {
			cell.By[name] = *key.ID
		}
		set, err := w.engine.Records(t.Context(), record.Everything(), moves, cell, metrics.Page{})
		if err != nil {
			t.Fatal(err)
		}
		for _, item := range set.Records {
			for _, name := range moves.By { // the row's own, with its name, not the stage in which the deal is now
				if key, ok := item.Fields[name].(metrics.Key); !ok || key.Name != row.By[name].Name || key.ID == nil {
					t.Errorf("%s of a move %v: %v", name, row.By, item.Fields[name])
				} else {
					ids[*key.ID] = true
				}
			}
		}
	}
	if len(ids) != 8 {
		t.Errorf("the moves name %d stages, want 8", len(ids))
	}
	third := day(t, "2026-01-03")
	moves.AsOf = &third
	if got, want := told(moves), []string{"check > examine casually 1", "check > examine thoroughly 1",
		"examine casually > check 3", "examine thoroughly > check 1", "register > check 2",
		"register > examine casually 3", "register > examine thoroughly 1"}; !slices.Equal(got, want) {
		t.Errorf("moves as of the third day\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	rework := w.ask(metrics.Query{Metric: "stage_rework"}).Rows[0]
	if rework.Numerator.Text != "2" || rework.Denominator.Text != "6" {
		t.Errorf("%v of %v cases come back, want 2 of 6", rework.Numerator, rework.Denominator)
	}
	var paths []string
	for _, trace := range textbook {
		paths = append(paths, strings.ReplaceAll(trace, ", ", " → ")+" 1")
	}
	slices.Sort(paths)
	if got := told(metrics.Query{Metric: "deal_variants", By: []string{"path"}}); !slices.Equal(got, paths) {
		t.Errorf("paths\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(paths, "\n"))
	}
}
