package expr_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"salesops/internal/expr"
	"salesops/internal/fault"
	"salesops/internal/reason"
)

// shop returns a small schema for the messages.
func shop() schema {
	return schema{
		"deal": {
			Name: "deal",
			Fields: []expr.Field{
				{Name: "name", Kind: expr.Text}, {Name: "outcome", Kind: expr.Text}, {Name: "type", Kind: expr.Text},
				{Name: "amount", Kind: expr.Money}, {Name: "steps", Kind: expr.Int}, {Name: "score", Kind: expr.Number},
				{Name: "hot", Kind: expr.Bool}, {Name: "closed_on", Kind: expr.Day},
				{Name: "created_on", Kind: expr.Day},
				{Name: "created_at", Kind: expr.Instant},
				{Name: "owner", Kind: expr.Ref, RefObject: "person"},
				{Name: "account", Kind: expr.Ref, RefObject: "account"},
				{Name: "plan", Kind: expr.Ref, RefObject: "nowhere"},
			},
			Terms: map[string]string{
				"won":    "outcome == 'won'",
				"closed": "won || outcome == 'lost'",
				"cycle":  "closed_on - created_on",
			},
		},
		"person": {Name: "person", Fields: []expr.Field{
			{Name: "name", Kind: expr.Text}, {Name: "team", Kind: expr.Ref, RefObject: "team"},
			{Name: "hired_on", Kind: expr.Day},
		}},
		"team": {Name: "team", Fields: []expr.Field{{Name: "name", Kind: expr.Text}}},
		"account": {
			Name: "account",
			Fields: []expr.Field{{Name: "segment", Kind: expr.Text},
				{Name: "owner", Kind: expr.Ref, RefObject: "person"}},
			Terms: map[string]string{"large": "segment == 'large'", "owned": "has(owner)",
				"by_ann": "owner.name == 'Ann'"},
		},
	}
}

func shopEnv(t *testing.T, options expr.Options) *expr.Env {
	t.Helper()
	env, err := expr.NewEnv(shop(), "deal", options)
	if err != nil {
		t.Fatal(err)
	}
	return env
}

