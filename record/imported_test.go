package record_test

import (
	"testing"

	"salesops/record"
)

func TestCounted(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		object record.Object
		n      int64
		want   string
	}{
		{record.Object{Name: "deal_line"}, 1, "1 deal line"},
		{record.Object{Name: "deal_line"}, 2, "2 deal lines"},
		{record.Object{Name: "company"}, 0, "0 companies"},
		{record.Object{Name: "survey"}, 3, "3 surveys"},
		{record.Object{Name: "person", Plural: "people"}, 2, "2 people"},
		{record.Object{Name: "person", Plural: "people"}, 1, "1 person"},
	} {
		if got := c.object.Counted(c.n); got != c.want {
			t.Errorf("%d of %s: %q, want %q", c.n, c.object.Name, got, c.want)
		}
	}
}

func TestMany(t *testing.T) {
	t.Parallel()
	for want, o := range map[string]record.Object{
		"Line items": {Name: "deal_line", Label: "Line item"},
		"Activities": {Name: "activity", Label: "Activity"},
		"People":     {Name: "person", Label: "Person", Plural: "people"},
	} {
		if got := o.Many(); got != want {
			t.Errorf("many of %s are %q, want %q", o.Name, got, want)
		}
	}
}
