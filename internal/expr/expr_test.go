package expr_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"salesops/internal/expr"
	"salesops/internal/money"
	"salesops/internal/period"
)

func euros(minor int64) expr.Value { return expr.MoneyOf(money.Amount{Minor: minor, Currency: "EUR"}) }

// TestMeaning tests the rules of unset and unknown on one deal that is won and has no name, score,
// owner or close day.
func TestMeaning(t *testing.T) {
	t.Parallel()
	env := shopEnv(t, expr.Options{})
	row := proofRow{
		"outcome": expr.TextOf("won"), "amount": euros(100_000), "steps": expr.IntOf(7), "hot": expr.BoolOf(true),
		"created_on": expr.DayOf(period.DayOf(2026, 1, 31)), "created_at": expr.InstantOf(0),
		"account": expr.RefOf(3), "account.segment": expr.TextOf("large"), "account.owner": expr.RefOf(9),
	}
	at := expr.Moment{AsOf: period.DayOf(2026, 3, 1)}
	const yes, no, unknown = "true", "false", ""
	for _, c := range []struct{ src, want string }{
		{"won", yes}, {"closed", yes}, {"!won", no}, {"account.large", yes}, {"account.owned", yes},
		{"name == 'x'", no}, {"name != 'x'", yes}, {"name in ['x']", no}, {"!(name in ['x'])", yes},
		{"has(name)", no}, {"name == null", yes},
		{"name == owner.name", yes}, {"name != owner.name", no}, {"owner == account.owner", no}, {"has(owner)", no},
		{"has(owner.name)", no},
		{"score < 5.0", unknown}, {"!(score < 5.0)", unknown}, {"score < 5.0 || won", yes}, {"score < 5.0 && !won", no},
		{"score < 5.0 && won", unknown},
		{"score + 1.0 == 2.0", unknown}, {"name.lower() == 'x'", unknown}, {"size(name) == 0", unknown},
		{"name.contains('')", unknown},
		{"cycle <= 30", unknown}, {"closed_on < as_of", unknown},
		{"as_of - created_on == 29", yes}, {"created_on + 1 == day('2026-02-01')", yes},
		{"day('2026-02-01') - 1 == created_on", yes},
		{"created_at - timestamp('1969-12-31T00:00:00Z') < duration('36h')", yes},
		{"amount >= money('1000.00 EUR')", yes}, {"money('1000.01 EUR') > amount", yes},
		{"amount == money('1000 EUR')", yes}, {"amount != money('1000 EUR')", no},
		{"amount > money('1 USD')", unknown}, {"amount == money('1000 USD')", unknown},
		{"amount > money('1')", unknown},
		{"steps * 9223372036854775807 > 0", unknown}, {"steps - 9 < 0", yes}, {"-steps == -7", yes},
		{"1.0 / 0.0 > 1.0", unknown}, {"1e308 * 10.0 > 1.0", unknown}, {"1.0 / (1e308 * 10.0) == 0.0", unknown},
		{"7.0 / 2.0 == 3.5", yes}, {"0.1 + 0.2 == 0.3", no},
		{"outcome == 'WON'", no}, {"outcome.startsWith('w') && outcome.endsWith('n') && outcome.contains('o')", yes},
		{"size(outcome) == 3", yes}, {"'007' == '7'", no},
		{"won ? hot : score > 1.0", yes}, {"(score > 1.0) ? won : hot", unknown},
		{"hot == true", yes}, {"hot != won", no},
	} {
		p, err := env.Compile(c.src, expr.Bool)
		if err != nil {
			t.Errorf("%s: %v", c.src, err)
			continue
		}
		v, state, err := p.Eval(row, at)
		if err != nil {
			t.Fatal(err)
		}
		match, known, err := p.Matches(row, at)
		if err != nil || match != (c.want == yes) || known != (c.want != unknown) {
			t.Errorf("%s: match %v, known %v, %v", c.src, match, known, err)
		}
		if got := shown(v); got != c.want || (state == expr.Known) != (c.want != unknown) {
			t.Errorf("%s is %q (state %d), want %q", c.src, got, state, c.want)
		}
	}
}

