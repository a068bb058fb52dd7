package analytics_test

import (
	"fmt"
	"testing"

	"salesops/analytics"
	"salesops/internal/fault"
	"salesops/record"
	"salesops/sales"
)

// TestAHiddenFieldCannotBeAskedFor asks for every column that tells of a hidden field, and for neighbours that do not.
func TestAHiddenFieldCannotBeAskedFor(t *testing.T) {
	t.Parallel()
	log := smallLog(t)
	log.add(create(1, sales.Team, 21), create(1, sales.Person, 11, ref("team", 21)),
		create(2, sales.Deal, 1, ref("owner", 11), euro("amount", 5)))
	c := open(t, "", log, analytics.Options{Keyed: []analytics.Keyed{ownerStays(), teamSizes()}})
	catchUp(t, c)
	bind := func(any) string { return "$1" }
	type asks = map[string]func(*analytics.View) error
	column := func(name string) asks {
		return asks{
			"rows": func(v *analytics.View) error {
				_, err := v.Rows(sales.Deal, []string{"id", name}, analytics.When{}, bind)
				return err
			},
			"versions": func(v *analytics.View) error {
				_, err := v.Versions(sales.Deal, []string{name, "id"}, analytics.When{}, bind)
				return err
			},
			"anything": func(v *analytics.View) error {
				_, err := v.Anything(sales.Deal, []string{name})
				return err
			},
		}
	}
	table := func(name string) asks {
		return asks{"table": func(v *analytics.View) error {
			_, err := v.Table(t.Context(), name, []string{"id"}, analytics.When{}, bind)
			return err
		}}
	}
	reversals := asks{"reversals": func(v *analytics.View) error {
		_, err := v.Reversals(t.Context(), sales.Deal, "outcome", sales.Won, "amount", analytics.When{})
		return err
	}}
	for _, q := range []struct {
		object, field string
		what          string
		of            asks
		hidden        bool
	}{
		{sales.Deal, "amount", "amount", column("amount"), true},
		{sales.Deal, "amount", "AMOUNT", column("AMOUNT"), true},
		{sales.Deal, "amount", "amount_currency", column("amount_currency"), true},
		{sales.Deal, "amount", "name", column("name"), false},
		{sales.Deal, "amount", "closed_on", column("closed_on"), false},
		{sales.Deal, "created_at", "created_at", column("created_at"), true},
		{sales.Deal, "created_at", "created_on", column("created_on"), true},
		{sales.Deal, "created_at", "eff_from", column("eff_from"), false},
		{sales.Deal, "close_date", "close_date", column("close_date"), true},
		{sales.Deal, "close_date", "closed_on", column("closed_on"), true},
		{sales.Deal, "outcome", "closed_on", column("closed_on"), true},
		{sales.Deal, "outcome", "closed__", column("closed__"), true},
		{sales.Deal, "outcome", "close_date", column("close_date"), false},
		{sales.Person, "name", "name of another object", column("name"), false},
		{sales.Deal, "outcome", "reversals", reversals, true},
		{sales.Deal, "amount", "reversals", reversals, true},
		{sales.Deal, "name", "reversals", reversals, false},
		{sales.Deal, "owner", "a table", table("owner_stay"), true},
		{sales.Person, "team", "a table", table("owner_stay"), true},
		{sales.Deal, "amount", "a table", table("owner_stay"), false},
		{sales.Person, "team", "another table", table("team_size"), true},
		{sales.Deal, "owner", "another table", table("team_size"), false},
	} {
		v := c.View(record.Everything().Masking(map[string][]string{q.object: {q.field}}))
		for how, ask := range q.of {
			err := ask(v)
			if analytics.IsHidden(err) != q.hidden || (err == nil) == q.hidden {
				t.Errorf("%s of %s without %s.%s: %v", how, q.what, q.object, q.field, err)
			}
			if why, _ := fault.ReasonOf(err); q.hidden &&
				(why.Parts["object"] != q.object || why.Parts["field"] != q.field) {
				t.Errorf("%s of %s without %s.%s: refused because of %v", how, q.what, q.object, q.field, why.Parts)
			}
			if q.hidden && (fault.KindOf(err) != fault.Invalid || !analytics.IsHidden(fmt.Errorf("asked: %w", err))) {
				t.Errorf("%s of %s without %s.%s: refused as %v", how, q.what, q.object, q.field, err)
			}
		}
	}
	v := c.View(record.Everything().Masking(map[string][]string{sales.Deal: {"amount"}}))
	if _, err := v.Rows(sales.Deal, []string{"amout"}, analytics.When{}, bind); err == nil || analytics.IsHidden(err) {
		t.Errorf("a field that is not there: %v", err)
	}
	if analytics.IsHidden(nil) || analytics.IsHidden(analytics.ErrStale) {
		t.Error("other errors are taken for a hidden field")
	}
}
