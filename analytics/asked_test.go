package analytics_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"salesops/analytics"
	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

// got asks for the rows of a SELECT that a view builds, as text, ordered.
func got(t *testing.T, c *analytics.Columns, build func(bind func(any) string) (string, error)) string {
	t.Helper()
	var args []any
	sql, err := build(func(v any) string {
		args = append(args, v)
		return fmt.Sprintf("$%d", len(args))
	})
	if err != nil {
		t.Fatal(err)
	}
	lines := texts(t, c, sql, args...)
	slices.Sort(lines)
	return strings.Join(lines, " ")
}

// TestVersionsOverTime asks for all periods of a history: as believed now, only those that began before a moment,
// and what was known at one.
func TestVersionsOverTime(t *testing.T) {
	t.Parallel()
	log := newMemoryLog(t)
	c := open(t, "", log, analytics.Options{})
	log.add(create(10, sales.Deal, 1, euro("amount", 1)), set(20, sales.Deal, 1, euro("amount", 2)),
		set(30, sales.Deal, 1, text("outcome", sales.Won)))
	late := set(15, sales.Deal, 1, euro("amount", 9))
	late.KnownAt = 40
	stub := create(10, sales.Deal, 2)
	stub.Flags = record.Stub
	log.add(late, stub)
	catchUp(t, c)
	for _, q := range []struct {
		what string
		at   analytics.When
		want string
	}{
		{"all", analytics.When{}, "10|15|1 15|20|9 20|30|2 30|2|won"},
		{"begun before 20", analytics.When{AsOf: pointer(20)}, "10|15|1 15|20|9"},
		{"begun before 21", analytics.When{AsOf: pointer(21)}, "10|15|1 15|20|9 20|30|2"},
		{"known before 40", analytics.When{AsOf: pointer(31), KnownAt: pointer(40)},
			"10|15|1 15|20|1 20|30|2 30|2|won"},
		{"known before 41", analytics.When{AsOf: pointer(31), KnownAt: pointer(41)},
			"10|15|1 15|20|9 20|30|2 30|2|won"},
		{"with stubs", analytics.When{AsOf: pointer(15), Stubs: true}, "10|0 10|15|1"},
	} {
		rows := got(t, c, func(bind func(any) string) (string, error) {
			list, err := c.View(record.Everything()).Versions(sales.Deal,
				[]string{"eff_from", "eff_to", "amount", "outcome", "stub"}, q.at, bind)
			return "SELECT eff_from, CASE WHEN eff_to < 100 THEN eff_to END, CASE WHEN stub THEN 0 ELSE amount END, " +
				"outcome FROM (" + list + ")", err
		})
		if rows != q.want {
			t.Errorf("%s: %s, want %s", q.what, rows, q.want)
		}
	}
	view := c.View(record.Everything())
	if _, err := view.Versions("planet", []string{"id"}, analytics.When{}, nil); fault.KindOf(err) != fault.Invalid {
		t.Errorf("of no object: %v", err)
	}
	if view.Columns() != c || view.Scope().String() != record.Everything().String() || view.Schema() != log.Schema() ||
		c.Schema() != log.Schema() {
		t.Error("a view does not say what it is a view of")
	}
}

