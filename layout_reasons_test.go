package salesops_test

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strconv"
	"testing"

	"salesops/internal/reason"
)

// TestReasons holds every reason.Of against the lists of internal/reason: its code is
// there, it names every part of the sentence and no other, and no code is left unused.
func TestReasons(t *testing.T) {
	t.Parallel()
	used := map[string]bool{}
	for _, s := range readSources(t) {
		if s.test {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || !isReasonOf(call.Fun) {
				return true
			}
			code, wrong := reasonProblem(call)
			used[code] = true
			if wrong != "" {
				t.Errorf("%s: %s", s.at(call), wrong)
			}
			return true
		})
	}
	for _, code := range reason.Codes() {
		if !used[code] {
			t.Errorf("internal/reason has %q, and nothing gives it", code)
		}
	}
}

func isReasonOf(fun ast.Expr) bool {
	selector, ok := fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	in, ok := selector.X.(*ast.Ident)
	return ok && in.Name == "reason" && selector.Sel.Name == "Of"
}

// reasonProblem says what is wrong with a call; "" when nothing is.
func reasonProblem(call *ast.CallExpr) (code, wrong string) {
	if len(call.Args) == 0 || call.Ellipsis.IsValid() {
		return "", "write the code and the parts of a reason out"
	}
	code, ok := literal(call.Args[0])
	if !ok {
		return "", "write the code of a reason out where it is made"
	}
	want, ok := reason.Names(code)
	if !ok {
		return code, fmt.Sprintf(
			"internal/reason has no code %q: add it to a list there, and its words as docs/howto/add-words.md says",
			code)
	}
	var got []string
	for i := 1; i < len(call.Args); i += 2 {
		name, ok := literal(call.Args[i])
		if !ok {
			return code, "write the names of a reason's parts out"
		}
		got = append(got, name)
	}
	slices.Sort(got)
	if len(call.Args)%2 == 0 || !slices.Equal(got, want) {
		return code, fmt.Sprintf("%s has the parts %v, its sentence takes %v", code, got, want)
	}
	return code, ""
}

func literal(e ast.Expr) (string, bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(lit.Value)
	return text, err == nil
}
