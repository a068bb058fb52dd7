package problems

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// beside are the sentences that stand beside a code's own, or for it.
var beside = []string{"reversed_wins_on", "win_rate_today", "win_rate_seen", "column_lacking", "column_lacking_unnamed"}

var partName = regexp.MustCompile(`\{([a-z_]+)[,}]`)

func parts(text string) []string {
	var names []string
	for _, m := range partName.FindAllStringSubmatch(text, -1) {
		names = append(names, m[1])
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// TestEveryLanguageSaysEveryProblem: each code has a sentence in each language, with the parts of the
// English one; no sentence is left over.
func TestEveryLanguageSaysEveryProblem(t *testing.T) {
	t.Parallel()
	want := slices.Clone(beside)
	for code := range effects {
		want = append(want, string(code))
	}
	slices.Sort(want)
	files, err := filepath.Glob("words/*.yaml")
	if err != nil || len(files) < 3 {
		t.Fatal(files, err)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		said := map[string]string{}
		if err := yaml.Unmarshal(data, &said); err != nil {
			t.Fatal(name, err)
		}
		if got := slices.Sorted(maps.Keys(said)); !slices.Equal(got, want) {
			t.Errorf("%s says\n%v, want\n%v", name, got, want)
		}
		for code, text := range said {
			for _, part := range parts(text) {
				if !slices.Contains(parts(sentences()[code]), part) {
					t.Errorf("%s: %s has the part %s, which the English sentence lacks", name, code, part)
				}
			}
			if strings.Contains(text, "'") {
				t.Errorf("%s: %s has an apostrophe, which quotes in ICU messages: write ’", name, code)
			}
			if strings.Count(text, "{") != strings.Count(text, "}") {
				t.Errorf("%s: %s leaves a brace open", name, code)
			}
		}
	}
}

// TestMessages: a problem says itself in English, one and many, with its parts.
func TestMessages(t *testing.T) {
	t.Parallel()
	named := New(NamesUnknown, 1, 1200)
	lacking := New(WithoutOwner, 1, 1)
	lacking.Also("column_lacking", "file", "deals.csv", "column", "Owner {id}")
	reversed := Told(ReversedWins, 7, 0, "reversed_wins_on", "on_day", "2026-03-07")
	reversed.Also("win_rate_today", "before_share", "0.95", "before_day", "2026-03-06", "now_share", "0.6")
	for _, c := range []struct {
		p    Problem
		want string
	}{
		{New(Rejected, 1, 0), "1 row could not be taken."},
		{New(Rejected, 1234, 0), "1,234 rows could not be taken."},
		{named, "1 name in 1,200 rows is of no record: it stands under a placeholder of its own. Put the spelling " +
			"right in the files, or import again and accept the nearest name."},
		{New(NamesUnknown, 2, 1),
			"2 names in 1 row are of no record: they stand under placeholders of their own. Put " +
				"the spelling right in the files, or import again and accept the nearest names."},
		{lacking, "1 of 1 deals has no owner: nothing can be said per rep. deals.csv has no column “Owner {id}”."},
		{reversed,
			"7 wins were reversed on 7 March 2026. The win rate read 95 % on 6 March 2026, the day before. With " +
				"all that has changed since, it reads 60 % today."},
	} {
		if c.p.Message != c.want {
			t.Errorf("got  %s\nwant %s", c.p.Message, c.want)
		}
	}
}

// TestEveryMessageIsWhole: the English of each sentence leaves neither a brace nor a number sign.
func TestEveryMessageIsWhole(t *testing.T) {
	t.Parallel()
	for name, text := range sentences() {
		p := Problem{Count: 1, Of: 2, Parts: map[string]string{}}
		for _, part := range parts(text) {
			p.Parts[part] = "X"
		}
		for p.Count = range int64(3) {
			if got := english(name, &p); got == "" || strings.ContainsAny(got, "{}#") || strings.Contains(got, "  ") ||
				!strings.HasSuffix(got, ".") {
				t.Errorf("%s with %d: %q", name, p.Count, got)
			}
		}
	}
}
