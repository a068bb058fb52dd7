package all_test

import (
	"strings"
	"testing"

	"salesops/connectors"
	"salesops/sales"
)

// TestTheLastWordOnDeletion: whether a record exists is what its source said last, at whatever times the source dates
// it. A file without a column of deletions says nothing of it.
func TestTheLastWordOnDeletion(t *testing.T) {
	t.Parallel()
	const noColumn = "no column"
	type said struct{ deleted, modified string }
	var (
		there = said{"false", "02-01"}
		gone  = said{"true", "03-01"}
		since = said{"2026-03-05T00:00:00Z", "02-01"}
		back  = said{"false", "03-10"}
	)
	for name, c := range map[string]struct {
		rows   []said
		exists bool
	}{
		"deleted, back by an older row":          {[]said{there, gone, {"false", "02-15"}}, true},
		"deleted since, back by an older row":    {[]said{there, since, {"false", "02-15"}}, true},
		"deleted since, back by the same row":    {[]said{there, since, there}, true},
		"deleted since, then no time":            {[]said{there, since, {"", "02-01"}}, true},
		"deleted from the first, back":           {[]said{since, there}, true},
		"back later, deleted at an earlier time": {[]said{there, gone, back, {"2026-03-07T00:00:00Z", "03-10"}}, false},
		"back later, deleted by an older row":    {[]said{there, gone, back, {"true", "03-07"}}, false},
		"no time, deleted again":                 {[]said{there, since, {"", "03-10"}, since}, false},
		"deleted again and back again":           {[]said{there, gone, there, gone, there}, true},
		"deleted, then nothing said":             {[]said{there, gone, {noColumn, "03-10"}}, false},
		"there, then nothing said":               {[]said{there, {noColumn, "03-10"}}, true},
		"nothing said, deleted": {[]said{gone, {noColumn, "03-10"}, back, {noColumn, "03-11"}, gone},
			false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			for _, r := range append(c.rows, c.rows[len(c.rows)-1]) { // the second finds it as the first left it
				w.now += 1_000_000
				header := "Id,Name,StageName,Amount,CloseDate,CreatedDate,LastModifiedDate"
				row := deal1 + ",A,Proposal,1" + strings.ReplaceAll(r.modified, "-", "") +
					",2026-12-01,2026-01-01T00:00:00Z,2026-" + r.modified + "T00:00:00Z"
				if r.deleted != noColumn {
					header, row = header+",IsDeleted", row+","+r.deleted
				}
				w.files(map[string]string{"o.csv": header + "\n" + row + "\n"})
			}
			if c.exists {
				w.want(sales.Deal, deal1, now, "A", "name")
			} else {
				w.want(sales.Deal, deal1, now, "absent")
			}
		})
	}
}

// TestBackAndDeleted: a record that a full export lacked and the next held is deleted when its source says so, also at
// a time before that import.
func TestBackAndDeleted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	full := func(id, deleted string) {
		w.now += 1_000_000
		w.run(connectors.Options{Full: true, Paths: []string{folder(t, map[string]string{
			"o.csv": "Id,IsDeleted,Name,StageName,CloseDate,CreatedDate,LastModifiedDate\n" + id + "," + deleted +
				",A,Proposal,2026-12-01,2026-01-01T00:00:00Z,2026-02-01T00:00:00Z\n"})}})
	}
	full(deal1, "false")
	full(deal2, "false")
	w.want(sales.Deal, deal1, now, "absent")
	full(deal1, "false")
	w.want(sales.Deal, deal1, now, "A", "name")
	full(deal1, "2026-03-01T00:00:00Z")
	w.want(sales.Deal, deal1, now, "absent")
}
