package expr

import (
	"strings"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"

	"salesops/internal/reason"
)

// translator translates one program to SQL. Names in the SQL are columns that the caller quoted;
// every literal is bound and cast.
type translator struct {
	program *Program
	target  Target
	prefix  string // "account." inside a term of the account
}

// piece is the SQL of one node.
type piece struct {
	sql      string
	currency string
	kind     Kind
	null     NullClass
	amount   *Value // a money literal, which has no SQL of its own
	isNull   bool   // the literal null
	// loose and fitted describe unfinished arithmetic, which settled completes once, around the
	// whole sum. A loose piece may be infinite or NaN; a fitted piece is a TRY_CAST.
	loose, fitted bool
}

// settled completes arithmetic so that the result can be compared.
func (p piece) settled() piece {
	switch {
	case p.loose: // DuckDB continues to calculate with infinities
		p.sql, p.loose = "(CASE WHEN isfinite("+p.sql+") THEN "+p.sql+" END)", false
		p.null |= NullUnknown
	case p.fitted: // DuckDB may compare before the TRY_CAST and lose its NULL; the operation hides the cast
		p.sql, p.fitted = "("+p.sql+" | 0)", false
	}
	return p
}

// refuse returns an error that points to a node.
func (t *translator) refuse(e ast.Expr, why, hint reason.Reason) error {
	bad := &Error{Source: t.program.source, Why: why, Hint: hint}
	bad.Line, bad.Col = start(t.program.source, t.program.ast.SourceInfo(), e)
	return bad
}

// expr translates a node. filter says that the caller only needs to know whether the result is
// true, so that false and NULL are equivalent.
func (t *translator) expr(e ast.Expr, filter bool) (piece, error) {
	p, err := t.node(e, filter)
	if err == nil && len(p.sql) > maxSQL {
		err = t.refuse(e, reason.Of("expr_large"), reason.Of("hint_fewer"))
	}
	return p, err
}

func (t *translator) node(e ast.Expr, filter bool) (piece, error) {
	if v, ok := t.program.literals[e.ID()]; ok {
		return t.value(v), nil
	}
	if s, ok := t.program.starts[e.ID()]; ok {
		return t.value(DayOf(s.day(t.target.Moment))), nil
	}
	switch e.Kind() {
	case ast.LiteralKind:
		if e.AsLiteral() == types.NullValue {
			return piece{sql: "NULL", null: NullUnset, isNull: true}, nil
		}
		v, ok := fromCEL(e.AsLiteral())
		if !ok {
			return piece{}, t.refuse(e, reason.Of("expr_value"), none)
		}
		return t.value(v), nil
	case ast.IdentKind:
		return t.name(e, e.AsIdent(), filter)
	case ast.SelectKind:
		return t.name(e, strings.Join(mustNames(e), "."), filter)
	case ast.CallKind:
		return t.call(e, filter)
	}
	return piece{}, t.refuse(e, reason.Of("expr_not_here"), none)
}

// value binds a literal.
func (t *translator) value(v Value) piece {
	p := piece{kind: v.kind}
	switch v.kind {
	case Text:
		p.sql = t.target.Args.Add(v.s) + "::VARCHAR"
	case Number:
		p.sql = t.target.Args.Add(v.f) + "::DOUBLE"
	case Bool:
		p.sql = "false"
		if v.i == 1 {
			p.sql = "true"
		}
	case Day:
		p.sql = t.target.Args.Add(v.Day().String()) + "::DATE"
	case Instant:
		p.sql = "make_timestamp(" + t.target.Args.Add(v.i) + "::BIGINT)"
	case Money:
		p.amount = &v
	default: // Int, Duration, Ref
		p.sql = t.target.Args.Add(v.i) + "::BIGINT"
	}
	return p
}

// name translates a field, a term or as_of.
func (t *translator) name(e ast.Expr, path string, filter bool) (piece, error) {
	env := t.program.env
	if f, ok := env.fields[path]; ok {
		c, err := t.target.Column(t.prefix + path)
		if err != nil {
			return piece{}, err
		}
		p := piece{sql: c.SQL, kind: f.Kind, null: NullUnset}
		if f.Kind == Money {
			p.currency = c.Currency
		}
		return p, nil
	}
	if path == asOf {
		return t.value(DayOf(t.target.AsOf)), nil
	}
	if term, ok := env.terms[path]; ok {
		inner := &translator{program: term, target: t.target, prefix: t.prefix}
		p, err := inner.expr(term.ast.Expr(), filter)
		return p.settled(), inTerm(err, path)
	}
	if term, ok := t.program.hopTerms[path]; ok {
		inner := &translator{program: term, target: t.target, prefix: hopPrefix(path)}
		p, err := inner.expr(term.ast.Expr(), filter)
		return p.settled(), inTerm(err, path)
	}
	return piece{}, t.refuse(e, reason.Of("expr_field_unknown", "field", quote(path), "over", env.object.called()),
		none)
}

