package all_test

import (
	"testing"

	"salesops/connectors"
)

// TestProgressCountsChanges: an import that writes says how many changes are written, of as many as it writes in
// all. A record may have several.
func TestProgressCountsChanges(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	writeCompany(t, dir, 2200)
	var told []connectors.Progress
	report := newWorld(t).run(connectors.Options{Paths: []string{dir}, Progress: func(p connectors.Progress) {
		if p.Phase == connectors.Writing {
			told = append(told, p)
		}
	}})
	if len(told) < 3 {
		t.Fatalf("told %d times, which is too few to see it grow", len(told))
	}
	for _, p := range told {
		if p.Total != report.Changes {
			t.Errorf("%d of %d changes are written; there are %d in all", p.Done, p.Total, report.Changes)
		}
	}
	if last := told[len(told)-1]; last.Done != report.Changes {
		t.Errorf("at the end %d of %d changes are written", last.Done, report.Changes)
	}
}
