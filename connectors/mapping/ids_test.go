package mapping_test

import (
	"testing"

	"salesops/connectors"
	"salesops/sales"
)

// An id that a known system gave out is one record however it is written, also where the mapping
// names no source or one of the company's own; ids of nobody stay as they are.
func TestIDsShowWhoseTheyAre(t *testing.T) {
	t.Parallel()
	files := map[string]string{
		"people.csv": "User ID,Name\n005Ab00000OwNeR,Mara\n005Ab00000oWnEr,Nils\nabcdefghijklmno,Odd\n" +
			"005000000000017,Digits\n",
		"deals.csv": "Deal,Seller,Sum,Stage,Closed\nd1,005Ab00000OwNeRIAV,500,won,2026-02-10\n" +
			"d2,005Ab00000oWnErIAK,70,won,2026-02-11\nd3,abcdefghijklmno,9,won,2026-02-12\n" +
			"d4,005000000000017,3,won,2026-02-13\n",
	}
	for source, as := range map[string]string{"": "mapping", "source: ours\n": "ours"} {
		w := newWorld(t)
		w.run(source+`
files:
  - {file: people.csv, object: person, id: User ID, fields: {name: Name}}
  - file: deals.csv
    object: deal
    id: Deal
    fields: {owner: Seller, amount: Sum, stage: Stage, close_date: Closed}
stages: {won: won}
`, connectors.Options{Paths: []string{folder(t, files)}})
		people := w.records(as, sales.Person)
		if len(people) != 4 || people["abcdefghijklmno"].Fields["name"].Text() != "Odd" ||
			people["005000000000017"].ID == 0 {
			t.Errorf("%q: %d people: %+v", as, len(people), people)
		}
		named := map[string]string{}
		for _, p := range people {
			for id, d := range w.records(as, sales.Deal) {
				if d.Fields["owner"].Ref() == p.ID {
					named[id] = p.Fields["name"].Text()
				}
			}
		}
		for id, want := range map[string]string{"d1": "Mara", "d2": "Nils", "d3": "Odd", "d4": "Digits"} {
			if named[id] != want {
				t.Errorf("%q: %s belongs to %q, want %s", as, id, named[id], want)
			}
		}
	}
}
