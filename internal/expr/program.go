package expr

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/interpreter"

	"salesops/internal/reason"
)

// Record is a record on which a Program is evaluated.
type Record interface {
	// Field returns the value of a path ("amount", "owner.name"). It is the zero Value when the
	// field or the reference in the path is unset.
	Field(path string) Value
}

// RecordFunc is a function that implements Record.
type RecordFunc func(path string) Value

// Field calls f.
func (f RecordFunc) Field(path string) Value { return f(path) }

// State says whether a result is known.
type State uint8

const (
	Known    State = iota
	NotSet         // the expression has no value on this record
	NotKnown       // an operand is unset, or the arithmetic has no result
)

// Program is a checked expression. It is safe for concurrent use.
type Program struct {
	env      *Env
	source   string
	ast      *ast.AST
	celType  *types.Type
	kind     Kind
	null     NullClass
	paths    []string
	nodes    int
	literals map[int64]Value
	starts   map[int64]startOf
	hopTerms map[string]*Program // terms behind references, by path
	plan     cel.Program
}

// finish checks what the type checker does not, and plans the evaluation.
func (p *Program) finish(env *cel.Env, c *check, want Kind) error {
	for id, object := range c.idObject {
		if object == "" {
			continue
		}
		if t := p.ast.GetType(id); t != nil && len(t.Parameters()) == 1 && t.Parameters()[0].TypeName() != object {
			bad := &Error{Source: p.source,
				Why: reason.Of("expr_id_of", "object", object, "other", t.Parameters()[0].TypeName())}
			bad.Line, bad.Col = position(p.ast.SourceInfo(), id)
			return bad
		}
	}
	for name := range c.env.terms {
		if slices.Contains(identifiers(p.ast.Expr()), name) {
			for _, path := range c.env.terms[name].paths {
				c.paths[path] = true
			}
		}
	}
	p.paths, p.nodes = slices.Sorted(maps.Keys(c.paths)), c.nodes
	if want != Unset && p.kind != want {
		return &Error{Source: p.source, Line: 1, Col: 1, Why: reason.Of("expr_wanted", "kind", kindWords(p.kindName()),
			"want", kindWords(want.String())), Hint: wantHint(p.kind, want)}
	}
	// The translator refuses what has no exact SQL. Calling it here ensures that every compiled
	// program can be translated.
	f, err := p.SQL(Target{
		Column: func(string) (Column, error) { return Column{SQL: `"x"`, Currency: `"y"`}, nil },
		Args:   &Args{},
	})
	if err != nil {
		return err
	}
	p.null = f.Null
	runnable := ast.NewCheckedAST(ast.NewAST(p.runnable(), p.ast.SourceInfo()), p.ast.TypeMap(), p.ast.ReferenceMap())
	if p.plan, err = env.PlanProgram(runnable); err != nil {
		return fmt.Errorf("plan expression %q: %w", p.source, err)
	}
	return nil
}

func (p *Program) kindName() string {
	if p.kind == Unset {
		return "null"
	}
	return p.kind.String()
}

func wantHint(have, want Kind) reason.Reason {
	switch {
	case want == Bool:
		return reason.Of("hint_condition")
	case have == Int && want == Number:
		return reason.Of("hint_times_one")
	}
	return none
}

// runnable returns the tree for the evaluator. Calls such as day("…") are replaced by their values.
// `a != b` becomes `!(a == b)`, because the evaluator would take an unknown equality for a
// difference.
func (p *Program) runnable() ast.Expr {
	factory := ast.NewExprFactory()
	next := ast.MaxID(p.ast)
	var build func(ast.Expr) ast.Expr
	all := func(in []ast.Expr) []ast.Expr {
		out := make([]ast.Expr, len(in))
		for i, e := range in {
			out[i] = build(e)
		}
		return out
	}
	build = func(e ast.Expr) ast.Expr {
		if v, ok := p.literals[e.ID()]; ok {
			return factory.NewLiteral(e.ID(), toCEL(v, nil))
		}
		if s, ok := p.starts[e.ID()]; ok {
			next++
			return factory.NewIdent(next, s.name())
		}
		switch e.Kind() {
		case ast.CallKind:
			call := e.AsCall()
			args := all(call.Args())
			switch {
			case call.FunctionName() == operators.NotEquals:
				next++
				return factory.NewCall(e.ID(), operators.LogicalNot, factory.NewCall(next, operators.Equals, args...))
			case call.IsMemberFunction():
				return factory.NewMemberCall(e.ID(), call.FunctionName(), build(call.Target()), args...)
			}
			return factory.NewCall(e.ID(), call.FunctionName(), args...)
		case ast.ListKind:
			return factory.NewList(e.ID(), all(e.AsList().Elements()), nil)
		}
		return e
	}
	return build(p.ast.Expr())
}

