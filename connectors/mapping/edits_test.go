package mapping_test

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"salesops/connectors"
	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/internal/problems"
	"salesops/record"
	"salesops/sales"
)

const watched = `source: crm
files:
  - file: "*.csv"
    object: deal
    id: No
    fields:
      name: Title
      stage: Stage
      amount: Worth
      close_date: Close
      created: Born
      modified: Touched
currency: EUR
`

const watchedHeader = "No,Title,Stage,Worth,Close,Born,Touched\n"

// edited is a world with one deal, last modified on 2 November and edited here on the 20th.
func edited(t *testing.T, master string) (*world, record.ID) {
	t.Helper()
	w := newWorld(t)
	w.now = noon(9)
	if master != "" {
		if _, err := sales.ChangeSettings(context.Background(), w.log, "owner",
			map[string]string{"system_of_record": master}); err != nil {
			t.Fatal(err)
		}
	}
	w.now = noon(10)
	w.row("1,Roof,Talk,100,2026-12-01,2026-10-01,2026-11-02T08:00:00Z")
	deal := w.records("crm", sales.Deal)["1"].ID
	w.now = noon(20)
	w.set(deal, "name", record.TextValue("Roof, mine"))
	w.now = noon(23)
	return w, deal
}

func noon(day int) period.Instant {
	return period.InstantOf(time.Date(2026, 11, day, 12, 0, 0, 0, time.UTC))
}

func (w *world) row(row string) *connectors.Report {
	w.t.Helper()
	return w.run(watched,
		connectors.Options{Paths: []string{folder(w.t, map[string]string{"deals.csv": watchedHeader + row + "\n"})}})
}

func (w *world) set(id record.ID, field string, v record.Value) {
	w.t.Helper()
	_, err := w.log.Apply(context.Background(), record.Command{Actor: "owner", Drafts: []record.Draft{{
		Kind: record.Set, Object: sales.Deal, ID: id, Fields: []record.FieldValue{{Name: field, Value: v}}}}})
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) name(id record.ID) string {
	w.t.Helper()
	states, err := w.log.States(context.Background(), record.Everything(), []record.ID{id})
	if err != nil {
		w.t.Fatal(err)
	}
	return states[id].Fields["name"].Text()
}

func (w *world) reviews() []connectors.Review {
	w.t.Helper()
	open, err := connectors.Reviews(context.Background(), w.log, record.Everything())
	if err != nil {
		w.t.Fatal(err)
	}
	return open
}

// TestEditsAgainstTheSource: where a newer import says something else than an edit made here,
// the system of record decides, and both values are told.
func TestEditsAgainstTheSource(t *testing.T) {
	t.Parallel()
	const older, newer = "2026-11-15T08:00:00Z", "2026-11-22T08:00:00Z"
	for name, c := range map[string]struct{ master, touched, want, inForce string }{
		"modified before the edit":      {"", older, "Roof, mine", "here"},
		"modified after the edit":       {"", newer, "Roof, theirs", "source"},
		"modified as the edit was made": {"", "2026-11-20T12:00:00Z", "Roof, mine", "here"},
		"no word of when":               {"", "", "Roof, mine", "here"},
		"the source is the master":      {"crm", older, "Roof, theirs", "source"},
		"of the deal":                   {"here,deal=crm", older, "Roof, theirs", "source"},
		"here is the master":            {"here", newer, "Roof, mine", "here"},
		"of the field":                  {"crm,deal.name=here", newer, "Roof, mine", "here"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, deal := edited(t, c.master)
			row := "1,\"Roof, theirs\",Talk,120,2026-12-01,2026-10-01," + c.touched
			r := w.row(row)
			if got := w.name(deal); got != c.want {
				t.Errorf("the deal is %q, want %q", got, c.want)
			}
			if got := w.records("crm", sales.Deal)["1"].Fields["amount"].Money().Minor; got != 12000 {
				t.Errorf("what nobody edited is %d, want the source's", got)
			}
			if r.DifferencesFound != 1 || len(r.Differences) != 1 {
				t.Fatalf("differences %+v", r.Differences)
			}
			d := r.Differences[0]
			if d.Field != "name" || d.InForce != c.inForce || d.Here.Value != "Roof, mine" || d.Here.Who != "owner" ||
				d.Here.At != noon(20).String() || d.Source.Value != "Roof, theirs" || d.Source.Who != "crm" {
				t.Errorf("the difference is %+v", d)
			}
			code := map[string]problems.Code{"here": problems.EditsKept,
				"source": problems.EditsReplaced}[c.inForce]
			if p := problem(r, code); p == nil || p.Count != 1 {
				t.Errorf("problems %+v", r.Problems)
			}
			open := w.reviews()
			if len(open) != 1 || open[0].InForce != c.inForce || open[0].Value(&open[0].Here).Text() != "Roof, mine" ||
				open[0].Value(&open[0].Source).Text() != "Roof, theirs" {
				t.Fatalf("to review: %+v", open)
			}
			again := w.row(row)
			if again.Changes != 0 || len(w.reviews()) != 1 {
				t.Errorf("imported again: %d changes, %+v", again.Changes, again.Differences)
			}
			w.undo(r)
			w.undo(again)
			if got := w.name(deal); got != "Roof, mine" || len(w.reviews()) != 0 {
				t.Errorf("undone, the deal is %q and %+v is to be reviewed", got, w.reviews())
			}
		})
	}
}

