package mapping_test

import (
	"testing"

	"salesops/connectors"
	"salesops/internal/problems"
	"salesops/sales"
)

// TestUnseenCharacters: a row with characters that nobody sees is taken without them, and the report says so.
func TestUnseenCharacters(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.run(lengths, connectors.Options{Paths: []string{folder(t, map[string]string{"deals.csv": "" +
		"No,Title,Stage,Line,Account,Owner,Rem\u202eark\n1,Al\u202epha,Talk,Main,a,o,\u202a+1 " +
		"555\u202c\n2,B\x1b[1m,Talk,Main,b,o,s\n" +
		"3,Plain,Ta\u2066lk,Main,b,o,s\n"})}})
	if p := problem(r, problems.Unseen); p == nil || p.Count != 3 {
		t.Errorf("told: %+v", r.Problems)
	}
	names := map[string]bool{}
	for _, d := range w.records("crm", sales.Deal) {
		names[d.Fields["name"].Text()] = true
	}
	if r.Files[0].Taken != 3 || !names["Alpha"] || !names["B[1m"] || !names["Plain"] {
		t.Errorf("%d taken: %v", r.Files[0].Taken, names)
	}
}
