package record_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"salesops/record"
)

// TestScopes: which rows of an object each scope shows. A scope made from another leaves that one as it was and
// has a text of its own.
func TestScopes(t *testing.T) {
	t.Parallel()
	deal := &record.Object{Name: "deal", Seen: record.Visibility{Owner: "owner"}}
	team := &record.Object{Name: "team", Seen: record.Visibility{Everybody: true}}
	no, all := record.Rows{None: true}, record.Rows{All: true}
	people := func(ids ...record.ID) record.Rows { return record.Rows{People: ids} }
	own := record.RecordsOf(3, 1, 3, 0, -1)
	other := own.Except(map[string]record.Rows{"deal": {People: []record.ID{9, 8, 9}, Records: []record.ID{7, 0, 6}}})
	shared := own.Sharing(map[string][]record.ID{"deal": {5, 4, 5}})
	var texts []string
	for what, c := range map[string]struct {
		scope      record.Scope
		deal, team record.Rows
		people     []record.ID
		whole      bool
	}{
		"the zero scope": {record.Scope{}, no, no, nil, false},
		"the zero scope cannot be widened": {record.Scope{}.Except(map[string]record.Rows{"deal": all}).
			Sharing(map[string][]record.ID{"deal": {1}}), no, no, nil, false},
		"everything":           {record.Everything(), all, all, nil, true},
		"everything but deals": {record.AllRecords(map[string]record.Rows{"deal": no}, nil), no, all, nil, false},
		"everything but a field": {record.AllRecords(nil, map[string][]string{"deal": {"amount"}}), all, all,
			nil, false},
		"people": {own, people(1, 3), all, []record.ID{1, 3}, false},
		"nobody": {record.RecordsOf(), people(), all, nil, false},
		"other deals": {other, record.Rows{People: []record.ID{8, 9}, Records: []record.ID{6, 7}}, all,
			[]record.ID{1, 3}, false},
		"all deals": {own.Except(map[string]record.Rows{"deal": all}), all, all, []record.ID{1, 3}, false},
		"no teams":  {own.Except(map[string]record.Rows{"team": no}), people(1, 3), no, []record.ID{1, 3}, false},
		"other teams": {own.Except(map[string]record.Rows{"team": people(2)}), people(1, 3), people(2),
			[]record.ID{1, 3}, false},
		"shared deals": {shared, record.Rows{People: []record.ID{1, 3}, Records: []record.ID{4, 5}}, all,
			[]record.ID{1, 3}, false},
		"more shared deals": {shared.Sharing(map[string][]record.ID{"deal": {2, 4}, "team": {1}}),
			record.Rows{People: []record.ID{1, 3}, Records: []record.ID{2, 4, 5}}, all, []record.ID{1, 3}, false},
		"shared and other deals": {other.Sharing(map[string][]record.ID{"deal": {10, 6}}),
			record.Rows{People: []record.ID{8, 9}, Records: []record.ID{6, 7, 10}}, all, []record.ID{1, 3}, false},
		"shared deals where none are seen": {own.Except(map[string]record.Rows{"deal": no}).
			Sharing(map[string][]record.ID{"deal": {4}}), no, all, []record.ID{1, 3}, false},
	} {
		for object, want := range map[*record.Object]record.Rows{deal: c.deal, team: c.team} {
			got := c.scope.Rows(object)
			same := got.All == want.All && got.None == want.None && slices.Equal(got.People, want.People) &&
				slices.Equal(got.Records, want.Records)
			if !same {
				t.Errorf("%s: of %ss it shows %+v, want %+v", what, object.Name, got, want)
			}
		}
		if !slices.Equal(c.scope.People(), c.people) || c.scope.Everything() != c.whole {
			t.Errorf("%s: people %v, everything %v", what, c.scope.People(), c.scope.Everything())
		}
		if what != "the zero scope cannot be widened" {
			texts = append(texts, c.scope.String())
		}
	}
	slices.Sort(texts)
	if once := slices.Compact(slices.Clone(texts)); len(once) != len(texts) || texts[0] == "" {
		t.Errorf("scopes of one text among %q", texts)
	}
}

// TestMasks add up, and are of one object.
func TestMasks(t *testing.T) {
	t.Parallel()
	one := record.Everything().Masking(map[string][]string{"deal": {"b", "a", "b"}, "team": {"x"}})
	two := one.Masking(map[string][]string{"deal": {"c", "a"}})
	none := record.Everything().Masking(nil)
	for i, c := range []struct {
		scope record.Scope
		deal  []string
	}{{none, nil}, {one, []string{"a", "b"}}, {two, []string{"a", "b", "c"}}, {record.Scope{}.Masking(
		map[string][]string{"deal": {"a"}}), nil}} {
		got := c.scope.Masked("deal")
		if diff := cmp.Diff(c.deal, got); diff != "" {
			t.Errorf("scope %d: %s", i, diff)
		}
		for _, field := range []string{"a", "b", "c", "x", ""} {
			if c.scope.Masks("deal", field) != slices.Contains(c.deal, field) {
				t.Errorf("scope %d masks %q: %v", i, field, !slices.Contains(c.deal, field))
			}
		}
	}
	if !two.Masks("team", "x") || two.Masks("team", "a") || one.String() == two.String() {
		t.Errorf("%s and %s", one, two)
	}
}