func TestMessages(t *testing.T) {
	t.Parallel()
	ids := func(text string) (string, int64, error) {
		object, _, ok := strings.Cut(text, "_")
		if !ok {
			return "", 0, errors.New("no id")
		}
		return object, 7, nil
	}
	env := shopEnv(t, expr.Options{ParseID: ids})
	const condition = "write has(field) or compare it with a value"
	for _, c := range []struct{ src, want string }{
		// Names.
		{"amout > 3", "1:1: there is no field 'amout' in deal; did you mean amount?"},
		{"wno", "1:1: there is no field 'wno' in deal; did you mean won?"},
		{"zzzzzz", "1:1: there is no field 'zzzzzz' in deal"},
		{"won &&\n  ownr.name == 'x'", "2:3: there is no field 'ownr' in deal; did you mean owner?"},
		{"owner.nmae == 'x'", "1:1: there is no field 'nmae' in person; did you mean owner.name?"},
		{"account.larg", "1:1: there is no field 'larg' in account; did you mean account.large?"},
		{"owner.team.name == 'x'",
			"1:1: owner.team.name is two references away; an expression reaches over one reference only"},
		{"account.by_ann",
			"1:1: the term account.by_ann looks at other records itself; an " +
				"expression reaches over one reference only"},
		{"plan.name == 'x'", "1:1: the fields of plan cannot be reached from here"},
		{"amount.minor > 3", "1:1: amount is money and has no fields of its own"},
		{"name.lower().x == 'a'", "1:6: only a reference has fields of its own"},
		{"has(won)", "1:5: has() takes the name of a field, and won is none; write has(field)"},
		{"has(1)", "1:5: has() takes the name of a field; write has(field)"},
		{"has(name, type)", "1:1: has() takes one field; write has(field)"},
		// Functions.
		{"nme.foo()", "1:5: there is no function 'foo'"},
		{"lenght(name) > 2", "1:1: there is no function 'lenght'"},
		{"len(name) > 2", "1:1: there is no function 'len'; did you mean size?"},
		{"name.StartsWith('a')", "1:6: there is no function 'StartsWith'; did you mean startsWith?"},
		{"date('2026-01-01') == closed_on", "1:1: there is no function 'date'; did you mean day?"},
		{"closed_on < today()", "1:13: there is no function 'today'; the day of the question is as_of"},
		{"closed_on < start_of()",
			`1:13: start_of() takes a period's name, and how many periods further; write start_of("month"), start_of("quarter", -1) or start_of("year", 1)`},
		{"closed_on < start_of('decade')", "1:22: there is no period 'decade'; use day, week, month, quarter or year"},
		{"closed_on < start_of('')", "1:22: there is no period ''; use day, week, month, quarter or year"},
		{"closed_on < start_of('year', steps)",
			`1:30: how many periods further is a written whole number; write start_of("month"), start_of("quarter", -1) or start_of("year", 1)`},
		{"closed_on < start_of('year', 1001)", "1:30: start_of() reaches 1000 periods at most; write a day"},
		{"created_at < start_of('year')",
			`1:12: cannot compare an instant with a day; a day has no clock time; compare days with days, or instants with timestamp("2026-01-31T09:00:00Z")`},
		{"name.matches('a+')", "1:6: patterns are not part of the language; use contains, startsWith or endsWith"},
		{"steps.contains('a')",
			"1:15: contains() does not take a whole number and text; write field.contains('text') on a text field"},
		{"size(steps) > 1", "1:5: size() does not take a whole number; write field.size() on a text field"},
		{"contains(name, 'a')",
			"1:9: contains() does not take text and text; write field.contains('text') on a text field"},
		// Kinds.
		{"closed_on < created_at",
			`1:11: cannot compare a day with an instant; a day has no clock time; compare days with days, or instants with timestamp("2026-01-31T09:00:00Z")`},
		{"closed_on == created_at",
			`1:11: cannot compare a day with an instant; a day has no clock time; compare days with days, or instants with timestamp("2026-01-31T09:00:00Z")`},
		{"amount > 5", `1:8: cannot compare money with a whole number; write the amount as money("1000.00 EUR")`},
		{"amount > 5.0", `1:8: cannot compare money with a number; write the amount as money("1000.00 EUR")`},
		{"amount > amount", `1:8: money is compared with a written amount; write amount >= money("1000.00 EUR")`},
		{"amount + amount > money('1 EUR')",
			"1:8: cannot write money + money; money is only compared with a written amount; sums and ratios are a " +
				"metric's measure"},
		{"amount in [money('1 EUR')]", "1:12: money cannot be looked up in a list; compare amounts with < and >"},
		{"(won ? amount : amount) > money('1 EUR')",
			"1:6: money cannot be chosen with ?:; compare each amount on its own"},
		{"money('4 EUR')", "1:1: this is money where a condition is needed; " + condition},
		{"score > 5",
			"1:7: cannot compare a number with a whole number; write whole numbers with a point to use them as " +
				"numbers, such as 5.0"},
		{"steps > 5.5",
			"1:7: cannot compare a whole number with a number; write whole numbers with a point to use them as " +
				"numbers, such as 5.0"},
		{"name == 7", "1:6: cannot compare text with a whole number; write texts in quotes and numbers without"},
		{"hot == 'true'", "1:5: cannot compare a condition with text; write true or false without quotes"},
		{"hot < true", "1:5: a condition cannot be ordered with <; use == or !="},
		{"closed_on > '2026-01-01'", `1:11: cannot compare a day with text; write the day as day("2026-01-31")`},
		{"created_at > '2026-01-01'",
			`1:12: cannot compare an instant with text; write the instant as timestamp("2026-01-31T09:00:00Z")`},
		{"created_at - created_at > 36",
			`1:25: cannot compare a duration with a whole number; write the length of time as duration("36h")`},
		{"owner == 'Ann'",
			"1:7: cannot compare a reference to person with text; compare a field of the record, such as owner.name"},
		{"owner == account",
			"1:7: cannot compare a reference to person with a reference to account; compare a field of the record, " +
				"such as owner.name"},
		{"owner == id('account_1')", "1:12: this is an id of account, compared with a reference to person"},
		{"steps in ['a']",
			"1:7: cannot look for a whole number in a list that holds text; write texts in quotes and numbers without"},
		{"steps in [1, 'a']", "1:14: the values of a list must all be of one kind, not a whole number and text"},
		{"steps && won", "1:1: a condition is needed here, and this is a whole number; " + condition},
		{"!name", "1:1: a condition is needed here, and this is text; " + condition},
		{"name ? 1 : 2", "1:6: a condition is needed before ?, and this is text; " + condition},
		{"won ? 1 : 'b'",
			"1:5: both answers of ?: must be of one kind, not a whole number and text; write texts in quotes and " +
				"numbers without"},
		{"steps / 2 == 1",
			"1:7: cannot write a whole number / a whole number; 7 / 2 is 3 to some and 3.5 to others; write numbers " +
				"with a point, such as 7.0 / 2.0"},
		{"closed_on + created_on > as_of",
			"1:11: cannot write a day + a day; a day minus a day gives days, a day plus or minus a whole number " +
				"gives a day"},
		{"created_at + duration('1h') > created_at",
			`1:12: cannot write an instant + a duration; an instant minus an instant gives a duration, to be compared with duration("36h")`},
		{"closed_on - created_at > 3",
			`1:11: cannot write a day - an instant; a day has no clock time; compare days with days, or instants with timestamp("2026-01-31T09:00:00Z")`},
		{"name + 'a' == 'b'", "1:6: cannot write text + text; texts are not calculated with"},
		{"-name == 'a'", "1:1: - cannot stand before text"},
		{"steps", "1:1: this is a whole number where a condition is needed; " + condition},
		// Unset and unknown.
		{"steps + 1 == null",
			"1:14: null can only be compared with a field, or stand last in a ? b : null; write has(field) or field " +
				"== null"},
		{"name < null",
			"1:8: null can only be compared with a field, or stand last in a ? b : null; write has(field) or field " +
				"== null"},
		{"cycle == null",
			"1:7: cannot compare a whole number with null; only a field can be unset; a computed value is known or " +
				"unknown"},
		{"(closed_on + 1) == null",
			"1:20: null can only be compared with a field, or stand last in a ? b : null; write has(field) or field " +
				"== null"},
		{"(hot ? steps : 3) == 2",
			"1:19: this comparison cannot tell an unset answer of ?: from an unknown one; compare each answer on its " +
				"own: c ? a == x : b == x"},
		{"(hot ? steps : 3) in [2]",
			"1:19: this comparison cannot tell an unset answer of ?: from an unknown one; compare each answer on its " +
				"own: c ? a in [x] : b in [x]"},
		// Literals.
		{"closed_on == day('2026-02-30')", `1:18: there is no day '2026-02-30'; write day("2026-01-31")`},
		{"closed_on == day(name)", `1:14: day() takes one text in quotes; write day("2026-01-31")`},
		{"created_at > timestamp('2026-01-01')",
			`1:24: there is no instant '2026-01-01'; write timestamp("2026-01-31T09:00:00Z")`},
		{"created_at - created_at > duration('1 day')",
			`1:36: there is no duration '1 day'; write duration("36h"), duration("15m") or duration("1h30m")`},
		{"amount > money('12 Euro')", `1:16: there is no currency 'Euro'; write money("1000.00 EUR")`},
		{"amount > money('1,000 EUR')", `1:16: '1,000 EUR' is no amount of money; write money("1000.00 EUR")`},
		{"amount > money('1.005 EUR')",
			`1:16: '1.005 EUR' has more decimals than its currency; write money("1000.00 EUR")`},
		{"owner == id('nobody')", "1:13: there is no id 'nobody'; copy it from the record's page"},
		{"steps in []", "1:10: the list is empty, so that nothing is in it; write field in ['a', 'b']"},
		{"steps in [steps]", "1:11: a list holds written values only; write field in ['a', 'b']"},
		{"name in type", "1:9: `in` takes a list in square brackets; write field in ['a', 'b']"},
		{"[1, 2]", "1:1: a list can only stand behind `in`; write field in ['a', 'b']"},
		// Parts of CEL that the language does not have.
		{"5u == 5u", "1:1: unsigned numbers and bytes are not part of the language"},
		{"{1: 2}", "1:1: maps, records and loops are not part of the language"},
		{"name[0] == 'a'", "1:5: square brackets only make lists behind `in`"},
		{"steps % 2 == 1", "1:7: the remainder % is not part of the language"},
		{"[1].all(x, x > 0)", "1:5: there is no function 'all'"},
		// Spelling.
		{"", "the expression is empty; write a condition such as has(name)"},
		{"won &&", "1:7: the expression ends too early"},
		{"name = 'a'", "1:6: cannot read '= '; write == to compare"},
		{"won and hot", "1:5: 'and' is not expected here; write && for and"},
		{"won or hot", "1:5: 'or' is not expected here; write || for or"},
		{"steps <> 2", "1:8: '>' is not expected here; write != for not equal"},
		{"name like 'a'", "1:6: 'like' is not expected here; write field.contains('text')"},
		{"amount is null", "1:8: 'is' is not expected here; write has(field) or !has(field)"},
		{"name == 'a", "1:9: cannot read ''a'; close the quotes"},
		{"won & hot", "1:5: cannot read '& '; write && for and"},
		{"(won", "1:5: ')' is missing here"},
		// Limits.
		{strings.Repeat("(", 200) + "won" + strings.Repeat(")", 200),
			"the expression is nested too deep or has too many parts; split it into terms"},
		{strings.Repeat("won ? hot : ", 40) + "hot",
			"1:373: the expression is nested more than 32 deep; split it into terms"},
		{strings.Repeat("won || ", 1300) + "hot", "the expression has more than 2000 parts; split it into terms"},
		{"name == '" + strings.Repeat("a", 10_000) + "'",
			"the expression is 10010 characters long, more than 10000; split it into terms"},
	} {
		_, err := env.Compile(c.src, expr.Bool)
		var bad *expr.Error
		if !errors.As(err, &bad) || fault.KindOf(err) != fault.Invalid {
			t.Errorf("%.60s: %v is no error of an expression", c.src, err)
			continue
		}
		hasCodes(t, err)
		if got := err.Error(); got != c.want && !(len(c.src) > 1000 && strings.HasSuffix(got, c.want)) {
			t.Errorf("%.60s\n got %s\nwant %s", c.src, got, c.want)
		}
	}
}

