package expr

import (
	"maps"
	"slices"
	"strings"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"

	"salesops/internal/reason"
)

// check examines the parsed tree before the type checker does: every name must exist, every call
// must be to a declared function, and literals must be valid. The type checker then only has to
// check types.
type check struct {
	env      *Env
	source   string
	ast      *ast.AST
	nodes    int
	literals map[int64]Value // the values of day("…") and similar calls, by node
	starts   map[int64]startOf
	idObject map[int64]string
	hopTerms map[string]*Program
	paths    map[string]bool
}

func newCheck(e *Env, source string, parsed *ast.AST) *check {
	return &check{
		env: e, source: source, ast: parsed, literals: map[int64]Value{}, starts: map[int64]startOf{},
		idObject: map[int64]string{}, hopTerms: map[string]*Program{}, paths: map[string]bool{},
	}
}

func (c *check) names() error { return c.walk(c.ast.Expr(), 1, false) }

// at returns an error that points to a node.
func (c *check) at(e ast.Expr, why, hint reason.Reason) *Error {
	bad := &Error{Source: c.source, Why: why, Hint: hint}
	bad.Line, bad.Col = start(c.source, c.ast.SourceInfo(), e)
	return bad
}

// walk checks a node. nullable says that null is allowed at its place.
func (c *check) walk(e ast.Expr, depth int, nullable bool) error {
	if c.nodes++; c.nodes > c.env.options.MaxNodes {
		return c.at(e, reason.Of("expr_parts", "most", c.env.options.MaxNodes), reason.Of("hint_split"))
	}
	if depth > c.env.options.MaxDepth {
		return c.at(e, reason.Of("expr_deep", "most", c.env.options.MaxDepth), reason.Of("hint_split"))
	}
	switch e.Kind() {
	case ast.LiteralKind:
		return c.literal(e, nullable)
	case ast.IdentKind, ast.SelectKind:
		return c.path(e)
	case ast.CallKind:
		return c.call(e, depth)
	case ast.ListKind:
		return c.at(e, reason.Of("expr_list"), write(listForm))
	}
	return c.at(e, reason.Of("expr_maps"), none)
}

func (c *check) literal(e ast.Expr, nullable bool) error {
	switch e.AsLiteral().(type) {
	case types.Uint, types.Bytes:
		return c.at(e, reason.Of("expr_unsigned"), none)
	case types.Null:
		if !nullable {
			return c.at(e, reason.Of("expr_null"), writeOr("has(field)", "field == null"))
		}
	}
	return nil
}

// path resolves a name: a field, a field behind one reference, a term, or as_of.
func (c *check) path(e ast.Expr) error {
	parts, ok := names(e)
	if !ok {
		return c.at(e, reason.Of("expr_no_fields"), none)
	}
	first := parts[0]
	if len(parts) == 1 {
		if _, ok := c.env.fields[first]; ok {
			c.paths[first] = true
			return nil
		}
		if t, ok := c.env.terms[first]; ok {
			c.nodes += t.nodes
			return nil
		}
		if first == asOf {
			return nil
		}
		return c.unknownField(e, first, c.env.object.called(), c.suggest(first))
	}
	f, ok := c.env.fields[first]
	switch {
	case !ok:
		return c.unknownField(e, first, c.env.object.called(), c.suggest(first))
	case f.Kind != Ref:
		return c.at(e, reason.Of("expr_no_fields_of", "field", first, "kind", kindWords(f.Kind.String())), none)
	case len(parts) > 2:
		return c.at(e, reason.Of("expr_two_away", "path", strings.Join(parts, ".")), reason.Of("hint_one_reference"))
	}
	behind, ok := c.env.refs[first]
	if !ok {
		return c.at(e, reason.Of("expr_unreachable", "field", first), none)
	}
	path := first + "." + parts[1]
	if _, ok := c.env.fields[path]; ok {
		c.paths[path] = true
		return nil
	}
	if _, ok := behind.Terms[parts[1]]; ok {
		return c.hop(e, path, first, parts[1])
	}
	known := slices.Collect(maps.Keys(behind.Terms))
	for _, g := range behind.Fields {
		known = append(known, g.Name)
	}
	return c.unknownField(e, parts[1], behind.called(), nearField(closest(parts[1], known, first+".")))
}

func (c *check) unknownField(e ast.Expr, field, over string, hint reason.Reason) error {
	return c.at(e, reason.Of("expr_field_unknown", "field", quote(field), "over", over), hint)
}

func (c *check) hop(e ast.Expr, path, field, term string) error {
	p, err := c.env.hop(field, term)
	if err != nil {
		return err
	}
	if p == nil {
		return c.at(e, reason.Of("expr_term_reaches", "path", path), reason.Of("hint_one_reference"))
	}
	c.nodes += p.nodes
	c.hopTerms[path] = p
	for _, own := range p.paths {
		c.paths[field+"."+own] = true
	}
	return nil
}

// suggest returns a hint to the known name closest to a mistyped one.
func (c *check) suggest(name string) reason.Reason {
	known := []string{asOf}
	for path := range c.env.fields {
		if !strings.Contains(path, ".") {
			known = append(known, path)
		}
	}
	known = slices.AppendSeq(known, maps.Keys(c.env.object.Terms))
	return nearField(closest(name, known, ""))
}

