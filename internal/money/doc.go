// Package money holds exact amounts: whole minor units with their currency, and their conversion
// and rounding. It uses no floats.
//
// Start with Amount, Parse and Convert.
package money
