package expr_test

import (
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"

	"salesops/internal/expr"
)

// FuzzCompile checks that any text gives a program or an *Error within a limited time, and that
// every program can be evaluated and translated.
func FuzzCompile(f *testing.F) {
	for _, seed := range []string{
		"won && amount >= money('1000.00 EUR')", "closed_on - created_on <= 30 || !has(owner)",
		"owner.name in ['a', \"b\"]",
		"account.large ? score / 2.0 : null", "created_at - timestamp('2026-01-01T00:00:00Z') > duration('36h')",
		"-9223372036854775808 - steps",
		"name.lower().contains(type)", "((((((((1))))))))", "a.b.c.d", "[1,[2]]", "{'a': 1}", "x?.y[?z]", "'\\u0000'",
		"b'a' + 1u", "true ? : false", "\"\"\"\n", "has(has(x))",
		"`a`", "owner == id('person_1')", "1e999 / 0.0", "\x00", "𝔸 == 'x'", strings.Repeat("!", 300) + "won",
		strings.Repeat("[", 300),
	} {
		f.Add(seed)
	}
	env, err := expr.NewEnv(shop(), "deal", expr.Options{Converter: proofRates{}})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, src string) {
		// A check at the end would not run for an input that never ends.
		hang := time.AfterFunc(time.Minute, func() { panic("still compiling: " + strconv.Quote(src)) })
		defer hang.Stop()
		p, err := env.Compile(src, expr.Unset)
		var bad *expr.Error
		if err != nil {
			if !errors.As(err, &bad) || bad.Error() == "" {
				t.Fatalf("%T: %v", err, err)
			}
			hasCodes(t, err)
		} else {
			exercise(t, p)
		}
		if _, err := expr.CompileFormula(src, units()); err != nil && !errors.As(err, &bad) {
			t.Fatalf("%T: %v", err, err)
		}
	})
}

func exercise(t *testing.T, p *expr.Program) {
	t.Helper()
	v, state, err := p.Eval(proofRow{}, expr.Moment{})
	if err != nil || (state == expr.Known) != v.IsSet() || v.IsSet() && v.Kind() != p.Kind() {
		t.Fatalf("%v %d %v", v, state, err)
	}
	args := &expr.Args{}
	fragment, err := p.SQL(expr.Target{Args: args,
		Column: func(string) (expr.Column, error) { return expr.Column{SQL: "c", Currency: "d"}, nil }})
	if err != nil {
		t.Fatal(err)
	}
	if fragment.SQL == "" || fragment.Kind != p.Kind() {
		t.Fatalf("%+v", fragment)
	}
}
