package expr

import (
	"regexp"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"

	"salesops/internal/reason"
)

// position returns the position of a node, counted from 1.
func position(info *ast.SourceInfo, id int64) (line, col int) {
	at := info.GetStartLocation(id)
	if at.Line() < 1 {
		return 0, 0
	}
	return at.Line(), at.Column() + 1
}

// start returns the position where a reader sees a node begin. The parser's own position is the
// last dot of a path and the parenthesis of a call.
func start(source string, info *ast.SourceInfo, e ast.Expr) (line, col int) {
	for e.Kind() == ast.SelectKind {
		e = e.AsSelect().Operand()
	}
	line, col = position(info, e.ID())
	if e.Kind() != ast.CallKind {
		return line, col
	}
	name := []rune(e.AsCall().FunctionName())
	lines := strings.Split(source, "\n")
	if line < 1 || line > len(lines) {
		return line, col
	}
	text, from := []rune(lines[line-1]), col-1-len(name)
	if from >= 0 && col-1 <= len(text) && string(text[from:col-1]) == string(name) {
		col = from + 1
	}
	return line, col
}

var (
	mismatched = regexp.MustCompile(
		`(?:mismatched|extraneous) input '((?s:.*?))' expecting|no viable alternative at input '((?s:.*?))'$`)
	missing    = regexp.MustCompile(`missing '(.+?)' at '`)
	unreadable = regexp.MustCompile(`token recognition error at: '((?s:.*))'`)
	expected   = regexp.MustCompile(`expected type '(.+?)' but found '(.+)'`)
	overload   = regexp.MustCompile(`found no matching overload for '(.+?)' applied to '(.+)'`)
)

// syntaxError converts the parser's first error to a message.
func syntaxError(src string, issues *cel.Issues) error {
	first := issues.Errors()[0]
	for _, other := range issues.Errors() {
		if a, b := other.Location, first.Location; a.Line() < b.Line() || a.Line() == b.Line() &&
			a.Column() < b.Column() {
			first = other
		}
	}
	e := &Error{Source: src, Line: first.Location.Line(), Col: first.Location.Column() + 1}
	text := strings.TrimPrefix(first.Message, "Syntax error: ")
	switch {
	case strings.Contains(text, "recursion") || strings.Contains(text, "node count") ||
		strings.Contains(text, "nesting"):
		e.Line, e.Col = 0, 0
		e.Why, e.Hint = reason.Of("expr_deep_wide"), reason.Of("hint_split")
	case unreadable.MatchString(text):
		found := unreadable.FindStringSubmatch(text)[1]
		e.Why, e.Hint = reason.Of("expr_unread", "text", quote(found)), asWritten(found)
	case mismatched.MatchString(text):
		m := mismatched.FindStringSubmatch(text)
		found := m[1] + m[2]
		if strings.HasSuffix(found, "<EOF>") {
			e.Why = reason.Of("expr_ends")
			break
		}
		e.Why, e.Hint = reason.Of("expr_unexpected", "text", quote(found)), asWritten(found)
	case missing.MatchString(text):
		e.Why = reason.Of("expr_missing", "text", quote(missing.FindStringSubmatch(text)[1]))
	default:
		e.Why = reason.Of("expr_unparsed", "cause", text)
	}
	return e
}

// asWritten returns a hint for people who write SQL or another language.
func asWritten(found string) reason.Reason {
	switch word := strings.ToLower(strings.TrimSpace(found)); {
	case word == "and":
		return writeFor("&&", "and")
	case word == "or":
		return writeFor("||", "or")
	case word == "not":
		return writeFor("!", "not")
	case strings.HasPrefix(word, "= ") || word == "=" || strings.HasPrefix(word, "="):
		return reason.Of("hint_write_equal")
	case word == "<>" || word == ">":
		return reason.Of("hint_write_differ")
	case word == "like":
		return write("field.contains('text')")
	case word == "is":
		return writeOr("has(field)", "!has(field)")
	case word == "between":
		return write("field >= low && field <= high")
	case strings.HasPrefix(word, "'") || strings.HasPrefix(word, `"`):
		return reason.Of("hint_close_quotes")
	case word == "&":
		return writeFor("&&", "and")
	case word == "|":
		return writeFor("||", "or")
	}
	return none
}

// typeError converts the checker's first error to a message.
func (c *check) typeError(issues *cel.Issues) error {
	first := issues.Errors()[0]
	e := &Error{Source: c.source, Line: first.Location.Line(), Col: first.Location.Column() + 1}
	if m := overload.FindStringSubmatch(first.Message); m != nil {
		e.Why, e.Hint = mismatch(m[1], splitTypes(m[2]))
	} else if m := expected.FindStringSubmatch(first.Message); m != nil {
		if m[1] == "bool" {
			e.Why, e.Hint = reason.Of("expr_condition", "kind", kindWords(typeName(m[2]))), reason.Of("hint_condition")
		} else {
			e.Why = reason.Of("expr_of_one_kind", "first", kindWords(typeName(m[1])),
				"second", kindWords(typeName(m[2])))
		}
	} else {
		e.Why = reason.Of("expr_unchecked", "cause", first.Message)
	}
	return e
}

// splitTypes splits "(int, list(string))" or "string.(int)" into types.
func splitTypes(s string) []string {
	var parts []string
	if receiver, rest, ok := strings.Cut(s, ".("); ok {
		parts, s = append(parts, receiver), "("+rest
	}
	s = strings.TrimSuffix(strings.TrimPrefix(s, "("), ")")
	depth, start := 0, 0
	for i, r := range s {
		switch {
		case r == '(':
			depth++
		case r == ')':
			depth--
		case r == ',' && depth == 0:
			parts = append(parts, strings.TrimSpace(s[start:i]))
			start = i + 1
		}
	}
	if rest := strings.TrimSpace(s[start:]); rest != "" {
		parts = append(parts, rest)
	}
	return parts
}

// typeName returns the name of a checker's type for messages.
func typeName(t string) string {
	if inner, ok := strings.CutPrefix(t, "wrapper("); ok {
		return typeName(strings.TrimSuffix(inner, ")"))
	}
	if inner, ok := strings.CutPrefix(t, "list("); ok {
		return "list of " + typeName(strings.TrimSuffix(inner, ")"))
	}
	if inner, ok := strings.CutPrefix(t, "ref("); ok {
		return "reference to " + strings.TrimSuffix(inner, ")")
	}
	switch t {
	case "int":
		return Int.String()
	case "double":
		return Number.String()
	case "string":
		return Text.String()
	case "bool":
		return Bool.String()
	case "null":
		return "null"
	}
	return t
}

// operatorSign returns the sign that a person writes for an operator.
func operatorSign(name string) (sign string, ok bool) {
	switch name {
	case operators.LogicalAnd:
		return "&&", true
	case operators.LogicalOr:
		return "||", true
	case operators.LogicalNot:
		return "!", true
	case operators.Conditional:
		return "?:", true
	case operators.Equals:
		return "==", true
	case operators.NotEquals:
		return "!=", true
	case operators.Less:
		return "<", true
	case operators.LessEquals:
		return "<=", true
	case operators.Greater:
		return ">", true
	case operators.GreaterEquals:
		return ">=", true
	case operators.Add:
		return "+", true
	case operators.Subtract, operators.Negate:
		return "-", true
	case operators.Multiply:
		return "*", true
	case operators.Divide:
		return "/", true
	case operators.In:
		return "in", true
	}
	return "", false
}
