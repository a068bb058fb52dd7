package expr

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"cel.dev/cel-go/cel"

	"salesops/internal/money"
	"salesops/internal/period"
	"salesops/internal/reason"
)

// Converter converts money literals to other currencies, at the rates of the as-of day.
type Converter interface {
	// Currencies lists the currencies that may have a rate.
	Currencies() []string
	// Convert converts an amount to another currency at the rate of a day; ok is false when there
	// is no rate.
	Convert(a money.Amount, to string, on period.Day) (b money.Amount, ok bool)
}

// Options are the options of an Env. The zero value is usable.
type Options struct {
	MaxLength int // maximum number of characters of an expression; 0 means 10,000
	MaxDepth  int // maximum depth of nesting; 0 means 32
	// maximum number of names, literals and operators, including those of the terms used; 0 means
	// 2,000
	MaxNodes int
	// Converter allows a money literal to be compared with amounts in other currencies. Without a
	// Converter or a rate, the comparison is unknown.
	Converter Converter
	// ParseID parses an id in the form that people see, for `owner == id("person_8f3k")`. When it
	// is nil, id() is refused.
	ParseID func(text string) (object string, id int64, err error)
}

func (o Options) withDefaults() Options {
	if o.MaxLength <= 0 {
		o.MaxLength = 10_000
	}
	if o.MaxDepth <= 0 {
		o.MaxDepth = 32
	}
	if o.MaxNodes <= 0 {
		o.MaxNodes = 2_000
	}
	return o
}

// Env compiles expressions about one object. It is safe for concurrent use. Creating one takes
// about a millisecond, so keep it while the schema does not change.
type Env struct {
	object  Object
	options Options
	schema  Schema // nil for a term that is reached through a reference
	cel     *cel.Env
	fields  map[string]Field  // by path: "amount", "owner.name"
	refs    map[string]Object // the object behind each reference field
	terms   map[string]*Program

	mu   sync.Mutex
	hops map[string]*Env // environments of referenced objects, for their terms; created when first used
}

// NewEnv returns an environment for an object of the schema, and checks all its terms. For an
// invalid term the error is an *Error that names it.
func NewEnv(schema Schema, object string, options Options) (*Env, error) {
	o, ok := schema.Object(object)
	if !ok {
		return nil, fmt.Errorf("there is no object %s to write expressions about", object)
	}
	return newEnv(schema, o, options)
}

// newEnv leaves out the fields behind references when schema is nil.
func newEnv(schema Schema, o Object, options Options) (*Env, error) {
	e := &Env{
		object: o, options: options.withDefaults(), schema: schema,
		fields: map[string]Field{}, refs: map[string]Object{}, terms: map[string]*Program{}, hops: map[string]*Env{},
	}
	var variables []cel.EnvOption
	declare := func(path string, f Field) error {
		t := typeOf(f)
		if t == nil {
			return fmt.Errorf("field %s of %s has no kind an expression can use: %s", f.Name, o.Name, f.Kind)
		}
		// A field named as_of cannot be used, because the constant takes precedence.
		if path != asOf {
			e.fields[path] = f
			variables = append(variables, cel.Variable(path, t))
		}
		return nil
	}
	for _, f := range o.Fields {
		if err := declare(f.Name, f); err != nil {
			return nil, err
		}
		if f.Kind != Ref || schema == nil {
			continue
		}
		behind, ok := schema.Object(f.RefObject)
		if !ok {
			continue // the reference itself can still be compared
		}
		e.refs[f.Name] = behind
		for _, g := range behind.Fields {
			if err := declare(f.Name+"."+g.Name, g); err != nil {
				return nil, err
			}
		}
	}
	language := append([]cel.EnvOption{
		cel.ClearMacros(),
		cel.Macros(hasMacro()),
		cel.ParserRecursionLimit(4 * e.options.MaxDepth),
		cel.ParserErrorRecoveryLimit(4),
		cel.ParserExpressionSizeLimit(e.options.MaxLength),
		cel.ExpressionNodeLimit(e.options.MaxNodes),
		cel.HomogeneousAggregateLiterals(),
	}, declarations()...)
	var err error
	if e.cel, err = cel.NewCustomEnv(append(language, variables...)...); err != nil {
		return nil, fmt.Errorf("prepare expressions about %s: %w", o.Name, err)
	}
	return e, e.compileTerms()
}

