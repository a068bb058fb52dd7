// Package visits keeps the stays of deals in stages: when a deal came into a stage, when it left it, where it came
// from and where it went, and the path that it has taken so far.
//
// They are the rows of one keyed table of package analytics (Table). Visits to stages, moves between stages and
// paths of deals are all read from these rows, so they cannot disagree. docs/methods.md, Stages, defines the
// terms.
//
// Read Table first, then path.go, which computes the stays of one deal.
package visits
