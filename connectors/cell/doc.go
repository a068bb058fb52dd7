// Package cell reads the text of one cell: as a day or a time, a number, an amount, a share, a yes or a
// no. A text that cannot be read gives a reason.
//
// What one cell leaves open, others decide: OrderEvidence collects what the dates of a column say about
// the order of day and month, DecimalsEvidence what its numbers say about the decimal sign, and Guess what
// the cells of a column without a meaning could be. Where nothing decides, the evidence has a question for
// a person.
//
// Nothing here reads a file or keeps anything.
package cell