// TestDecideDifferences: a decision is an edit of its own, holds against the same row and is
// asked for again when the source says something new.
func TestDecideDifferences(t *testing.T) {
	t.Parallel()
	for _, source := range []bool{true, false} {
		w, deal := edited(t, "")
		w.row("1,\"Roof, theirs\",Talk,100,2026-12-01,2026-10-01,2026-11-15T08:00:00Z")
		ctx := context.Background()
		if _, _, err := connectors.Decide(ctx, w.log, record.Everything(), "ann", []string{"deal_1:name"}, false,
			source, w.now); fault.KindOf(err) != fault.Missing {
			t.Errorf("a key that is not there: %v", err)
		}
		w.now += 1_000_000
		n, last, err := connectors.Decide(ctx, w.log, record.Everything(),
			"ann", []string{w.reviews()[0].Key}, false, source, w.now)
		if err != nil || n != 1 || last == 0 || len(w.reviews()) != 0 {
			t.Fatalf("decided %d, %v, left %+v", n, err, w.reviews())
		}
		want := map[bool]string{true: "Roof, theirs", false: "Roof, mine"}[source]
		if got := w.name(deal); got != want {
			t.Errorf("the deal is %q, want %q", got, want)
		}
		w.now += 1_000_000
		if r := w.row("1,\"Roof, theirs\",Talk,100,2026-12-01,2026-10-01,2026-11-15T08:00:00Z"); r.Changes != 0 ||
			len(w.reviews()) != 0 {
			t.Errorf("the same row asks again: %+v", r.Differences)
		}
		r := w.row("1,Roof new,Talk,100,2026-12-01,2026-10-01,2026-11-16T08:00:00Z")
		if got := w.name(deal); got != want || len(w.reviews()) != 1 {
			t.Errorf("a new value: the deal is %q, %+v", got, r.Differences)
		}
		w.now += 1_000_000
		if n, _, err := connectors.Decide(ctx, w.log, record.Everything(), "ann", nil, true, true, w.now); err != nil ||
			n != 1 || w.name(deal) != "Roof new" {
			t.Errorf("all decided: %d, %v, %q", n, err, w.name(deal))
		}
	}
}

// TestDecideWithAnyClock: a decision holds although the clock stands still or was set back since
// the edit and the import.
func TestDecideWithAnyClock(t *testing.T) {
	t.Parallel()
	for name, moved := range map[string]period.Instant{"stands still": 0,
		"set back": -3_600_000_000, "goes on": 1_000_000} {
		for _, master := range []string{"", "crm"} {
			for _, source := range []bool{true, false} {
				w, deal := edited(t, master)
				w.now = noon(20)
				w.row("1,\"Roof, theirs\",Talk,100,2026-12-01,2026-10-01,2026-11-20T12:00:00Z")
				if len(w.reviews()) != 1 {
					t.Fatalf("%s: to review: %+v", name, w.reviews())
				}
				w.now += moved
				n, last, err := connectors.Decide(context.Background(), w.log, record.Everything(),
					"ann", nil, true, source, w.now)
				if err != nil || n != 1 || last == 0 || len(w.reviews()) != 0 {
					t.Errorf("the clock %s, master %q, source %v: decided %d, change %d, %v, left %+v", name,
						master, source, n, last, err, w.reviews())
				}
				w.now = noon(21)
				if want := map[bool]string{true: "Roof, theirs", false: "Roof, mine"}[source]; w.name(deal) != want {
					t.Errorf("the clock %s, master %q: the deal is %q, want %q", name, master, w.name(deal), want)
				}
			}
		}
	}
}

