package salesops_test

import (
	"go/ast"
	"slices"
	"strings"
	"testing"
)

// TestNotesHaveWords: each note of an answer that the code writes has words for the browser, which shows what has
// none in English.
func TestNotesHaveWords(t *testing.T) {
	t.Parallel()
	const file = "web/src/words/say/notes.ts"
	words := readText(t, file)
	packages := readLayout(t).rows
	sources := slices.DeleteFunc(readSources(t), func(s source) bool {
		return s.test || s.folder != "metrics" && !slices.Contains(packages[s.folder], "metrics")
	})
	named := map[string]string{}
	for _, s := range sources {
		ast.Inspect(s.file, func(n ast.Node) bool {
			if spec, ok := n.(*ast.ValueSpec); ok && len(spec.Names) == len(spec.Values) {
				for i, name := range spec.Names {
					named[name.Name], _ = literal(spec.Values[i])
				}
			}
			return true
		})
	}
	found := 0
	for _, s := range sources {
		ast.Inspect(s.file, func(n ast.Node) bool {
			note, ok := n.(*ast.CompositeLit)
			if !ok {
				return true
			}
			code, says := valueOf(note, "Code"), valueOf(note, "Says")
			if says == nil {
				says = valueOf(note, "Text")
			}
			if code == nil || says == nil {
				return true
			}
			text, _ := literal(code)
			if name, ok := code.(*ast.Ident); ok {
				text = named[name.Name]
			}
			if text == "" {
				return true // a note that passes on the code of another
			}
			found++
			if !strings.Contains(words, "\n  "+text+": (") {
				t.Errorf("%s: %s needs a line for the note %s", s.at(note), file, text)
			}
			return true
		})
	}
	if found < 20 {
		t.Errorf("found %d notes, want at least 20", found)
	}
}

// valueOf returns the value of a field of a literal; nil when the literal does not set it.
func valueOf(lit *ast.CompositeLit, field string) ast.Expr {
	for _, e := range lit.Elts {
		if pair, ok := e.(*ast.KeyValueExpr); ok {
			if key, ok := pair.Key.(*ast.Ident); ok && key.Name == field {
				return pair.Value
			}
		}
	}
	return nil
}
