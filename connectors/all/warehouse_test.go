package all_test

import (
	"os"
	"path/filepath"
	"testing"

	"salesops/connectors"
	"salesops/sales"
)

// trialData is a folder of exports beside the repository; the test is skipped without it.
func trialData(t *testing.T, name string) string {
	t.Helper()
	dir := filepath.Join("..", "..", "..", "shared", "data", name)
	if _, err := os.Stat(dir); err != nil {
		t.Skip("the trial data is not here: put it into shared/data beside the repository")
	}
	return dir
}

// accounted checks that every row of every file is taken, set aside or rejected.
func accounted(t *testing.T, r *connectors.Report) (rows int64) {
	t.Helper()
	for _, f := range r.Files {
		if f.Unknown || f.Rows != f.Taken+f.SetAside+f.Rejected {
			t.Errorf("%s: %d rows, %d taken, %d set aside, %d rejected, %s", f.Path, f.Rows, f.Taken,
				f.SetAside, f.Rejected, f.Reason)
		}
		rows += f.Rows
	}
	return rows
}

// TestSalesforceWarehouse: tables in snake case are read as the objects they are.
func TestSalesforceWarehouse(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	files := map[string]string{
		"a.csv": "id,name,owner_id,industry,is_deleted,_fivetran_synced\n" + acct1 + ",Acme," + user1 +
			",Tools,false,2026-09-01\n",
		"o.csv": "id,name,account_id,stage_name,amount,close_date,is_closed,is_won,is_deleted,created_date," +
			"last_modified_date,region_c,_fivetran_synced\n" +
			deal1 + ",One," + acct1 +
			",Closed Won,100,2026-03-01,true,true,false,2026-01-01T00:00:00Z,2026-03-01T00:00:00Z,North,2026-09-01\n" +
			deal2 + ",Two," + acct1 +
			",Closed Won,900,2026-03-01,true,true,true,2026-01-01T00:00:00Z,2026-03-02T00:00:00Z,North,2026-09-01\n",
		"h.csv": "id,name,stage_name,amount,close_date,is_deleted,_fivetran_active,_fivetran_start,_fivetran_end\n" +
			deal1 + ",One,Prospecting,80,2026-04-01,false,false,2026-01-01T00:00:00Z,2026-03-01T00:00:00Z\n",
		"u.csv": "id,first_name,last_name,is_active,user_role_id,_fivetran_deleted\n" +
			user1 + ",Ada,Byron,true,," + "false\n",
		"t.csv": "id,subject,what_id,status,activity_date,is_closed,task_subtype,is_deleted\n00T000000000001AAA,Ring," +
			deal1 + ",Completed,2026-02-01,true,Call,false\n",
	}
	r := w.files(files)
	if rows := accounted(t, r); rows != 6 {
		t.Errorf("%d rows", rows)
	}
	if got, want := w.row(sales.Deal, deal1, endOf("2026-05-01"), "name", "amount", "outcome",
		"region"), "One|100.00|won|North"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got, want := w.row(sales.Deal, deal1, endOf("2026-02-01"), "amount", "outcome"), "80.00|open"; got != want {
		t.Errorf("earlier: %s, want %s", got, want)
	}
	if got := w.row(sales.Deal, deal2, endOf("2026-05-01"), "name"); got != "absent" {
		t.Errorf("a deleted deal is %s", got)
	}
	if got, want := w.row(sales.Person, user1, endOf("2026-12-31"), "name"), "Ada Byron"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got, want := w.row(sales.Activity, "00T000000000001AAA", endOf("2026-12-31"), "kind",
		"deal"), "call|"+deal1; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if again := w.files(files); again.Changes != 0 {
		t.Errorf("the second import makes %d changes", again.Changes)
	}
}

// TestSalesforceSeeds: the ten deals of a real warehouse are all deleted.
func TestSalesforceSeeds(t *testing.T) {
	t.Parallel()
	dir := trialData(t, "salesforce-connector-seeds")
	w := newWorld(t)
	r := w.run(connectors.Options{Paths: []string{dir}})
	accounted(t, r)
	if d := count(r, sales.Deal); d.Created != 10 || d.Deleted != 10 {
		t.Errorf("deals: %+v", d)
	}
	for _, d := range w.records(sales.Deal, endOf("2026-12-31")) {
		if !d.Stub {
			t.Errorf("%+v is there", d)
		}
	}
	if r = w.run(connectors.Options{Paths: []string{dir}}); r.Changes != 0 {
		t.Errorf("the second import makes %d changes", r.Changes)
	}
}
