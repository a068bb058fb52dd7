package expr_test

import (
	"errors"
	"math/big"
	"reflect"
	"testing"

	"salesops/internal/expr"
	"salesops/internal/fault"
)

func units() map[string]expr.Unit {
	return map[string]expr.Unit{
		"revenue": expr.UnitMoney, "cost": expr.UnitMoney, "sellers": expr.UnitCount, "deals": expr.UnitCount,
		"cycle": expr.UnitDays, "win_rate": expr.UnitShare, "margin": expr.UnitRatio,
	}
}

func TestFormula(t *testing.T) {
	t.Parallel()
	values := map[string]*big.Rat{
		"revenue": big.NewRat(400_000, 1), "cost": big.NewRat(100_000, 3), "sellers": big.NewRat(3, 1),
		"deals": big.NewRat(0, 1),
		"cycle": big.NewRat(61, 2), "win_rate": big.NewRat(3, 10),
	}
	for _, c := range []struct {
		src    string
		unit   expr.Unit
		want   string
		reason string
	}{
		{"revenue / sellers", expr.UnitMoney, "400000/3", ""},
		{"revenue - cost", expr.UnitMoney, "1100000/3", ""},
		{"revenue / cost", expr.UnitRatio, "12/1", ""},
		{"revenue * 0.1", expr.UnitMoney, "40000/1", ""},
		{"0.1 + win_rate", expr.UnitShare, "2/5", ""},
		{"1 - win_rate", expr.UnitShare, "7/10", ""},
		{"win_rate * win_rate", expr.UnitShare, "9/100", ""},
		{"win_rate / (1 - win_rate)", expr.UnitRatio, "3/7", ""},
		{"(revenue + cost) * win_rate / sellers", expr.UnitMoney, "130000/3", ""},
		{"sellers / deals", expr.UnitRatio, "", "deals is zero"},
		{"revenue / (deals * 1)", expr.UnitMoney, "", "what is divided by is zero"},
		{"cycle / sellers", expr.UnitDays, "61/6", ""},
		{"cycle * sellers", expr.UnitDays, "183/2", ""},
		{"-(cycle - 2 * cycle)", expr.UnitDays, "61/2", ""},
		{"revenue * margin", expr.UnitMoney, "", "margin has no value"},
	} {
		f, err := expr.CompileFormula(c.src, units())
		if err != nil {
			t.Errorf("%s: %v", c.src, err)
			continue
		}
		got, why := f.Eval(func(name string) *big.Rat { return values[name] })
		text := ""
		if got != nil {
			text = got.String()
		}
		if text != c.want || why.Text != c.reason || f.Unit() != c.unit || f.Source() != c.src {
			t.Errorf("%s = %s (%s) %q, want %s (%s) %q", c.src, text, f.Unit(), why.Text, c.want, c.unit, c.reason)
		}
	}
	if values["revenue"].Cmp(big.NewRat(400_000, 1)) != 0 {
		t.Error("a formula changed its input")
	}
	f, err := expr.CompileFormula("revenue / sellers + revenue / deals", units())
	if err != nil {
		t.Fatal(err)
	}
	if got := f.Metrics(); !reflect.DeepEqual(got, []string{"deals", "revenue", "sellers"}) {
		t.Errorf("metrics %v", got)
	}
}

func TestFormulaMessages(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ src, want string }{
		{"revenue / cycle", "1:9: money / days has no meaning"},
		{"cycle / revenue", "1:7: days / money has no meaning"},
		{"revenue + sellers", "1:9: money + count has no meaning"},
		{"revenue * cost", "1:9: money * money has no meaning"},
		{"revenue + 1", "1:9: money + a number has no meaning"},
		{"1 / sellers", "1:3: a number / count has no meaning"},
		{"sellers / cycle", "1:9: count / days has no meaning"},
		{"revenue / seller", "1:11: there is no metric 'seller'; did you mean sellers?"},
		{"revenue > 3", "1:9: a formula has only + - * / between metrics and numbers"},
		{"revenue % 3", "1:9: a formula has only + - * / between metrics and numbers"},
		{"revenue.x", "1:8: a formula has only + - * / between metrics and numbers"},
		{"min(revenue, cost)", "1:4: a formula has only + - * / between metrics and numbers"},
		{"revenue * 'a'", "1:11: a formula holds metrics and numbers only"},
		{"1 + 2", "1:1: the formula names no metric"},
		{"revenue /", "1:10: the expression ends too early"},
		{"", "the formula is empty"},
	} {
		_, err := expr.CompileFormula(c.src, units())
		var bad *expr.Error
		if !errors.As(err, &bad) || err.Error() != c.want || fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s\n got %v\nwant %s", c.src, err, c.want)
			continue
		}
		hasCodes(t, err)
	}
}
