package metrics_test

import (
	"fmt"
	"slices"
	"testing"

	"salesops/internal/expr"
	"salesops/internal/period"
	"salesops/metrics"
	"salesops/metrics/rowsets"
	"salesops/record"
)

// TestEveryRowSetConforms: whatever counts as a row set tells the metrics the truth about its rows, opens to
// records that whoever asks may see, adds up to what the answer says, and answers an old question as it did.
func TestEveryRowSetConforms(t *testing.T) {
	t.Parallel()
	w := richWorld(t, load(t), func(string, map[string]any) bool { return true })
	for i := range 12 {
		w.change("account", fmt.Sprint("acc", i), "2026-01-01", "2026-01-01", map[string]any{"owner": "Ann"})
	}
	for i, name := range []string{"first", "second"} {
		w.put("stage", map[string]any{"name": name, "position": i + 1, "outcome": "open"})
	}
	w.put("deal", map[string]any{"as": "moving", "owner": "Ann", "stage": "first", "outcome": "open",
		"created_on": "2026-01-05", "close_date": "2026-06-20", "amount": 700,
		"then": []any{map[string]any{"on": "2026-03-01", "stage": "second"}}})
	w.complete()
	w.catchUp()
	var receipts []*metrics.Answer
	for _, set := range rowsets.All() {
		saysWhatIsSo(t, w, set)
		over := metricsOver(w, set.Name)
		if len(over) == 0 {
			t.Errorf("no metric counts %s: nothing proves it", set.Name)
			continue
		}
		records := 0
		for _, name := range over {
			q := metrics.Query{Metric: name, From: on(t, "2026-01-01"), To: on(t, "2026-06-30"), Grain: period.Quarter}
			for _, row := range w.ask(q).Rows {
				drillAgrees(t, w, q, row)
				records += opensToWhatIsSeen(t, w, q, row)
			}
		}
		if records == 0 {
			t.Errorf("%s: under a scope nothing was opened: the sample proves nothing", set.Name)
		}
		whole := metrics.Query{Metric: over[0], From: on(t, "2026-01-01"), To: on(t, "2026-06-30")}
		past := whole
		past.AsOf = on(t, "2026-05-31")
		receipts = append(receipts, w.ask(whole), w.ask(past))
	}
	laterChanges(w)
	for _, before := range receipts {
		again, err := w.engine.Replay(t.Context(), record.Everything(), before.Receipt)
		if err != nil {
			t.Errorf("%s: %v", before.Metric, err)
			continue
		}
		if got, want := bytesOf(t, again), bytesOf(t, before); got != want {
			t.Errorf("%s as of %v again\n got %s\nwant %s", before.Metric, before.AsOf, got, want)
		}
	}
}

// saysWhatIsSo holds what a row set says of itself against the schema.
func saysWhatIsSo(t *testing.T, w *world, set *metrics.RowSet) {
	t.Helper()
	own := map[string]expr.Kind{}
	for _, f := range set.Own {
		if _, twice := own[f.Name]; twice {
			t.Errorf("%s has two fields %s", set.Name, f.Name)
		}
		own[f.Name] = f.Kind
	}
	objects := slices.Concat([]string{set.Like}, set.Opens, set.From)
	fields := slices.Clone(set.Shown)
	for field := range set.Same {
		fields = append(fields, field)
	}
	for _, p := range set.Parts {
		objects, fields = append(objects, p.Object), append(fields, p.Of, p.Day)
	}
	for _, name := range objects {
		if _, ok := w.schema.Object(name); !ok {
			t.Errorf("%s names %q, which is no object", set.Name, name)
		}
	}
	for _, name := range fields {
		if _, ok := own[name]; !ok {
			t.Errorf("%s names %q, which is none of its fields", set.Name, name)
		}
	}
	if _, taken := w.schema.Object(set.Name); taken {
		t.Errorf("%s has the name of an object", set.Name)
	}
	if len(set.Opens) == 0 || len(set.From) == 0 || set.Prepare == nil {
		t.Errorf("%s does not say what it is made of and opens to", set.Name)
	}
}

// metricsOver are the catalogue's metrics that count a row set.
func metricsOver(w *world, name string) []string {
	var over []string
	for _, d := range w.catalog.List() {
		if d.Over == name {
			over = append(over, d.Name)
		}
	}
	return over
}

// opensToWhatIsSeen opens a row as somebody who sees only the records of one person: nothing is listed that
// a list under the same scope does not have. It says how many records were.
func opensToWhatIsSeen(t *testing.T, w *world, q metrics.Query, row metrics.Row) int {
	t.Helper()
	if row.Period == nil {
		return 0
	}
	scope := record.RecordsOf(w.named("person", "Ann"))
	set, err := w.engine.Records(t.Context(), scope, q, metrics.Cell{Period: *row.Period}, metrics.Page{Limit: 500})
	if err != nil {
		t.Errorf("%s under a scope: %v", show(q), err)
		return 0
	}
	seen := map[string]map[string]bool{}
	for _, r := range set.Records {
		object, _, err := record.ParseID(r.ID)
		if err != nil {
			t.Fatal(err)
		}
		if seen[object] == nil {
			seen[object] = map[string]bool{}
			all, err := w.engine.List(t.Context(), scope, metrics.ListQuery{Object: object, Limit: 1000})
			if err != nil {
				t.Fatal(err)
			}
			for _, one := range all.Records {
				seen[object][one.ID] = true
			}
		}
		if !seen[object][r.ID] {
			t.Errorf("%s opens to %s, which the scope hides", show(q), r.ID)
		}
	}
	return len(set.Records)
}

// laterChanges move every number after it was asked for.
func laterChanges(w *world) {
	w.put("deal", map[string]any{"as": "late", "account": "acc3", "owner": "Ann", "outcome": "won",
		"created_on": "2026-02-01", "close_date": "2026-03-01", "amount": 90000})
	w.put("quota", map[string]any{"person": "Bob", "from_on": "2026-01-01", "to_on": "2026-12-31", "amount": 10})
	w.put("contract", map[string]any{"account": "acc3", "start_on": "2026-01-15", "mrr": 7000})
	w.put("activity", map[string]any{"kind": "call", "owner": "Ann", "start_on": "2026-05-10", "done": true})
	w.put("calendar_event", map[string]any{"owner": "Ann", "title": "Demo", "start_at": "2026-05-13T10:00:00Z",
		"end_at": "2026-05-13T12:00:00Z", "attendees": "kim@buyer.example"})
	w.put("person", map[string]any{"name": "Cid", "sells": true, "started_on": "2026-01-01"})
	w.complete()
	w.catchUp()
}
