package expr

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
)

// position is the 1-based place of a node.
func position(info *ast.SourceInfo, id int64) (line, col int) {
	at := info.GetStartLocation(id)
	if at.Line() < 1 {
		return 0, 0
	}
	return at.Line(), at.Column() + 1
}

// start is the place where a node begins to a reader. The parser points to the
// last dot of a path, and to the parenthesis of a call.
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
	mismatched = regexp.MustCompile(`(?:mismatched|extraneous) input '((?s:.*?))' expecting|no viable alternative at input '((?s:.*?))'$`)
	missing    = regexp.MustCompile(`missing '(.+?)' at '`)
	unreadable = regexp.MustCompile(`token recognition error at: '((?s:.*))'`)
	expected   = regexp.MustCompile(`expected type '(.+?)' but found '(.+)'`)
	overload   = regexp.MustCompile(`found no matching overload for '(.+?)' applied to '(.+)'`)
)

// syntaxError words the parser's first complaint.
func syntaxError(src string, issues *cel.Issues) error {
	first := issues.Errors()[0]
	for _, other := range issues.Errors() {
		if a, b := other.Location, first.Location; a.Line() < b.Line() || a.Line() == b.Line() && a.Column() < b.Column() {
			first = other
		}
	}
	e := &Error{Source: src, Line: first.Location.Line(), Col: first.Location.Column() + 1}
	text := strings.TrimPrefix(first.Message, "Syntax error: ")
	switch {
	case strings.Contains(text, "recursion") || strings.Contains(text, "node count") || strings.Contains(text, "nesting"):
		e.Line, e.Col = 0, 0
		e.Msg, e.Hint = "the expression is nested too deep or has too many parts", "split it into terms"
	case unreadable.MatchString(text):
		e.Msg, e.Hint = "cannot read "+quote(unreadable.FindStringSubmatch(text)[1]), spelling(unreadable.FindStringSubmatch(text)[1])
	case mismatched.MatchString(text):
		m := mismatched.FindStringSubmatch(text)
		found := m[1] + m[2]
		if strings.HasSuffix(found, "<EOF>") {
			e.Msg = "the expression ends too early"
			break
		}
		e.Msg, e.Hint = quote(found)+" is not expected here", spelling(found)
	case missing.MatchString(text):
		e.Msg = quote(missing.FindStringSubmatch(text)[1]) + " is missing here"
	default:
		e.Msg = text
	}
	return e
}

// spelling helps those who write SQL or another language.
func spelling(found string) string {
	switch word := strings.ToLower(strings.TrimSpace(found)); {
	case word == "and":
		return "write && for and"
	case word == "or":
		return "write || for or"
	case word == "not":
		return "write ! for not"
	case strings.HasPrefix(word, "= ") || word == "=" || strings.HasPrefix(word, "="):
		return "write == to compare"
	case word == "<>" || word == ">":
		return "write != for not equal"
	case word == "like":
		return "write field.contains('text')"
	case word == "is":
		return "write has(field) or !has(field)"
	case word == "between":
		return "write field >= low && field <= high"
	case strings.HasPrefix(word, "'") || strings.HasPrefix(word, `"`):
		return "close the quotes"
	case word == "&":
		return "write && for and"
	case word == "|":
		return "write || for or"
	}
	return ""
}

// typeError words the checker's first complaint.
func (c *check) typeError(issues *cel.Issues) error {
	first := issues.Errors()[0]
	e := &Error{Source: c.source, Line: first.Location.Line(), Col: first.Location.Column() + 1, Msg: first.Message}
	if m := overload.FindStringSubmatch(first.Message); m != nil {
		e.Msg, e.Hint = mismatch(m[1], splitTypes(m[2]))
	} else if m := expected.FindStringSubmatch(first.Message); m != nil {
		if m[1] == "bool" {
			e.Msg, e.Hint = "a condition is needed here, and this is "+article(typeName(m[2])), "write has(field) or compare it with a value"
		} else {
			e.Msg = fmt.Sprintf("the values of a list must all be of one kind, not %s and %s", article(typeName(m[1])), article(typeName(m[2])))
		}
	}
	return e
}

// splitTypes reads "(int, list(string))" or "string.(int)".
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

// typeName is a checker's type in words.
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

// article puts a or an before a kind.
func article(kind string) string {
	switch {
	case kind == "text" || kind == "money" || kind == "null":
		return kind
	case strings.HasPrefix(kind, "instant"):
		return "an " + kind
	}
	return "a " + kind
}

// operatorSign is what a person writes for an operator.
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

