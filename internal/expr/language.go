package expr

import (
	"math"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"
)

// The whole language is declared in this file. The standard library of CEL is not used, because its
// types would reserve names such as `type` that fields may have, and because its floats divide by
// zero.

// asOf is the only name that is not a field or term: the day for which the question is asked.
// start_of counts from it.
const asOf = "as_of"

var (
	dayType      = types.NewOpaqueType("day")
	instantType  = types.NewOpaqueType("instant")
	durationType = types.NewOpaqueType("duration")
	moneyType    = types.NewOpaqueType("money")
)

func refType(object *types.Type) *types.Type { return types.NewOpaqueType("ref", object) }

// typeOf returns the checker's type of a field. Basic types are made nullable; opaque types always
// are.
func typeOf(f Field) *types.Type {
	switch f.Kind {
	case Text:
		return types.NewNullableType(types.StringType)
	case Int:
		return types.NewNullableType(types.IntType)
	case Number:
		return types.NewNullableType(types.DoubleType)
	case Bool:
		return types.NewNullableType(types.BoolType)
	case Day:
		return dayType
	case Instant:
		return instantType
	case Money:
		return moneyType
	case Ref:
		return refType(types.NewOpaqueType(f.RefObject))
	}
	return nil
}

// kindOf returns the kind of a checker's type; Unset for null and lists.
func kindOf(t *types.Type) Kind {
	switch t.Kind() {
	case types.StringKind:
		return Text
	case types.IntKind:
		return Int
	case types.DoubleKind:
		return Number
	case types.BoolKind:
		return Bool
	case types.OpaqueKind:
		switch t.TypeName() {
		case "day":
			return Day
		case "instant":
			return Instant
		case "duration":
			return Duration
		case "money":
			return Money
		case "ref":
			return Ref
		}
	}
	return Unset
}

// The functions that a person can call, besides the operators.
const (
	fnHas       = "has"
	fnSize      = "size"
	fnLower     = "lower"
	fnStarts    = "startsWith"
	fnEnds      = "endsWith"
	fnContains  = "contains"
	fnDay       = "day"
	fnMoney     = "money"
	fnTimestamp = "timestamp"
	fnDuration  = "duration"
	fnID        = "id"
	fnStartOf   = "start_of"
)

// opHas replaces has(field), because the checker reserves the name has.
const opHas = "@has"

func hasMacro() cel.Macro {
	return cel.GlobalMacro(fnHas, 1, func(f cel.MacroExprFactory, _ ast.Expr, args []ast.Expr) (ast.Expr, *cel.Error) {
		return f.NewCall(opHas, args...), nil
	})
}

func functionNames() []string {
	return []string{fnHas, fnSize, fnLower, fnStarts, fnEnds, fnContains, fnDay, fnMoney, fnTimestamp,
		fnDuration, fnID, fnStartOf}
}

// isLiteralFunction reports whether a function only denotes a value.
func isLiteralFunction(name string) bool {
	switch name {
	case fnDay, fnMoney, fnTimestamp, fnDuration, fnID:
		return true
	}
	return false
}

// declarations returns the operators and functions with their implementations.
func declarations() []cel.EnvOption {
	a, t := cel.TypeParamType("A"), cel.TypeParamType("T")
	str, num, dbl, boolean := cel.StringType, cel.IntType, cel.DoubleType, cel.BoolType
	over := func(id string, result *cel.Type, args ...*cel.Type) cel.FunctionOpt {
		return cel.Overload(id, args, result)
	}
	member := func(id string, result *cel.Type, args ...*cel.Type) cel.FunctionOpt {
		return cel.MemberOverload(id, args, result)
	}
	options := []cel.EnvOption{
		// The planner evaluates these by name, so they need no implementation.
		cel.Function(operators.LogicalAnd, over("and", boolean, boolean, boolean)),
		cel.Function(operators.LogicalOr, over("or", boolean, boolean, boolean)),
		cel.Function(operators.Conditional, over("if", a, boolean, a, a)),
		cel.Function(operators.Equals, over("eq", boolean, a, a)),
		cel.Function(operators.NotEquals, over("ne", boolean, a, a)),

		cel.Function(operators.In, over("in_list", boolean, a, cel.ListType(a)), cel.SingletonBinaryBinding(inList)),
		cel.Function(operators.LogicalNot, over("not", boolean, boolean), cel.SingletonUnaryBinding(not)),
		cel.Function(operators.Add, over("add_int", num, num, num), over("add_double", dbl, dbl, dbl),
			over("add_day", dayType, dayType, num), cel.SingletonBinaryBinding(add)),
		cel.Function(operators.Subtract, over("sub_int", num, num, num), over("sub_double", dbl, dbl, dbl),
			over("sub_days", num, dayType, dayType), over("sub_day", dayType, dayType, num),
			over("sub_instants", durationType, instantType, instantType), cel.SingletonBinaryBinding(subtract)),
		cel.Function(operators.Multiply, over("mul_int", num, num, num), over("mul_double", dbl, dbl, dbl),
			cel.SingletonBinaryBinding(multiply)),
		cel.Function(operators.Divide, over("div_double", dbl, dbl, dbl), cel.SingletonBinaryBinding(divide)),
		cel.Function(operators.Negate, over("neg_int", num, num), over("neg_double", dbl, dbl),
			cel.SingletonUnaryBinding(negate)),

		cel.Function(opHas, over("has", boolean, a), cel.SingletonUnaryBinding(has)),
		cel.Function(fnSize, over("size", num, str), member("size_of", num, str), cel.SingletonUnaryBinding(size)),
		cel.Function(fnLower, over("lower", str, str), member("lower_of", str, str), cel.SingletonUnaryBinding(lower)),
		cel.Function(fnStarts, member("starts", boolean, str, str),
			cel.SingletonBinaryBinding(texts(strings.HasPrefix))),
		cel.Function(fnEnds, member("ends", boolean, str, str), cel.SingletonBinaryBinding(texts(strings.HasSuffix))),
		cel.Function(fnContains, member("contains", boolean, str, str),
			cel.SingletonBinaryBinding(texts(strings.Contains))),

		// Literals are replaced by their values before evaluation.
		cel.Function(fnDay, over("day", dayType, str)),
		cel.Function(fnMoney, over("money", moneyType, str)),
		cel.Function(fnTimestamp, over("timestamp", instantType, str)),
		cel.Function(fnDuration, over("duration", durationType, str)),
		cel.Function(fnID, over("id", refType(t), str)),
		cel.Function(fnStartOf, over("start_of", dayType, str), over("start_of_other", dayType, str, num)),
		cel.Variable(asOf, dayType),
	}
	for op, holds := range map[string]func(order int) bool{
		operators.Less:          func(o int) bool { return o < 0 },
		operators.LessEquals:    func(o int) bool { return o <= 0 },
		operators.Greater:       func(o int) bool { return o > 0 },
		operators.GreaterEquals: func(o int) bool { return o >= 0 },
	} {
		overloads := []cel.FunctionOpt{cel.SingletonBinaryBinding(ordered(holds))}
		for _, t := range []*cel.Type{str, num, dbl, dayType, instantType, durationType, moneyType} {
			overloads = append(overloads, over(op+t.TypeName(), boolean, t, t))
		}
		options = append(options, cel.Function(op, overloads...))
	}
	return options
}

