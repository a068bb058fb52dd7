package all_test

import (
	"testing"

	"salesops/connectors"
	"salesops/sales"
)

// TestAbsentThenDeleted: what a full export did not hold stays deleted when the source then says that it is, and comes
// back when the source says that it is not, or just holds it again.
func TestAbsentThenDeleted(t *testing.T) {
	t.Parallel()
	header := "Id,IsDeleted,Name,StageName,Amount,CloseDate,CreatedDate,LastModifiedDate\n"
	row := func(id, deleted, day string) string {
		return id + "," + deleted + ",A,Proposal,100,2026-12-01,2026-01-01T00:00:00Z,2026-" + day + "T00:00:00Z\n"
	}
	for name, then := range map[string]struct {
		deleted string
		exists  bool
	}{"deleted": {"true", false}, "not deleted": {"false", true}, "unsaid": {"", true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			full := func(rows string) {
				w.now += 1_000_000
				dir := folder(t, map[string]string{"o.csv": header + rows})
				w.run(connectors.Options{Paths: []string{dir}, Full: true})
			}
			full(row(deal1, "false", "02-01") + row(deal2, "false", "02-01"))
			full(row(deal1, "false", "02-01"))
			w.want(sales.Deal, deal2, now, "absent")
			for range 2 { // the second finds it as the first left it
				w.now += 1_000_000
				w.files(map[string]string{"o.csv": header + row(deal2, then.deleted, "03-01")})
				if then.exists {
					w.want(sales.Deal, deal2, now, "A", "name")
				} else {
					w.want(sales.Deal, deal2, now, "absent")
				}
			}
		})
	}
}

// TestWhatIsNotDeleted: a cell in a column of deletions that is neither yes nor no nor a time rejects its row, with the
// cell in the reason; the rows beside it are taken.
func TestWhatIsNotDeleted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.run(connectors.Options{Paths: []string{folder(t, map[string]string{
		"o.csv": "Id,IsDeleted,Name,StageName,Amount,CloseDate,CreatedDate\n" +
			deal1 + ",perhaps,A,Proposal,100,2026-12-01,2026-01-01T00:00:00Z\n" +
			deal2 + ",false,B,Proposal,100,2026-12-01,2026-01-01T00:00:00Z\n"})}})
	f := r.Files[0]
	if f.Taken != 1 || len(f.Rejects) != 1 || f.Rejects[0].Column != "IsDeleted" ||
		f.Rejects[0].ReasonCode != "not_boolean" || f.Rejects[0].ReasonParts["value"] != "perhaps" {
		t.Errorf("%+v", f)
	}
	w.want(sales.Deal, deal2, now, "B", "name")
}