// TestReviewsBeyondTheReport: what is to be reviewed does not end where a report's list ends,
// nor with a report that was never written or cannot be read.
func TestReviewsBeyondTheReport(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	rows := func(many int, title, touched string) string {
		var b strings.Builder
		for i := range many {
			fmt.Fprintf(&b, "%d,%s %d,Talk,100,2026-12-01,2026-10-01,%s\n", i, title, i, touched)
		}
		return strings.TrimSuffix(b.String(), "\n")
	}
	const many = 5_010
	w.now = noon(10)
	w.row(rows(many+1, "Roof", "2026-11-02T08:00:00Z"))
	w.now = noon(20)
	deals := w.records("crm", sales.Deal)
	var edits []record.Draft
	for i := range many {
		edits = append(edits, record.Draft{Kind: record.Set, Object: sales.Deal, ID: deals[strconv.Itoa(i)].ID,
			Fields: []record.FieldValue{{Name: "name", Value: record.TextValue("mine")}}})
	}
	if _, err := w.log.Apply(ctx, record.Command{Actor: "owner", Drafts: edits}); err != nil {
		t.Fatal(err)
	}
	w.now = noon(23)
	r := w.row(rows(many+1, "Wall", "2026-11-15T08:00:00Z"))
	if r.DifferencesFound != many || len(r.Differences) >= many {
		t.Fatalf("%d of %d differences are listed: the test needs more than the list holds",
			len(r.Differences), r.DifferencesFound)
	}
	if open := w.reviews(); len(open) != many ||
		!slices.IsSortedFunc(open, func(a, b connectors.Review) int { return strings.Compare(a.Key, b.Key) }) {
		t.Errorf("%d of %d are to be reviewed", len(open), many)
	}
	_, batch, err := record.ParseID(r.Batch)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"", `{"differences":[{"object":"de`,
		`{"differences":[{"id":"?"}],"differences_found":1}`} {
		_, err := w.log.Apply(ctx, record.Command{Actor: "owner",
			Drafts: []record.Draft{{Kind: record.Set, Object: sales.Import, ID: batch,
				Fields: []record.FieldValue{{Name: "report", Value: record.TextValue(text)}}}}})
		if err != nil {
			t.Fatal(err)
		}
		if open := w.reviews(); len(open) != many {
			t.Errorf("with the report %q %d of %d are to be reviewed", text, len(open), many)
		}
	}
	w.now += 1_000_000
	if n, _, err := connectors.Decide(ctx, w.log, record.Everything(), "ann", nil, true, true, w.now); err != nil ||
		n != many || len(w.reviews()) != 0 {
		t.Errorf("decided %d: %v; %d are left", n, err, len(w.reviews()))
	}
}

// TestSourceIsMaster: where the source is the system of record, the next import brings its
// value back also when it has not changed.
func TestSourceIsMaster(t *testing.T) {
	t.Parallel()
	w, deal := edited(t, "crm")
	r := w.row("1,Roof,Talk,100,2026-12-01,2026-10-01,2026-11-02T08:00:00Z")
	if got := w.name(deal); got != "Roof" || r.DifferencesFound != 1 {
		t.Errorf("the deal is %q, %+v", got, r.Differences)
	}
}

func TestMastersWritten(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for text, want := range map[string]string{"": "", "newest": "",
		" Deal.amount=here, crm; account=newest": "crm,account=newest,deal.amount=here"} {
		if _, err := sales.ChangeSettings(context.Background(), w.log, "owner",
			map[string]string{"system_of_record": text}); err != nil {
			t.Fatal(err)
		}
		s, _, err := sales.LoadSettings(context.Background(), w.log)
		if err != nil || s.Masters.String() != want {
			t.Errorf("%q is kept as %q, %v", text, s.Masters, err)
		}
	}
	for _, wrong := range []string{"mine", "deals=crm", "deal=", "deal.amount=both"} {
		if _, err := sales.ChangeSettings(context.Background(), w.log, "owner",
			map[string]string{"system_of_record": wrong}); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%q: %v", wrong, err)
		}
	}
}

// TestAnEditTakenBackIsNone: once it is undone, what the source says later stands without a word.
func TestAnEditTakenBackIsNone(t *testing.T) {
	t.Parallel()
	w, deal := edited(t, "")
	if _, err := w.log.Undo(context.Background(), "owner", w.log.Head()); err != nil {
		t.Fatal(err)
	}
	if got := w.name(deal); got != "Roof" {
		t.Fatalf("the edit undone, the deal is %q", got)
	}
	r := w.row("1,\"Roof, theirs\",Talk,100,2026-12-01,2026-10-01,2026-11-15T08:00:00Z")
	if got := w.name(deal); got != "Roof, theirs" || r.DifferencesFound != 0 || len(w.reviews()) != 0 {
		t.Errorf("the deal is %q; %+v", got, r.Differences)
	}
}

// TestAnEditInTheMomentOfAnImport: of two changes of one moment the later one holds the field. Made here,
// it is an edit.
func TestAnEditInTheMomentOfAnImport(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.now = noon(10)
	w.row("1,Roof,Talk,100,2026-12-01,2026-10-01,") // says not when it was changed: now
	w.now = noon(12)
	w.row("1,Wall,Talk,100,2026-12-01,2026-10-01,")
	deal := w.records("crm", sales.Deal)["1"].ID
	w.set(deal, "name", record.TextValue("mine"))
	w.now = noon(23)
	r := w.row("1,Floor,Talk,100,2026-12-01,2026-10-01,")
	if got := w.name(deal); got != "mine" || r.DifferencesFound != 1 {
		t.Errorf("the deal is %q, %d differences", got, r.DifferencesFound)
	}
}
