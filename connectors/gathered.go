package connectors

import (
	"salesops/internal/period"
	"salesops/record"
)

// gathered is what the rows of an import say, as the reader gives it to those behind.
type gathered struct {
	groups       *sorter           // facts, by record
	wholes       []map[string]bool // by registry index; see absent.go
	listed       map[ord]string    // stages that have a row of their own, and their outcomes
	merges       []merger
	merging      map[ord]bool // records that are merged into others
	historySince period.Instant
}

func newGathered(in *setting, of *subjects) *gathered {
	return &gathered{groups: newSorter(in.o.SpillDir), wholes: make([]map[string]bool, len(of.reg.objects)),
		listed: map[ord]string{}, merging: map[ord]bool{}}
}

// planned is what an import would write.
type planned struct {
	changes *sorter // in the order of writing, an item for each record
	drafts  int64   // changes in them
	absent  []absent
	deleted []record.ID // what a complete export does not hold and the log has deleted already
	stating stating
}

func newPlanned(in *setting) *planned { return &planned{changes: newSorter(in.o.SpillDir)} }