// TestOpenAndClosedDealsOfAnyDay asks for the open and the closed deals on days of a history in which deals close and
// open again, also as known at a moment. Together they are all deals.
func TestOpenAndClosedDealsOfAnyDay(t *testing.T) {
	t.Parallel()
	log := newMemoryLog(t)
	c := open(t, "", log, analytics.Options{})
	log.add(create(10, sales.Deal, 1), create(10, sales.Deal, 2), create(10, sales.Deal, 3),
		set(20, sales.Deal, 1, text("outcome", sales.Won)), set(20, sales.Deal, 2, text("outcome", sales.Lost)),
		set(30, sales.Deal, 2, text("outcome", sales.Open)), create(20, sales.Lead, 7))
	late := set(15, sales.Deal, 3, text("outcome", sales.Won)) // and open again from 25 on
	late.KnownAt = 40
	back := set(25, sales.Deal, 3, text("outcome", sales.Open))
	back.KnownAt = 40
	log.add(late, back)
	catchUp(t, c)
	for _, q := range []struct {
		at           analytics.When
		open, closed string
	}{
		{analytics.When{}, "2 3", "1"},
		{analytics.When{AsOf: pointer(15)}, "1 2 3", ""},
		{analytics.When{AsOf: pointer(16)}, "1 2", "3"},
		{analytics.When{AsOf: pointer(21)}, "", "1 2 3"},
		{analytics.When{AsOf: pointer(26)}, "3", "1 2"},
		{analytics.When{AsOf: pointer(31)}, "2 3", "1"},
		{analytics.When{AsOf: pointer(21), KnownAt: pointer(40)}, "3", "1 2"},
		{analytics.When{AsOf: pointer(21), KnownAt: pointer(41)}, "", "1 2 3"},
		{analytics.When{AsOf: pointer(16), KnownAt: pointer(40)}, "1 2 3", ""},
	} {
		of := func(object string, part analytics.Part) string {
			q.at.Only = part
			return got(t, c, func(bind func(any) string) (string, error) {
				return c.View(record.Everything()).Rows(object, []string{"id"}, q.at, bind)
			})
		}
		all := strings.Fields(q.open + " " + q.closed)
		slices.Sort(all)
		if o, cl, a := of(sales.Deal, analytics.OnlyOpen), of(sales.Deal, analytics.OnlyClosed),
			of(sales.Deal, analytics.AllDeals); o != q.open || cl != q.closed || a != strings.Join(all, " ") {
			t.Errorf("as of %v known %v: open %q, closed %q, all %q; want %q and %q", q.at.AsOf, q.at.KnownAt, o, cl, a,
				q.open, q.closed)
		}
		if q.at.AsOf == nil && (of(sales.Lead, analytics.OnlyOpen) != "7" ||
			of(sales.Lead, analytics.OnlyClosed) != "7") {
			t.Error("the part of the deals limits other objects")
		}
	}
}