// unknown is the result of a function that cannot give one. The evaluator absorbs it in && and ||,
// as SQL does with NULL.
func unknown() ref.Val { return types.NewErr("unknown") }

func ordered(holds func(order int) bool) func(a, b ref.Val) ref.Val {
	return func(a, b ref.Val) ref.Val {
		c, ok := a.(traits.Comparer)
		if !ok || b == types.NullValue {
			return unknown()
		}
		order, ok := c.Compare(b).(types.Int)
		if !ok {
			return unknown()
		}
		return types.Bool(holds(int(order)))
	}
}

func not(v ref.Val) ref.Val {
	if b, ok := v.(types.Bool); ok {
		return !b
	}
	return unknown()
}

func has(v ref.Val) ref.Val { return types.Bool(v != types.NullValue) }

// inList always has a result: an unset value is in no list.
func inList(v, list ref.Val) ref.Val {
	l, ok := list.(traits.Lister)
	if !ok {
		return unknown()
	}
	for it := l.Iterator(); it.HasNext() == types.True; {
		if types.Equal(v, it.Next()) == types.True {
			return types.True
		}
	}
	return types.False
}

func size(v ref.Val) ref.Val {
	if s, ok := v.(types.String); ok {
		return s.Size()
	}
	return unknown()
}

func lower(v ref.Val) ref.Val {
	if s, ok := v.(types.String); ok {
		return types.String(strings.ToLower(string(s)))
	}
	return unknown()
}

func texts(f func(s, part string) bool) func(a, b ref.Val) ref.Val {
	return func(a, b ref.Val) ref.Val {
		s, ok := a.(types.String)
		part, also := b.(types.String)
		if !ok || !also {
			return unknown()
		}
		return types.Bool(f(string(s), string(part)))
	}
}

func add(a, b ref.Val) ref.Val {
	switch l := a.(type) {
	case types.Int:
		return sameInt(l.Add, b)
	case types.Double:
		return sameDouble(func(r types.Double) types.Double { return l + r }, b)
	case opaque:
		if n, ok := b.(types.Int); ok {
			return l.plusDays(int64(n), 1)
		}
	}
	return unknown()
}

func subtract(a, b ref.Val) ref.Val {
	switch l := a.(type) {
	case types.Int:
		return sameInt(l.Subtract, b)
	case types.Double:
		return sameDouble(func(r types.Double) types.Double { return l - r }, b)
	case opaque:
		switch r := b.(type) {
		case types.Int:
			return l.plusDays(int64(r), -1)
		case opaque:
			return l.minus(r)
		}
	}
	return unknown()
}

func multiply(a, b ref.Val) ref.Val {
	switch l := a.(type) {
	case types.Int:
		return sameInt(l.Multiply, b)
	case types.Double:
		return sameDouble(func(r types.Double) types.Double { return l * r }, b)
	}
	return unknown()
}

func divide(a, b ref.Val) ref.Val {
	if l, ok := a.(types.Double); ok && b != types.Double(0) {
		return sameDouble(func(r types.Double) types.Double { return l / r }, b)
	}
	return unknown()
}

func negate(v ref.Val) ref.Val {
	switch n := v.(type) {
	case types.Int:
		return n.Negate()
	case types.Double:
		return -n
	}
	return unknown()
}

// sameInt does checked arithmetic on two whole numbers. An overflow is an error, which means
// unknown.
func sameInt(f func(ref.Val) ref.Val, b ref.Val) ref.Val {
	if n, ok := b.(types.Int); ok {
		return f(n)
	}
	return unknown()
}

// sameDouble keeps numbers finite: an overflow is unknown.
func sameDouble(f func(types.Double) types.Double, b ref.Val) ref.Val {
	n, ok := b.(types.Double)
	if !ok {
		return unknown()
	}
	r := f(n)
	if math.IsNaN(float64(r)) || math.IsInf(float64(r), 0) {
		return unknown()
	}
	return r
}
