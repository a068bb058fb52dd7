package metrics_test

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"salesops/internal/fault"
	"salesops/metrics"
	"salesops/record"
)

// TestSizeOfAPage: fifty records where nothing is asked, a thousand at most.
func TestSizeOfAPage(t *testing.T) {
	t.Parallel()
	w := filled(t, map[string]any{"times": 1001})
	for limit, want := range map[int]int{0: 50, 1: 1, 1000: 1000, 1001: -1, -1: -1} {
		set, err := w.engine.List(t.Context(), record.Everything(), metrics.ListQuery{Object: "deal", Limit: limit})
		if (err != nil) != (want < 0) || err != nil && fault.KindOf(err) != fault.Invalid {
			t.Errorf("a page of %d: %v", limit, err)
			continue
		}
		if err == nil && (len(set.Records) != want || set.NextCursor == "" || set.Total != 1001) {
			t.Errorf("a page of %d has %d of %d records, cursor %q", limit, len(set.Records), set.Total, set.NextCursor)
		}
	}
}

// TestPagesInEveryOrder: by a field of each kind, up and down, the pages hold each record once; those without a value
// come last, and of two with the same value the ids decide.
func TestPagesInEveryOrder(t *testing.T) {
	t.Parallel()
	w := filled(t,
		map[string]any{"name": "a", "probability": 0.5, "close_date": "2026-02-01", "outcome": "won", "owner": "Bob"},
		map[string]any{"name": "B", "probability": 0.25, "close_date": "2026-01-01", "owner": "ann"},
		map[string]any{"name": "c", "probability": 0.5, "close_date": "2026-02-01", "outcome": "lost"},
		map[string]any{"name": "d", "probability": -1.0, "owner": "Cid"},
		map[string]any{"name": "e", "close_date": "2026-03-01", "outcome": "won", "owner": "Bob"},
	)
	for _, c := range []struct{ sort, up, down string }{
		{"name", "a B c d e", "e d c B a"}, {"probability", "d B a c e", "c a B d e"},
		{"close_date", "B a c e d", "e c a B d"},
		{"outcome", "c a e B d", "e a c d B"}, {"owner", "B a e d c", "d e a B c"},
	} {
		for _, desc := range []bool{false, true} {
			want := map[bool]string{false: c.up, true: c.down}[desc]
			if got := w.listed(metrics.ListQuery{Object: "deal", Sort: c.sort, Desc: desc}); got != want {
				t.Errorf("by %s, down %v: %s, want %s", c.sort, desc, got, want)
			}
		}
	}
	if got := w.listed(metrics.ListQuery{Object: "deal", Sort: "name", Search: "  A "}); got != "a" {
		t.Errorf("found are %s", got)
	}
}

// TestCursors: one of another order, or that is none, is refused, as are an object and a field that are not there.
func TestCursors(t *testing.T) {
	t.Parallel()
	w := filled(t, map[string]any{"name": "a"}, map[string]any{"name": "b"})
	list := func(q metrics.ListQuery) (*metrics.RecordSet, error) {
		q.Object, q.Limit = "deal", 1
		return w.engine.List(t.Context(), record.Everything(), q)
	}
	set, err := list(metrics.ListQuery{Sort: "name"})
	if err != nil || set.NextCursor == "" {
		t.Fatalf("%+v, %v", set, err)
	}
	if last, err := list(metrics.ListQuery{Sort: "name", Cursor: set.NextCursor}); err != nil ||
		len(last.Records) != 1 ||
		last.Records[0].Title != "b" || last.NextCursor != "" {
		t.Errorf("the last page: %+v, %v", last, err)
	}
	for what, q := range map[string]metrics.ListQuery{"another direction": {Sort: "name", Desc: true,
		Cursor: set.NextCursor},
		"another field": {Sort: "outcome", Cursor: set.NextCursor}, "no cursor": {Sort: "name", Cursor: "x!"},
		"a cursor of nothing":       {Sort: "name", Cursor: base64.RawURLEncoding.EncodeToString([]byte("[]"))},
		"a field that is not there": {Sort: "nam"}, "a filter that is none": {Where: []string{"nam == 'a'"}}} {
		if _, err := list(q); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, err := list(metrics.ListQuery{Sort: "nam"}); !strings.Contains(err.Error(), "did you mean name?") {
		t.Errorf("a field that is not there: %v", err)
	}
	_, err = w.engine.List(t.Context(), record.Everything(), metrics.ListQuery{Object: "deel"})
	if fault.KindOf(err) != fault.Missing || !strings.Contains(err.Error(), "did you mean deal?") {
		t.Errorf("an object that is not there: %v", err)
	}
}

// TestReferring: who names a record, by object and field, with the few that were made last, also as of a past day.
func TestReferring(t *testing.T) {
	t.Parallel()
	w := filled(t,
		map[string]any{"object": "account", "name": "Ore"}, map[string]any{"object": "account", "name": "Tin"},
		map[string]any{"name": "a", "account": "Ore", "created_on": "2026-01-03"},
		map[string]any{"name": "b", "account": "Ore", "created_on": "2026-01-01"},
		map[string]any{"name": "c", "account": "Ore", "created_on": "2026-01-05"},
		map[string]any{"name": "d", "account": "Tin", "created_on": "2026-01-05"},
		map[string]any{"object": "contact", "name": "Ada", "account": "Ore"},
	)
	names := map[record.ID]string{}
	for key, id := range w.names {
		_, names[id], _ = strings.Cut(key, "/")
	}
	said := func(asOf string, few int) string {
		q := metrics.ListQuery{}
		if asOf != "" {
			q.AsOf = on(t, asOf)
		}
		found, err := w.engine.Referring(t.Context(), record.Everything(), "account",
			w.named("account", "Ore"), q.AsOf, few)
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, f := range found {
			if f.Total == 0 {
				continue
			}
			text := fmt.Sprintf("%s.%s %d", f.Object, f.Field, f.Total)
			for _, id := range f.IDs {
				text += " " + names[id]
			}
			out = append(out, text)
		}
		return strings.Join(out, "; ")
	}
	for _, c := range []struct {
		asOf string
		few  int
		want []string
	}{{"", 2, []string{"deal.account 3 c a", "contact.account 1 Ada"}}, {"", 5, []string{"deal.account 3 c a b"}},
		{"2026-01-03", 2, []string{"deal.account 2 a b"}}, {"2026-01-02", 2, []string{"deal.account 1 b"}},
		{"", 0, []string{"deal.account 3;"}}} {
		got := said(c.asOf, c.few) + ";"
		for _, want := range c.want {
			if !strings.Contains(got, want) {
				t.Errorf("%d as of %q: %s lacks %q", c.few, c.asOf, got, want)
			}
		}
	}
}