func TestBrokenTerms(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		terms map[string]string
		want  string
	}{
		{map[string]string{"a": "b", "b": "c && hot", "c": "!a"}, "term a: the term is defined by itself: a, b, c, a"},
		{map[string]string{"a": "nme == 'x'"}, "term a: 1:1: there is no field 'nme' in deal; did you mean name?"},
		{map[string]string{"name": "hot"}, "term name: there is a field of the same name; give the term another name"},
		{map[string]string{"sum": "amount"}, "term sum: a term cannot be money; name the field where it is needed"},
		{map[string]string{"a": ""}, "term a: the expression is empty; write a condition such as has(name)"},
		{map[string]string{"a": "hot &&"}, "term a: 1:7: the expression ends too early"},
	} {
		s := shop()
		o := s["deal"]
		o.Terms = c.terms
		s["deal"] = o
		_, err := expr.NewEnv(s, "deal", expr.Options{})
		if err == nil || err.Error() != c.want {
			t.Errorf("%v\n got %v\nwant %s", c.terms, err, c.want)
			continue
		}
		hasCodes(t, err)
	}
	if _, err := expr.NewEnv(shop(), "dael", expr.Options{}); err == nil {
		t.Error("an unknown object was taken")
	}
}

// TestTermsThatMultiply checks that terms whose text multiplies are refused before they fill the
// memory.
func TestTermsThatMultiply(t *testing.T) {
	t.Parallel()
	s := schema{"o": {Name: "o", Fields: []expr.Field{{Name: "x", Kind: expr.Number}},
		Terms: map[string]string{"t00": "x + 1.0"}}}
	for i := 1; i < 60; i++ {
		s["o"].Terms[fmt.Sprintf("t%02d", i)] = fmt.Sprintf("x / (t%02d / (t%02d + 1.0))", i-1, i-1)
	}
	_, err := expr.NewEnv(s, "o", expr.Options{})
	var bad *expr.Error
	if !errors.As(err, &bad) || !strings.Contains(err.Error(), "the expression") {
		t.Fatal(err)
	}
}

