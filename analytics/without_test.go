package analytics_test

import (
	"slices"
	"testing"

	"salesops/analytics"
	"salesops/internal/fault"
	"salesops/record"
	"salesops/sales"
)

// TestWithout compares columns of a log from which changes are left out with what is left of it, for changes at its
// beginning, in its middle and at its end.
func TestWithout(t *testing.T) {
	t.Parallel()
	log := smallLog(t)
	log.add(
		create(1, sales.Deal, 1, euro("amount", 1)), create(2, sales.Deal, 2, euro("amount", 2)),
		set(3, sales.Deal, 1, euro("amount", 10)), set(4, sales.Deal, 2, euro("amount", 20)),
		create(5, sales.Deal, 3, euro("amount", 3)),
	)
	c := open(t, "", log, analytics.Options{})
	catchUp(t, c)
	for _, q := range []struct {
		l    analytics.Leaving
		want []string
	}{
		{analytics.Leaving{Position: 5, Out: []record.Seq{3}, Name: "third"}, []string{"1|1", "2|20", "3|3"}},
		{analytics.Leaving{Position: 5, Out: []record.Seq{4}, Name: "fourth"}, []string{"1|10", "2|2", "3|3"}},
		{analytics.Leaving{Position: 5, Out: []record.Seq{3}, Name: "third"}, []string{"1|1", "2|20", "3|3"}},
		{analytics.Leaving{Position: 4, Out: []record.Seq{3}, Name: "third"}, []string{"1|1", "2|20"}},
		{analytics.Leaving{Position: 5, Out: []record.Seq{1, 2, 4}, Name: "begin"}, []string{"1|10", "3|3"}},
		{analytics.Leaving{Position: 5, Out: []record.Seq{5}, Name: "end"}, []string{"1|10", "2|20"}},
		{analytics.Leaving{Position: 5, Out: []record.Seq{1, 2, 3, 4, 5}, Name: "all"}, nil},
		{analytics.Leaving{Position: 3}, []string{"1|10", "2|2"}},
		{analytics.Leaving{Position: 5}, []string{"1|10", "2|20", "3|3"}},
	} {
		less, release, err := c.Without(t.Context(), q.l)
		if err != nil {
			t.Fatalf("%+v: %v", q.l, err)
		}
		if got := texts(t, less, "SELECT id, amount FROM deal_now ORDER BY id"); !slices.Equal(got, q.want) {
			t.Errorf("%+v: %v, want %v", q.l, got, q.want)
		}
		release()
	}
	for what, l := range map[string]analytics.Leaving{
		"at no position":     {Position: 0, Out: []record.Seq{1}, Name: "a"},
		"beyond the log":     {Position: 6, Out: []record.Seq{1}, Name: "a"},
		"without a name":     {Position: 5, Out: []record.Seq{1}},
		"in no order":        {Position: 5, Out: []record.Seq{2, 1}, Name: "a"},
		"nothing, beyond it": {Position: 6},
	} {
		want := fault.Internal
		if len(l.Out) == 0 {
			want = fault.Invalid
		}
		if _, _, err := c.Without(t.Context(), l); err == nil || fault.KindOf(err) != want {
			t.Errorf("%s: %v, want %v", what, err, want)
		}
	}
}

// TestChanges reads parts of the log, both ends included.
func TestChanges(t *testing.T) {
	t.Parallel()
	log := smallLog(t)
	for i := range record.ID(6) {
		log.add(create(1, sales.Deal, i+1))
	}
	c := open(t, "", log, analytics.Options{})
	for _, q := range []struct {
		from, to record.Seq
		want     []record.Seq
	}{{2, 4, []record.Seq{2, 3, 4}}, {1, 1, []record.Seq{1}}, {6, 6, []record.Seq{6}}, {5, 9, []record.Seq{5, 6}},
		{4, 3, nil}, {7, 9, nil}} {
		var got []record.Seq
		if err := c.Changes(t.Context(), q.from, q.to, func(part []record.Change) error {
			for _, change := range part {
				got = append(got, change.Seq)
			}
			return nil
		}); err != nil || !slices.Equal(got, q.want) {
			t.Errorf("%d to %d: %v, %v; want %v", q.from, q.to, got, err, q.want)
		}
	}
}
