package analytics_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"salesops/analytics"
	"salesops/internal/fault"
	"salesops/record"
	"salesops/sales"
)

// named is a table of deals with their name and creation.
func named() analytics.Keyed {
	return analytics.Keyed{
		Name: "naming", Object: sales.Deal, Version: 1,
		Fields: []record.Field{{Name: "called", Kind: record.Text}, {Name: "made_at", Kind: record.Instant}},
		Reads:  map[string][]string{sales.Deal: {"name", "created_at"}},
		Build: func(ctx context.Context, b *analytics.KeyedBuilder, keys []record.ID) error {
			sql, args, err := b.Beliefs(sales.Deal,
				[]string{"id", "name", "created_at", "eff_from", "eff_to", "known_from",
					"known_to"}, "id", keys)
			if err != nil {
				return err
			}
			return b.Query(ctx, sql, args, func(rows *analytics.Batch) error {
				for i := range rows.Rows() {
					values := []record.Value{record.TextValue(rows.Text(1, i)), record.InstantValue(rows.Instant(2, i))}
					r := analytics.Rectangle{EffFrom: rows.Instant(3, i), EffTo: rows.Instant(4, i),
						KnownFrom: rows.Instant(5, i), KnownTo: rows.Instant(6, i)}
					if err := b.Append(ctx, &analytics.KeyedRow{Rectangle: r, ID: record.ID(rows.Int(0, i)),
						Values: values}); err != nil {
						return err
					}
				}
				return nil
			})
		},
	}
}

