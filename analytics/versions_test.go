package analytics

import (
	"cmp"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"salesops/internal/money"
	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

// The fold has no side effects, so these tests compare it with record.Fold at every pair of
// moments.

func layoutOf(t testing.TB, object string) *layout {
	t.Helper()
	s, err := record.NewSchema(sales.Objects())
	if err != nil {
		t.Fatal(err)
	}
	o, _ := s.Object(object)
	return newLayout(o)
}

// moments is small, so that facts often fall on the same moment.
const moments = 7

func genMoment(t *rapid.T, label string) period.Instant {
	return period.Instant(rapid.IntRange(1, moments).Draw(t, label))
}

func genChange(t *rapid.T, object string, seq int) record.Change {
	c := record.Change{
		Seq: record.Seq(seq), Object: object, ID: 7,
		EffectiveAt: genMoment(t, "eff"),
		Kind: rapid.SampledFrom([]record.ChangeKind{
			record.Create, record.Set, record.Set, record.Set, record.Set, record.Set, record.Delete, record.Restore,
			record.Merge, record.Unmerge,
		}).Draw(t, "kind"),
	}
	c.KnownAt = c.EffectiveAt
	if rapid.IntRange(0, 2).Draw(t, "when") == 0 {
		c.KnownAt = genMoment(t, "known")
	}
	for _, f := range []record.Flag{record.Backfilled, record.Stub} {
		if rapid.IntRange(0, 4).Draw(t, "flag") == 0 {
			c.Flags |= f
		}
	}
	if c.Kind == record.Merge {
		c.Into = 8
	}
	if c.Kind == record.Create || c.Kind == record.Set {
		for name, values := range fieldValues[object] {
			if rapid.Bool().Draw(t, "has "+name) {
				c.Fields = append(c.Fields,
					record.FieldValue{Name: name, Value: rapid.SampledFrom(values).Draw(t, name)})
			}
		}
	}
	return c
}

var refs = []record.Value{record.RefValue(101), record.RefValue(102), record.RefValue(103), {}}

var fieldValues = map[string]map[string][]record.Value{
	sales.Deal: {
		"outcome": {record.TextValue("won"), record.TextValue("lost"), record.TextValue("open"), {}},
		"amount": {
			record.MoneyValue(money.Amount{Minor: 1, Currency: "EUR"}),
			record.MoneyValue(money.Amount{Minor: 2, Currency: "USD"}), {},
		},
		"owner": refs,
	},
	sales.Person: {"job_title": {record.TextValue("a"), record.TextValue("b"), {}}, "manager": refs},
}

func genMerges(t *rapid.T, from int) []merge {
	var all []merge
	for i := range rapid.IntRange(0, 4).Draw(t, "merges") {
		m := merge{
			id:  record.ID(rapid.IntRange(101, 102).Draw(t, "loser")),
			eff: genMoment(t, "merge eff"), known: genMoment(t, "merge known"), seq: record.Seq(from + 2*i),
		}
		if rapid.IntRange(0, 3).Draw(t, "unmerge") > 0 {
			m.into = m.id + record.ID(rapid.IntRange(1, 104-int(m.id)).Draw(t, "survivor"))
		}
		all = append(all, m)
	}
	return all
}

type rows map[table][]row

func (rs rows) collect(t table, r *row) error {
	kept := *r
	kept.cells = slices.Clone(r.cells)
	for i := range kept.cells {
		kept.cells[i].set = false // used only inside the fold
	}
	rs[t] = append(rs[t], kept)
	return nil
}

// at returns the rows that a question about (eff, known) finds, by the rule in doc.go.
func (rs rows) at(eff, known period.Instant) []row {
	var found []row
	for t, list := range rs {
		for _, r := range list {
			if r.effFrom > eff || r.knownFrom > known {
				continue
			}
			if (t == tableVer || t == tablePast) && r.effTo <= eff || t == tablePast && r.knownTo <= known {
				continue
			}
			found = append(found, r)
		}
	}
	return found
}

// showing returns the record that a reference shows, computed directly from the rule: among the
// merges of an id within the moment, the one with the greatest (eff, known, seq) counts; then the
// same for the survivor.
func showing(merges []merge, id record.ID, eff, known period.Instant) record.ID {
	for {
		within := slices.DeleteFunc(slices.Clone(merges),
			func(m merge) bool { return m.id != id || m.eff > eff || m.known > known })
		if len(within) == 0 {
			return id
		}
		last := slices.MaxFunc(within, func(a, b merge) int {
			return cmp.Or(cmp.Compare(a.eff, b.eff), cmp.Compare(a.known, b.known), cmp.Compare(a.seq, b.seq))
		})
		if last.into == 0 {
			return id
		}
		id = last.into
	}
}

// judge compares the rows with record.Fold at every pair of moments that can be asked for.
func judge(t *rapid.T, l *layout, changes []record.Change, merges []merge, got rows) {
	for eff := period.Instant(1); eff <= moments; eff++ {
		for known := period.Instant(1); known <= moments; known++ {
			if eff > known && !l.full {
				continue
			}
			want := record.Fold(changes, record.At{Effective: eff, Known: known})
			found := got.at(eff, known)
			if n := len(found); n > 1 || want.Exists != (n == 1) {
				t.Fatalf("at %d known %d: exists is %v, but %d rows: %+v\nof %+v", eff,
					known, want.Exists, n, found, got)
			}
			if !want.Exists {
				continue
			}
			r := found[0]
			if r.stub != want.Stub {
				t.Fatalf("at %d known %d: stub is %v, want %v", eff, known, r.stub, want.Stub)
			}
			for slot, f := range l.fields {
				v := want.Fields[f.Name]
				if v.Kind() == record.Ref {
					v = record.RefValue(showing(merges, v.Ref(), eff, known))
				}
				if r.cells[slot].value != v {
					t.Fatalf("at %d known %d: %s is %+v, want %+v", eff, known, f.Name, r.cells[slot].value, v)
				}
				if b := restsOnBackfill(changes, f.Name, eff, known); r.cells[slot].backfilled != b {
					t.Fatalf("at %d known %d: %s backfilled is %v, want %v", eff, known,
						f.Name, r.cells[slot].backfilled, b)
				}
			}
		}
	}
}

func restsOnBackfill(changes []record.Change, name string, eff, known period.Instant) bool {
	var last *record.Change
	var value record.Value
	for i := range changes {
		c := &changes[i]
		if c.EffectiveAt > eff || c.KnownAt > known {
			continue
		}
		for _, f := range c.Fields {
			if f.Name == name && (last == nil || cmp.Or(cmp.Compare(last.EffectiveAt, c.EffectiveAt),
				cmp.Compare(last.KnownAt, c.KnownAt), cmp.Compare(last.Seq, c.Seq)) < 0) {
				last, value = c, f.Value
			}
		}
	}
	return last != nil && value.IsSet() && last.Flags&record.Backfilled != 0
}

func foldAll(l *layout, changes []record.Change, merges []merge) (rows, error) {
	facts := make([]fact, len(changes))
	for i := range changes {
		facts[i], _ = l.fact(&changes[i])
	}
	b := newBook()
	for _, m := range merges {
		b.add(m)
	}
	got := rows{}
	f := &folder{layout: l, book: b, emit: got.collect}
	return got, f.fold(7, facts)
}

func TestFoldIsRecordFold(t *testing.T) {
	t.Parallel()
	for _, object := range []string{sales.Deal, sales.Person} {
		l := layoutOf(t, object)
		t.Run(object, rapid.MakeCheck(func(t *rapid.T) {
			var changes []record.Change
			for i := range rapid.IntRange(1, 12).Draw(t, "changes") {
				changes = append(changes, genChange(t, object, 2*i+1))
			}
			merges := genMerges(t, 2)
			got, err := foldAll(l, changes, merges)
			if err != nil {
				t.Fatal(err)
			}
			judge(t, l, changes, merges, got)
		}))
	}
}

// TestUnseenMergeChangesNothing checks that the follower may skip a record when no record that it
// shows takes part in a merge. References of a record that does not exist at that moment show
// nothing.
func TestUnseenMergeChangesNothing(t *testing.T) {
	t.Parallel()
	l := layoutOf(t, sales.Person)
	unseen := 0
	rapid.Check(t, func(t *rapid.T) {
		var changes []record.Change
		for i := range rapid.IntRange(1, 8).Draw(t, "changes") {
			changes = append(changes, genChange(t, sales.Person, i+1))
		}
		merges := genMerges(t, 100)
		if len(merges) == 0 {
			return
		}
		before, err := foldAll(l, changes, merges[1:])
		if err != nil {
			t.Fatal(err)
		}
		b := newBook()
		for _, m := range merges {
			b.add(m)
		}
		related := b.related(merges[0].id)
		for _, list := range before {
			for _, r := range list {
				for _, slot := range l.refs {
					if slices.Contains(related, r.cells[slot].value.Ref()) {
						return
					}
				}
			}
		}
		unseen++
		after, err := foldAll(l, changes, merges)
		if err != nil {
			t.Fatal(err)
		}
		if a, b := before.describe(l), after.describe(l); a != b {
			t.Fatalf("%+v with %+v\nbefore %s\nafter  %s", changes, merges[0], a, b)
		}
	})
	if unseen == 0 {
		t.Error("every merge was seen")
	}
}

// TestVersionsForgetMergesThatTheyDoNotShow corrects a reference to a merged person, so that the versions before and
// after the merge show the same again. They are then those of a log without the merge, except for what was believed.
func TestVersionsForgetMergesThatTheyDoNotShow(t *testing.T) {
	t.Parallel()
	l := layoutOf(t, sales.Person)
	manager := func(at, known period.Instant, seq record.Seq, id record.ID) record.Change {
		return record.Change{Seq: seq, Object: sales.Person, ID: 7, Kind: record.Set, EffectiveAt: at, KnownAt: known,
			Fields: []record.FieldValue{{Name: "manager", Value: record.RefValue(id)}}}
	}
	merges := []merge{{id: 101, into: 102, eff: 3, known: 3, seq: 2}, {id: 102, into: 103, eff: 5, known: 5, seq: 3}}
	for what, changes := range map[string][]record.Change{
		"corrected":             {manager(1, 1, 1, 101), manager(1, 6, 4, 104)},
		"corrected in part":     {manager(1, 1, 1, 101), manager(4, 4, 4, 104), manager(1, 6, 5, 104)},
		"corrected to a merged": {manager(1, 1, 1, 104), manager(1, 6, 4, 102), manager(1, 7, 5, 104)},
	} {
		now := func(merges []merge) string {
			got, err := foldAll(l, changes, merges)
			if err != nil {
				t.Fatal(err)
			}
			delete(got, tablePast)
			return got.describe(l)
		}
		if with, without := now(merges), now(nil); with != without {
			t.Errorf("%s: %s\nwant %s", what, with, without)
		}
	}
}

// TestAdvanceIsFold takes facts one by one, using advance where it applies, and compares the result
// with the fold of all facts.
func TestAdvanceIsFold(t *testing.T) {
	t.Parallel()
	l := layoutOf(t, sales.Deal)
	fast := 0
	rapid.Check(t, func(t *rapid.T) {
		var changes []record.Change
		var got rows
		for i := range rapid.IntRange(1, 12).Draw(t, "changes") {
			c := genChange(t, sales.Deal, i+1)
			changes = append(changes, c)
			want, err := foldAll(l, changes, nil)
			if err != nil {
				t.Fatal(err)
			}
			var now *row
			for _, tab := range l.latest() {
				if len(got[tab]) == 1 {
					now = &got[tab][0]
				}
			}
			f, _ := l.fact(&c)
			if now == nil || f.known < now.knownFrom || f.eff < now.effFrom {
				got = want
				continue
			}
			fast++
			next := *now
			delete(got, tableNow)
			delete(got, tableEnd)
			if err := l.advance(&next, &f, got.collect); err != nil {
				t.Fatal(err)
			}
			if l.exists(next.cells) {
				_ = got.collect(l.latestTable(next.cells), &next)
			}
			if a, b := got.describe(l), want.describe(l); a != b {
				t.Fatalf("after change %d %+v:\nfast %s\nfold %s", i+1, c, a, b)
			}
		}
	})
	if fast == 0 {
		t.Error("the fast path was never taken")
	}
}

// describe returns all rows as sorted text.
func (rs rows) describe(l *layout) string {
	var lines []string
	for t, list := range rs {
		for _, r := range list {
			line := fmt.Sprint(t, " ", r.id, r.stub, " ", r.effFrom, r.effTo, " ", r.knownFrom, r.knownTo,
				" ", r.seq, r.createdSeq)
			for slot := range l.fields {
				if c := r.cells[slot]; c.value.IsSet() {
					line += fmt.Sprintf(" %s=%+v/%v", l.fields[slot].Name, c.value, c.backfilled)
				}
			}
			lines = append(lines, line+"\n")
		}
	}
	slices.Sort(lines)
	return fmt.Sprint(lines)
}