// mismatch words an operator or function applied to kinds that it does not take.
func mismatch(function string, raw []string) (msg, hint string) {
	kinds := make([]string, len(raw))
	for i, t := range raw {
		kinds[i] = typeName(t)
	}
	sign, isOperator := operatorSign(function)
	if !isOperator {
		return fmt.Sprintf("%s() does not take %s", function, list(kinds)), functionHint(function)
	}
	switch sign {
	case "<", "<=", ">", ">=", "==", "!=":
		if kinds[0] == kinds[1] {
			return fmt.Sprintf("%s cannot be ordered with %s", article(kinds[0]), sign), "use == or !="
		}
		return fmt.Sprintf("cannot compare %s with %s", article(kinds[0]), article(kinds[1])), pairHint(kinds)
	case "in":
		return fmt.Sprintf("cannot look for %s in a %s", article(kinds[0]), kinds[1]), pairHint([]string{kinds[0], strings.TrimPrefix(kinds[1], "list of ")})
	case "!":
		return "a condition is needed here, and this is " + article(kinds[0]), "write has(field) or compare it with a value"
	case "?:":
		if kinds[0] != Bool.String() {
			return "a condition is needed before ?, and this is " + article(kinds[0]), "write has(field) or compare it with a value"
		}
		return fmt.Sprintf("both answers of ?: must be of one kind, not %s and %s", article(kinds[1]), article(kinds[2])), pairHint(kinds[1:])
	}
	return arithmetic(sign, kinds)
}

func arithmetic(sign string, kinds []string) (msg, hint string) {
	whole := func(k string) bool { return k == Int.String() }
	if len(kinds) == 1 {
		return fmt.Sprintf("%s cannot stand before %s", sign, article(kinds[0])), ""
	}
	msg = fmt.Sprintf("cannot write %s %s %s", article(kinds[0]), sign, article(kinds[1]))
	switch {
	case slices.Contains(kinds, Money.String()):
		return msg, "money is only compared with a written amount; sums and ratios are a metric's measure"
	case sign == "/" && whole(kinds[0]) && whole(kinds[1]):
		return msg, "7 / 2 is 3 to some and 3.5 to others; write numbers with a point, such as 7.0 / 2.0"
	case slices.Contains(kinds, Day.String()) && slices.Contains(kinds, Instant.String()):
		return msg, pairHint(kinds)
	case slices.Contains(kinds, Day.String()):
		return msg, "a day minus a day gives days, a day plus or minus a whole number gives a day"
	case slices.Contains(kinds, Instant.String()):
		return msg, `an instant minus an instant gives a duration, to be compared with duration("36h")`
	case slices.Contains(kinds, Text.String()):
		return msg, "texts are not calculated with"
	}
	return msg, pairHint(kinds)
}

// pairHint says how two kinds that do not go together usually should.
func pairHint(kinds []string) string {
	both := func(x, y Kind) bool {
		return kinds[0] == x.String() && kinds[1] == y.String() || kinds[0] == y.String() && kinds[1] == x.String()
	}
	has := func(k Kind) bool { return slices.Contains(kinds, k.String()) }
	switch {
	case slices.Contains(kinds, "null"):
		return "only a field can be unset; a computed value is known or unknown"
	case both(Int, Number):
		return "write whole numbers with a point to use them as numbers, such as 5.0"
	case both(Day, Instant):
		return `a day has no clock time; compare days with days, or instants with timestamp("2026-01-31T09:00:00Z")`
	case has(Money):
		return `write the amount as money("1000.00 EUR")`
	case has(Duration):
		return `write the length of time as duration("36h")`
	case has(Day):
		return `write the day as day("2026-01-31")`
	case has(Instant):
		return `write the instant as timestamp("2026-01-31T09:00:00Z")`
	case strings.HasPrefix(kinds[0], "reference") || strings.HasPrefix(kinds[1], "reference"):
		return "compare a field of the record, such as owner.name"
	case both(Text, Int), both(Text, Number):
		return "write texts in quotes and numbers without"
	case both(Text, Bool):
		return "write true or false without quotes"
	}
	return ""
}

func functionHint(function string) string {
	switch function {
	case fnStarts, fnEnds, fnContains:
		return "write field." + function + "('text') on a text field"
	case fnLower, fnSize:
		return "write field." + function + "() on a text field"
	}
	return ""
}

func list(kinds []string) string {
	named := make([]string, len(kinds))
	for i, k := range kinds {
		named[i] = article(k)
	}
	if len(named) == 0 {
		return "nothing"
	}
	return strings.Join(named, " and ")
}