// TestAKeyedTableOfAnySize builds a table of one record, of as many as are appended one by one, and of as many as are
// written in bulk. When the company's zone changes, its days do.
func TestAKeyedTableOfAnySize(t *testing.T) {
	t.Parallel()
	log := smallLog(t)
	c := open(t, "", log, analytics.Options{Keyed: []analytics.Keyed{named()}})
	late := day(t, "2026-01-15") - 90*60_000_000 // 22:30 UTC, the day after in Tokyo
	deals := 0
	check := func(what, day string) {
		t.Helper()
		sql, err := c.View(record.Everything()).Table(t.Context(), "naming", []string{"id", "called", "made_on"},
			analytics.When{}, nil)
		if err != nil {
			t.Fatal(err)
		}
		want := []string{fmt.Sprintf("%d|%d", deals, deals)}
		if got := texts(t, c, "SELECT count(*), count(DISTINCT id) FROM ("+
			sql+") WHERE called = 'D' || id AND made_on = '"+day+
			"'"); !slices.Equal(got, want) {
			t.Errorf("%s: %v rows are right, want %s", what, got, want)
		}
		if err := c.Check(t.Context()); err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
	for _, n := range []int{1, analytics.KeyedBulk - 2, 1, analytics.KeyedBulk} {
		for range n {
			deals++
			log.add(create(late, sales.Deal, record.ID(deals), text("name", fmt.Sprintf("D%d", deals)),
				instant("created_at", late)))
		}
		catchUp(t, c)
		check(fmt.Sprintf("%d more", n), "2026-01-14")
	}
	log.add(create(late, sales.Company, 5_000, text("zone", "Asia/Tokyo")))
	catchUp(t, c)
	check("in another zone", "2026-01-15")
	log.add(set(late+1, sales.Company, 5_000, text("name", "We")))
	catchUp(t, c)
	check("in the same zone", "2026-01-15")
	if k, ok := c.Keyed("naming"); !ok || k.Object != sales.Deal {
		t.Errorf("declared is %+v, %v", k, ok)
	}
	if _, ok := c.Keyed("nothing"); ok {
		t.Error("a table is declared that is not")
	}
}

// TestAKeyedTableIsRefused covers declarations and rows that cannot be right, and questions about tables that are not
// there or cannot be built now.
func TestAKeyedTableIsRefused(t *testing.T) {
	t.Parallel()
	for what, alter := range map[string]func(*analytics.Keyed){
		"called as an object":  func(k *analytics.Keyed) { k.Name = sales.Deal },
		"without a name":       func(k *analytics.Keyed) { k.Name = "" },
		"called as another":    func(k *analytics.Keyed) { k.Name = "team_size" },
		"of no object":         func(k *analytics.Keyed) { k.Object = "planet" },
		"that is not built":    func(k *analytics.Keyed) { k.Build = nil },
		"made from no object":  func(k *analytics.Keyed) { k.Reads = map[string][]string{"planet": {"name"}} },
		"made from the hidden": func(k *analytics.Keyed) { k.Object = sales.Team },
	} {
		k := named()
		alter(&k)
		if _, err := analytics.Open(t.Context(), "", smallLog(t),
			analytics.Options{Keyed: []analytics.Keyed{teamSizes(), k}}); fault.KindOf(err) != fault.Internal ||
			err == nil {
			t.Errorf("a table %s: %v", what, err)
		}
	}
	row := func(values ...record.Value) func(context.Context, *analytics.KeyedBuilder) error {
		return func(ctx context.Context, b *analytics.KeyedBuilder) error {
			return b.Append(ctx, &analytics.KeyedRow{ID: 1, Values: values})
		}
	}
	beliefs := func(object, column, by string) func(context.Context, *analytics.KeyedBuilder) error {
		return func(_ context.Context, b *analytics.KeyedBuilder) error {
			_, _, err := b.Beliefs(object, []string{column}, by, nil)
			return err
		}
	}
	for what, q := range map[string]struct {
		build func(context.Context, *analytics.KeyedBuilder) error
		ok    bool
	}{
		"a row":                   {row(record.TextValue("a"), record.InstantValue(1)), true},
		"a row with nothing set":  {row(record.Value{}, record.Value{}), true},
		"a value less":            {row(record.TextValue("a")), false},
		"a value more":            {row(record.TextValue("a"), record.InstantValue(1), record.IntValue(1)), false},
		"a value of another kind": {row(record.IntValue(1), record.InstantValue(1)), false},
		"a second of another":     {row(record.TextValue("a"), record.DayValue(1)), false},
		"beliefs":                 {beliefs(sales.Deal, "name", "id"), true},
		"beliefs of no object":    {beliefs("planet", "name", "id"), false},
		"beliefs of no field":     {beliefs(sales.Deal, "nam", "id"), false},
		"beliefs by no field":     {beliefs(sales.Deal, "name", "ownr"), false},
	} {
		log := smallLog(t)
		log.add(create(10, sales.Deal, 1))
		k := named()
		k.Build = func(ctx context.Context, b *analytics.KeyedBuilder, _ []record.ID) error { return q.build(ctx, b) }
		c := open(t, "", log, analytics.Options{Keyed: []analytics.Keyed{k}})
		catchUp(t, c)
		_, err := c.View(record.Everything()).Table(t.Context(), "naming", []string{"id"}, analytics.When{}, nil)
		if (err == nil) != q.ok || !q.ok && !strings.Contains(err.Error(), "naming") {
			t.Errorf("%s: %v", what, err)
		}
		if built := len(texts(t, c, "FROM keyed")) > 0; built != q.ok {
			t.Errorf("%s: built %v", what, built)
		}
	}
	c := open(t, "", smallLog(t), analytics.Options{Keyed: []analytics.Keyed{named()}})
	one, two := pointer(1), pointer(2)
	bind := func(any) string { return "$1" }
	ask := func(v *analytics.View, name, column string, at analytics.When) error {
		_, err := v.Table(t.Context(), name, []string{column}, at, bind)
		return err
	}
	if err := c.Pinned(t.Context(), record.Everything(), func(v *analytics.View) error {
		return ask(v, "naming", "id", analytics.When{})
	}); err != analytics.ErrStale { //nolint:errorlint // it is not wrapped
		t.Errorf("a table that is not built, of a pinned view: %v", err)
	}
	view := c.View(record.Everything())
	for what, err := range map[string]error{
		"no table":                  ask(view, "nothing", "id", analytics.When{}),
		"no column":                 ask(view, "naming", "calld", analytics.When{}),
		"known-at alone":            ask(view, "naming", "id", analytics.When{KnownAt: one}),
		"as-of later than known-at": ask(view, "naming", "id", analytics.When{AsOf: two, KnownAt: one}),
	} {
		if fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", what, err)
		}
	}
	if err := ask(view, "naming", "id", analytics.When{AsOf: one, KnownAt: one}); err != nil {
		t.Errorf("as known on the day: %v", err)
	}
	if err := c.Pinned(t.Context(), record.Everything(), func(v *analytics.View) error {
		return ask(v, "naming", "id", analytics.When{})
	}); err != nil {
		t.Errorf("a table that is built, of a pinned view: %v", err)
	}
}
