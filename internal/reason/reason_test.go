package reason

import (
	"maps"
	"regexp"
	"slices"
	"testing"
)

func TestOf(t *testing.T) {
	t.Parallel()
	r := Of("row_too_wide", "found", 7, "columns", 5)
	if want := "the row has 7 fields, the header 5: a separator inside a field must stand in quotes"; r.Text != want {
		t.Errorf("Text = %q, want %q", r.Text, want)
	}
	if want := map[string]string{"found": "7", "columns": "5"}; !maps.Equal(r.Parts, want) {
		t.Errorf("Parts = %v, want %v", r.Parts, want)
	}
	if r.None() || !(Reason{}).None() {
		t.Error("only the zero Reason is none")
	}
}

// TestArticle: a sentence has the article that the value takes, wherever it stands.
func TestArticle(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		got  Reason
		want string
	}{
		{Of("record_of_other", "record", "job_1", "object", "import"), "job_1 is not an import"},
		{Of("record_of_other", "record", "job_1", "object", "deal"), "job_1 is not a deal"},
		{Of("field_needed", "object", "order", "field", "name"), `an order needs a value for "name"`},
	} {
		if c.got.Text != c.want {
			t.Errorf("%q, want %q", c.got.Text, c.want)
		}
	}
}

func TestAReasonInside(t *testing.T) {
	t.Parallel()
	r := Of("header_unreadable", "line", 1, "why", Of("row_too_long", "megabytes", 4))
	if want := "the header in line 1 cannot be read: the row is longer than 4 MB"; r.Text != want {
		t.Errorf("Text = %q, want %q", r.Text, want)
	}
	if r.Parts["why.code"] != "row_too_long" || r.Parts["why.megabytes"] != "4" {
		t.Errorf("Parts = %v", r.Parts)
	}
}

// TestBracesInAValue checks that braces in a value are not replaced as parts.
func TestBracesInAValue(t *testing.T) {
	t.Parallel()
	if got, want := Of("not_date", "value", "{value}{x").Text, `"{value}{x" is not a date`; got != want {
		t.Errorf("Text = %q, want %q", got, want)
	}
}

func TestLists(t *testing.T) {
	t.Parallel()
	codes := Codes()
	if again := slices.Compact(slices.Clone(codes)); len(again) != len(codes) {
		t.Error("a code stands in two lists")
	}
	written := regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)
	for _, code := range codes {
		if !written.MatchString(code) {
			t.Errorf("%q is not snake_case", code)
		}
		if names, _ := Names(code); slices.Contains(names, "code") {
			t.Errorf("%q has a part called code: inside another reason it would stand in the place of its own code",
				code)
		}
	}
}