// Source returns the text of the expression.
func (p *Program) Source() string { return p.source }

// Kind returns the kind of the result.
func (p *Program) Kind() Kind { return p.kind }

// Null says which results can lack a value: in Go the states that Eval may return, in SQL the
// meaning of NULL.
func (p *Program) Null() NullClass { return p.null }

// Fields returns the paths of the fields it reads, including those of its terms, sorted and without
// duplicates.
func (p *Program) Fields() []string { return slices.Clone(p.paths) }

// Eval evaluates the program on one record. The value is set only when the State is Known. An error
// means that the caller passed a value of another kind than the schema declares.
func (p *Program) Eval(row Record, at Moment) (Value, State, error) {
	scope := &scope{env: p.env, hops: p.hopTerms, row: row, at: at,
		exchange: &exchange{converter: p.env.options.Converter, on: at.AsOf}}
	v := scope.run(p)
	if scope.err != nil {
		return Value{}, NotKnown, scope.err
	}
	if v == types.NullValue {
		return Value{}, NotSet, nil
	}
	value, ok := fromCEL(v)
	if !ok {
		return Value{}, NotKnown, nil
	}
	return value, Known, nil
}

// Matches evaluates a condition. match is true when it holds; known is false when the result is
// unknown.
func (p *Program) Matches(row Record, at Moment) (match, known bool, err error) {
	if p.kind != Bool {
		return false, false, errNoCondition(p)
	}
	v, state, err := p.Eval(row, at)
	return v.Bool(), state == Known, err
}

func errNoCondition(p *Program) error {
	return &Error{Source: p.source, Line: 1, Col: 1, Why: reason.Of("expr_wanted", "kind", kindWords(p.kindName()),
		"want", kindWords(Bool.String())), Hint: wantHint(p.kind, Bool)}
}

// scope resolves names during one evaluation. It implements cel.Activation.
type scope struct {
	env      *Env
	hops     map[string]*Program
	prefix   string // "account." inside a term of the account
	row      Record
	at       Moment
	exchange *exchange
	done     map[string]ref.Val // results of terms already evaluated
	err      error
}

func (s *scope) run(p *Program) ref.Val {
	v, _, err := p.plan.Eval(s)
	if err != nil || v == nil {
		return unknown()
	}
	return v
}

// Parent implements cel.Activation.
func (s *scope) Parent() interpreter.Activation { return nil }

// ResolveName implements cel.Activation.
func (s *scope) ResolveName(name string) (any, bool) {
	if f, ok := s.env.fields[name]; ok {
		v := s.row.Field(s.prefix + name)
		if v.kind != Unset && v.kind != f.Kind {
			s.err = errors.Join(s.err, fmt.Errorf("field %s is %s, the record has %s", s.prefix+name, f.Kind, v.kind))
			return unknown(), true
		}
		return toCEL(v, s.exchange), true
	}
	if name == asOf {
		return opaque{kind: Day, i: int64(s.at.AsOf)}, true
	}
	if from, ok := startNamed(name); ok {
		return opaque{kind: Day, i: int64(from.day(s.at))}, true
	}
	if v, ok := s.done[name]; ok {
		return v, true
	}
	var v ref.Val
	if t, ok := s.env.terms[name]; ok {
		// The term shares results already computed, but not the terms behind this program's
		// references.
		inner := &scope{env: t.env, hops: t.hopTerms, prefix: s.prefix, row: s.row, at: s.at, exchange: s.exchange}
		v = inner.run(t)
		s.err = errors.Join(s.err, inner.err)
	} else if t, ok := s.hops[name]; ok {
		inner := &scope{env: t.env, prefix: hopPrefix(name), row: s.row, at: s.at, exchange: s.exchange}
		v = inner.run(t)
		s.err = errors.Join(s.err, inner.err)
	} else {
		return nil, false
	}
	if s.done == nil {
		s.done = map[string]ref.Val{}
	}
	s.done[name] = v
	return v, true
}
