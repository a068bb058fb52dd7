// Package sales holds the vocabulary: the objects of a sales team, their fields, and the rules that belong to
// their meaning (for example, a deal's outcome follows its stage). It does no I/O and contains no SQL.
//
// A new field is one line in the object's file. Field keys are stable: take the next
// free one, never reuse one. Read Objects, Deal and Guard first.
package sales
