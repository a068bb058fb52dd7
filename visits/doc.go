// Package visits keeps the stays of deals in stages: when a deal came into a stage, when it left it, where it came
// from and where it went, and the path that it has taken so far.
//
// They are rows of one keyed table of package analytics (Table). Visits to stages, moves between stages and paths of
// deals are parts of its rows, so that they cannot disagree. What the words mean stands in docs/methods.md, Stages.
//
// Read Table first, then path.go, which works the stays of one deal out.
package visits
