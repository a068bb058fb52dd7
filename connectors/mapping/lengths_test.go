package mapping_test

import (
	"context"
	"strings"
	"testing"

	"salesops/connectors"
	"salesops/internal/fault"
	"salesops/internal/problems"
	"salesops/record"
	"salesops/sales"
)

const lengths = `source: crm
files:
  - file: "*.csv"
    object: deal
    id: No
    fields: {name: Title, stage: Stage, pipeline: Line, account: Account, owner: Owner}
`

// TestLongCells: what is too long for the log is a row that is rejected with its column, and what
// just fits is taken.
func TestLongCells(t *testing.T) {
	t.Parallel()
	const mostOfID = 255
	long := func(n int) string { return strings.Repeat("x", n) }
	const header = "No,Title,Stage,Line,Account,Owner,Remark\n"
	for _, c := range []struct {
		row, column, reason string
	}{
		{"1," + long(record.MaxName+1) + ",Talk,Main,a,o,r", "Title", "text_too_long"},
		{"1,T,Talk,Main,a,o," + long(record.MaxProse+1), "Remark", "text_too_long"},
		{"1,T," + long(241) + ",Main,a,o,r", "Stage", "text_too_long"},
		{"1,T,Talk," + long(241) + ",a,o,r", "Line", "text_too_long"},
		{long(mostOfID+1) + ",T,Talk,Main,a,o,r", "No", "id_too_long"},
		{"1,T,Talk,Main," + long(mostOfID+1) + ",o,r", "Account", "id_too_long"},
		{"1,T,Talk,Main,a," + long(mostOfID+1) + ",r", "Owner", "id_too_long"},
		{"1," + long(record.MaxName) + ",Talk,Main,a,o," + long(record.MaxProse), "", ""},
		{long(mostOfID) + ",T," + long(240) + "," + long(240) + "," + long(mostOfID) + ",o,r", "", ""},
	} {
		w := newWorld(t)
		r := w.run(lengths,
			connectors.Options{Paths: []string{folder(t,
				map[string]string{"deals.csv": header + "2,U,Talk,Main,b,o,s\n" + c.row + "\n"})}})
		f := r.Files[0]
		if problem(r, problems.Refused) != nil {
			t.Errorf("%s: the log refused: %+v", c.column, r.Problems)
		}
		taken := len(w.records("crm", sales.Deal))
		if c.reason == "" {
			if f.Taken != 2 || taken != 2 {
				t.Errorf("what just fits: %d of 2 taken, %d deals, %+v", f.Taken, taken, f.Rejects)
			}
			continue
		}
		if f.Taken != 1 || taken != 1 || f.Rejected != 1 || len(f.Rejects) != 1 {
			t.Errorf("%s: %d taken, %d rejected, %d deals", c.column, f.Taken, f.Rejected, taken)
			continue
		}
		if no := f.Rejects[0]; no.Column != c.column || no.Line != 3 ||
			no.ReasonCode != c.reason || len(no.Reason) > 300 {
			t.Errorf("%s: rejected as %+v", c.column, no)
		}
	}
}

// TestRefusedIsNotCounted: what a rule of the log does not let in is in none of the counts, of
// records and of the rows of each file.
func TestRefusedIsNotCounted(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(_ context.Context, _ record.View, d *record.Draft) error {
		if v, _ := d.Value("name"); d.Object == sales.Deal && strings.HasPrefix(v.Text(), "no ") {
			return fault.Invalidf("such a deal is not wanted")
		}
		return nil
	})
	count := func(text string) (connectors.ObjectCount, *connectors.Report, record.Seq) {
		before := w.log.Head()
		r := w.run(lengths,
			connectors.Options{Paths: []string{folder(t,
				map[string]string{"deals.csv": "No,Title,Stage,Line,Account,Owner\n" + text})}})
		for _, n := range r.Objects {
			if n.Object == sales.Deal {
				return n, r, w.log.Head() - before
			}
		}
		return connectors.ObjectCount{}, r, 0
	}
	n, r, written := count("1,good,Talk,Main,a,o\n2,no way,Talk,Main,a,o\n3,fine,Talk,Main,b,o\n")
	if n.Created != 2 || n.Rejected != 1 || n.Updated != 0 {
		t.Errorf("first: %+v", n)
	}
	if own := record.Seq(2); written-own != record.Seq(r.Changes) { // the import's own record, made and closed
		t.Errorf("%d changes are told, %d were written", r.Changes, written-own)
	}
	if f := r.Files[0]; f.Taken != 2 || f.Refused != 1 || f.Rejected != 0 {
		t.Errorf("the file's counts are %+v", f)
	}
	p := problem(r, problems.Refused)
	if p == nil || strings.Contains(told(p), "deal_") {
		t.Errorf("the refusal is told as %+v", p)
	}
	w.now += 1_000_000
	if n, r, _ := count("1,no more,Talk,Main,a,o\n2,no way,Talk,Main,a,o\n3,finer,Talk,Main,b,o\n"); n.Created != 0 ||
		n.Updated != 1 || n.Rejected != 2 || r.Files[0].Taken != 1 || r.Files[0].Refused != 2 {
		t.Errorf("second: %+v, %+v", n, r.Files[0])
	}
	if _, r, _ := count("9,no way,Talk,Main,a,o\n"); !r.Nothing {
		t.Errorf("of a single row that was refused, something was taken: %+v", r.Files[0])
	}
	w.now += 1_000_000
	const header = "No,Title,Stage,Line,Account,Owner\n"
	both := w.run(lengths, connectors.Options{Paths: []string{folder(t, map[string]string{
		"a.csv": header + "4,no way,Talk,Main,a,o\n5,good,Talk,Main,a,o\n",
		"b.csv": header + "4,no more,Talk,Main,a,o\n4,no less,Talk,Main,a,o\n5,good,Talk,Main,a,o\n",
	})}})
	if a, b := both.Files[0], both.Files[1]; a.Taken != 1 || a.Refused != 1 || b.Taken != 1 || b.Refused != 2 {
		t.Errorf("of two files about one record: %+v, %+v", a, b)
	}
}
