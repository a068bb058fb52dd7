package salesops_test

import (
	"go/ast"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

var (
	innerWord = regexp.MustCompile(`(?i)\bsellers?\b`)
	place     = regexp.MustCompile(`\{[a-z_.]+\}`)
	codeWord  = regexp.MustCompile(`\b[a-z]+(_[a-z0-9]+)+\b`)
	// typed are codes that somebody types: steps of an explanation, settings, encodings.
	typed = []string{"new_data", "late_corrections", "gross_margin", "working_hours", "shift_jis", "name_8f3kq2"}
)

// TestMessagesSayReps reads every English sentence of reasons, notes, findings and the catalogue:
// a person who sells is a rep there (docs/GLOSSARY.md), and no code of the program stands in one.
// Metrics may be named as one asks for them.
func TestMessagesSayReps(t *testing.T) {
	t.Parallel()
	names := typed
	files, err := filepath.Glob("metrics/catalog/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no metric files: %v", err)
	}
	for _, name := range files {
		names = append(names, strings.TrimSuffix(path.Base(name), ".yaml"))
	}
	check := func(where, text string, codes bool) {
		t.Helper()
		if found := innerWord.FindString(text); found != "" {
			t.Errorf("%s says %q, which people call a rep: %s", where, found, text)
		}
		for _, code := range codeWord.FindAllString(place.ReplaceAllString(text, ""), -1) {
			if codes && !slices.Contains(names, code) {
				t.Errorf("%s says %q, which is a code of the program: %s", where, code, text)
			}
		}
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var file map[string]any
		if err := yaml.Unmarshal(data, &file); err != nil {
			t.Fatal(err)
		}
		for _, key := range []string{"title", "question", "description", "noun", "problem", "guards", "positive"} {
			for _, text := range words(key, file[key]) {
				check(name, text, true)
			}
		}
	}
	for _, s := range readSources(t) {
		if s.test || !slices.Contains([]string{"internal/reason", "findings", "metrics"}, s.folder) {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return true
			}
			text, err := strconv.Unquote(lit.Value)
			// SQL quotes its names
			if err != nil || !strings.Contains(text, " ") || strings.Contains(text, `"`) && s.folder == "metrics" {
				return true
			}
			check(s.at(lit), text, s.folder == "internal/reason" || strings.HasSuffix(s.path, "sentence.go"))
			return true
		})
	}
}

// words are the texts below a key of a metric file that people read.
func words(key string, value any) []string {
	switch v := value.(type) {
	case string:
		if slices.Contains([]string{"title", "question", "description", "one", "many", "say"}, key) {
			return []string{v}
		}
	case map[string]any:
		var out []string
		for k, inner := range v {
			out = append(out, words(k, inner)...)
		}
		return out
	case []any:
		var out []string
		for _, inner := range v {
			out = append(out, words(key, inner)...)
		}
		return out
	}
	return nil
}
