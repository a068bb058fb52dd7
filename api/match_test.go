package api_test

import (
	"strings"
	"testing"

	"salesops/api"
	"salesops/connectors/all"
)

// A list without ids, through the API: by options, and refusing what cannot be.
func TestImportMatchesByEmail(t *testing.T) {
	t.Parallel()
	w := newWorld(t, all.Tools()...)
	w.over(
		w.upload([][2]string{{"p.csv",
			"No,Full,Mail,Job\n1,Eva Reis,eva@example.com,CTO\n2,Twin One,twin@example.com,\n3,Twin " +
				"Two,twin@example.com,\n"}},
			"mapping",
			"source: crm\nfiles:\n  - {file: p.csv, object: contact, id: No, fields: {name: Full, email: Mail, "+
				"job_title: Job}}\n"))
	guests := [][2]string{{"g.csv",
		"Guest,Mail,Job\nEva,EVA@example.com,CEO\nZoe,zoe@example.com,Host\nTwin,twin@example.com,Spy\n"}}
	mapping := "source: fair\nfiles:\n  - {file: g.csv, object: contact, id: none, fields: {name: Guest, email: " +
		"Mail, job_title: Job}}\n"
	dry := w.over(w.upload(guests, "mapping", mapping, "match", "email", "only", "update", "dry_run", "true"))
	want := api.ImportMatch{By: "email", Only: "update", Found: 1, New: 1, Skipped: 1, Ambiguous: 1}
	if dry.Report == nil || dry.Report.Files[0].Match == nil || *dry.Report.Files[0].Match != want {
		t.Fatalf("the dry run: %+v", dry)
	}
	if r := dry.Report.Files[0].Rejects; len(r) != 1 || r[0].ReasonCode != "match_ambiguous" ||
		strings.Count(r[0].ReasonParts["ids"], "contact_") != 2 {
		t.Errorf("rejected: %+v", r)
	}
	job := w.over(w.upload(guests, "mapping", mapping, "match", "email"))
	if list := get[api.RecordList](w, "/records/contact"); job.State != "done" || list.Total != 4 {
		t.Errorf("%d contacts after %+v", list.Total, job)
	}
	for _, wrong := range [][]string{{"match", "phone"}, {"only", "delete"}} {
		if r := w.upload(guests, wrong...); r.status != 422 {
			t.Errorf("%v: %d %s", wrong, r.status, r.body)
		}
	}
}
