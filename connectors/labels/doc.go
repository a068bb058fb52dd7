// Package labels describes the files that people download from a screen: their columns have
// the labels of the screen, in one of several languages, records are often named instead of
// referred to by an id, and a report may have no ids at all.
//
// An Export says what the labels of one such file mean; it becomes layouts of connectors. It
// does not read files, and knows no system: each tool's folder holds its own labels.
//
// Read Export, Field and Made.
package labels
