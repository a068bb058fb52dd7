package salesops_test

import (
	"go/ast"
	"regexp"
	"slices"
	"testing"

	"salesops/audit"
)

var detailPart = regexp.MustCompile(`\{(\w+)\}`)

// TestAuditEvents holds what is written into the audit trail against the lists of the package: each event, detail and
// reason is there, and nothing there is left unused. The web has words for what is in the lists.
func TestAuditEvents(t *testing.T) {
	t.Parallel()
	used := map[string]bool{}
	for _, s := range readSources(t) {
		if s.test || s.folder == "internal/reason" {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				if isOf(n.Fun, "audit", "Say") {
					code, wrong := detailProblem(n)
					used["detail "+code] = true
					if wrong != "" {
						t.Errorf("%s: %s", s.at(n), wrong)
					}
				} else if isOf(n.Fun, "audit", "Detail") {
					t.Errorf("%s: a detail is made by audit.Say, so that it has words", s.at(n))
				}
			case *ast.CompositeLit:
				if isOf(n.Type, "audit", "Event") || s.folder == "audit" && isIdent(n.Type, "Event") {
					for _, wrong := range eventProblems(n, used) {
						t.Errorf("%s: %s", s.at(n), wrong)
					}
				}
			case ast.Expr: // an event or a reason may be chosen before it is written
				if text, ok := literal(n); ok && s.folder != "audit" {
					used["text "+text] = true
				}
			}
			return true
		})
	}
	for what, codes := range audit.Events() {
		if !used["event "+what] && !used["text "+what] {
			t.Errorf("audit has the event %q, and nothing writes it", what)
		}
		for _, code := range codes {
			if _, ok := audit.Details()[code]; !ok || !used["detail "+code] {
				t.Errorf("the event %q has the detail %q, which is not listed or which nothing writes", what, code)
			}
		}
	}
}

// eventProblems says what is wrong with an event that is written out.
func eventProblems(event *ast.CompositeLit, used map[string]bool) (wrong []string) {
	var codes []string
	for _, e := range event.Elts {
		field, ok := e.(*ast.KeyValueExpr)
		if !ok {
			return []string{"name the fields of an event"}
		}
		text, written := literal(field.Value)
		switch field.Key.(*ast.Ident).Name { //nolint:forcetypeassert // fields are named so
		case "What":
			if codes, ok = audit.Events()[text]; written && !ok {
				wrong = append(wrong, "audit has no event "+text+": add it there, and its words to the web")
			}
			used["event "+text] = true
		case "Detail":
			if written {
				wrong = append(wrong, "a detail is made by audit.Say, so that it has words")
			}
			if call, ok := field.Value.(*ast.CallExpr); ok && codes != nil && isOf(call.Fun, "audit", "Say") {
				if code, _ := detailProblem(call); !slices.Contains(codes, code) {
					wrong = append(wrong, "audit does not know the detail "+code+" of this event")
				}
			}
		case "Reason":
			if written && !slices.Contains(audit.Reasons(), text) {
				wrong = append(wrong, "audit has no reason "+text+": add it there, and its words to the web")
			}
		}
	}
	return wrong
}

// detailProblem says what is wrong with a call of audit.Say; "" when nothing is.
func detailProblem(call *ast.CallExpr) (code, wrong string) {
	if len(call.Args) == 0 || len(call.Args)%2 == 0 {
		return "", "write the code and the parts of a detail out"
	}
	code, ok := literal(call.Args[0])
	text, known := audit.Details()[code]
	if !ok || !known {
		return code, "audit has no detail " + code + ": add it there, and its words to the web"
	}
	var want, got []string
	for _, part := range detailPart.FindAllStringSubmatch(text, -1) {
		want = append(want, part[1])
	}
	for i := 1; i < len(call.Args); i += 2 {
		name, _ := literal(call.Args[i])
		got = append(got, name)
	}
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		return code, "the parts of the detail " + code + " are others"
	}
	return code, ""
}

func isOf(e ast.Expr, of, name string) bool {
	selector, ok := e.(*ast.SelectorExpr)
	return ok && selector.Sel.Name == name && isIdent(selector.X, of)
}

func isIdent(e ast.Expr, name string) bool {
	ident, ok := e.(*ast.Ident)
	return ok && ident.Name == name
}