// compileTerms compiles the terms so that each comes after those it uses. It refuses cycles.
func (e *Env) compileTerms() error {
	const (
		open = 1
		done = 2
	)
	state := map[string]int{}
	var visit func(name string, chain []string) error
	visit = func(name string, chain []string) error {
		chain = append(chain, name)
		if state[name] == done {
			return nil
		}
		src := e.object.Terms[name]
		if state[name] == open {
			return &Error{Term: name, Source: src,
				Why: reason.Of("expr_term_circle", "chain", strings.Join(chain, ", "))}
		}
		state[name] = open
		if _, taken := e.fields[name]; taken || name == asOf {
			return &Error{Term: name, Source: src, Why: reason.Of("expr_term_taken"),
				Hint: reason.Of("hint_other_name")}
		}
		uses, err := e.termsIn(src)
		if err != nil {
			return inTerm(err, name)
		}
		for _, used := range uses {
			if err := visit(used, chain); err != nil {
				return err
			}
		}
		p, err := e.Compile(src, Unset)
		if err != nil {
			return inTerm(err, name)
		}
		if p.kind == Money || p.kind == Unset {
			return &Error{Term: name, Source: src, Why: reason.Of("expr_term_money"),
				Hint: reason.Of("hint_name_field")}
		}
		if e.cel, err = e.cel.Extend(cel.Variable(name, p.celType)); err != nil {
			return fmt.Errorf("declare term %s: %w", name, err)
		}
		e.terms[name] = p
		state[name] = done
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(e.object.Terms)) {
		if err := visit(name, nil); err != nil {
			return err
		}
	}
	return nil
}

// termsIn returns the terms that an expression names.
func (e *Env) termsIn(src string) ([]string, error) {
	parsed, err := e.parse(src)
	if err != nil {
		return nil, err
	}
	used := map[string]bool{}
	for _, name := range identifiers(parsed.NativeRep().Expr()) {
		if _, is := e.object.Terms[name]; is {
			used[name] = true
		}
	}
	return slices.Sorted(maps.Keys(used)), nil
}

// hop returns a term of the object behind a reference. Such a term may use only its own record,
// because anything else would be a second hop.
func (e *Env) hop(refField, term string) (*Program, error) {
	behind := e.refs[refField]
	e.mu.Lock()
	defer e.mu.Unlock()
	sub, ok := e.hops[behind.Name]
	if !ok {
		// Drop the terms that use other records, and the terms that use those.
		own := behind
		own.Terms = maps.Clone(behind.Terms)
		for {
			var err error
			if sub, err = newEnv(nil, own, e.options); err == nil {
				break
			}
			var broken *Error
			if !errors.As(err, &broken) || broken.Term == "" {
				return nil, err
			}
			delete(own.Terms, broken.Term)
		}
		e.hops[behind.Name] = sub
	}
	return sub.terms[term], nil
}

func inTerm(err error, name string) error {
	if bad := (*Error)(nil); errors.As(err, &bad) && bad.Term == "" {
		bad.Term = name
	}
	return err
}

// Object returns the object that the environment is about.
func (e *Env) Object() Object { return e.object }

// Compile checks an expression. want is the kind that it must have; Unset accepts any. The error is
// an *Error with line and column.
func (e *Env) Compile(src string, want Kind) (*Program, error) {
	parsed, err := e.parse(src)
	if err != nil {
		return nil, err
	}
	c := newCheck(e, src, parsed.NativeRep())
	if err := c.names(); err != nil {
		return nil, err
	}
	env := e.cel
	if len(c.hopTerms) > 0 {
		var more []cel.EnvOption
		for _, path := range slices.Sorted(maps.Keys(c.hopTerms)) {
			more = append(more, cel.Variable(path, c.hopTerms[path].celType))
		}
		if env, err = env.Extend(more...); err != nil {
			return nil, fmt.Errorf("declare terms behind references: %w", err)
		}
	}
	checked, issues := env.Check(parsed)
	if issues.Err() != nil {
		return nil, c.typeError(issues)
	}
	p := &Program{
		env: e, source: src, ast: checked.NativeRep(), celType: checked.OutputType(),
		kind: kindOf(checked.OutputType()), literals: c.literals, starts: c.starts, hopTerms: c.hopTerms,
	}
	if err := p.finish(env, c, want); err != nil {
		return nil, err
	}
	return p, nil
}

func (e *Env) parse(src string) (*cel.Ast, error) {
	if strings.TrimSpace(src) == "" {
		return nil, &Error{Source: src, Why: reason.Of("expr_empty"),
			Hint: reason.Of("hint_condition_such", "example", "has("+e.anyField()+")")}
	}
	if n := len([]rune(src)); n > e.options.MaxLength {
		return nil, &Error{Why: reason.Of("expr_long", "length", n, "most", e.options.MaxLength),
			Hint: reason.Of("hint_split")}
	}
	parsed, issues := e.cel.Parse(src)
	if issues.Err() != nil {
		return nil, syntaxError(src, issues)
	}
	return parsed, nil
}

func (e *Env) anyField() string {
	if len(e.object.Fields) > 0 {
		return e.object.Fields[0].Name
	}
	return asOf
}
