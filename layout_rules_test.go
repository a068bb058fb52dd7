package salesops_test

import (
	"io/fs"
	"os"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"salesops/metrics/catalog"
)

// ruleWords are the files with the browser's words for what metric files say.
const (
	ruleWords = "web/src/words/say/reasons/rules.ts"
	nounWords = "web/src/words/say/reasons/terms.ts"
)

// TestRuleWords: what a built-in metric's rule says, and what the metric counts, has words
// for the browser; otherwise the rule is told in English in every language.
func TestRuleWords(t *testing.T) {
	t.Parallel()
	type named struct {
		Code string
		Noun struct{ Many string }
	}
	rules, nouns := readText(t, ruleWords), readText(t, nounWords)
	names, err := fs.Glob(catalog.Files, "*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		text, err := fs.ReadFile(catalog.Files, name)
		if err != nil {
			t.Fatal(err)
		}
		var m struct {
			Noun     struct{ Many string }
			Problem  *named
			Guards   []named
			Name     string
			Positive map[string]string
		}
		if err := yaml.Unmarshal(text, &m); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		said := m.Guards
		if m.Problem != nil {
			said = append(said, *m.Problem)
		}
		for _, rule := range said {
			if strings.Count(rules, "\n  "+rule.Code+": (") != 2 {
				t.Errorf("%s: the rule %s needs two lines in %s: for some rows, and for one record",
					name, rule.Code, ruleWords)
			}
			wantNoun(t, nouns, name, rule.Noun.Many)
		}
		if m.Positive != nil && !strings.Contains(rules, "\n  "+m.Name+": (") {
			t.Errorf("%s: what has to be positive needs a line for %s in %s", name, m.Name, ruleWords)
		}
		wantNoun(t, nouns, name, m.Noun.Many)
	}
}

func wantNoun(t *testing.T, nouns, file, noun string) {
	t.Helper()
	if noun != "" && !strings.Contains(nouns, "\n  "+noun+": msg") && !strings.Contains(nouns, "\n  '"+noun+"': msg") {
		t.Errorf("%s: %q needs a line in %s", file, noun, nounWords)
	}
}

func readText(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
