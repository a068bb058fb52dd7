package salesops_test

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"go.yaml.in/yaml/v3"

	"salesops/metrics/catalog"
)

// catalogued is what a metric file says in words.
type catalogued struct {
	Name, Title, Question, Group string
	Version, Chain, Place        int
	Headline                     bool
	Noun                         counted
	Problem                      *ruled
	Guards                       []ruled
	Positive                     struct{ Say string }
}

type counted struct{ One, Many string }

type ruled struct {
	Noun, Say counted
}

// worded is what a language's file says.
type worded struct {
	Groups  map[string]string
	Metrics map[string]struct {
		Title, Question, Meaning string
		Version                  int
	}
	Nouns map[string]string
	Rules map[string]struct{ Record, Some string }
}

func readMetrics(t *testing.T, files fs.FS) []catalogued {
	t.Helper()
	names, err := fs.Glob(files, "*.yaml")
	if err != nil || len(names) == 0 {
		t.Fatalf("no metric files: %v", err)
	}
	var out []catalogued
	for _, name := range names {
		var m catalogued
		readYAML(t, files, name, &m)
		out = append(out, m)
	}
	return out
}

func readYAML(t *testing.T, files fs.FS, name string, into any) {
	t.Helper()
	text, err := fs.ReadFile(files, name)
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(text, into); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

// TestCatalogueHasItsPlaces: each built-in metric says what it is called and where it stands: among the
// twelve, or in a group.
func TestCatalogueHasItsPlaces(t *testing.T) {
	t.Parallel()
	var english worded
	readYAML(t, catalog.Words, "words/en.yaml", &english)
	taken := map[string]string{}
	for _, m := range readMetrics(t, catalog.Files) {
		place := fmt.Sprintf("place %d of %s", m.Place, m.Group)
		switch {
		case m.Title == "" || m.Question == "":
			t.Errorf("%s: write its title and its question", m.Name)
		case m.Headline && (m.Chain < 1 || m.Chain > 12 || m.Group != ""):
			t.Errorf("%s: a headline has a chain from 1 to 12 and no group", m.Name)
		case !m.Headline && (english.Groups[m.Group] == "" || m.Place < 1):
			t.Errorf("%s: write the group, one of %v, and its place there", m.Name,
				slices.Sorted(maps.Keys(english.Groups)))
		}
		if m.Headline {
			place = fmt.Sprintf("place %d of the twelve", m.Chain)
		}
		if other := taken[place]; other != "" {
			t.Errorf("%s and %s both have %s", other, m.Name, place)
		}
		taken[place] = m.Name
	}
	for i := range 12 {
		if taken[fmt.Sprintf("place %d of the twelve", i+1)] == "" {
			t.Errorf("none of the metrics has place %d of the twelve", i+1)
		}
	}
}

// TestCatalogueIsTranslated: whatever the built-in metrics say has words in all languages.
func TestCatalogueIsTranslated(t *testing.T) {
	t.Parallel()
	var english worded
	readYAML(t, catalog.Words, "words/en.yaml", &english)
	for _, language := range []string{"zh-Hans", "pt-BR"} {
		var words worded
		readYAML(t, catalog.Words, "words/"+language+".yaml", &words)
		for _, wrong := range untranslated(readMetrics(t, catalog.Files), english, words) {
			t.Errorf("metrics/catalog/words/%s.yaml: %s", language, wrong)
		}
	}
}

// TestNewMetricNeedsWords: a file that is added to the catalogue asks for each of its words.
func TestNewMetricNeedsWords(t *testing.T) {
	t.Parallel()
	added := fstest.MapFS{"kept_promises.yaml": {Data: []byte(`
name: kept_promises
version: 1
title: Kept promises
question: How many promises did we keep?
noun: {one: promise, many: promises}
guards:
  - {code: no_word, rows: 'true', say: {one: says no word, many: say no word}}
`)}}
	var words worded
	wrong := untranslated(readMetrics(t, added), worded{}, words)
	text := strings.Join(wrong, "\n")
	for _, want := range []string{"kept_promises: write its title", "kept_promises: write its question",
		"kept_promises: write the meaning of version 1", "promises: write this noun", "says no word: write this rule"} {
		if !strings.Contains(text, want) {
			t.Errorf("nothing asks: %s\n%s", want, text)
		}
	}
}

// untranslated is what a language lacks of the metrics' words, and what it has that none of them says.
func untranslated(files []catalogued, english, words worded) []string {
	var wrong []string
	add := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	names, nouns, says := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, m := range files {
		names[m.Name] = true
		said := words.Metrics[m.Name]
		if said.Title == "" {
			add("%s: write its title", m.Name)
		}
		if said.Question == "" {
			add("%s: write its question", m.Name)
		}
		if said.Meaning == "" || said.Version != m.Version {
			add("%s: write the meaning of version %d", m.Name, m.Version)
		}
		rules := m.Guards
		if m.Problem != nil {
			rules = append(rules, *m.Problem)
		}
		nouns[m.Noun.Many] = true
		for _, r := range rules {
			nouns[r.Noun.Many], says[r.Say.One] = true, true
			if words.Rules[r.Say.One].Some == "" {
				add("%s: write this rule of some of many", r.Say.One)
			}
		}
		says[m.Positive.Say] = true
	}
	delete(nouns, "")
	delete(says, "")
	for _, noun := range slices.Sorted(maps.Keys(nouns)) {
		if words.Nouns[noun] == "" {
			add("%s: write this noun", noun)
		}
	}
	for _, say := range slices.Sorted(maps.Keys(says)) {
		if words.Rules[say].Record == "" {
			add("%s: write this rule of one record", say)
		}
	}
	for code := range english.Groups {
		if words.Groups[code] == "" {
			add("%s: write this group", code)
		}
	}
	for _, stray := range slices.Concat(strays(words.Metrics, names), strays(words.Nouns, nouns),
		strays(words.Rules, says), strays(words.Groups, english.Groups)) {
		add("%s: no metric file says this any more", stray)
	}
	return wrong
}

func strays[V, W any](have map[string]V, want map[string]W) []string {
	var out []string
	for key := range have {
		if _, ok := want[key]; !ok {
			out = append(out, key)
		}
	}
	slices.Sort(out)
	return out
}
