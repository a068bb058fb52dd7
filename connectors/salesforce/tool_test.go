package salesforce_test

import (
	"testing"

	"salesops/connectors/salesforce"
	"salesops/sales"
)

func TestIDs(t *testing.T) {
	t.Parallel()
	// Pairs that Salesforce itself made.
	for short, long := range map[string]string{
		"001bm00001ZL8U9": "001bm00001ZL8U9AAL", "001bm00001ZL8UA": "001bm00001ZL8UAAA1",
		"006bm00000LKJNN": "006bm00000LKJNNAA5",
		"00Qbm00000Orxk5": "00Qbm00000Orxk5EAB", "00Qbm00000OrxkA": "00Qbm00000OrxkAEAR",
		"005bm00000NCJmQ": "005bm00000NCJmQAAX", "008bm00000ViWn7": "008bm00000ViWn7AAF",
	} {
		if got, ok := (salesforce.Tool{}).ID(short); !ok || got != long {
			t.Errorf("%s becomes %s, want %s", short, got, long)
		}
		if got, _ := (salesforce.Tool{}).ID(long); got != long {
			t.Errorf("%s becomes %s", long, got)
		}
	}
	if _, ok := (salesforce.Tool{}).ID("two words"); ok {
		t.Error("two words are taken for an id")
	}
}

func TestOrderFollowsTheIds(t *testing.T) {
	t.Parallel()
	s := salesforce.Tool{}
	ids := []string{"008bm00000UoqOj", "008bm00000UoqOk", "008bm00000Uoqa0", "008bm00000ViWn7AAF"}
	for i := 1; i < len(ids); i++ {
		if s.Order(ids[i-1]) >= s.Order(ids[i]) {
			t.Errorf("%s does not come before %s", ids[i-1], ids[i])
		}
	}
	if s.Order("17") != 0 {
		t.Error("an id that is not Salesforce's has an order")
	}
}

func TestObjectOf(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]string{"006bm00000LKJNNAA5": sales.Deal, "00Gbm00000LKJNNAA5": "",
		"003bm00000LKJNN": sales.Contact} {
		if got, shown := (salesforce.Tool{}).ObjectOf(id); !shown || got != want {
			t.Errorf("%s is of %q, %v", id, got, shown)
		}
	}
	if _, shown := (salesforce.Tool{}).ObjectOf("12"); shown {
		t.Error("12 shows what it is of")
	}
}

func FuzzID(f *testing.F) {
	f.Add("001bm00001ZL8U9")
	f.Fuzz(func(t *testing.T, s string) {
		tool := salesforce.Tool{}
		id, ok := tool.ID(s)
		if !ok {
			return
		}
		if again, ok := tool.ID(id); !ok || again != id && len(id) != 15 {
			t.Fatalf("%q becomes %q and then %q", s, id, again)
		}
		_, _ = tool.ObjectOf(id)
		_ = tool.Order(id)
	})
}
