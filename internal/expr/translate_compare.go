package expr

import (
	"slices"
	"strings"

	"cel.dev/cel-go/common/ast"

	"salesops/internal/reason"
)

// both translates and settles two operands.
func (t *translator) both(args []ast.Expr) (a, b piece, err error) {
	if a, err = t.expr(args[0], false); err != nil {
		return a, b, err
	}
	b, err = t.expr(args[1], false)
	return a.settled(), b.settled(), err
}

func (t *translator) order(e ast.Expr, args []ast.Expr, op string) (piece, error) {
	a, b, err := t.both(args)
	if err != nil {
		return a, err
	}
	sign, _ := operatorSign(op)
	if a.kind == Money || b.kind == Money {
		return t.money(e, a, b, sign)
	}
	return piece{sql: "(" + a.sql + " " + sign + " " + b.sql + ")", kind: Bool, null: asUnknown(a.null, b.null)}, nil
}

// equality always has a result for unset operands: unset equals unset and nothing else. Plain SQL
// equality gives NULL for such rows, so it is used only where NULL and false are equivalent.
func (t *translator) equality(e ast.Expr, args []ast.Expr, equal, filter bool) (piece, error) {
	a, b, err := t.both(args)
	if err != nil {
		return a, err
	}
	if a.isNull || b.isNull {
		return t.missing(e, a, b, equal)
	}
	if a.kind == Money || b.kind == Money {
		sign := "<>"
		if equal {
			sign = "="
		}
		return t.money(e, a, b, sign)
	}
	if a.null == NullEither || b.null == NullEither {
		return a, t.refuse(e, reason.Of("expr_unset_answer"),
			reason.Of("hint_each_answer", "example", "c ? a == x : b == x"))
	}
	plain, total := "("+a.sql+" <> "+b.sql+")", "("+a.sql+" IS DISTINCT FROM "+b.sql+")"
	if equal {
		plain, total = "("+a.sql+" = "+b.sql+")", "("+a.sql+" IS NOT DISTINCT FROM "+b.sql+")"
	}
	p := piece{sql: plain, kind: Bool}
	switch {
	// NULL never occurs or means unknown, so plain SQL gives the right result
	case a.null != NullUnset && b.null != NullUnset:
		p.null = a.null | b.null
	case a.null == NullUnset && b.null == NullUnset:
		p.sql = total
	case a.null|b.null == NullUnset: // one side always has a value
		switch {
		case equal && !filter:
			p.sql = "coalesce(" + plain + ", false)"
		case !equal:
			p.sql = total
		}
	default: // one side may be unset, the other unknown
		p.null = NullUnknown
		unsure := a.sql
		if b.null == NullUnknown {
			unsure = b.sql
		}
		switch {
		case equal && filter:
		case equal:
			p.sql = "(CASE WHEN " + unsure + " IS NOT NULL THEN coalesce(" + plain + ", false) END)"
		default:
			p.sql = "(CASE WHEN " + unsure + " IS NOT NULL THEN " + total + " END)"
		}
	}
	return p, nil
}

// missing translates a comparison with null.
func (t *translator) missing(e ast.Expr, a, b piece, equal bool) (piece, error) {
	other := a
	if a.isNull {
		other = b
	}
	if other.isNull || other.null&NullUnknown != 0 {
		return a, t.refuse(e, reason.Of("expr_null_field"), write("has(field)"))
	}
	if equal {
		return piece{sql: "(" + other.sql + " IS NULL)", kind: Bool}, nil
	}
	return piece{sql: "(" + other.sql + " IS NOT NULL)", kind: Bool}, nil
}

// in translates a in list. It always has a result for an unset operand, which is in no list.
func (t *translator) in(e ast.Expr, args []ast.Expr, filter bool) (piece, error) {
	a, err := t.expr(args[0], false)
	if err != nil {
		return a, err
	}
	a = a.settled()
	if a.null == NullEither {
		return a, t.refuse(e, reason.Of("expr_unset_answer"),
			reason.Of("hint_each_answer", "example", "c ? a in [x] : b in [x]"))
	}
	if a.kind == Money {
		return a, t.refuse(e, reason.Of("expr_in_money"), reason.Of("hint_compare_money"))
	}
	var values []string
	for _, el := range args[1].AsList().Elements() {
		v, err := t.expr(el, false)
		if err != nil {
			return v, err
		}
		values = append(values, v.sql)
	}
	p := piece{sql: "(" + a.sql + " IN (" + strings.Join(values, ", ") + "))", kind: Bool}
	switch {
	case a.null == NullUnknown:
		p.null = NullUnknown
	case a.null == NullUnset && !filter:
		p.sql = "coalesce(" + p.sql + ", false)"
	}
	return p, nil
}

// money compares a field with a money literal. The literal is converted to each currency that has a
// rate on the as-of day. The result is unknown for rows in other currencies.
func (t *translator) money(e ast.Expr, a, b piece, sign string) (piece, error) {
	field, literal := a, b
	if a.amount != nil {
		field, literal, sign = b, a, mirrored(sign)
	}
	if field.amount != nil || literal.amount == nil {
		return a, t.refuse(e, reason.Of("expr_money_field"), write("amount >= "+moneyForm))
	}
	x := exchange{converter: t.program.env.options.Converter, on: t.target.AsOf}
	written := literal.amount.Money()
	currencies := []string{written.Currency}
	if x.converter != nil {
		currencies = append(currencies, x.converter.Currencies()...)
	}
	slices.Sort(currencies)
	currency := "''"
	if field.currency != "" {
		currency = "coalesce(" + field.currency + ", '')"
	}
	cases := ""
	if sign == "=" || sign == "<>" {
		cases = " WHEN " + field.sql + " IS NULL THEN " + map[string]string{"=": "false", "<>": "true"}[sign]
	}
	for _, c := range slices.Compact(currencies) {
		if m, ok := x.in(written, c); ok {
			cases += " WHEN " + currency + " = " + t.target.Args.Add(c) + "::VARCHAR THEN " +
				field.sql + " " + sign + " " + t.target.Args.Add(m.Minor) + "::BIGINT"
		}
	}
	return piece{sql: "(CASE" + cases + " END)", kind: Bool, null: NullUnknown}, nil
}

func mirrored(sign string) string {
	switch sign {
	case "<":
		return ">"
	case "<=":
		return ">="
	case ">":
		return "<"
	case ">=":
		return "<="
	}
	return sign
}
