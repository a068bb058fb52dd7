// Package undo undoes an import or a single change, and says which values were kept and why.
//
// Package record computes the changes of an undo. This package finds the import or change by its id, refuses
// what the asker may not see, writes the undo into the audit trail, and names the imports because of which
// values are kept. It does not decide who may undo.
//
// Read first: Import, Change, Report.
package undo