func (c *check) call(e ast.Expr, depth int) error {
	call := e.AsCall()
	name, args := call.FunctionName(), call.Args()
	if isLiteralFunction(name) && !call.IsMemberFunction() {
		return c.literalCall(e)
	}
	if name == fnStartOf && !call.IsMemberFunction() {
		return c.startOf(e)
	}
	if _, known := operatorSign(name); !known && name != opHas && !slices.Contains(functionNames(), name) {
		return c.unknownFunction(e, name)
	}
	if call.IsMemberFunction() {
		if err := c.walk(call.Target(), depth+1, false); err != nil {
			return err
		}
	}
	switch name {
	case fnHas: // has with one argument has become opHas, so the number of arguments is wrong
		return c.at(e, reason.Of("expr_has_one"), write("has(field)"))
	case opHas:
		if _, isPath := names(args[0]); !isPath {
			return c.at(args[0], reason.Of("expr_has_name"), write("has(field)"))
		}
		if err := c.walk(args[0], depth+1, false); err != nil {
			return err
		}
		if path := strings.Join(mustNames(args[0]), "."); c.env.fields[path].Kind == Unset {
			return c.at(args[0], reason.Of("expr_has_none", "path", path), write("has(field)"))
		}
		return nil
	case operators.In:
		return c.in(e, args, depth)
	}
	for i, arg := range args {
		nullable := name == operators.Conditional && i == 2 && !isNull(args[1])
		if name == operators.Equals || name == operators.NotEquals {
			_, field := names(args[1-i])
			nullable = field
		}
		if err := c.walk(arg, depth+1, nullable); err != nil {
			return err
		}
	}
	return nil
}

func (c *check) in(e ast.Expr, args []ast.Expr, depth int) error {
	if err := c.walk(args[0], depth+1, false); err != nil {
		return err
	}
	if args[1].Kind() != ast.ListKind {
		return c.at(args[1], reason.Of("expr_in_list"), write(listForm))
	}
	elements := args[1].AsList().Elements()
	if len(elements) == 0 {
		return c.at(args[1], reason.Of("expr_in_empty"), write(listForm))
	}
	for _, el := range elements {
		isCall := el.Kind() == ast.CallKind && isLiteralFunction(el.AsCall().FunctionName())
		if el.Kind() != ast.LiteralKind && !isCall {
			return c.at(el, reason.Of("expr_in_written"), write(listForm))
		}
		if err := c.walk(el, depth+1, false); err != nil {
			return err
		}
		if isCall && c.literals[el.ID()].kind == Money {
			return c.at(el, reason.Of("expr_in_money"), reason.Of("hint_compare_money"))
		}
	}
	return nil
}

// literalCall evaluates day("2026-01-31") and similar calls.
func (c *check) literalCall(e ast.Expr) error {
	call := e.AsCall()
	name, args := call.FunctionName(), call.Args()
	var text types.String
	ok := len(args) == 1 && args[0].Kind() == ast.LiteralKind
	if ok {
		text, ok = args[0].AsLiteral().(types.String)
	}
	if !ok {
		_, _, _, hint := c.env.literal(name, "")
		return c.at(e, reason.Of("expr_one_text", "name", name), hint)
	}
	c.nodes++
	v, object, problem, hint := c.env.literal(name, string(text))
	if !problem.None() {
		return c.at(args[0], problem, hint)
	}
	c.literals[e.ID()] = v
	c.idObject[e.ID()] = object
	return nil
}

func (c *check) unknownFunction(e ast.Expr, name string) error {
	switch name {
	case operators.Index, operators.OptIndex, operators.OptSelect:
		return c.at(e, reason.Of("expr_brackets"), none)
	case operators.Modulo:
		return c.at(e, reason.Of("expr_remainder"), none)
	case "matches":
		return c.at(e, reason.Of("expr_patterns"),
			reason.Of("hint_use", "names", "contains, startsWith", "last", "endsWith"))
	}
	hint := near(closest(name, functionNames(), ""))
	switch strings.ToLower(name) {
	case "length", "len", "strlen":
		hint = near(fnSize)
	case "tolower", "lowerascii", "downcase":
		hint = near(fnLower)
	case "date":
		hint = near(fnDay)
	case "isset", "isnull", "exists", "defined":
		hint = near(fnHas)
	case "now", "today":
		hint = reason.Of("hint_as_of", "name", asOf)
	}
	return c.at(e, reason.Of("expr_function_unknown", "name", quote(name)), hint)
}

// names splits a chain a.b.c into its names; ok is false for any other expression.
func names(e ast.Expr) (parts []string, ok bool) {
	for e.Kind() == ast.SelectKind {
		s := e.AsSelect()
		if s.IsTestOnly() {
			return nil, false
		}
		parts = append(parts, s.FieldName())
		e = s.Operand()
	}
	if e.Kind() != ast.IdentKind {
		return nil, false
	}
	parts = append(parts, e.AsIdent())
	slices.Reverse(parts)
	return parts, true
}

func mustNames(e ast.Expr) []string {
	parts, _ := names(e)
	return parts
}

func isNull(e ast.Expr) bool { return e.Kind() == ast.LiteralKind && e.AsLiteral() == types.NullValue }

// identifiers returns the first name of every path.
func identifiers(e ast.Expr) []string {
	var found []string
	ast.PreOrderVisit(e, ast.NewExprVisitor(func(n ast.Expr) {
		if n.Kind() == ast.IdentKind {
			found = append(found, n.AsIdent())
		}
	}))
	return found
}