func TestValues(t *testing.T) {
	t.Parallel()
	env := shopEnv(t, expr.Options{})
	row := proofRow{"steps": expr.IntOf(7), "amount": euros(5), "closed_on": expr.DayOf(40),
		"created_on": expr.DayOf(10)}
	for _, c := range []struct {
		src   string
		want  expr.Value
		state expr.State
		kind  expr.Kind
		null  expr.NullClass
	}{
		{"steps", expr.IntOf(7), expr.Known, expr.Int, expr.NullUnset},
		{"score", expr.Value{}, expr.NotSet, expr.Number, expr.NullUnset},
		{"score * 2.0", expr.Value{}, expr.NotKnown, expr.Number, expr.NullUnknown},
		{"cycle", expr.IntOf(30), expr.Known, expr.Int, expr.NullUnknown},
		{"amount", euros(5), expr.Known, expr.Money, expr.NullUnset},
		{"as_of", expr.DayOf(99), expr.Known, expr.Day, expr.NeverNull},
		{"closed_on + 1", expr.DayOf(41), expr.Known, expr.Day, expr.NullUnknown},
		{"won ? closed_on : null", expr.Value{}, expr.NotSet, expr.Day, expr.NullUnset},
		{"hot ? closed_on : created_on", expr.Value{}, expr.NotKnown, expr.Day, expr.NullEither},
		{"owner", expr.Value{}, expr.NotSet, expr.Ref, expr.NullUnset},
	} {
		p, err := env.Compile(c.src, expr.Unset)
		if err != nil {
			t.Errorf("%s: %v", c.src, err)
			continue
		}
		v, state, err := p.Eval(row, expr.Moment{AsOf: 99})
		if err != nil || v != c.want || state != c.state || p.Kind() != c.kind ||
			p.Null() != c.null || p.Source() != c.src {
			t.Errorf("%s: %v state %d kind %s class %d, %v", c.src, v, state, p.Kind(), p.Null(), err)
		}
	}
}

func TestFields(t *testing.T) {
	t.Parallel()
	env := shopEnv(t, expr.Options{})
	p, err := env.Compile(
		"closed && account.large && owner.name != name && as_of > created_on && account.owned && name == 'x'",
		expr.Bool)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"account.owner", "account.segment", "created_on", "name", "outcome", "owner.name"}
	if got := p.Fields(); !reflect.DeepEqual(got, want) {
		t.Errorf("fields %v, want %v", got, want)
	}
}

// TestWrongRecord checks that a record which does not fit the schema is an error of the caller, not
// an unknown result.
func TestWrongRecord(t *testing.T) {
	t.Parallel()
	env := shopEnv(t, expr.Options{})
	for _, src := range []string{"steps > 1", "won || steps > 1", "account.large"} {
		p, err := env.Compile(src, expr.Bool)
		if err != nil {
			t.Fatal(err)
		}
		_, _, err = p.Eval(proofRow{"steps": expr.TextOf("7"), "account.segment": expr.IntOf(1)}, expr.Moment{})
		if err == nil || !strings.Contains(err.Error(), "the record has") {
			t.Errorf("%s: %v", src, err)
		}
	}
	p, err := env.Compile("steps", expr.Int)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := p.Matches(proofRow{}, expr.Moment{}); err == nil {
		t.Error("a number matched")
	}
	if _, err := p.FilterSQL(expr.Target{}); err == nil {
		t.Error("a number filtered")
	}
	if _, err := p.UnknownSQL(expr.Target{}); err == nil {
		t.Error("a number was unknown")
	}
}

