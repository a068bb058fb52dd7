package expr

import (
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
)

// arithmetic translates + - * / so that SQL never raises an error, because one overflow would abort
// the whole query. TRY(a + b) is not enough: when a sum occurs twice, DuckDB moves it out of the
// TRY as a common subexpression, and it raises. Whole numbers are therefore calculated with a wider
// type and cast back, which gives NULL when the result does not fit.
func (t *translator) arithmetic(args []ast.Expr, op string) (piece, error) {
	a, err := t.expr(args[0], false)
	if err != nil {
		return a, err
	}
	sign, _ := operatorSign(op)
	if op == operators.Negate {
		if a.kind == Int {
			return piece{sql: fit("- "+wide(a.sql), "BIGINT"), kind: Int, null: NullUnknown, fitted: true}, nil
		}
		return piece{sql: "(- " + a.sql + ")", kind: a.kind, null: asUnknown(a.null), loose: a.loose}, nil
	}
	b, err := t.expr(args[1], false)
	if err != nil {
		return b, err
	}
	joint := " " + sign + " "
	switch {
	case a.kind == Int:
		return piece{sql: fit(wide(a.sql)+joint+wide(b.sql), "BIGINT"), kind: Int, null: NullUnknown, fitted: true}, nil
	case a.kind == Day && b.kind == Day:
		return piece{sql: "(" + a.sql + " - " + b.sql + ")", kind: Int, null: asUnknown(a.null, b.null)}, nil
	case a.kind == Day:
		days := fit("("+a.sql+" - "+epoch+")::HUGEINT"+joint+wide(b.sql), "DECIMAL(7, 0)") // see farthest
		return piece{sql: "(" + epoch + " + CAST(" + days + " AS INTEGER))", kind: Day, null: NullUnknown}, nil
	case a.kind == Instant:
		difference := fit(wide("epoch_us("+a.sql+")")+joint+wide("epoch_us("+b.sql+")"), "BIGINT")
		return piece{sql: difference, kind: Duration, null: NullUnknown, fitted: true}, nil
	}
	p := piece{kind: Number, null: asUnknown(a.null, b.null), loose: true}
	if op == operators.Divide {
		p.null, b.sql = NullUnknown, divisor(b)
	}
	p.sql = "(" + a.sql + joint + b.sql + ")"
	return p, nil
}

const epoch = "DATE '1970-01-01'"

func wide(sql string) string { return "CAST(" + sql + " AS HUGEINT)" }

func fit(sql, kind string) string { return "TRY_CAST(" + sql + " AS " + kind + ")" }

// divisor turns a divisor that is zero, infinite or NaN into NULL. A division by infinity would
// hide it.
func divisor(b piece) string {
	if b.loose {
		return "(CASE WHEN isfinite(" + b.sql + ") AND " + b.sql + " <> 0 THEN " + b.sql + " END)"
	}
	return "nullif(" + b.sql + ", 0)"
}
