package acceptance

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"salesops/internal/period"
	"salesops/metrics"
	"salesops/record"
	"salesops/sales"
)

// TestClockPutBack: where the clock is put back between two imports or two edits, the later one counts: the
// record and the list say the same, and the import can be taken back.
func TestClockPutBack(t *testing.T) {
	t.Parallel()
	p := newProduct(t, period.DayOf(2026, 3, 2).Start(time.UTC)+12*3600*1_000_000, time.UTC, time.January)
	file := filepath.Join(t.TempDir(), "Opportunity.csv")
	load := func(amount int) record.Seq {
		t.Helper()
		text := "Id,Name,StageName,Amount,CloseDate,CreatedDate,IsWon,IsClosed\n" +
			fmt.Sprintf("006000000000001AAA,Roof,Closed Won,%d,2026-02-03,2026-01-05,true,true\n", amount)
		p.must(os.WriteFile(file, []byte(text), 0o600))
		r := p.run([]string{file}, "ymd")
		if r.Seconds < 0 {
			t.Errorf("the import took %f s", r.Seconds)
		}
		return r.Seq
	}
	says := func(when, name, amount string) record.ID {
		t.Helper()
		p.follow()
		set, err := p.engine.List(t.Context(), everything, metrics.ListQuery{Object: sales.Deal, Limit: 10})
		p.must(err)
		if set.Total != 1 || len(set.Records) != 1 {
			t.Fatalf("%s: %d deals", when, set.Total)
		}
		_, id, err := record.ParseID(set.Records[0].ID)
		p.must(err)
		r, err := p.log.Get(t.Context(), everything, sales.Deal, id)
		p.must(err)
		if got := r.Fields["name"].Text(); !r.Exists || got != name {
			t.Errorf("%s: the deal is called %q, want %q", when, got, name)
		}
		if got := r.Fields["amount"].Money().String(); got != amount {
			t.Errorf("%s: the deal is of %s, want %s", when, got, amount)
		}
		listed := set.Records[0].Fields
		if got := fmt.Sprint(listed["name"], " ", listed["amount"]); got != name+" {"+amount+" }" {
			t.Errorf("%s: the list says %s, want %s %s", when, got, name, amount)
		}
		return id
	}
	putBack := func() { p.now -= 3600 * 1_000_000 }
	load(50)
	load(100)
	id := says("imported", "Roof", "100.00")
	putBack()
	says("put back", "Roof", "100.00")
	batch := load(200)
	says("imported again", "Roof", "200.00")
	putBack()
	_, err := p.log.Apply(t.Context(), record.Command{Actor: "owner", Drafts: []record.Draft{{
		Kind: record.Set, Object: sales.Deal, ID: id,
		Fields: []record.FieldValue{{Name: "name", Value: record.TextValue("Roof, large")}},
	}}})
	p.must(err)
	says("edited", "Roof, large", "200.00")
	_, err = p.log.Undo(t.Context(), "owner", batch)
	p.must(err)
	says("undone", "Roof, large", "100.00")
}
