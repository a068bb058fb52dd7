package mapping_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"salesops/connectors"
	"salesops/record"
)

// TestVeryManyFiles: an import is closed and its report kept however many files it had. The
// log's copy lists those with trouble and counts what it leaves out.
func TestVeryManyFiles(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const many = 2_200
	files := map[string]string{}
	for i := range many {
		files[fmt.Sprintf("%04d-%s.csv", i, strings.Repeat("deals of a branch ", 12))] =
			watchedHeader + fmt.Sprintf("%d,Roof,Talk,100,2026-12-01,2026-10-01,\n", i)
	}
	files["zz.csv"] = watchedHeader + "x,Roof,Talk,one hundred,2026-12-01,2026-10-01,\n"
	r := w.run(watched, connectors.Options{Paths: []string{folder(t, files)}})
	if r.Batch == "" || len(r.Files) != many+1 || r.FilesLeftOut != 0 {
		t.Fatalf("%d files, %d left out, batch %q", len(r.Files), r.FilesLeftOut, r.Batch)
	}
	_, id, err := record.ParseID(r.Batch)
	if err != nil {
		t.Fatal(err)
	}
	states, err := w.log.States(context.Background(), record.Everything(), []record.ID{id})
	if err != nil {
		t.Fatal(err)
	}
	fields := states[id].Fields
	var kept connectors.Report
	if err := json.Unmarshal([]byte(fields["report"].Text()), &kept); err != nil {
		t.Fatal(err)
	}
	if kept.FilesLeftOut == 0 || len(kept.Files)+kept.FilesLeftOut != many+1 ||
		kept.Files[len(kept.Files)-1].Rejected != 1 {
		t.Errorf("kept are %d files, left out %d", len(kept.Files), kept.FilesLeftOut)
	}
	if fields["state"].Text() != "done" || !strings.HasSuffix(fields["files"].Text(),
		fmt.Sprintf("… (%d files)", many+1)) {
		t.Errorf("the import is %s, its files end %q", fields["state"].Text(), fields["files"].Text()[60_000:])
	}
}