// hasCodes fails when an error, or a part of its sentence, has no code and so cannot be translated.
func hasCodes(t *testing.T, err error) {
	t.Helper()
	why := reason.From(err)
	if why.Code == "" || why.Text != err.Error() {
		t.Errorf("%.80s: the reason is %q %q", err, why.Code, why.Text)
	}
	for _, part := range []string{"problem", "hint", "why", "kind", "want", "first", "second"} {
		for name := range why.Parts {
			if name != part && !strings.HasSuffix(name, "."+part) {
				continue
			}
			if why.Parts[name+".code"] == "" {
				t.Errorf("%.80s: the part %s has no code", err, name)
			}
		}
	}
}

func TestUnknownFieldsNameTheOneMeant(t *testing.T) {
	t.Parallel()
	for src, want := range map[string]string{
		"amout > 3":         "expr_field_unknown hint_near_field amount",
		"owner.nmae == 'x'": "expr_field_unknown hint_near_field owner.name",
		"zzzzzz":            "expr_field_unknown  ",
		"amount > 'x'":      "expr_compare hint_amount ",
		"name = 'a'":        "expr_unread hint_write_equal ",
	} {
		_, err := shopEnv(t, expr.Options{}).Compile(src, expr.Bool)
		p := reason.From(err).Parts
		if got := p["problem.code"] + " " + p["hint.code"] + " " + p["hint.near"]; got != want {
			t.Errorf("%s: %q, want %q (%v)", src, got, want, err)
		}
	}
}
