// Package money holds exact amounts: whole minor units with their currency, and
// the conversions and roundings that may happen to them. There are no floats here.
//
// Read Amount, Parse and Convert first.
package money