// TestReversalsAreListedOnce has several deals that lost a value at the same and at different times: one without an
// amount, one that had the value as a stub, and one that was deleted since.
func TestReversalsAreListedOnce(t *testing.T) {
	t.Parallel()
	log := newMemoryLog(t)
	c := open(t, "", log, analytics.Options{})
	won, lost := text("outcome", sales.Won), text("outcome", sales.Lost)
	for id := record.ID(1); id <= 6; id++ {
		log.add(create(10, sales.Deal, id, won))
	}
	stub := create(10, sales.Deal, 7, won)
	stub.Flags = record.Stub
	unset := record.FieldValue{Name: "outcome"}
	gone := set(50, sales.Deal, 5)
	gone.Kind = record.Delete
	log.add(stub, set(10, sales.Deal, 2, euro("amount", 5)), set(30, sales.Deal, 3, lost), set(30, sales.Deal, 2, lost),
		set(20, sales.Deal, 4, unset), set(40, sales.Deal, 5, lost), set(40, sales.Deal, 7, lost), gone)
	catchUp(t, c)
	view := c.View(record.Everything())
	list := func(v *analytics.View, asOf *period.Instant) (text string) {
		found, err := v.Reversals(t.Context(), sales.Deal, "outcome", sales.Won, "amount", analytics.When{AsOf: asOf})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range found {
			text += fmt.Sprintf("%d@%d ", r.ID, int64(r.At))
			if r.Amount != nil {
				text += fmt.Sprint(*r.Amount, " ")
			}
		}
		return text
	}
	for _, q := range []struct {
		asOf *period.Instant
		want string
	}{{nil, "4@20 2@30 0.05 3@30 "}, {pointer(20), ""}, {pointer(21), "4@20 "}, {pointer(30), "4@20 "},
		{pointer(41), "4@20 2@30 0.05 3@30 5@40 "}} {
		if got := list(view, q.asOf); got != q.want {
			t.Errorf("as of %v: %s, want %s", q.asOf, got, q.want)
		}
	}
	if got := list(c.View(record.Scope{}), nil); got != "" {
		t.Errorf("who sees nothing is told of %s", got)
	}
	for what, ask := range map[string]func() error{
		"as known": func() error {
			_, err := view.Reversals(t.Context(), sales.Deal, "outcome", sales.Won, "amount",
				analytics.When{AsOf: pointer(20), KnownAt: pointer(30)})
			return err
		},
		"of no object": func() error {
			_, err := view.Reversals(t.Context(), "planet", "outcome", sales.Won, "amount", analytics.When{})
			return err
		},
		"of no field": func() error {
			_, err := view.Reversals(t.Context(), sales.Deal, "outcom", sales.Won, "amount", analytics.When{})
			return err
		},
		"of no money": func() error {
			_, err := view.Reversals(t.Context(), sales.Deal, "outcome", sales.Won, "name", analytics.When{})
			return err
		},
	} {
		if err := ask(); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// TestNamesakes finds records that are called the same, whatever the case and the blanks around, as they are seen.
func TestNamesakes(t *testing.T) {
	t.Parallel()
	log := newMemoryLog(t)
	c := open(t, "", log, analytics.Options{})
	for i, name := range []string{"Zeta", " acme", "ACME ", "Other", "", "", "zeta", "Acme"} {
		log.add(create(10, sales.Account, record.ID(i+1), text("name", name), ref("owner", record.ID(11+i%2))))
	}
	log.add(create(10, sales.Account, 9), create(10, sales.Account, 10))
	gone := set(20, sales.Account, 8)
	gone.Kind = record.Delete
	log.add(gone)
	catchUp(t, c)
	for _, q := range []struct {
		scope record.Scope
		at    analytics.When
		want  []record.ID
	}{
		{record.Everything(), analytics.When{}, []record.ID{2, 3, 1, 7}},
		{record.Everything(), analytics.When{AsOf: pointer(20)}, []record.ID{2, 3, 8, 1, 7}},
		{record.RecordsOf(11), analytics.When{}, []record.ID{1, 7}},
		{record.RecordsOf(12), analytics.When{}, nil},
	} {
		found, err := c.View(q.scope).Namesakes(t.Context(), sales.Account, "name", q.at)
		if err != nil || !slices.Equal(found, q.want) {
			t.Errorf("scope %s as of %v: %v, %v; want %v", q.scope, q.at.AsOf, found, err, q.want)
		}
	}
	if _, err := c.View(record.Everything()).Namesakes(t.Context(), sales.Account, "nam",
		analytics.When{}); err == nil {
		t.Error("a field that is not there is taken")
	}
}

// TestLookupOfAPinnedView gives what the view saw when it was pinned, and that of others what is there now.
func TestLookupOfAPinnedView(t *testing.T) {
	t.Parallel()
	log := newMemoryLog(t)
	c := open(t, "", log, analytics.Options{})
	log.add(create(10, sales.Deal, 1, euro("amount", 1)), create(10, sales.Deal, 2, euro("amount", 2)))
	catchUp(t, c)
	look := func(v *analytics.View) (found []int64, at record.Seq) {
		at, err := v.Lookup(t.Context(), "SELECT amount FROM deal_now WHERE id IN ($2::BIGINT, $1::BIGINT) ORDER BY id",
			[]int64{1, 2}, func(b *analytics.Batch) error {
				for i := range b.Rows() {
					if b.Int(0, i) != int64(v.Position()) {
						t.Errorf("a row says position %d, the view %d", b.Int(0, i), v.Position())
					}
					found = append(found, b.Int(1, i))
				}
				return nil
			})
		if err != nil {
			t.Fatal(err)
		}
		return found, at
	}
	if err := c.Pinned(t.Context(), record.Everything(), func(v *analytics.View) error {
		log.add(set(20, sales.Deal, 2, euro("amount", 20)))
		catchUp(t, c)
		if found, at := look(v); !slices.Equal(found, []int64{1, 2}) || at != 2 {
			t.Errorf("pinned at 2: %v at %d", found, at)
		}
		if found, at := look(c.View(record.Everything())); !slices.Equal(found, []int64{1, 20}) || at != 3 {
			t.Errorf("meanwhile: %v at %d", found, at)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}