func (t *translator) call(e ast.Expr, filter bool) (piece, error) {
	call := e.AsCall()
	args := call.Args()
	if call.IsMemberFunction() {
		args = append([]ast.Expr{call.Target()}, args...)
	}
	switch name := call.FunctionName(); name {
	case operators.LogicalAnd:
		return t.logical(args, " AND ", filter)
	case operators.LogicalOr:
		return t.logical(args, " OR ", filter)
	case operators.LogicalNot:
		p, err := t.expr(args[0], false)
		return piece{sql: "(NOT " + p.sql + ")", kind: Bool, null: asUnknown(p.null)}, err
	case operators.Conditional:
		return t.conditional(e, args)
	case operators.Equals, operators.NotEquals:
		return t.equality(e, args, name == operators.Equals, filter)
	case operators.In:
		return t.in(e, args, filter)
	case operators.Less, operators.LessEquals, operators.Greater, operators.GreaterEquals:
		return t.order(e, args, name)
	case operators.Add, operators.Subtract, operators.Multiply, operators.Divide, operators.Negate:
		return t.arithmetic(args, name)
	case opHas:
		p, err := t.expr(args[0], false)
		return piece{sql: "(" + p.sql + " IS NOT NULL)", kind: Bool}, err
	case fnSize:
		return t.function("length", Int, args)
	case fnLower:
		return t.function("lower", Text, args)
	case fnStarts:
		return t.function("starts_with", Bool, args)
	case fnEnds:
		return t.function("suffix", Bool, args)
	case fnContains:
		return t.function("contains", Bool, args)
	}
	return piece{}, t.refuse(e, reason.Of("expr_not_here"), none)
}

// asUnknown returns the class of a result that is unknown when an operand is missing for any
// reason.
func asUnknown(classes ...NullClass) NullClass {
	for _, c := range classes {
		if c != NeverNull {
			return NullUnknown
		}
	}
	return NeverNull
}

// logical joins conditions. SQL's three-valued logic equals CEL's: false AND NULL is false.
func (t *translator) logical(args []ast.Expr, joint string, filter bool) (piece, error) {
	a, err := t.expr(args[0], filter)
	if err != nil {
		return a, err
	}
	b, err := t.expr(args[1], filter)
	return piece{sql: "(" + a.sql + joint + b.sql + ")", kind: Bool, null: asUnknown(a.null, b.null)}, err
}

// conditional translates a ? b : c. When the condition is unknown, so is the result.
func (t *translator) conditional(e ast.Expr, args []ast.Expr) (piece, error) {
	c, err := t.expr(args[0], false)
	if err != nil {
		return c, err
	}
	yes, err := t.expr(args[1], false)
	if err != nil {
		return yes, err
	}
	no, err := t.expr(args[2], false)
	if err != nil {
		return no, err
	}
	if yes.kind == Money || no.kind == Money {
		return yes, t.refuse(e, reason.Of("expr_money_choice"), reason.Of("hint_each_amount"))
	}
	yes, no = yes.settled(), no.settled()
	p := piece{kind: yes.kind, null: yes.null | no.null | asUnknown(c.null)}
	otherwise := " ELSE " + no.sql + " END)"
	if c.null != NeverNull {
		otherwise = " WHEN (NOT " + c.sql + ") THEN " + no.sql + " END)"
	}
	p.sql = "(CASE WHEN " + c.sql + " THEN " + yes.sql + otherwise
	return p, nil
}

func (t *translator) function(name string, kind Kind, args []ast.Expr) (piece, error) {
	p := piece{kind: kind}
	var parts []string
	for _, arg := range args {
		a, err := t.expr(arg, false)
		if err != nil {
			return a, err
		}
		parts = append(parts, a.sql)
		p.null |= asUnknown(a.null)
	}
	p.sql = name + "(" + strings.Join(parts, ", ") + ")"
	return p, nil
}
