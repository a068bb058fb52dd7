// Package expr implements the expression language of the product. Metric conditions, terms, gates,
// routing and automation are written in it.
//
// The language is a closed subset of CEL (Common Expression Language) with its own types for day,
// instant, duration, money and reference. An expression is checked against the fields of one
// object. It can be evaluated in Go on one record, or translated to DuckDB SQL in which every value
// is bound. Both give the same result: true, false or unknown. A property test proves this.
//
//	outcome == 'won' && amount >= money("1000.00 EUR")
//	closed_on - created_on <= 30 || !has(owner)
//	owner.team == account.team && account.segment in ['smb', 'mid']
//
// Every field may be unset, and an unset reference reads as an empty record. `==`, `!=`, `in` and
// `has` always have a result: unset equals unset and nothing else. Any other operation on an unset
// value (`<`, arithmetic, functions) is unknown, and so are an overflow and a division by zero.
// `false && unknown` is false and `true || unknown` is true; otherwise unknown stays unknown. A row
// for which a condition is unknown does not match, and the caller counts such rows (UnknownSQL).
//
// The package also implements formulas: arithmetic over other metrics, with units (CompileFormula).
//
// It does not read rows, aggregate or read metric files, and it knows no sales terms. Start with
// Env, Program and Target.
package expr
