// Package expr is the one expression language of the product: metric
// conditions, terms, gates, routing and automation are all written in it.
//
// The language is a closed subset of CEL (Common Expression Language) with its
// own day, instant, duration, money and reference types. An expression is
// checked against the fields of one object, evaluated in Go on one record, or
// translated to DuckDB SQL with every value bound. Both give the same answer,
// true, false or unknown; a property test proves it.
//
//	outcome == 'won' && amount >= money("1000.00 EUR")
//	closed_on - created_on <= 30 || !has(owner)
//	owner.team == account.team && account.segment in ['smb', 'mid']
//
// Unset and unknown. Every field may be unset, and a reference that is unset
// reads as an empty record. `==`, `!=`, `in` and `has` always answer: unset is
// equal to unset and to nothing else. Everything else on an unset value
// (`<`, arithmetic, functions) is unknown, and so are an overflow and a
// division by zero. `false && unknown` is false, `true || unknown` is true,
// otherwise unknown stays unknown. A row for which a condition is unknown does
// not match, and the caller counts such rows (UnknownSQL).
//
// The package also holds formulas: arithmetic over other metrics, with units
// (CompileFormula).
//
// It is not for reading rows, for aggregates or for metric files, and it knows
// no words of the trade. Read first: Env, Program and Target.
package expr
