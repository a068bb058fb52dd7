// Package undo takes an import or a single change back for whoever asks, and says what stays and why.
//
// Package record works out what an undo writes. This package finds what is meant by an import's id, refuses what the
// asker may not see, notes the undo in the audit trail, and names the imports that hold on to values. It decides
// nothing about who may undo.
//
// Read first: Import, Change, Report.
package undo
