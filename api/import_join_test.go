package api_test

import (
	"fmt"
	"strings"
	"testing"

	"salesops/api"
	"salesops/connectors/all"
)

// TestImportOfJoinedFiles: the files of one upload are joined; a dry run says the same and writes
// nothing; an undo takes all back.
func TestImportOfJoinedFiles(t *testing.T) {
	t.Parallel()
	w := newWorld(t, all.Tools()...)
	text := "source: shop\ncurrency: EUR\nfiles:\n  - file: orders.csv\n    object: order\n    id: Order\n" +
		"    join: {customers: {file: customers.csv, on: {Customer No: No}, keep: [Segment]}}\n" +
		"    fields: {account: {column: customers.Name, by: name, create: true}, ordered_on: Date, amount: Amount}\n " +
		"   ignore: \"*\"\n"
	if joins := w.revise(text).Outline.Entries[0].Joins; len(joins) != 1 ||
		fmt.Sprint(joins[0]) != "{customers [customers.csv] [] [{Customer No No}] [Segment]}" {
		t.Errorf("the form is told of %+v", joins)
	}
	orders := [2]string{"orders.csv", "Order,Customer No,Date,Amount\n1,7,2026-01-05,100\n2,99,2026-01-06,20\n"}
	customers := [2]string{"customers.csv", "No,Name,Segment\n7,Ann Ltd,Large\n8,Bo Ltd,Small\n"}
	for _, dry := range []string{"true", "false"} {
		job := w.over(w.upload([][2]string{orders, customers}, "mapping", text, "dry_run", dry))
		if job.State != "done" || job.Report.Files[1].Taken != 2 || job.Report.Files[0].Unknown ||
			job.Report.Files[0].Rows != 2 {
			t.Fatalf("dry run %s: %+v %+v", dry, job, job.Report)
		}
		found := false
		for _, p := range job.Report.Problems {
			found = found || p.Code == "join_keys_unknown" && p.Count == 1 &&
				p.Examples[0].Detail == `orders.csv, line 3: Customer No "99" → customers`
		}
		if !found {
			t.Errorf("dry run %s: %+v", dry, job.Report.Problems)
		}
		want := map[string]int64{"true": 0, "false": 2}[dry]
		if list := get[api.RecordList](w, "/records/order"); int64(list.Total) != want {
			t.Errorf("dry run %s: %d orders", dry, list.Total)
		}
		if dry == "true" {
			continue
		}
		if list := get[api.RecordList](w, "/records/account"); list.Total != 1 {
			t.Errorf("%d accounts", list.Total)
		}
		if list := get[api.RecordList](w, "/records/order"); list.Total == 0 {
			t.Error("no orders")
		}
		if r := w.ask("POST", fmt.Sprintf("/imports/%s/undo", job.ID), map[string]any{}); r.status >= 300 {
			t.Errorf("undo: %d %s", r.status, r.body)
		}
		for _, object := range []string{"account", "order"} {
			if list := get[api.RecordList](w, "/records/"+object); list.Total != 0 {
				t.Errorf("%d of %s stay after the undo", list.Total, object)
			}
		}
	}
	for _, c := range []struct {
		files [][2]string
		want  string
	}{
		{[][2]string{orders}, "no file is called customers.csv, which customers is joined from: give it too"},
		{[][2]string{orders, {"customers.csv", customers[1] + "7,Anna Ltd,Large\n"}},
			`customers.csv:2 and customers.csv:4 have the same key \"7\" and say different things in Name`},
	} {
		r := w.upload(c.files, "mapping", text)
		said := string(r.body)
		if r.status < 300 {
			job := w.over(r)
			said = fmt.Sprintf("%+v", job.Problem)
			c.want = strings.ReplaceAll(c.want, `\"`, `"`)
		}
		if !strings.Contains(said, c.want) {
			t.Errorf("%s, want %s", said, c.want)
		}
	}
}
