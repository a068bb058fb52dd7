package recordtest

import (
	"fmt"
	"testing"

	"salesops/record"
)

// Run tests an engine. open returns a new empty store and closes it in the test's cleanup.
func Run(t *testing.T, open func(t *testing.T) record.Store) {
	tests := []struct {
		name string
		fn   func(t *testing.T, w *world)
	}{
		{"write and read", writeAndRead},
		{"scopes", scopes},
		{"masks", masks},
		{"refused commands leave no trace", refusals},
		{"a refused command does not fail its neighbours", neighbours},
		{"optimistic check", ifSeq},
		{"unchanged", unchanged},
		{"tail and wait", tailAndWait},
		{"external ids", externals},
		{"external ids stay unique under concurrency", externalsConcurrent},
		{"stubs are filled in any order", stubs},
		{"last seen values", lastSeen},
		{"delete and restore", deleteAndRestore},
		{"merge and unmerge", merge},
		{"time travel", timeTravel},
		{"planned ahead", plannedAhead},
		{"any clock", anyClock},
		{"a clock that is put back", clockPutBack},
		{"custom fields", customFields},
		{"forget", forget},
		{"a refused forget takes nothing", forgetRefused},
		{"what a source sees of an erased record", seenOfForgotten},
		{"ids", idsOf},
		{"changes with a cause", caused},
		{"the trail of erasures", trail},
		{"what is allowed", allowed},
		{"as much as may be", limits},
		{"the reasons of refusals", reasons},
		{"numbers without a gap under concurrency", gapFree},
		{"a person's edit beside an import", besideImport},
		{"undo of one change", undoOne},
		{"undo of a batch", undoBatch},
		{"undo and import again", undoAndAgain},
		{"undo keeps what changed since", undoKeeps},
		{"undo of deletes and merges", undoLife},
		{"undo of what deleted records refer to", undoDeleted},
		{"undo of what states deleted records", undoElsewhere},
		{"undo of one change of an import", undoAlone},
		{"undo of what is stated since", undoStated},
		{"undo of many that were stated", undoManyStated},
		{"undo of parts of an import", undoApart},
		{"undo of a deletion before all else", undoEarlyDelete},
		{"undo of what was imported and entered", undoMixed},
		{"undo of undos", undoUndone},
		{"undo of imports that merge and delete", undoMerges},
		{"an undo happens whole or not at all", undoWhole},
		{"a line gives what its commands give one by one", anyLine},
		{"a command upon a batch that was not written", busyBelow},
		{"a failed write stops the log", failedWrite},
		{"any history: replay is live, as-of now is current, fold is as-of", anyHistory},
		{"any batch: undo restores", anyUndo},
		{"any imports and edits: undone in any order, nothing else stays", anyUndos},
	}
	for _, packFrom := range []int{0, 2} {
		t.Run(fmt.Sprintf("packed from %d drafts", packFrom), func(t *testing.T) {
			t.Parallel()
			for _, test := range tests {
				t.Run(test.name, func(t *testing.T) {
					t.Parallel()
					w := newPackedWorld(t, open(t), packFrom)
					test.fn(t, w)
					w.verify(t)
				})
			}
		})
	}
}
