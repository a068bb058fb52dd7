package all_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"salesops/connectors"
	"salesops/record"
	"salesops/sales"
)

// TestAnImportGoesOn: one whose process died after its writes goes on under its entry and says what it would have said,
// with the differences that what it wrote hides from it.
func TestAnImportGoesOn(t *testing.T) {
	t.Parallel()
	const header = "Id,Name,StageName,Amount,CloseDate,CreatedDate,LastModifiedDate,IsDeleted\n"
	row := func(id, name, amount, modified, deleted string) string {
		return id + "," + name + ",Proposal," + amount + ",2026-12-01,2026-01-02T10:00:00Z," +
			modified + "," + deleted + "\n"
	}
	first := header + row(deal1, "Alpha", "100", "2026-03-06T10:00:00Z", "false") + row(deal2, "Beta", "200",
		"2026-03-06T10:00:00Z", "false") +
		row("006000000000004AAA", "Delta", "400", "2026-03-06T10:00:00Z", "false") +
		row("006000000000005AAA", "Epsilon", "500", "2026-03-06T10:00:00Z", "false")
	later := header + row(deal1, "Alpha of theirs", "100", "2026-03-07T10:00:00Z", "false") +
		row(deal2, "Beta", "250", "2026-03-07T10:00:00Z", "false") + row(deal3, "Gamma",
		"300", "2026-03-07T10:00:00Z", "false") +
		row("006000000000004AAA", "Delta", "400", "2026-03-06T10:00:00Z", "false") +
		row("006000000000005AAA", "Epsilon", "500", "2026-03-07T10:00:00Z", "true")
	run := func(dies, dry bool) (*world, *connectors.Report, string) {
		w := newWorld(t)
		w.files(map[string]string{"o.csv": first})
		id := record.ID(0)
		for have, external := range externals(t, w) {
			if external == deal1 {
				id = have
			}
		}
		if _, err := w.log.Apply(t.Context(),
			record.Command{Actor: "owner", Drafts: []record.Draft{{Kind: record.Set, Object: sales.Deal,
				ID: id, EffectiveAt: w.now - 1_000_000,
				Fields: []record.FieldValue{{Name: "name", Value: record.TextValue("Alpha of ours")}}}}}); err != nil {
			t.Fatal(err)
		}
		notes := filepath.Join(t.TempDir(), "found.json")
		o := connectors.Options{Paths: []string{folder(t, map[string]string{"o.csv": later})}, Entry: w.log.NewID(),
			Notes: notes, DryRun: dry}
		if dies {
			broken := o
			broken.Close = func(context.Context, record.Command, *connectors.Report, error) error { return nil }
			w.run(broken)
			w.now += 5_000_000
		}
		return w, w.run(o), notes
	}
	said := func(r *connectors.Report) string {
		var parts []string
		for _, o := range r.Objects {
			parts = append(parts, fmt.Sprintf("%+v", o))
		}
		for _, d := range r.Differences {
			parts = append(parts, fmt.Sprintf("%s %s: here %s, source %s, in force %s", d.Object, d.Field, d.Here.Value,
				d.Source.Value, d.InForce))
		}
		for _, p := range r.Problems {
			parts = append(parts, fmt.Sprintf("%s %d", p.Code, p.Count))
		}
		return fmt.Sprintf("%d changes, %d differences; %s", r.Changes, r.DifferencesFound, strings.Join(parts, "; "))
	}
	_, undisturbed, _ := run(false, false)
	w, resumed, notes := run(true, false)
	if got, want := said(resumed), said(undisturbed); got != want || !strings.Contains(want, "1 differences") ||
		!strings.Contains(want, "Created:1 Updated:2 Unchanged:1") {
		t.Errorf("an import that went on says\n%s, want\n%s", got, want)
	}
	if text, err := os.ReadFile(notes); err != nil ||
		!strings.Contains(string(text), "Alpha of theirs") { //nolint:gosec // of the test
		t.Errorf("what was found is kept as %s, %v", text, err)
	}
	imports := 0
	if err := w.log.Each(t.Context(), record.Everything(), sales.Import, func(r record.Record) error {
		imports++
		if r.Fields["state"].Text() != "done" {
			t.Errorf("an import is %s", r.Fields["state"].Text())
		}
		return nil
	}); err != nil || imports != 2 {
		t.Errorf("there are %d imports, %v", imports, err)
	}
	w.want(sales.Deal, deal3, now, "Gamma|300.00", "name", "amount")
	if _, dry, notes := run(false, true); said(dry) != said(undisturbed) || exists(notes) {
		t.Errorf("a trial says\n%s, want\n%s; it keeps what it found: %v", said(dry), said(undisturbed), exists(notes))
	}
}

func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}

// externals are the deals of the log by their ids there.
func externals(t *testing.T, w *world) map[record.ID]string {
	t.Helper()
	ids := map[record.ID]string{}
	for _, c := range w.changes() {
		if c.External != "" && c.Object == sales.Deal {
			ids[c.ID] = c.External
		}
	}
	return ids
}

// TestEntryOfSomethingElse: an import does not go on under the id of another record.
func TestEntryOfSomethingElse(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	files := map[string]string{"o.csv": "Id,Name,StageName,Amount,CloseDate\n" + deal1 + ",A,Proposal,1,2026-12-01\n"}
	w.files(files)
	for id := range externals(t, w) {
		head := w.log.Head()
		_, err := w.try(connectors.Options{Paths: []string{folder(t, files)}, Entry: id})
		if err == nil || !strings.Contains(err.Error(), "is not an import") || w.log.Head() != head {
			t.Errorf("under a deal's id: %v", err)
		}
	}
}
