package mapping_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"salesops/connectors"
	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

// ghosts are the records made since a change that are there, stubs too, of what imports bring.
func (w *world) ghosts(from record.Seq) []record.Record {
	w.t.Helper()
	var ids []record.ID
	err := w.log.Tail(context.Background(), record.Everything(), from+1, func(changes []record.Change) error {
		for _, c := range changes {
			if c.Kind == record.Create && c.Object != sales.Import && c.Object != record.FieldObject {
				ids = append(ids, c.ID)
			}
		}
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	states, err := w.log.States(context.Background(), record.Everything(), ids)
	if err != nil {
		w.t.Fatal(err)
	}
	var there []record.Record
	for _, s := range states {
		if s.Exists {
			there = append(there, s)
		}
	}
	return there
}

// file is what a run read, and when.
type file struct {
	at period.Instant
	o  connectors.Options
}

func (w *world) undo(r *connectors.Report) record.UndoReport {
	w.t.Helper()
	report, err := w.log.Undo(context.Background(), "owner", r.Seq)
	if err != nil {
		w.t.Fatal(err)
	}
	return report
}

// TestUndoAfterUndo: a second import that accepts the nearest names is undone, then the first.
func TestUndoAfterUndo(t *testing.T) {
	t.Parallel()
	for _, order := range [][]int{{1, 0}, {0, 1}} {
		w := newWorld(t)
		dir := dealsByName(t)
		first := w.run(namedDeals, connectors.Options{Paths: []string{dir}})
		w.now += 1_000_000
		reports := []*connectors.Report{first,
			w.run(namedDeals, connectors.Options{Paths: []string{dir}, Accept: true})}
		for _, i := range order {
			w.now += 1_000_000
			w.undo(reports[i])
		}
		if there := w.ghosts(0); len(there) > 0 {
			t.Errorf("undone in the order %v, %d records stay, such as %+v", order, len(there), there[0])
		}
		if again := w.run(namedDeals, connectors.Options{Paths: []string{dir}}); again.Changes != first.Changes {
			t.Errorf("imported again: %d changes, at first %d", again.Changes, first.Changes)
		}
	}
}

// told is what a source's records hold, by object and external id; references by external id too.
func (w *world) told(source string) (found map[string]string, names map[record.ID]string) {
	w.t.Helper()
	names, found = map[record.ID]string{}, map[string]string{}
	var ids []record.ID
	for _, object := range w.log.Schema().Names() {
		err := w.log.EachExternal(context.Background(), source, object, func(external string, id record.ID) error {
			names[id] = object + " " + external
			ids = append(ids, id)
			return nil
		})
		if err != nil {
			w.t.Fatal(err)
		}
	}
	states, err := w.log.States(context.Background(), record.Everything(), ids)
	if err != nil {
		w.t.Fatal(err)
	}
	for id, s := range states {
		if !s.Exists || s.Object == sales.Import {
			continue
		}
		var fields []string
		for name, v := range s.Fields {
			if s.Object == sales.Stage && name == "position" {
				continue // the import that first has a stage tells where it stands
			}
			text := fmt.Sprint(v)
			if v.Kind() == record.Ref {
				text = names[v.Ref()]
			}
			fields = append(fields, name+"="+text)
		}
		slices.Sort(fields)
		found[names[id]] = fmt.Sprint(s.Stub, fields)
	}
	return found, names
}

// TestAnyImportsUndone: whatever was imported and edited in whatever order, after the undo of some
// imports the log says what the others alone would have brought; when all are undone only the
// edits are left, and each is listed.
func TestAnyImportsUndone(t *testing.T) {
	t.Parallel()
	const sheet = `source: %s
files:
  - file: "*.csv"
    object: deal
    id: No
    fields:
      created: Born
      name: Title
      stage: Stage
      amount: Worth
      close_date: Close
      account: {column: Client, by: name}
      owner: {column: Rep, by: name}
currency: EUR
`
	w, alone, run := newWorld(t), newWorld(t), 0
	rapid.Check(t, func(rt *rapid.T) {
		run++
		source, before := fmt.Sprint("acme", run), w.log.Head()
		edited := map[record.ID]record.Value{}
		var imports []*connectors.Report
		files := map[*connectors.Report]file{}
		for range rapid.IntRange(1, 6).Draw(rt, "steps") {
			w.now += 3_600_000_000
			if rapid.IntRange(0, 2).Draw(rt, "step") > 0 || len(w.records(source, sales.Deal)) == 0 {
				text := "No,Title,Stage,Worth,Close,Client,Rep,Born\n"
				for no := range 3 {
					if rapid.IntRange(0, 3).Draw(rt, "row") == 0 {
						continue
					}
					pick := func(name string, of ...string) string { return rapid.SampledFrom(of).Draw(rt, name) }
					text += fmt.Sprintf("%d,%s,%s,%s,%s,%s,%s,%s\n", no, pick("title", "Roof", "Wall", ""),
						pick("stage", "Talk", "Offer", "Won", "Lost"),
						pick("worth", "100", "250.5", ""), pick("close", "2026-03-01", "2026-05-20"),
						pick("client", "Birch", "Alder", ""), pick("rep", "Ann", ""),
						[]string{"2026-01-05", "2026-02-07", ""}[no])
				}
				f := file{w.now, connectors.Options{Paths: []string{folder(t, map[string]string{"deals.csv": text})}}}
				r := w.run(fmt.Sprintf(sheet, source), f.o)
				if r.Seq != 0 {
					imports, files[r] = append(imports, r), f
				}
				continue
			}
			for _, deal := range w.records(source, sales.Deal) {
				v := record.TextValue(rapid.SampledFrom([]string{"mine", "mine too"}).Draw(rt, "edit"))
				if deal.Fields["name"] == v {
					break
				}
				_, err := w.log.Apply(context.Background(), record.Command{Actor: "owner", Drafts: []record.Draft{{
					Kind: record.Set, Object: sales.Deal, ID: deal.ID,
					Fields: []record.FieldValue{{Name: "name", Value: v}}}}})
				if err != nil && fault.KindOf(err) != fault.Invalid {
					rt.Fatal(err)
				}
				if err == nil {
					edited[deal.ID] = v
				}
				break
			}
		}
		kept := map[record.ID]bool{}
		order := rapid.Permutation(imports).Draw(rt, "undone")
		some := rapid.IntRange(0, len(order)).Draw(rt, "undone at first")
		for n, i := range order {
			if n == some {
				var others []*connectors.Report
				for _, r := range imports {
					if slices.Contains(order[n:], r) {
						alone.now = files[r].at
						others = append(others, alone.run(fmt.Sprintf(sheet, source), files[r].o))
					}
				}
				is, names := w.told(source)
				want, _ := alone.told(source)
				for id := range edited {
					delete(is, names[id])
					delete(want, names[id])
				}
				if !maps.Equal(is, want) {
					rt.Fatalf("without some imports\n%v\nthe others alone\n%v", is, want)
				}
				for _, r := range others {
					alone.undo(r)
				}
			}
			w.now += period.Instant(60_000_000)
			for _, k := range w.undo(i).Kept {
				kept[k.ID] = true
			}
		}
		there := w.ghosts(before)
		for _, r := range there {
			edit, ok := edited[r.ID]
			if !ok || r.Object != sales.Deal {
				rt.Fatalf("a ghost: %+v", r)
			}
			if !kept[r.ID] {
				rt.Fatalf("%+v is not listed", r)
			}
			if r.Fields["name"] != edit || len(r.Fields) > 1 {
				rt.Fatalf("%+v is not its edit %v", r, edit)
			}
		}
		if len(there) != len(edited) {
			rt.Fatalf("%d records are left of %d edited", len(there), len(edited))
		}
	})
	report, err := w.log.Verify(context.Background(), nil)
	if err != nil || len(report.Problems) > 0 {
		t.Fatalf("verify: %+v, %v", report.Problems, err)
	}
}
