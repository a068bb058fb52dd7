// Package acceptance proves the product from the outside: exports that a company
// might really have go in through the import, and every answer is compared with
// the same question counted by hand, in plain loops over the generated rows.
//
// It holds tests only. The counting (count_*_test.go) is written from
// docs/methods.md and shares nothing with the product but days and decimals, so
// a mistake would have to be made twice to stay unseen. Nothing here imports it.
//
// Read world, company and count first.
package acceptance