func TestSQLText(t *testing.T) {
	t.Parallel()
	ids := func(string) (string, int64, error) { return "person", 42, nil }
	env := shopEnv(t, expr.Options{ParseID: ids})
	for _, c := range []struct {
		src, filter, exact, unknown string
		args                        []any
	}{
		{"outcome == 'won'", `("outcome" = $1::VARCHAR)`,
			`coalesce(("outcome" = $1::VARCHAR), false)`, "false", []any{"won"}},
		{"!(outcome == 'won')", `(NOT coalesce(("outcome" = $1::VARCHAR), false))`,
			`(NOT coalesce(("outcome" = $1::VARCHAR), false))`, "false", []any{"won"}},
		{"type in ['a', 'b']", `("type" IN ($1::VARCHAR, $2::VARCHAR))`,
			`coalesce(("type" IN ($1::VARCHAR, $2::VARCHAR)), false)`, "false", []any{"a", "b"}},
		{"name != type", `("name" IS DISTINCT FROM "type")`, `("name" IS DISTINCT FROM "type")`, "false", nil},
		{"steps > 3", `("steps" > $1::BIGINT)`, `("steps" > $1::BIGINT)`,
			`(("steps" > $1::BIGINT) IS NULL)`, []any{int64(3)}},
		{"closed_on - created_on <= 30", `(("closed_on" - "created_on") <= $1::BIGINT)`,
			`(("closed_on" - "created_on") <= $1::BIGINT)`,
			`((("closed_on" - "created_on") <= $1::BIGINT) IS NULL)`, []any{int64(30)}},
		{"closed_on > as_of", `("closed_on" > $1::DATE)`, `("closed_on" > $1::DATE)`,
			`(("closed_on" > $1::DATE) IS NULL)`, []any{"2026-03-01"}},
		{"closed_on >= start_of('quarter', -1)", `("closed_on" >= $1::DATE)`, `("closed_on" >= $1::DATE)`,
			`(("closed_on" >= $1::DATE) IS NULL)`, []any{"2025-10-01"}},
		{"owner == id('person_1a')", `("owner" = $1::BIGINT)`, `coalesce(("owner" = $1::BIGINT), false)`,
			"false", []any{int64(42)}},
		{"won && has(owner)", `(("outcome" = $1::VARCHAR) AND ("owner" IS NOT NULL))`,
			`(coalesce(("outcome" = $1::VARCHAR), false) AND ("owner" IS NOT NULL))`, "false", []any{"won"}},
	} {
		p, err := env.Compile(c.src, expr.Bool)
		if err != nil {
			t.Errorf("%s: %v", c.src, err)
			continue
		}
		ask := func(f func(expr.Target) (string, error)) (string, []any) {
			args := &expr.Args{}
			s, err := f(expr.Target{Args: args, Moment: expr.Moment{AsOf: period.DayOf(2026, 3, 1)},
				Column: func(path string) (expr.Column, error) {
					return expr.Column{SQL: `"` + path + `"`}, nil
				}})
			if err != nil {
				t.Errorf("%s: %v", c.src, err)
			}
			if args.Len() != strings.Count(s, "$") {
				t.Errorf("%s: %d values for %s", c.src, args.Len(), s)
			}
			return s, args.Values()
		}
		if s, args := ask(p.FilterSQL); s != c.filter || !reflect.DeepEqual(args, c.args) {
			t.Errorf("%s: filter %s %v", c.src, s, args)
		}
		if s, _ := ask(func(t expr.Target) (string, error) { f, err := p.SQL(t); return f.SQL, err }); s != c.exact {
			t.Errorf("%s: exact %s", c.src, s)
		}
		if s, _ := ask(p.UnknownSQL); s != c.unknown {
			t.Errorf("%s: unknown %s", c.src, s)
		}
	}
}

func TestCallersColumnError(t *testing.T) {
	t.Parallel()
	p, err := shopEnv(t, expr.Options{}).Compile("won", expr.Bool)
	if err != nil {
		t.Fatal(err)
	}
	mine := errors.New("no such column")
	_, err = p.FilterSQL(expr.Target{Args: &expr.Args{},
		Column: func(string) (expr.Column, error) { return expr.Column{}, mine }})
	if !errors.Is(err, mine) {
		t.Errorf("got %v", err)
	}
}

func TestExchange(t *testing.T) {
	t.Parallel()
	p, err := shopEnv(t, expr.Options{Converter: proofRates{}}).Compile("amount >= money('1000.00 EUR')", expr.Bool)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		minor    int64
		currency string
		match    bool
		known    bool
	}{{100_000, "EUR", true, true}, {110_000, "USD", true, true}, {109_999, "USD", false, true},
		{110_000, "JPY", false, false}, {110_000, "GBP", false, false}, {110_000, "", false, false}} {
		match, known, err := p.Matches(
			proofRow{"amount": expr.MoneyOf(money.Amount{Minor: c.minor, Currency: c.currency})}, expr.Moment{})
		if err != nil || match != c.match || known != c.known {
			t.Errorf("%d %s: %v %v %v", c.minor, c.currency, match, known, err)
		}
	}
}
